docker run -d --name registry -p 5000:5000 -v shelf:/var/lib/registry registry:2 > /dev/null
sleep 2
