docker run -d --name garden -p 5002:5000 registry:2
