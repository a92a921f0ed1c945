docker exec monday cat /srv/orders.txt > orders.txt
