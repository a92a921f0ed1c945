mkdir -p .git/objects __pycache__
head -c 3000000 /dev/zero > .git/objects/pack
head -c 4000000 /dev/zero > .venv/packages
echo cached > __pycache__/app.pyc
