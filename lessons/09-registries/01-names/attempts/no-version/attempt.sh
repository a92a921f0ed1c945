docker build -q -t kettle .
docker tag kettle localhost:5005/kitchen/kettle
