# Writes an edition of the news every second.
mkdir -p /news
number=0
while true; do
    number=$((number + 1))
    echo "<h1>Edition${shift:+ of the $shift} $number</h1>" > /news/index.html
    sleep 1
done
