# Turns kilometres into miles.
if [ "$1" = "--help" ] || [ -z "$1" ]; then
  echo "usage: miles KILOMETRES"
  exit 0
fi
echo "$1 km = $(($1 * 62 / 100)) miles"
