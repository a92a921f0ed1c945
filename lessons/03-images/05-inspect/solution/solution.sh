docker image inspect -f '{{.Config.User}} {{json .Config.ExposedPorts}} {{.Config.WorkingDir}} {{json .Config.Labels}}' parcel
printf 'user=postman\nport=7070\nfolder=/srv/sorting\n' > answers.txt
docker run -d --name parcel -e ZONE=north -m 32m parcel
docker image inspect parcel > a.txt
docker image inspect parcel:2 > b.txt
diff a.txt b.txt
echo StopSignal > differs.txt
docker logs parcel
