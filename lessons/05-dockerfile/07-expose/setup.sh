mkdir -p /tmp/press /tmp/back
cat > /tmp/press/Dockerfile <<'EOF'
FROM alpine:3.20
RUN apk add --no-cache nginx
COPY site.conf /etc/nginx/http.d/default.conf
COPY index.html /srv/www/
CMD ["nginx", "-g", "daemon off;"]
EOF
cp /tmp/press/Dockerfile /tmp/back/Dockerfile
printf 'server {\n    listen 3000;\n    root /srv/www;\n}\n' > /tmp/press/site.conf
printf 'server {\n    listen 8000;\n    root /srv/www;\n}\n' > /tmp/back/site.conf
echo "Evening news: rain tomorrow." > /tmp/press/index.html
echo "Back room: staff only." > /tmp/back/index.html
docker build -q -t press /tmp/press > /dev/null 2>&1
docker build -q -t back /tmp/back > /dev/null 2>&1
docker run -d --name backroom back > /dev/null
