docker run --name shredder --network none -v ./papers:/mnt -v ./shred.sh:/shred.sh:ro alpine:3.20 sh /shred.sh
