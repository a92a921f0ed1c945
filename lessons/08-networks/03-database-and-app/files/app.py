import os

import redis
from flask import Flask

app = Flask(__name__)
database = redis.Redis(host=os.environ.get("DB_HOST", "localhost"))


@app.route("/")
def home():
    guests = database.incr("guests")
    return f"<p>{guests} guests so far</p>\n"


app.run(host="0.0.0.0", port=8000)
