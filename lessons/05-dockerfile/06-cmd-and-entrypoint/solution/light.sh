# A lighthouse: shines until it is told to stop.
say() { echo "$1" | tee -a /light.log; }
trap 'say "light out"; exit 0' TERM
say "light on"
while true; do
  sleep 1
done
