docker build --progress=plain -t postcard .
docker build --progress=plain --target test .
