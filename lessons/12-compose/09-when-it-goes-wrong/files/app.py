import os

import mysql.connector
from flask import Flask, request

app = Flask(__name__)


def connect():
    return mysql.connector.connect(
        host=os.environ.get("DB_HOST", "localhost"),
        port=int(os.environ.get("DB_PORT", "3306")),
        user="root",
        password=os.environ.get("DB_PASSWORD", ""),
        database="stock",
    )


@app.get("/")
def home():
    return os.environ.get("GREETING", "Stock") + "\n"


@app.get("/items")
def items():
    database = connect()
    cursor = database.cursor()
    cursor.execute("SELECT name FROM items ORDER BY id")
    names = [name for (name,) in cursor.fetchall()]
    database.close()
    return "".join(f"{name}\n" for name in names) or "nothing yet\n"


@app.post("/items")
def add():
    database = connect()
    cursor = database.cursor()
    cursor.execute("INSERT INTO items (name) VALUES (%s)", (request.form["name"],))
    database.commit()
    database.close()
    return "stored\n", 201
