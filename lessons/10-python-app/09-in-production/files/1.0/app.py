import os

import mysql.connector
from flask import Flask

app = Flask(__name__)
VERSION = os.environ["VERSION"]


def ask(question):
    with mysql.connector.connect(
        host="db", user="bakery", password=os.environ["DB_PASSWORD"], database="bakery", connection_timeout=2
    ) as database:
        cursor = database.cursor()
        cursor.execute(question)
        return cursor.fetchall()


@app.get("/health")
def health():
    return "well\n"


@app.get("/orders")
def orders():
    lines = "".join(f"{customer}: {item}\n" for customer, item in ask("SELECT customer, item FROM orders"))
    return f"the bakery, version {VERSION}\n{lines}"
