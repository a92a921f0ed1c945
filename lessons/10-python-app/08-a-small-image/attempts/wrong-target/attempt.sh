docker build -q -t bakery .
docker build -q --target build -t bakery:test .
