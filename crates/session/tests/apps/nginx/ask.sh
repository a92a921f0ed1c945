while read -r p; do echo "== $p"; curl -s -i -A "Mobile X" -b s=v localhost:9000"$p" | tr -d '\r' | grep -v -E '^(Date|Last-Modified|ETag|Server|Expires|Connection|Accept-Ranges|Content-Length)' | sed 's#nginx/[0-9.]*#nginx#'; done < ng/requests
echo "== post"; curl -s -o /dev/null -w '%{http_code}\n' -d x localhost:9000/if
echo "== auth"; curl -s -u ann:pw localhost:9000/privf; curl -s -o /dev/null -w '%{http_code}\n' -u ann:no localhost:9000/privf; curl -s -o /dev/null -w '%{http_code}\n' -u bob:no localhost:9000/privf
