docker build -q -t bakery .
docker run -d --name web -p 8000:8000 bakery
sleep 1
curl -s -d text=x localhost:8000/receipts
curl -s localhost:8000/receipts
docker run -d --name shop -p 8001:8000 -v receipts:/receipts bakery
sleep 1
curl -s -d text=x localhost:8001/receipts
