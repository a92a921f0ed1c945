docker run -d --name demo -p 8000:80 nginx:1.27-alpine
