# Adds an entry to the logbook, and shows the whole book.
echo "$*" >> /log/entries.txt
cat -n /log/entries.txt
