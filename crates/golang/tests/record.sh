#!/bin/bash
# Records what real Go says to each program of cases/: `record.sh NAME…`. Run where `go` is.
set -u
cd "$(dirname "$0")/cases" || exit 1
for name in "$@"; do
    if go build -o /tmp/golang-case "$name.go" 2>/tmp/golang-case.err; then
        (exec -a main /tmp/golang-case) >/tmp/golang-case.out 2>/tmp/golang-case.err
        status=$?
        { cat /tmp/golang-case.out; echo "--- stderr"
          sed '/^$/,$d; /^goroutine /,$d; /^\[signal/d' /tmp/golang-case.err; echo "--- status $status"; } >"$name.out"
    else
        { sed 1d /tmp/golang-case.err; echo "--- status 1"; } >"$name.out"
    fi
done
