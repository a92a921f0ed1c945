# Tunes in and plays.
echo "tuning in"
sh /play.sh &
