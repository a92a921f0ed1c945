import os
import sys

from flask import Flask

app = Flask(__name__)


def secret(name):
    """What the file named by NAME_FILE holds, or else the variable NAME."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        with open(path) as file:
            return file.read().strip()
    return os.environ.get(name)


SHOP = os.environ.get("SHOP", "a bakery without a name")
PAYMENT_KEY = secret("PAYMENT_KEY")
if not PAYMENT_KEY:
    sys.exit("PAYMENT_KEY is not set, nor PAYMENT_KEY_FILE")


@app.get("/")
def home():
    return f"Welcome to {SHOP}\n"


@app.get("/pay")
def pay():
    return f"paid, with the key that ends in {PAYMENT_KEY[-4:]}\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8000)
