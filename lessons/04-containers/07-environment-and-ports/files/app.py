import os

from flask import Flask

app = Flask(__name__)


@app.route("/")
def greet():
    return os.environ.get("GREETING", "Hello") + "!\n"


app.run(host="0.0.0.0", port=int(os.environ.get("PORT", "5000")))
