docker run -d --name witness alpine:3.20 sleep 600
