docker build -q -t miles .
