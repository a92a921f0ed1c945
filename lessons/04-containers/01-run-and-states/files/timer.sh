# An egg timer: counts down the seconds it was given, then rings.
seconds=${1:-5}
while [ "$seconds" -gt 0 ]; do
  echo "$seconds"
  sleep 1
  seconds=$((seconds - 1))
done
echo "Ring!"
