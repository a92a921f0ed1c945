#!/bin/sh
# Rings, and keeps a log of it.
count=0
while true; do
    count=$((count + 1))
    echo "ding $count" >> /bell/log || exit 1
    echo "ding $count"
    sleep 5
done
