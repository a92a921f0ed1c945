docker build --progress=plain -t album .
echo "waves over the wall" > photos/storm.txt
docker build --progress=plain -t album .
