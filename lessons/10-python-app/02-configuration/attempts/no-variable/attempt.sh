docker build -q -t bakery .
docker run -d --name live -p 8000:8000 -e SHOP="the Dawn bakery" -v ./secrets/payment_key:/run/secrets/payment_key:ro bakery
sleep 1
curl -s localhost:8000/pay
