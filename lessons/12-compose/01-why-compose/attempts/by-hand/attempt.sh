docker run -d --name cache -p 127.0.0.1:6379:6379 --restart unless-stopped redis:7-alpine
