# syntax is left to the builder's default

FROM python:3.12-slim

# Python should not buffer what a container logs, nor leave byte code behind.
ENV PYTHONDONTWRITEBYTECODE=1
ENV PYTHONUNBUFFERED=1

WORKDIR /app

COPY requirements.txt requirements-dev.txt ./
RUN pip install --no-cache-dir -r requirements.txt

ADD https://example.com/static/fonts-1.4.tar.gz /app/static/fonts.tar.gz
COPY . .

ARG VERSION=development
ENV APP_VERSION=${VERSION}
RUN python -m compileall -q app && echo "version ${APP_VERSION}" > /app/version.txt

EXPOSE 5000
ONBUILD COPY settings.toml /app/
CMD gunicorn --bind 0.0.0.0:5000 --workers 4 --access-logfile - "app:create_app()"
