docker run --rm -v archive:/a alpine:3.20 sh -c 'echo "the first page ever printed" > /a/page-0.txt'
