docker inspect -f '{{json .Config.Env}}' pharmacy:leaky > found.txt
docker history --no-trunc pharmacy:leaky >> found.txt
mkdir x
docker save pharmacy:leaky | tar x -C x
for layer in x/blobs/sha256/*; do
    tar xzOf $layer pharmacy/supplier.key 2>/dev/null || tar xOf $layer pharmacy/supplier.key 2>/dev/null
done >> found.txt
cat found.txt
rm -r x
docker build -q --secret id=supplier,src=supplier.key -t pharmacy .
