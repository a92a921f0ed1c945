# Shreds every page in /papers.
count=0
for page in /papers/*.txt; do
    [ -f "$page" ] || continue
    tr 'a-zA-Z' '#' < "$page" > /tmp/strips && cat /tmp/strips > "$page"
    count=$((count + 1))
done
echo "$count pages shredded"
