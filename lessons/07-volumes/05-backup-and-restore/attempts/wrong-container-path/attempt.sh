docker run --rm --volumes-from stew -v "$PWD":/to alpine:3.20 tar cf /to/stew.tar -C /srv .
