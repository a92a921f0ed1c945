docker run --rm -v recipes:/from:ro -v "$PWD":/to alpine:3.20 tar cf /to/recipes.tar -C /from .
