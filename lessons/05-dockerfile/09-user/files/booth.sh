# Notes each car in cars.log.
number=0
while true; do
    number=$((number + 1))
    echo "car $number" >> cars.log || exit 1
    echo "car $number, noted"
    sleep 2
done
