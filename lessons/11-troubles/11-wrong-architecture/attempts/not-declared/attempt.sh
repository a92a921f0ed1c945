docker build -q -t scales .
