uname -r > kernels.txt
printf '1 vm\n2 vm\n3 vm\n4 vm\n' > choice.txt
