printf '1 true\n2 true\n3 true\n4 true\n5 true\n6 true\n7 true\n8 true\n' > verdicts.txt
