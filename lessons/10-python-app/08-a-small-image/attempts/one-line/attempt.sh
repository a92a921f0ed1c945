docker build -q -t bakery .
docker build -q --target test -t bakery:test .
