docker run -d --name db -v orders:/var/lib/mysql mysql:8.4
