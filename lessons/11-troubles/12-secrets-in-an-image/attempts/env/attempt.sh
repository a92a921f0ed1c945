printf 'poppy-1\n' > found.txt
docker build -q --secret id=supplier,src=supplier.key -t pharmacy .
