# Opens the lock's gate. The gate is rusted.
echo "the gate does not move"
exit 1
