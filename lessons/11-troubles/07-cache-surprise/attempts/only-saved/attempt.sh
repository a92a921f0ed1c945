sed -i 's/pasta/risotto/' menu.html
curl -s localhost:8080
