#!/bin/sh
# Writes what the real node says to each case: tests/record.sh, from this crate's folder. Frames of node's own and its
# release are left out, as tests/cases.rs leaves them out.
for case in tests/cases/*.js; do
    name=$(basename "$case" .js)
    folder=$(mktemp -d)
    cp "$case" "$folder/"
    out=$(cd "$folder" && node "$name.js" 2>err; echo "--- status $?")
    { printf '%s\n' "$out" | sed '/^--- status/d'; echo '--- stderr'; cat "$folder/err"; printf '%s\n' "$out" | grep '^--- status'; } |
        sed -e "s#$folder/##g; /node:/d; /^Node.js v/d" > "tests/cases/$name.out"
    rm -r "$folder"
done
# And what programs with packages print, with the packages that their first line names.
for case in tests/packages/*.js; do
    name=$(basename "$case" .js)
    folder=$(mktemp -d)
    cp "$case" "$folder/"
    uses=$(sed -n '1s#^// uses ##p' "$case")
    # shellcheck disable=SC2086
    [ -z "$uses" ] || (cd "$folder" && npm install --silent $uses)
    (cd "$folder" && node "$name.js") > "tests/packages/$name.out"
    rm -r "$folder"
done
