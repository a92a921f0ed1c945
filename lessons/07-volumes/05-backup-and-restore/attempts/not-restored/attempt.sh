docker run --rm -v recipes:/from:ro -v "$PWD":/to alpine:3.20 tar czf /to/recipes.tar.gz -C /from .
docker volume create recipes-copy
