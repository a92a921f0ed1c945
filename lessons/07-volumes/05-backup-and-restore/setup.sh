docker run --rm -v recipes:/r alpine:3.20 sh -c 'mkdir /r/soups; echo "three leeks, two potatoes" > /r/soups/leek.txt; echo "flour, water, time" > /r/bread.txt; chown -R 1000:1000 /r'
docker run -d --name stew -v /pot alpine:3.20 sh -c 'echo "a spoon of cocoa" > /pot/secret-ingredient.txt; sleep 3600' > /dev/null
sleep 1
