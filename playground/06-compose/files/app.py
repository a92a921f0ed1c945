import os

import psycopg2
from flask import Flask

app = Flask(__name__)


def connect():
    return psycopg2.connect(
        host=os.environ["DATABASE_HOST"],
        user="app",
        password=os.environ["DATABASE_PASSWORD"],
        dbname="visits",
    )


@app.route("/")
def home():
    connection = connect()
    cursor = connection.cursor()
    cursor.execute("INSERT INTO visit (page) VALUES (%s)", ("/",))
    cursor.execute("SELECT count(*) FROM visit")
    count = cursor.fetchone()[0]
    connection.commit()
    connection.close()
    return f"Visit number {count}\n"


if __name__ == "__main__":
    connection = connect()
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE IF NOT EXISTS visit (id serial PRIMARY KEY, page text)")
    connection.commit()
    connection.close()
    app.run(host="0.0.0.0", port=8000)
