docker build -q -t printer .
docker run -d --name printer -v fresh:/paper printer
sleep 2
docker logs printer
docker run --rm -v archive:/a alpine:3.20 chown -R 1000:1000 /a
docker run --rm -u "$(id -u):$(id -g)" -v "$PWD":/here alpine:3.20 sh -c 'echo all is well > /here/report.txt'
ls -ln
