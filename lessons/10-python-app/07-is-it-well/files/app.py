import os

import mysql.connector
from flask import Flask

app = Flask(__name__)


def ask(question):
    with mysql.connector.connect(
        host="db", user="bakery", password=os.environ["DB_PASSWORD"], database="bakery", connection_timeout=2
    ) as database:
        cursor = database.cursor()
        cursor.execute(question)
        return cursor.fetchall()


@app.get("/")
def home():
    return "3 breads, as every day\n"


@app.get("/orders")
def orders():
    try:
        return f"{ask('SELECT COUNT(*) FROM orders')[0][0]} orders\n"
    except mysql.connector.Error:
        return "the order book is closed, please come back in a minute\n", 503


@app.get("/health")
def health():
    ask("SELECT 1")
    return "well\n"
