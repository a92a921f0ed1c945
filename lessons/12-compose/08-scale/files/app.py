import socket

from flask import Flask

app = Flask(__name__)
visits = 0


@app.get("/")
def home():
    global visits
    visits += 1
    return f"{socket.gethostname()} has been asked {visits} times\n"
