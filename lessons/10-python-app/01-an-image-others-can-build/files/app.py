import json

from flask import Flask

app = Flask(__name__)


@app.get("/")
def breads():
    with open("breads.json") as file:
        return "".join(f"{name}: {price}\n" for name, price in json.load(file).items())


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8000)
