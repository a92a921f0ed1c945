mkdir -p /tmp/door
docker run --rm --entrypoint htpasswd httpd:2 -Bbn ann seven-blue-stamps > /tmp/door/htpasswd
docker run -d --name office -p 5001:5000 -v /tmp/door:/door:ro -e REGISTRY_AUTH=htpasswd -e REGISTRY_AUTH_HTPASSWD_REALM=office -e REGISTRY_AUTH_HTPASSWD_PATH=/door/htpasswd registry:2 > /dev/null
sleep 1
