docker build -q -t atlas .
docker history --format '{{.Size}}\t{{.CreatedBy}}' atlas; docker images atlas
