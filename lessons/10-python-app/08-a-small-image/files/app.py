import time

from flask import Flask

app = Flask(__name__)
sold = 0


@app.get("/")
def home():
    return "open\n"


@app.get("/sell")
def sell():
    global sold
    sold += 1
    print(f"sold loaf {sold}")
    return f"loaf {sold} of today\n"


@app.get("/bake")
def bake():
    time.sleep(3)
    return "baked\n"
