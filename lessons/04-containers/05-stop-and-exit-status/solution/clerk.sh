# Keeps a ledger: one entry a second.
trap 'echo "ledger closed"; exit 0' TERM
entry=1
while true; do
  echo "entry $entry"
  entry=$((entry + 1))
  sleep 1
done
