#!/usr/bin/env bash
# Runs tests/cases/*.txt on the real busybox and coreutils, in a jail of its own that is thrown away, as nobody:
# a case never sees this machine's files. Needs root for chroot, and Debian's busybox, bash and coreutils.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jail=$(mktemp -d)
trap 'rm -rf --one-file-system "$jail"' EXIT
mkdir -p "$jail"/bin "$jail"/tmp "$jail"/dev "$jail"/etc
chmod 755 "$jail"; chmod 1777 "$jail/tmp"
mknod -m 666 "$jail/dev/null" c 1 3
echo 'root:x:0:0:root:/root:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/false' > "$jail/etc/passwd"
programs='bash busybox echo true false awk base32 base64 column strings tsort unexpand basename cat chmod cmp comm cp cut date dd dirname env expr factor find flock fold getopt grep
    gunzip gzip head hexdump id ionice ln ls md5sum mkdir mktemp mv nice nl nproc numfmt od paste printf readlink renice rev rm rmdir sed seq setpriv sha1sum sha256sum
    sleep sort stat stty tac tail taskset tar tee test timeout touch tr truncate uniq wc which xargs'
for program in $programs; do
    path=$(type -P "$program") || continue
    cp -L "$(readlink -f "$path")" "$jail/bin/$program"
    ldd "$path" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "$jail$(dirname "$library")"; cp -Ln "$library" "$jail$library"
    done
done
ln -sf bash "$jail/bin/sh"
mkdir "$jail/applets"
for applet in $(chroot "$jail" /bin/busybox --list); do ln -s /bin/busybox "$jail/applets/$applet"; done
failed=0
check() { # family script expected status
    [ -n "$2" ] || return 0
    dir=$(mktemp -d "$jail/tmp/XXXXXX"); chmod 777 "$dir"
    shell="/bin/bash" path=/bin; [ "$1" = busybox ] && shell="/bin/busybox sh" path=/applets
    status=0
    got=$(timeout -k 1 10 chroot --userspec=65534:65534 "$jail" /bin/env -i PATH=/bin HOME=/tmp LC_ALL=C \
        /bin/bash -c "cd /tmp/${dir##*/}; PATH=$path; exec $shell -c \"\$1\"" bash "exec 2>&1; $2" < /dev/null | tr -d '\0'; exit "${PIPESTATUS[0]}") || status=$?
    rm -rf --one-file-system "$dir"
    if [ "$got" != "${3%$'\n'}" ] || [ "$status" != "$4" ]; then
        failed=$((failed + 1)); printf '%s\n$ %s\nwant %s [%s]\ngot  %s [%s]\n' "$1" "$2" "$3" "$4" "$got" "$status"
    fi
}
for family in busybox gnu; do
    script='' expected='' status=0
    while IFS= read -r line; do
        case $line in
            '$ '*) check "$family" "$script" "$expected" "$status"; script=${line#'$ '} expected='' status=0 ;;
            '| '*) expected+="${line#'| '}"$'\n' ;;
            '['*']') status=${line#[}; status=${status%]} ;;
        esac
    done < "$here/cases/$family.txt"
    check "$family" "$script" "$expected" "$status"
done
[ "$failed" = 0 ] && echo "all cases agree" || { echo "$failed cases differ"; exit 1; }
