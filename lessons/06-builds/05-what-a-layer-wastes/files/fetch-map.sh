# Stands for a download: writes a large file.
mkdir -p "$(dirname "$1")"
case $1 in
    tiles/*) megabytes=8 ;;
    *) megabytes=30 ;;
esac
dd if=/dev/zero of="$1" bs=1M count=$megabytes 2>/dev/null
