#!/bin/sh
# Options alone are mongod's; everything else is the command that it becomes.
set -e
case "$1" in
-*) set -- mongod "$@" ;;
esac
exec "$@"
