# Sails at high tide. The water is a metre higher at each try.
water=$(cat /water 2> /dev/null || echo 0)
water=$((water + 1))
echo "$water" > /water
if [ "$water" -lt 4 ]; then
  echo "water: $water m, too low"
  exit 1
fi
echo "water: $water m, sailing"
