docker run --rm -v recipes:/recipes:ro -v "$PWD":/to alpine:3.20 tar czf /to/recipes.tar.gz -C / recipes
docker run --rm -v recipes-copy:/to -v "$PWD":/from:ro alpine:3.20 tar xzf /from/recipes.tar.gz -C /to
