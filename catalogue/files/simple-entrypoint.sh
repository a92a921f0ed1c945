#!/bin/sh
# Becomes the command that it is given.
set -e
exec "$@"
