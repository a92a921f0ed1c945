docker build -q -t greeter .
