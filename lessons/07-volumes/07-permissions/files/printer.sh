# Prints a page every second, into /paper.
number=0
while true; do
    number=$((number + 1))
    echo "page $number" > "/paper/page-$number.txt" || exit 1
    echo "printed page $number"
    sleep 1
done
