printf '1 false\n2 false\n3 false\n4 true\n' > verdicts.txt
