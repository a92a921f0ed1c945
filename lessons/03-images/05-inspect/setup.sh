mkdir -p /tmp/parcel
cat > /tmp/parcel/run.sh <<'EOF'
if [ -z "$ZONE" ]; then
  echo "parcel: no zone; see the image's label howto" >&2
  exit 1
fi
echo "sorting parcels for the $ZONE"
exec sleep 1000000
EOF
cat > /tmp/parcel/Dockerfile <<'EOF'
FROM alpine:3.20
RUN adduser -D postman
LABEL howto="Start me with ZONE=north and at most 32 MB of memory (-m 32m)." team="logistics"
WORKDIR /srv/sorting
COPY run.sh /run.sh
ENV SHELF=12
EXPOSE 7070
USER postman
CMD ["sh", "/run.sh"]
EOF
docker build -q -t parcel /tmp/parcel > /dev/null 2>&1
echo 'STOPSIGNAL SIGINT' >> /tmp/parcel/Dockerfile
docker build -q -t parcel:2 /tmp/parcel > /dev/null 2>&1
