docker build -t weather .
