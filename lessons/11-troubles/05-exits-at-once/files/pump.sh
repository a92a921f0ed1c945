echo "water is flowing at $PRESSURE bar"
while true; do sleep 10; echo "still flowing"; done
