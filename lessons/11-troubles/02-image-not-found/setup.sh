printf 'FROM python:3.12-slim\nENV VERSION=1\nCOPY shop.py /app/\nCMD ["python", "-u", "/app/shop.py"]\n' | docker build -q -t bookshop:1.0 -f - . > /dev/null
