# Plays, one song after another.
while true; do
  echo "la la la"
  sleep 5
done
