docker build -q -t bakery .
docker run -d --name careless bakery
docker run -d --name live -p 8000:8000 -e SHOP="the Dawn bakery" -e PAYMENT_KEY=kp-live-7781 bakery
