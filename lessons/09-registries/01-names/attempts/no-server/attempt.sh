docker build -q -t kettle .
docker tag kettle kitchen/kettle:1.2
