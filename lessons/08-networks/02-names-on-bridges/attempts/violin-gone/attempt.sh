docker rm -f violin
