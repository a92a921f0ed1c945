printf '1 false\n2 false\n3 false\n4 false\n5 false\n6 false\n7 true\n8 false\n9 true\n10 false\n' > verdicts.txt
docker build -q -t ferry .
docker run --rm ferry
