//! Python: counting, and requests from the host to servers in containers.

use super::worlds::{line, with};
use crate::report::{Goal, Report};
use std::time::Duration;

/// A million additions.
pub const ADDING: &str = "n = 0\nfor i in range(1000000):\n    n += i\nprint(n)\n";
pub const ADDS: &str = "a million additions in Python";

const APP: &str = "from flask import Flask\napp = Flask(__name__)\n\n@app.route('/')\ndef home():\n    return 'hello'\n\napp.run(host='0.0.0.0', port=5000)\n";

pub fn measure(report: &mut Report) {
    let files = [("add.py", ADDING), ("app.py", APP)].map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec(), false));
    let world = with(&["python:3.12-slim", "nginx:latest"], files.to_vec());
    let adding = "docker run --rm -v $PWD:/app python:3.12-slim python /app/add.py";
    let empty = "docker run --rm python:3.12-slim python -c 0";
    line(&world, empty);
    let best = |words: &str| (0..3).map(|_| line(&world, words)).min().unwrap_or_default();
    let start = best(empty);
    report.milliseconds("an empty Python program in a container", start, Goal::NONE);
    report.milliseconds(ADDS, best(adding).saturating_sub(start), Goal::NONE);
    line(
        &world,
        "docker run -d --name app -p 5000:5000 -v $PWD:/app python:3.12-slim sh -c 'pip install -q flask && python /app/app.py'",
    );
    line(&world, "docker run -d --name web -p 8080:80 nginx");
    line(&world, "sleep 30");
    for (name, port) in [("Flask", 5000), ("nginx", 8080)] {
        let requests = |count: usize| {
            let words =
                format!("i=0; while [ $i -lt {count} ]; do curl -sf localhost:{port}/ > /dev/null || exit 1; i=$((i+1)); done");
            (0..3).map(|_| line(&world, &words)).min().unwrap_or_default()
        };
        let took: Duration = requests(100) / 100;
        report.microseconds(
            &format!("a request from the host to {name} in a container, by curl"),
            took,
            Goal::NONE,
        );
    }
}
