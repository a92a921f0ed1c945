cat > /tmp/photo.py <<'EOF'
import time
kept = []
for n in range(40):
    kept.append(bytearray(1024 * 1024))
    print("frame", n, flush=True)
time.sleep(1000)
EOF
docker create --name south -m 24m python:3.12-slim python /photo.py > /dev/null
docker cp -q /tmp/photo.py south:/photo.py
docker start south > /dev/null
docker run -d --name north -m 24m alpine:3.20 sleep 1000 > /dev/null
sleep 1
docker kill north > /dev/null
