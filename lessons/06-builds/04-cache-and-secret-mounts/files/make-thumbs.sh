# Draws a thumbnail of each photo; looks into /cache for one that is already drawn.
mkdir -p thumbs /cache
for photo in photos/*.txt; do
    name=$(basename "$photo" .txt)
    if [ -f "/cache/$name.txt" ]; then
        echo "thumbnail from the cache $name"
    else
        sleep 3
        head -c 8 "$photo" > "/cache/$name.txt"
        echo "thumbnail drawn anew $name"
    fi
    cp "/cache/$name.txt" "thumbs/$name.txt"
done
