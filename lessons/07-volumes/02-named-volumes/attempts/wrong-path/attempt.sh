docker run -d --name counter -v visits:/var/lib/redis redis:7
