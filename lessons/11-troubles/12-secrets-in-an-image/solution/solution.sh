docker inspect -f '{{json .Config.Env}}' pharmacy:leaky | grep -o 'poppy-[0-9]' > found.txt
docker history --no-trunc pharmacy:leaky | grep -o 'sage-[0-9]' | head -n 1 >> found.txt
mkdir x
docker save pharmacy:leaky | tar x -C x
for layer in x/blobs/sha256/*; do
    tar xzOf $layer pharmacy/supplier.key 2>/dev/null || tar xOf $layer pharmacy/supplier.key 2>/dev/null
done | grep thyme >> found.txt
cat found.txt
rm -r x
docker build -q --secret id=supplier,src=supplier.key -t pharmacy .
