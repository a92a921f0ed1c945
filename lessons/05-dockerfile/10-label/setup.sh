docker run -d --name brie --label place=cellar alpine:3.20 sleep 36000 > /dev/null
docker run -d --name feta --label place=shelf alpine:3.20 sleep 36000 > /dev/null
docker run -d --name gouda --label place=cellar alpine:3.20 sleep 36000 > /dev/null
docker run -d --name edam --label place=shelf alpine:3.20 sleep 36000 > /dev/null
