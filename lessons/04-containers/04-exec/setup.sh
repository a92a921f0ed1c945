mkdir /tmp/vault
cat > /tmp/vault/Dockerfile <<'EOF'
FROM alpine:3.20
RUN adduser -D baker && echo rye-and-salt > /srv/code && chown baker /srv/code && chmod 400 /srv/code
USER nobody
CMD ["sleep", "100000"]
EOF
docker build -q -t vault /tmp/vault > /dev/null
docker run -d --name vault vault > /dev/null
