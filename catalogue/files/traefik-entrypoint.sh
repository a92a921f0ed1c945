#!/bin/sh
# Options and the commands of traefik are traefik's; everything else is the command that it becomes.
set -e
case "$1" in
-* | healthcheck | version) set -- traefik "$@" ;;
traefik) ;;
*) echo "= '$1' is not a Traefik command: assuming shell execution." >&2 ;;
esac
exec "$@"
