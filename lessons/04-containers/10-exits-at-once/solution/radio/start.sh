# Tunes in and plays.
echo "tuning in"
exec sh /play.sh
