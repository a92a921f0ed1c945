docker build -q -t egg-timer .
docker create --name soft egg-timer
docker run -d --name medium egg-timer 600
docker pause medium
docker run --name hard egg-timer 2
docker cp breakfast:/note.txt note.txt
