import os

from flask import Flask, request

app = Flask(__name__)
FOLDER = "/receipts"


@app.get("/receipts")
def receipts():
    return "".join(f"{name}\n" for name in sorted(os.listdir(FOLDER))) or "none\n"


@app.post("/receipts")
def receipt():
    number = len(os.listdir(FOLDER)) + 1
    with open(f"{FOLDER}/{number}.txt", "w") as file:
        file.write(request.form["text"] + "\n")
    return f"{number}.txt\n", 201


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    app.run(host="0.0.0.0", port=8000)
