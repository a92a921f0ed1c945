#!/bin/sh
echo "the bakery opens at $(date +%H:%M)"
exec gunicorn --bind=0.0.0.0:8000 --workers=2 app:app
