from flask import Flask

app = Flask(__name__)


@app.route("/")
def home():
    return "<h1>Weather</h1>\n<p>Fresh breeze, 14 degrees.</p>\n"


app.run(host="0.0.0.0", port=8000)
