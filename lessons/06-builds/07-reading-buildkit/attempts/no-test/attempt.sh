docker build --progress=plain -t postcard .
