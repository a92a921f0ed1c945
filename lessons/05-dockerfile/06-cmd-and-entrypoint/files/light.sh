# A lighthouse: shines until it is told to stop.
trap 'echo "light out"; exit 0' TERM
echo "light on"
while true; do
  sleep 1
done
