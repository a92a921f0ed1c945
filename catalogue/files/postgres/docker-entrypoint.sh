#!/bin/sh
# Makes the database cluster on the first start, runs /docker-entrypoint-initdb.d, then the server.
set -e

# The value of NAME, or of the file that NAME_FILE names.
file_env() {
    eval "value=\${$1:-}"
    eval "file=\${$1_FILE:-}"
    if [ -n "$value" ] && [ -n "$file" ]; then
        echo >&2 "error: both $1 and $1_FILE are set (but are exclusive)"
        exit 1
    fi
    if [ -n "$file" ]; then
        value=$(cat "$file")
    fi
    if [ -z "$value" ]; then
        value="${2:-}"
    fi
    export "$1=$value"
    unset "$1_FILE"
}

case "$1" in
    -*) set -- postgres "$@" ;;
esac

if [ "$1" != postgres ]; then
    exec "$@"
fi
for option in "$@"; do
    case "$option" in
        -V | --version | '-?' | --help | --describe-config) exec "$@" ;;
    esac
done

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    chown -R postgres "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
    exec gosu postgres "$0" "$@"
fi

if [ -s "$PGDATA/PG_VERSION" ]; then
    echo
    echo 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
    echo
    exec "$@"
fi

file_env POSTGRES_PASSWORD
file_env POSTGRES_USER postgres
file_env POSTGRES_DB "$POSTGRES_USER"
file_env POSTGRES_INITDB_ARGS

if [ -z "$POSTGRES_PASSWORD" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    cat >&2 <<-'EOE'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
       connections without a password. This is *not* recommended.

       See PostgreSQL documentation about "trust":
       https://www.postgresql.org/docs/current/auth-trust.html
EOE
    exit 1
fi

printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/.pwfile
initdb --username="$POSTGRES_USER" --pwfile=/tmp/.pwfile $POSTGRES_INITDB_ARGS
rm -f /tmp/.pwfile
{
    echo
    echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}"
} >> "$PGDATA/pg_hba.conf"

export PGPASSWORD="$POSTGRES_PASSWORD"
shift
pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -p 5432 $*" -w start
set -- postgres "$@"

if [ "$POSTGRES_DB" != postgres ]; then
    echo "CREATE DATABASE \"$POSTGRES_DB\";" | psql -v ON_ERROR_STOP=1 --no-password --no-psqlrc --username "$POSTGRES_USER" --dbname postgres
    echo
fi

echo
if [ -z "$(ls -A /docker-entrypoint-initdb.d 2>/dev/null)" ]; then
    echo "$0: ignoring /docker-entrypoint-initdb.d/*"
fi
for f in /docker-entrypoint-initdb.d/*; do
    [ -e "$f" ] || continue
    case "$f" in
        *.sh)
            if [ -x "$f" ]; then
                echo "$0: running $f"
                "$f"
            else
                echo "$0: sourcing $f"
                . "$f"
            fi
            ;;
        *.sql)
            echo "$0: running $f"
            psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc --dbname "$POSTGRES_DB" -f "$f"
            echo
            ;;
        *.sql.gz)
            echo "$0: running $f"
            gunzip -c "$f" | psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --no-psqlrc --dbname "$POSTGRES_DB"
            echo
            ;;
        *) echo "$0: ignoring $f" ;;
    esac
    echo
done

pg_ctl -D "$PGDATA" -m fast -w stop
unset PGPASSWORD
echo
echo 'PostgreSQL init process complete; ready for start up.'
echo
exec "$@"
