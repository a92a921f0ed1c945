docker rm tea milk
