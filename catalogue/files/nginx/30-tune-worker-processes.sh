#!/bin/sh
# Sets worker_processes to the processors of the cgroup, when asked to.
set -e
[ -n "${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
sed -i "s/^worker_processes .*/worker_processes  $(nproc);/" /etc/nginx/nginx.conf
