# Keeps a ledger: one entry a second.
entry=1
while true; do
  echo "entry $entry"
  entry=$((entry + 1))
  sleep 1
done
