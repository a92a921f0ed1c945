# Writes the card.
if [ -z "$place" ]; then
    echo "write.sh: place is not set" >&2
    exit 1
fi
echo "$(cat greeting.txt) $place"
