docker build -q -t pharmacy .
