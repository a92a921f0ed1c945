printf '1 container\n2 vm\n3 container\n4 container\n' > choice.txt
