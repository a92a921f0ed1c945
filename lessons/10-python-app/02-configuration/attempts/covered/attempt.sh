docker build -q -t bakery .
