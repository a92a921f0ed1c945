# Weighs a lorry: what comes in, less what goes out.
full=63
empty=21
echo "net weight: $((full - empty)) tons"
