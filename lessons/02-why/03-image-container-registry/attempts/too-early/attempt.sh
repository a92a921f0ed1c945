docker build -q -t cookbook:2 .
sed -i 's/sugar/honey/' recipe.txt
