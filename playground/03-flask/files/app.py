import os
import socket

from flask import Flask

app = Flask(__name__)


@app.route("/")
def home():
    name = os.environ.get("NAME", "world")
    return f"<h1>Hello, {name}!</h1>\n<p>From the container {socket.gethostname()}.</p>\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8000)
