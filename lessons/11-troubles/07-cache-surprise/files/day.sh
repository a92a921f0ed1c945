# Writes the day. (The clock of this small world began yesterday.)
if [ "$(date +%s)" -lt 1767225630 ]; then
    echo "cooked on day one"
else
    echo "cooked on day two"
fi
