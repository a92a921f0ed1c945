#!/bin/sh
# Fills the templates of /etc/nginx/templates from the environment into /etc/nginx/conf.d.
set -e
me=20-envsubst-on-templates.sh
from="${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}"
suffix="${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}"
to="${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}"

[ -d "$from" ] || exit 0
names=$(env | cut -d= -f1 | sed 's/.*/${&}/' | tr '\n' ' ')
if [ ! -w "$to" ]; then
    echo "$me: ERROR: $from exists, but $to is not writable"
    exit 0
fi
find "$from" -type f -name "*$suffix" | sort | while read -r template; do
    relative="${template#"$from/"}"
    output="$to/${relative%"$suffix"}"
    mkdir -p "$(dirname "$output")"
    echo "$me: Running envsubst on $template to $output"
    envsubst "$names" < "$template" > "$output"
done
