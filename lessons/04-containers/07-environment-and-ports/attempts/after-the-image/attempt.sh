docker build -q -t greeter .
docker run -d --name german -p 8081:5000 greeter python apps.py
sleep 2
