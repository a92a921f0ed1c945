mkdir -p /tmp/log
printf 'echo "$*" >> /log/entries.txt\n' > /tmp/log/log.sh
printf 'FROM alpine:3.20\nCOPY log.sh /log.sh\nVOLUME /log\nENTRYPOINT ["sh", "/log.sh"]\n' > /tmp/log/Dockerfile
docker build -q -t oldbook /tmp/log > /dev/null 2>&1
docker run --name voyage oldbook 'Day 41: Land in sight'
