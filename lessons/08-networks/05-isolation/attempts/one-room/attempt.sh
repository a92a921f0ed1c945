docker network connect clinic office
docker run --name shredder -v ./papers:/papers -v ./shred.sh:/shred.sh:ro alpine:3.20 sh /shred.sh
