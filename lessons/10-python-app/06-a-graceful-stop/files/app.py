import time

from flask import Flask

app = Flask(__name__)


@app.get("/bread")
def bread():
    time.sleep(4)
    print("the bread is out of the oven")
    return "your bread\n"


@app.get("/cake")
def cake():
    time.sleep(15)
    print("the cake is out of the oven")
    return "your cake\n"
