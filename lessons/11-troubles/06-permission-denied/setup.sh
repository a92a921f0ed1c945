chmod 644 ring.sh
