printf 'user=root\nport=7070\nfolder=/srv/sorting\n' > answers.txt
docker run -d --name parcel parcel
echo Env > differs.txt
