#!/bin/sh
# Options alone are php's; everything else is the command that it becomes.
set -e
case "$1" in
-*) set -- php "$@" ;;
esac
exec "$@"
