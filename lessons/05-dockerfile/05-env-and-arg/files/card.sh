echo "Greetings from the lake! (version ${VERSION:-unknown})"
