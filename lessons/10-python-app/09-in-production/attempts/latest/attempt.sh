docker build -q -t bakery 1.1
