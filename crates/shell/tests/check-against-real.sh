#!/bin/bash
# Asks the real dash, busybox and bash what they make of the cases; with --write TOPIC notes it as what is expected.
#
# A case never sees this machine: it runs as nobody in a jail of its own that is thrown away, where PATH has the tools and
# nothing else is. That takes root (for chroot) and Debian's busybox, dash, bash, mawk and coreutils; without them nothing
# is asked. JAIL may name a command that runs another one in such a jail instead.
set -u
here=$(cd "$(dirname "$0")" && pwd)
write=0
[ "${1:-}" = --write ] && { write=1; shift; }
tools='awk base64 basename bash bc busybox cat chgrp chmod chown cmp comm cp cut dash date dd df diff dirname du echo egrep env
    cksum expand expr factor false fgrep find fold grep groups gunzip gzip head hexdump id install join link ln logname ls md5sum mkdir
    mkfifo mktemp more mv nice nl nohup nproc od paste pathchk pgrep printenv printf readlink realpath rev rm rmdir sed seq sha1sum sha512sum
    sha256sum shuf sleep sort split stat strings stty sync tac tail tar tee test timeout touch tr true truncate tty uname uniq unlink
    wc which who whoami xargs xxd yes zcat ['

for tool in busybox dash bash; do
    command -v "$tool" > /dev/null || { echo "$tool is not here: nothing was asked" >&2; exit 0; }
done
if [ -z "${JAIL:-}" ]; then
    [ "$(id -u)" = 0 ] || { echo "a jail takes root: nothing was asked" >&2; exit 0; }
    jail=$(mktemp -d) || exit 2
    trap 'rm -rf --one-file-system "$jail"' EXIT
    mkdir -p "$jail"/bin "$jail"/applets "$jail"/dev "$jail"/etc "$jail"/tmp && chmod 755 "$jail" && chmod 1777 "$jail/tmp"
    mknod -m 666 "$jail/dev/null" c 1 3; mknod -m 666 "$jail/dev/zero" c 1 5
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' > "$jail/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' > "$jail/etc/group"
    for tool in $tools; do
        path=$(type -P "$tool") || continue
        cp -L "$path" "$jail/bin/$tool"
        ldd "$path" 2> /dev/null | grep -o '/[^ ]*' | while read -r library; do
            mkdir -p "$jail$(dirname "$library")"; cp -Ln "$library" "$jail$library"
        done
    done
    ln -s dash "$jail/bin/sh"
    for applet in $(busybox --list); do ln -s /bin/busybox "$jail/applets/$applet"; done
fi

# jailed PATH COMMAND...: in a fresh directory of the jail.
jailed() {
    local path=$1 dir status
    shift
    if [ -n "${JAIL:-}" ]; then
        $JAIL /bin/bash -c 'PATH=$1; shift; exec "$@"' bash "$path" "$@"
        return
    fi
    dir=$(mktemp -d "$jail/tmp/XXXXXX") && chmod 777 "$dir"
    timeout -k 1 10 chroot --userspec=65534:65534 "$jail" /bin/env -i PATH="$path" HOME=/tmp LC_ALL=C \
        /bin/bash -c 'cd "$1"; shift; exec "$@"' bash "/tmp/${dir##*/}" "$@"
    status=$?
    rm -rf --one-file-system "$dir"
    return $status
}

# Runs one case ($2) with the shell $1.
one() {
    local input script output
    input=$(sed -n 's/^#< //p' <<< "$2")
    script=$(grep -v '^#< ' <<< "$2")
    case $1 in
        ash) set -- "${APPLETS:-/applets}" /bin/busybox sh ;;
        *) set -- "${BIN:-/bin}" "/bin/$1" ;;
    esac
    output=$(
        if [ -n "$input" ]; then printf '%s\n' "$input"; fi | jailed "$@" -c "$script" 2>&1
        echo "[${PIPESTATUS[1]}]"
    )
    # The status stands on a line of its own; the jail's names are the tests' names.
    sed -E -e '$s/(.)(\[[0-9]*\])$/\1\n\2/' -e 's,^(/bin/)?dash: ,sh: ,' -e 's,^/bin/bash: ,bash: ,' \
        -e "s,${APPLETS:-/applets},/bin,g" -e "s,${BIN:-/bin},/bin,g" -e 's,/tmp/[A-Za-z0-9]{6}\b,/work,g' <<< "$output"
}

cd "$here/cases" || exit 2
failed=0 asked=0
for file in "${@:-*.cases}"; do for file in ${file%.cases}.cases; do
    for shell in dash ash bash; do
        expected=${file%.cases}.$shell
        # A topic that a shell does not speak has no expectations for it.
        [ -e "$expected" ] || [ $write = 1 ] || continue
        result=$(
            title='' body=''
            finish() {
                [ -n "$title" ] || return
                # What is not expected of this shell is not asked of it.
                [ $write = 1 ] || grep -qxF -- "#### $title" "$expected" || return
                echo "#### $title"
                one "$shell" "${body%$'\n'}"
            }
            while IFS= read -r line || [ -n "$line" ]; do
                case $line in
                    '#### '*) finish; title=${line#'#### '} body='' ;;
                    *) body+=$line$'\n' ;;
                esac
            done < "$file"
            finish
        )
        asked=$((asked + $(grep -c '^#### ' <<< "$result")))
        if [ $write = 1 ]; then
            printf '%s\n' "$result" > "$expected"
        elif ! diff <(printf '%s\n' "$result") "$expected"; then
            echo "$expected: differs from the real $shell"
            failed=1
        fi
    done
done; done
echo "$asked cases were asked" >&2
exit $failed
