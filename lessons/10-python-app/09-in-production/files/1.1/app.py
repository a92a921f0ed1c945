import os
import sys

import mysql.connector
from flask import Flask

app = Flask(__name__)
VERSION = os.environ["VERSION"]
SHOP = os.environ.get("SHOP")
if not SHOP:
    sys.exit("SHOP is not set: what is the bakery called?")


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
    return f"{SHOP}, version {VERSION}\n{lines}"
