docker run -d --name buoy --restart always alpine:3.20 sh -c 'cat /etc/buoy.conf || exit 1' > /dev/null
sleep 2
