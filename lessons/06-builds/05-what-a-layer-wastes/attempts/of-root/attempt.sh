docker build -q -t atlas .
