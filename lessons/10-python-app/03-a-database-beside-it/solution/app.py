import os
import sys
import time

import mysql.connector
from flask import Flask, request

app = Flask(__name__)


def connect():
    return mysql.connector.connect(
        host=os.environ.get("DB_HOST", "db"),
        user="bakery",
        password=os.environ["DB_PASSWORD"],
        database="bakery",
    )


def prepare():
    """Makes the table of orders, if it is not there yet."""
    with connect() as database:
        database.cursor().execute(
            "CREATE TABLE IF NOT EXISTS orders (id INT AUTO_INCREMENT PRIMARY KEY, customer VARCHAR(80), item VARCHAR(80))"
        )


@app.get("/orders")
def orders():
    with connect() as database:
        cursor = database.cursor()
        cursor.execute("SELECT customer, item FROM orders ORDER BY id")
        return "".join(f"{customer}: {item}\n" for customer, item in cursor) or "no orders yet\n"


@app.post("/orders")
def order():
    with connect() as database:
        row = request.form["customer"], request.form["item"]
        database.cursor().execute("INSERT INTO orders (customer, item) VALUES (%s, %s)", row)
        database.commit()
    return "noted\n", 201


if __name__ == "__main__":
    for attempt in range(30):
        try:
            prepare()
            break
        except mysql.connector.Error as error:
            print(f"waiting for the database: {error}")
            time.sleep(1)
    else:
        sys.exit("the database did not come")
    app.run(host="0.0.0.0", port=8000)
