docker build -q -t printer .
docker run -d --name printer -v fresh:/paper printer
sleep 1
docker run --rm -v "$PWD":/here alpine:3.20 sh -c 'echo all is well > /here/report.txt'
docker volume rm archive
