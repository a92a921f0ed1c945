docker build -q -t printer .
docker run -d --name printer -v fresh:/paper printer
sleep 1
