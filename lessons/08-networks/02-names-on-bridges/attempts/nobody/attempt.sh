docker network create hall
