docker build -q -t logbook . > /dev/null
docker run --name paint -v /colours alpine:3.20 sh -c 'echo blue > /colours/today' 
docker rm paint > /dev/null
docker run -d --name logbook -e ENTRY="day 1: storm, lost a sail" logbook > /dev/null
sleep 1
docker rm -f logbook > /dev/null
docker run -d --name logbook logbook > /dev/null
sleep 1
