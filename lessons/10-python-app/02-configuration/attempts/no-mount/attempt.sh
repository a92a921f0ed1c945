docker build -q -t bakery .
docker run -d --name live -p 8000:8000 -e SHOP="the Dawn bakery" -e PAYMENT_KEY_FILE=/run/secrets/payment_key bakery
