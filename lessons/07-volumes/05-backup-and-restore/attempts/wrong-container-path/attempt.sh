docker run --rm --volumes-from stew -v "$PWD":/to alpine:3.20 tar czf /to/stew.tar.gz -C /srv .
