docker network connect clinic office
docker network create --internal back
docker network connect back office
docker network connect back records
docker network disconnect clinic records
docker run --name shredder --network none -v ./papers:/papers -v ./shred.sh:/shred.sh:ro alpine:3.20 sh /shred.sh
