# Checks the settings and starts the pump.
if [ -z "$PRESSURE" ]; then
    echo "start.sh: PRESSURE is not set" >&2
    exit 1
fi
sh pump.sh &
sleep 1
