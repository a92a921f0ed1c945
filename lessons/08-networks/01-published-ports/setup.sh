docker run -d --name ledger nginx:alpine > /dev/null
sleep 1
docker exec ledger sh -c 'echo "<p>crates: 12</p>" > /usr/share/nginx/html/index.html'
