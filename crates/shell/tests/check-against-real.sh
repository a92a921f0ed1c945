#!/bin/bash
# Asks the real dash, busybox and bash what they make of the cases. With --write, notes it as what is
# expected; without, compares. Needs dash, busybox and bash in PATH; JAIL may name a command that runs
# another one in a fresh, empty directory.
set -u
cd "$(dirname "$0")/cases" || exit 2
write=${1:-}
failed=0

fresh() {
    local dir status
    dir=$(mktemp -d) && (cd "$dir" && exec env -i HOME=/root PATH=/usr/bin:/bin LC_ALL=C timeout 10 "$@")
    status=$?
    rm -rf "$dir"
    return $status
}

# Runs one case ($2) with the shell $1.
one() {
    local input script output
    input=$(sed -n 's/^#< //p' <<<"$2")
    script=$(grep -v '^#< ' <<<"$2")
    case $1 in
    ash) set -- busybox sh ;;
    *) set -- "$1" ;;
    esac
    output=$(
        if [ -n "$input" ]; then printf '%s\n' "$input"; fi | ${JAIL:-fresh} "$@" -c "$script" 2>&1
        echo "[${PIPESTATUS[1]}]"
    )
    # The status stands on a line of its own.
    sed -e '$s/\(.\)\(\[[0-9]*\]\)$/\1\n\2/' -e 's/^dash: /sh: /' <<<"$output"
}

for file in ${2:-*.cases}; do
    for shell in dash ash bash; do
        # A file for bash alone says so in its name.
        case $file-$shell in bash-*-bash) ;; bash-*) continue ;; esac
        result=$(
            title='' body=''
            while IFS= read -r line || [ -n "$line" ]; do
                case $line in
                '#### '*)
                    if [ -n "$title" ]; then echo "#### $title"; one $shell "${body%$'\n'}"; fi
                    title=${line#'#### '} body=''
                    ;;
                *) body+=$line$'\n' ;;
                esac
            done <"$file"
            echo "#### $title"
            one $shell "${body%$'\n'}"
        )
        expected=${file%.cases}.$shell
        if [ "$write" = --write ]; then
            printf '%s\n' "$result" >"$expected"
        elif ! diff <(printf '%s\n' "$result") "$expected"; then
            echo "$expected: differs from the real $shell"
            failed=1
        fi
    done
done
exit $failed
