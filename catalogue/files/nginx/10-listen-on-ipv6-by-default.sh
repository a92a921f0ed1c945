#!/bin/sh
# Lets the packaged default site listen on IPv6 too, where there is IPv6.
set -e
me=10-listen-on-ipv6-by-default.sh
conf=/etc/nginx/conf.d/default.conf

log() {
    if [ -z "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$me: info: $*"
    fi
}

if [ ! -f /proc/net/if_inet6 ]; then
    log "ipv6 not available"
    exit 0
fi
if [ ! -f "$conf" ]; then
    log "$conf is not a file or does not exist"
    exit 0
fi
if ! touch "$conf" 2>/dev/null; then
    log "can not modify $conf (read-only file system?)"
    exit 0
fi
if grep -q 'listen  \[::\]:80;' "$conf"; then
    log "IPv6 listen already enabled"
    exit 0
fi
log "Getting the checksum of $conf"
if ! grep -q '^    listen       80;$' "$conf" || ! grep -q 'server_name  localhost;' "$conf"; then
    log "$conf differs from the packaged version"
    exit 0
fi
sed -i 's,listen       80;,listen       80;\n    listen  [::]:80;,' "$conf"
log "Enabled listen on IPv6 in $conf"
