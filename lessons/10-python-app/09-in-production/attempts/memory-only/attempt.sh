docker update --memory 256m --memory-swap 256m web
