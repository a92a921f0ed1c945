#!/bin/sh
# Makes the data directory on the first start, runs /docker-entrypoint-initdb.d, then the server.
set -e
product=MySQL
prefix=MYSQL
daemon=mysqld
client=mysql
version="${MYSQL_VERSION:-}"
if [ -n "${MARIADB_VERSION:-}" ]; then
    product=MariaDB
    prefix=MARIADB
    daemon=mariadbd
    client=mariadb
    version="$MARIADB_VERSION"
fi

log() {
    kind="$1"
    shift
    printf '%s [%s] [Entrypoint]: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%S+00:00 | tr T ' ')" "$kind" "$*"
}

# The value of a setting under either of its names, or of the file that its _FILE names.
setting() {
    eval "value=\${${prefix}_$1:-\${MYSQL_$1:-}}"
    eval "file=\${${prefix}_$1_FILE:-\${MYSQL_$1_FILE:-}}"
    if [ -z "$value" ] && [ -n "$file" ]; then
        value=$(cat "$file")
    fi
    echo "$value"
}

case "$1" in
    -*) set -- "$daemon" "$@" ;;
esac
if [ "$1" = mysqld ] && [ "$prefix" = MARIADB ]; then
    shift
    set -- mariadbd "$@"
fi
if [ "$1" != "$daemon" ]; then
    exec "$@"
fi
for option in "$@"; do
    case "$option" in
        -'?' | --help | --print-defaults | -V | --version) exec "$@" ;;
    esac
done

log Note "Entrypoint script for $product Server $version started."
if [ "$(id -u)" = 0 ]; then
    mkdir -p /var/lib/mysql /var/run/mysqld
    chown -R mysql:mysql /var/lib/mysql /var/run/mysqld
    log Note "Switching to dedicated user 'mysql'"
    exec gosu mysql "$0" "$@"
fi

root_password=$(setting ROOT_PASSWORD)
user=$(setting USER)
password=$(setting PASSWORD)
database=$(setting DATABASE)
if [ ! -d /var/lib/mysql/mysql ]; then
    if [ -z "$root_password$(setting ALLOW_EMPTY_PASSWORD)$(setting ALLOW_EMPTY_ROOT_PASSWORD)$(setting RANDOM_ROOT_PASSWORD)" ]; then
        if [ "$prefix" = MARIADB ]; then
            log ERROR "Database is uninitialized and password option is not specified
	You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD" >&2
        else
            log ERROR "Database is uninitialized and password option is not specified
    You need to specify one of the following as an environment variable:
    - MYSQL_ROOT_PASSWORD
    - MYSQL_ALLOW_EMPTY_PASSWORD
    - MYSQL_RANDOM_ROOT_PASSWORD" >&2
        fi
        exit 1
    fi
    if [ "$user" = root ]; then
        log ERROR "MYSQL_USER=\"root\", MYSQL_USER and MYSQL_PASSWORD are for configuring a regular user and cannot be used for the root user" >&2
        exit 1
    fi
    if [ -z "$root_password" ] && [ -n "$(setting RANDOM_ROOT_PASSWORD)" ]; then
        root_password=$(head -c 16 /dev/urandom | base64 | tr -dc A-Za-z0-9)
        log Note "GENERATED ROOT PASSWORD: $root_password"
    fi
    log Note "Initializing database files"
    "$daemon" --initialize-insecure --datadir=/var/lib/mysql
    log Note "Database files initialized"
    log Note "Starting temporary server"
    "$daemon" --daemonize --skip-networking --socket=/var/run/mysqld/mysqld.sock
    log Note "Temporary server started."
    sql() {
        "$client" --protocol=socket -uroot --socket=/var/run/mysqld/mysqld.sock "$@"
    }
    if [ -n "$database" ]; then
        log Note "Creating database $database"
        echo "CREATE DATABASE IF NOT EXISTS \`$database\`;" | sql
    fi
    if [ -n "$user" ] && [ -n "$password" ]; then
        log Note "Creating user $user"
        echo "CREATE USER '$user'@'%' IDENTIFIED BY '$password';" | sql
        if [ -n "$database" ]; then
            log Note "Giving user $user access to schema $database"
            echo "GRANT ALL ON \`$database\`.* TO '$user'@'%';" | sql
        fi
    fi
    for f in /docker-entrypoint-initdb.d/*; do
        [ -e "$f" ] || continue
        case "$f" in
            *.sh)
                log Note "$0: running $f"
                . "$f"
                ;;
            *.sql)
                log Note "$0: running $f"
                sql ${database:+"$database"} < "$f"
                ;;
            *.sql.gz)
                log Note "$0: running $f"
                gunzip -c "$f" | sql ${database:+"$database"}
                ;;
            *) log Note "$0: ignoring $f" ;;
        esac
    done
    if [ -n "$root_password" ]; then
        echo "ALTER USER 'root'@'localhost' IDENTIFIED BY '$root_password'; CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY '$root_password'; GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;" | sql
    fi
    log Note "Stopping temporary server"
    if [ "$prefix" = MARIADB ]; then
        mariadb-admin -uroot ${root_password:+-p"$root_password"} --socket=/var/run/mysqld/mysqld.sock shutdown
    else
        mysqladmin -uroot ${root_password:+-p"$root_password"} --socket=/var/run/mysqld/mysqld.sock shutdown
    fi
    log Note "Temporary server stopped"
    log Note "$product init process done. Ready for start up."
fi

exec "$@"
