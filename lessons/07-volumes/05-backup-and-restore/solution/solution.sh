docker run --rm -v recipes:/from:ro -v "$PWD":/to alpine:3.20 tar czf /to/recipes.tar.gz -C /from .
docker run --rm -v recipes-copy:/to -v "$PWD":/from:ro alpine:3.20 tar xzf /from/recipes.tar.gz -C /to
docker run --rm --volumes-from stew -v "$PWD":/to alpine:3.20 tar cf /to/stew.tar -C /pot .
tar tf stew.tar
