# Draws every letter in every size. It takes its time.
sleep 8
echo "fonts ready${NUMBER:+ (for build $NUMBER)}"
