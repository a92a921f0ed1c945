docker build -q -t tollbooth .
