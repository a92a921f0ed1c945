docker build -q --build-arg REVISION=r128 -t cheese .
