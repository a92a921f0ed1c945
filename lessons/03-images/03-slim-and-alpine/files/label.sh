#!/usr/bin/env bash
# Prints a label for each kind of wood, in capital letters.
woods=(oak ash "sweet chestnut")
for wood in "${woods[@]}"; do
  python3 -c "import sys; print('==', sys.argv[1].upper(), '==')" "$wood"
done
