echo /oven > path.txt
