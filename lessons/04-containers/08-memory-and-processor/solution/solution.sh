docker build -q -t darkroom .
for limit in 16 32 48 64; do
  docker rm photo 2> /dev/null
  if docker run --name photo -m ${limit}m darkroom 28 0 > /dev/null; then break; fi
  echo "$limit no"
done
echo "$limit"
docker inspect -f '{{.Name}} {{.State.ExitCode}} {{.State.OOMKilled}}' north south
echo south > guilty.txt
