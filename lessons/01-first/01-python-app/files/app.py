from flask import Flask

app = Flask(__name__)


@app.route("/")
def home():
    return "<h1>Hello from a container!</h1>\n<p>This page was written by app.py.</p>\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8000)
