docker build -q -t bakery .
docker run -d --name trial -p 8001:8000 --env-file test.env bakery
docker run -d --name live -p 8000:8000 -e SHOP="the Dawn bakery" \
    -v ./secrets/payment_key:/run/secrets/payment_key:ro -e PAYMENT_KEY_FILE=/run/secrets/payment_key bakery
docker run -d --name careless bakery
sleep 2
curl -s localhost:8001/pay
curl -s localhost:8000/pay
