# Works out a key, keeps it in a file and waits.
trap 'exit 0' TERM
mkdir -p /run/vault
echo "key-$(head -c 300 /etc/passwd | md5sum | cut -c1-8)" > /run/vault/key || exit 1
echo "unlocked"
while true; do sleep 1; done
