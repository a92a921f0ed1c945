docker build --progress=plain --secret id=press,src=press.key -t album .
echo "waves over the wall" > photos/storm.txt
docker build --progress=plain --secret id=press,src=press.key -t album .
