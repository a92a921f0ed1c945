printf 'user=postman\nport=7070/tcp\nfolder=/srv/sorting\n' > answers.txt
docker run -d --name parcel -e ZONE=north parcel
echo Created > differs.txt
