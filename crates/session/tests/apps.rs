//! Applications of the kind people containerise, built, run and asked as their tutorials do it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use session::{Start, World};

fn world(files: &[(&str, &str)]) -> World {
    let files = files.iter();
    World::new(Start {
        files: files
            .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec(), false))
            .collect(),
        ..Start::default()
    })
}

/// What a line prints, when it must work.
fn works(world: &World, line: &str) -> String {
    let ran = world.run_line(line);
    let output = String::from_utf8_lossy(&ran.output).into_owned();
    assert_eq!(ran.status, 0, "{line}\n{output}");
    output
}

const FLASK: &str = "\
FROM python:3.8-slim-buster
WORKDIR /app
COPY requirements.txt requirements.txt
RUN pip3 install -r requirements.txt
COPY . .
CMD [ \"python3\", \"-m\", \"flask\", \"run\", \"--host=0.0.0.0\" ]
";

#[test]
fn flask_reaches_mysql_over_a_network_by_name_and_the_volume_keeps_its_rows() {
    let world = world(&[
        ("Dockerfile", FLASK),
        ("requirements.txt", "Flask\nmysql-connector-python\n"),
        ("app.py", include_str!("apps/flask_mysql.py")),
    ]);
    let database = "docker run --rm -d -v mysql:/var/lib/mysql -v mysql_config:/etc/mysql -p 3306:3306 --network mysqlnet --name mysqldb -e MYSQL_ROOT_PASSWORD=p@ssw0rd1 mysql 2>&1 > id";
    works(&world, "docker network create mysqlnet > id");
    works(&world, database);
    works(&world, "docker build -q -t python-docker-dev . > id");
    works(
        &world,
        "docker run --rm -d --network mysqlnet --name rest-server -p 8000:5000 python-docker-dev > id",
    );
    works(&world, "sleep 20");
    assert_eq!(works(&world, "curl -s localhost:8000/initdb"), "init database");
    let insert =
        "docker exec mysqldb mysql -uroot -pp@ssw0rd1 inventory -e \"insert into widgets values ('hammer', 'hits')\" 2> warning";
    works(&world, insert);
    let rows = "[{\"name\": \"hammer\", \"description\": \"hits\"}]";
    assert_eq!(works(&world, "curl -s localhost:8000/widgets"), rows);
    works(&world, "docker stop mysqldb > id");
    works(&world, database);
    assert_eq!(works(&world, "sleep 20; curl -s localhost:8000/widgets"), rows);
}

#[test]
fn fastapi_checks_what_it_is_sent_and_leaves_at_sigterm() {
    let world = world(&[
        (
            "Dockerfile",
            "FROM python:3.12-slim\nRUN pip install --no-cache-dir fastapi uvicorn\nCOPY main.py .\nCMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\", \"--port\", \"80\"]\n",
        ),
        ("main.py", include_str!("apps/api.py")),
    ]);
    works(
        &world,
        "docker build -q -t api . > id; docker run -d --name api -p 8000:80 api > id; sleep 2",
    );
    assert_eq!(works(&world, "curl -s localhost:8000/"), "{\"Hello\":\"World\"}");
    assert_eq!(
        works(&world, "curl -s 'localhost:8000/items/5?q=x'"),
        "{\"item_id\":5,\"q\":\"x\"}"
    );
    assert_eq!(
        works(&world, "curl -s localhost:8000/items/five"),
        "{\"detail\":[{\"type\":\"int_parsing\",\"loc\":[\"path\",\"item_id\"],\"msg\":\"Input should be a valid integer, unable to parse string as an integer\",\"input\":\"five\"}]}"
    );
    assert_eq!(
        works(&world, "curl -s -w ' %{http_code}' localhost:8000/items/404"),
        "{\"detail\":\"no such item\"} 404"
    );
    assert_eq!(
        works(
            &world,
            "curl -s -X PUT -H 'Content-Type: application/json' -d '{\"name\":\"nail\",\"price\":0}' localhost:8000/items/1"
        ),
        "{\"detail\":[{\"type\":\"greater_than\",\"loc\":[\"body\",\"price\"],\"msg\":\"Input should be greater than 0\",\"input\":0,\"ctx\":{\"gt\":0.0}}]}"
    );
    assert_eq!(
        works(
            &world,
            "docker stop api; docker inspect -f '{{.State.ExitCode}}' api; docker logs api 2>&1 | tail -n 4"
        ),
        "api\n0\nINFO:     Shutting down\nINFO:     Waiting for application shutdown.\nINFO:     Application shutdown complete.\nINFO:     Finished server process [1]\n"
    );
}

#[test]
fn a_failing_unit_test_fails_the_stage_that_runs_it() {
    let test = "import unittest\nfrom calc import add\n\nclass Add(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(add(2, 2), 5)\n";
    let world = world(&[
        (
            "Dockerfile",
            "FROM python:3.12-slim\nCOPY *.py ./\nRUN python -m unittest -v\n",
        ),
        ("calc.py", "def add(a, b):\n    return a + b\n"),
        ("test_calc.py", test),
    ]);
    let ran = world.run_line("docker build .");
    let output = String::from_utf8_lossy(&ran.output);
    assert_eq!(ran.status, 1);
    for line in [
        "test_sum (test_calc.Add.test_sum) ... FAIL",
        "AssertionError: 4 != 5",
        "FAILED (failures=1)",
    ] {
        assert!(output.contains(line), "{line}\n{output}");
    }
}

#[test]
fn pytest_tells_what_an_assertion_saw() {
    let test = "import pytest\nfrom calc import add\n\n@pytest.mark.parametrize('a, b, want', [(1, 2, 3), (2, 2, 5)])\ndef test_sum(a, b, want):\n    assert add(a, b) == want\n";
    let world = world(&[
        (
            "Dockerfile",
            "FROM python:3.12-slim\nWORKDIR /app\nRUN pip install -q pytest\nCOPY *.py ./\n",
        ),
        ("calc.py", "def add(a, b):\n    return a + b\n"),
        ("test_calc.py", test),
    ]);
    works(&world, "docker build -q -t tested . > id");
    let ran = world.run_line("docker run --rm tested pytest -q");
    let output = String::from_utf8_lossy(&ran.output);
    assert_eq!(ran.status, 1);
    let report = [
        format!(".F{}[100%]", " ".repeat(71)),
        "=================================== FAILURES ===================================".into(),
        "_______________________________ test_sum[2-2-5] ________________________________".into(),
        String::new(),
        "    @pytest.mark.parametrize('a, b, want', [(1, 2, 3), (2, 2, 5)])".into(),
        "    def test_sum(a, b, want):".into(),
        ">       assert add(a, b) == want".into(),
        "E       assert 4 == 5".into(),
        "E        +  where 4 = add(2, 2)".into(),
        String::new(),
        "test_calc.py:6: AssertionError".into(),
        "=========================== short test summary info ============================".into(),
        "FAILED test_calc.py::test_sum[2-2-5] - assert 4 == 5".into(),
    ];
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(
        lines.get(..report.len()),
        Some(report.each_ref().map(String::as_str).as_slice()),
        "{output}"
    );
    assert!(
        lines.last().is_some_and(|line| line.starts_with("1 failed, 1 passed in ")),
        "{output}"
    );
}

#[test]
fn express_is_installed_built_asked_and_told_to_stop() {
    let world = world(&[
        (
            "package.json",
            "{\"name\": \"hello\", \"version\": \"1.0.0\", \"dependencies\": {\"express\": \"^4.18.2\", \"lodash\": \"^4.17.21\"}}",
        ),
        ("server.js", include_str!("apps/server.js")),
        (
            "Dockerfile",
            "FROM node:22-alpine\nWORKDIR /app\nCOPY package.json .\nRUN npm install\nCOPY . .\nCMD [\"node\", \"server.js\"]\n",
        ),
    ]);
    works(&world, "docker build -q -t hello . > id");
    works(&world, "docker run -d -p 3000:3000 --name web hello > id; sleep 1");
    assert_eq!(works(&world, "curl -s localhost:3000"), "Hello World!");
    assert_eq!(
        works(&world, "curl -s 'localhost:3000/users/7?x=1'"),
        "{\"id\":\"7\",\"x\":\"1\"}"
    );
    assert!(works(&world, "curl -s localhost:3000/nope").contains("<pre>Cannot GET /nope</pre>"));
    works(&world, "docker stop web > id");
    let logs = "Example app listening on port 3000\nSIGTERM: closing\n";
    assert_eq!(works(&world, "docker logs web"), logs);
    assert_eq!(works(&world, "docker inspect -f '{{.State.ExitCode}}' web"), "0\n");
    // Not everything that npm installs can be run.
    let refused = world.run_line("docker run --rm hello node -e 'require(\"lodash\")' 2>&1 | grep drydock:");
    assert_eq!(
        String::from_utf8_lossy(&refused.output),
        "throw new Error('drydock: the package lodash is not simulated');\nError: drydock: the package lodash is not simulated\n"
    );
    let missing = world.run_line("docker run --rm node:22-alpine node -e 'require(\"express\")' 2>&1 | grep Error:");
    assert_eq!(
        String::from_utf8_lossy(&missing.output),
        "Error: Cannot find module 'express'\n"
    );
}

#[test]
fn yarn_installs_for_production_and_runs_scripts() {
    let world = world(&[
        (
            "package.json",
            "{\"name\": \"hello\", \"version\": \"1.0.0\", \"license\": \"MIT\", \"scripts\": {\"prehi\": \"echo before\", \"hi\": \"echo hi\", \"bad\": \"exit 3\", \"twice\": \"yarn hi\"}, \"dependencies\": {\"express\": \"^4.18.2\"}, \"devDependencies\": {\"nodemon\": \"^3.0.0\"}}",
        ),
        ("src/index.js", include_str!("apps/server.js")),
        (
            "Dockerfile",
            "FROM node:lts-alpine\nWORKDIR /app\nCOPY . .\nRUN yarn install --production\nCMD [\"node\", \"src/index.js\"]\nEXPOSE 3000\n",
        ),
    ]);
    works(&world, "docker build -q -t hello . > id");
    works(&world, "docker run -d -p 3000:3000 --name web hello > id; sleep 1");
    assert_eq!(works(&world, "curl -s localhost:3000"), "Hello World!");
    assert_eq!(
        works(
            &world,
            "docker exec web sh -c 'ls -d node_modules/express node_modules/nodemon 2>/dev/null || true'"
        ),
        "node_modules/express\n"
    );
    assert_eq!(
        works(&world, "docker exec web yarn hi --there | grep -v '^Done in'"),
        "yarn run v1.22.22\n$ echo before\nbefore\n$ echo hi --there\nhi --there\n"
    );
    assert_eq!(
        works(&world, "docker exec web yarn twice | grep -v '^Done in'"),
        "yarn run v1.22.22\n$ yarn hi\n$ echo before\nbefore\n$ echo hi\nhi\n"
    );
    let failed = world.run_line("docker exec web yarn run bad 2>&1");
    assert_eq!(
        (String::from_utf8_lossy(&failed.output).as_ref(), failed.status),
        (
            "yarn run v1.22.22\n$ exit 3\nerror Command failed with exit code 3.\ninfo Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.\n",
            3
        )
    );
}

const TODO: [(&str, &str); 3] = [
    (
        "package.json",
        "{\"name\": \"todo\", \"version\": \"1.0.0\", \"dependencies\": {\"express\": \"^4.18.2\", \"mysql2\": \"^2.3.3\", \"sqlite3\": \"^5.1.2\", \"uuid\": \"^9.0.0\", \"wait-port\": \"^1.0.4\"}}",
    ),
    ("src/index.js", include_str!("apps/todo.js")),
    (
        "Dockerfile",
        "FROM node:lts-alpine\nWORKDIR /app\nCOPY . .\nRUN yarn install --production\nCMD [\"node\", \"src/index.js\"]\nEXPOSE 3000\n",
    ),
];

const ADD: &str = "curl -s -H 'Content-Type: application/json' -d";

#[test]
fn a_todo_app_keeps_its_sqlite_file_in_a_volume() {
    let world = world(&TODO);
    let start = "docker run -d -p 3000:3000 --name todo -v todo-db:/etc/todos todo > id; sleep 1";
    works(&world, "docker build -q -t todo . > id");
    works(&world, start);
    assert_eq!(works(&world, "curl -s localhost:3000/items"), "[]");
    let added = works(&world, &format!("{ADD} '{{\"name\": \"buy milk\"}}' localhost:3000/items"));
    assert_eq!(added, "{\"name\":\"buy milk\",\"id\":36}");
    works(
        &world,
        &format!("{ADD} '{{\"completed\": true}}' -X PUT 'localhost:3000/items/buy%20milk'"),
    );
    let rows = "[{\"name\":\"buy milk\",\"completed\":true}]";
    assert_eq!(works(&world, "curl -s localhost:3000/items"), rows);
    assert_eq!(
        works(&world, "curl -s localhost:3000/wrong"),
        "SQLITE_ERROR 1 SQLITE_ERROR: no such table: nothing"
    );
    works(&world, "docker stop todo > id");
    assert_eq!(
        works(&world, "docker logs todo"),
        "Using sqlite database at /etc/todos/todo.db\nListening on port 3000\n"
    );
    assert_eq!(works(&world, "docker inspect -f '{{.State.ExitCode}}' todo"), "0\n");
    works(&world, "docker rm todo > id");
    works(&world, start);
    assert_eq!(works(&world, "curl -s localhost:3000/items"), rows);
    // The same file, by another program.
    let python = "docker run --rm --pull always -q -v todo-db:/data python:3.12-alpine python -c 'import sqlite3; print(sqlite3.connect(\"/data/todo.db\").execute(\"select name, completed from items\").fetchall())'";
    assert_eq!(works(&world, python), "[('buy milk', 1)]\n");
}

#[test]
fn a_todo_app_waits_for_mysql_and_writes_to_it() {
    let world = world(&TODO);
    works(&world, "docker build -q -t todo . > id; docker network create todo-app > id");
    works(
        &world,
        "docker run -d --network todo-app --network-alias mysql -v todo-mysql:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=secret -e MYSQL_DATABASE=todos mysql:8.0 > id",
    );
    works(
        &world,
        "docker run -d --name todo --network todo-app -p 3000:3000 -e MYSQL_HOST=mysql -e MYSQL_USER=root -e MYSQL_PASSWORD=secret -e MYSQL_DB=todos todo > id; sleep 30",
    );
    works(&world, &format!("{ADD} '{{\"name\": \"it\\u0027s\"}}' localhost:3000/items"));
    assert_eq!(
        works(&world, "curl -s localhost:3000/items"),
        "[{\"name\":\"it's\",\"completed\":false}]"
    );
    assert_eq!(
        works(&world, "curl -s localhost:3000/wrong"),
        "ER_NO_SUCH_TABLE 1146 Table 'todos.nothing' doesn't exist"
    );
    let logs = works(&world, "docker logs todo");
    assert!(logs.starts_with("Waiting for mysql:3306."), "{logs}");
    assert!(
        logs.ends_with("\nConnected!\nConnected to mysql db at host mysql\nListening on port 3000\n"),
        "{logs}"
    );
    let rows = works(
        &world,
        "docker exec $(docker ps -q -f ancestor=mysql:8.0) mysql -uroot -psecret todos -Ne 'select name from items' 2> warning",
    );
    assert_eq!(rows, "it's\n");
}

#[test]
fn nodemon_runs_an_application_of_postgres_again_when_it_changes() {
    let world = world(&[
        (
            "app/package.json",
            "{\"name\":\"app\",\"version\":\"1.0.0\",\"scripts\":{\"dev\":\"nodemon server.js\"},\"dependencies\":{\"axios\":\"1\",\"express\":\"5\",\"pg\":\"8\"},\"devDependencies\":{\"nodemon\":\"3\"}}\n",
        ),
        ("app/server.js", include_str!("apps/items.js")),
        ("app/asking.js", include_str!("apps/asking.js")),
        (
            "app/Dockerfile",
            "FROM node:22-alpine\nWORKDIR /app\nCOPY package.json .\nRUN npm install\nCOPY . .\nCMD [\"npx\", \"nodemon\", \"--no-colors\", \"server.js\"]\n",
        ),
    ]);
    works(&world, "docker network create net > id; docker build -q -t app app > id");
    works(
        &world,
        "docker run -d --name db --network net -e POSTGRES_PASSWORD=secret -e POSTGRES_DB=shop postgres:16 > id 2>&1; sleep 8",
    );
    works(
        &world,
        "docker run -d --name web --network net -v ./app:/app -v /app/node_modules app > id; sleep 3",
    );
    assert_eq!(
        works(&world, "docker exec web node asking.js"),
        "201 { id: 1, name: \"it's tea\", price: '2.50' }
Request failed with status code 409 { code: '23505', constraint: 'items_name_key' }
[ { id: 1, name: \"it's tea\", price: '2.50', letters: 8 } ]
ECONNREFUSED
"
    );
    works(&world, "echo 'console.log(\"changed\")' >> app/server.js; sleep 3");
    works(&world, "echo 'throw new Error(\"broken\")' >> app/server.js; sleep 3");
    let logs = works(&world, "docker logs web 2>&1 | grep -v '^ '");
    for line in [
        "[nodemon] 3.1.10\n[nodemon] to restart at any time, enter `rs`\n[nodemon] watching path(s): *.*\n[nodemon] watching extensions: js,mjs,cjs,json\n[nodemon] starting `node server.js`\nlistening\n[nodemon] restarting due to changes...\n[nodemon] starting `node server.js`\nchanged\nlistening\n[nodemon] restarting due to changes...\n",
        "Error: broken\n",
        "[nodemon] app crashed - waiting for file changes before starting...\n",
    ] {
        assert!(logs.contains(line), "{line}\n{logs}");
    }
}

/// What npm's packages print against a real server.
#[test]
fn clients_of_redis_speak_with_its_server() {
    let world = world(&[
        ("promises.js", include_str!("apps/redis_promises.js")),
        ("callbacks.js", include_str!("apps/redis_callbacks.js")),
        ("ioredis.js", include_str!("apps/ioredis.js")),
    ]);
    works(
        &world,
        "docker network create net > id; docker run -d --name cache --network net redis:7 > id 2>&1; docker run -d --name node --network net -v .:/app -w /app node:22-alpine sleep 999 > id 2>&1",
    );
    let run = |packages: &str, program: &str| {
        works(&world, "docker exec cache redis-cli flushall > id");
        works(&world, &format!("docker exec node npm install {packages} > id"));
        works(&world, &format!("docker exec node node {program}"))
    };
    let promises = "OK 1 1 null
2 [Object: null prototype] { name: 'Ada', age: '36' }
2 [ { value: 'a', score: 1 }, { value: 'b', score: 2 } ]
[ 'OK', 2, [Object: null prototype] { name: 'Ada', age: '36' } ]
SimpleError WRONGTYPE Operation against a key holding the wrong kind of value
TypeError \"arguments[3]\" must be of type \"string | Buffer\", got boolean instead.
WatchError One (or more) of the watched keys has been changed
got hello news
OK false
";
    assert_eq!(run("redis@5.9.0", "promises.js"), promises);
    let callbacks = "ready true
null 0
Reply: OK
{ name: 'Ada', age: '36' }
null [ 1, '1' ]
Reply: OK
ReplyError WRONGTYPE LPUSH
OK
";
    assert_eq!(run("redis@3.1.2", "callbacks.js"), callbacks);
    let ioredis = "OK 100 2
2 { f: 'v', g: '2' } {}
[
  3,
  'WRONGTYPE Operation against a key holding the wrong kind of value'
]
[ [ null, 4 ], [ null, '4' ] ]
2
news hello
";
    assert_eq!(run("ioredis", "ioredis.js"), ioredis);
}

/// What a real server and its client print, where nobody looks at a terminal.
#[test]
fn redis_has_channels_waits_watches_and_databases() {
    let world = world(&[]);
    works(&world, "docker run -d --name cache redis:7 > id 2>&1; sleep 1");
    works(&world, "docker exec -d cache sh -c 'redis-cli subscribe news > /tmp/got'");
    works(
        &world,
        "docker exec -d cache sh -c 'redis-cli blpop queue 0 > /tmp/popped'; sleep 1",
    );
    let cases = [
        ("redis-cli mset a 1 b 2 c:1 3", "OK\n"),
        ("redis-cli --scan --pattern 'c*'", "c:1\n"),
        ("redis-cli scan 0 match '[ab]'", "0\na\nb\n"),
        (
            "sh -c 'redis-cli -n 3 set x y; redis-cli -n 3 keys \\*; redis-cli exists x'",
            "OK\nx\n0\n",
        ),
        ("redis-cli -r 2 incr n", "1\n2\n"),
        ("sh -c 'echo -n text | redis-cli -x set t; redis-cli get t'", "OK\ntext\n"),
        ("redis-cli publish news hello", "1\n"),
        ("cat /tmp/got", "subscribe\nnews\n1\nmessage\nnews\nhello\n"),
        ("redis-cli rpush queue job", "1\n"),
        ("sh -c 'sleep 1; cat /tmp/popped; redis-cli llen queue'", "queue\njob\n0\n"),
        (
            "sh -c 'printf \"WATCH a\\nMULTI\\nINCR a\\nEXEC\\nGET a\\n\" | redis-cli'",
            "OK\nOK\nQUEUED\n2\n2\n",
        ),
        (
            "sh -c 'redis-cli rpush l a b c d; redis-cli ltrim l 1 -2; redis-cli lrem l 0 b; redis-cli lrange l 0 -1'",
            "4\nOK\n1\nc\n",
        ),
        (
            "sh -c 'redis-cli sadd s a b c; redis-cli sadd o b c d; redis-cli sinter s o; redis-cli sdiff s o'",
            "3\n3\nb\nc\na\n",
        ),
        (
            "redis-cli xadd s \\* a 1",
            "ERR drydock: the redis command XADD is not simulated\n",
        ),
    ];
    for (line, expected) in cases {
        assert_eq!(works(&world, &format!("docker exec cache {line}")), expected, "{line}");
    }
    let python =
        "docker run --rm --network container:cache python:3.12-alpine sh -c 'pip install -q redis 2> /dev/null; python -c \"
import redis
r = redis.Redis(decode_responses=True)
p = r.pubsub()
p.subscribe(\\\"news\\\")
print(p.get_message(timeout=1))
print(r.publish(\\\"news\\\", \\\"hi\\\"), p.get_message(timeout=1), p.get_message(timeout=0.1))
print(sorted(r.scan_iter(match=\\\"[ab]\\\")), r.sunion(\\\"s\\\", \\\"o\\\") == {\\\"a\\\", \\\"b\\\", \\\"c\\\", \\\"d\\\"})
\"' 2> /dev/null";
    assert_eq!(
        works(&world, python),
        "{'type': 'subscribe', 'pattern': None, 'channel': 'news', 'data': 1}
2 {'type': 'message', 'pattern': None, 'channel': 'news', 'data': 'hi'} None
['a', 'b'] True
"
    );
}

/// `apps/nginx/answers` is what a real nginx said to the same configuration.
#[test]
fn nginx_rewrites_maps_balances_and_guards() {
    let world = world(&[
        ("ng/site.conf", include_str!("apps/nginx/site.conf")),
        ("ng/requests", include_str!("apps/nginx/requests")),
        ("ng/ask.sh", include_str!("apps/nginx/ask.sh")),
        ("ng/answers", include_str!("apps/nginx/answers")),
        ("ng/users", include_str!("apps/nginx/users")),
        ("ng/html/index.html", "home\n"),
        ("ng/html/about.html", "about\n"),
        ("ng/html/sub/index.html", "subindex\n"),
        ("ng/html/.htaccess", "secret\n"),
        ("ng/html/x.php", "<?php\n"),
        ("ng/spa/index.html", "spa\n"),
        ("ng/spa/app.js", "js\n"),
        ("ng/html/404.html", "404page\n"),
        ("ng/html/50x.html", "50x\n"),
    ]);
    works(
        &world,
        "docker run -d --name web -v ./ng:/h -v ./ng/site.conf:/etc/nginx/conf.d/default.conf -p 9000:9000 nginx > id 2>&1; sleep 1",
    );
    assert_eq!(works(&world, "sh ng/ask.sh > got; diff ng/answers got"), "");
    assert_eq!(
        works(
            &world,
            "docker logs web 2>&1 | grep -o 'connect() failed.*upstream, client\\|cycle while.*'"
        ),
        "connect() failed (111: Connection refused) while connecting to upstream, client
connect() failed (111: Connection refused) while connecting to upstream, client
cycle while internally redirecting to \"/cycle2\"
"
    );
}

/// What a real memcached and the sources of the others say.
#[test]
fn small_images_of_tutorials_answer() {
    let world = world(&[(
        "commands",
        "set a 5 1 3\r\nabc\r\nget a\r\nadd a 0 0 1\r\nx\r\nappend a 0 0 1\r\nd\r\ngets a\r\nincr a 1\r\nset n 0 0 2\r\n10\r\ndecr n 3\r\nget n\r\ncas n 0 0 1 1\r\n7\r\nset big 0 0 2\r\nabcd\r\nnonsense\r\nmg a\r\nquit\r\n",
    )]);
    works(
        &world,
        "docker run -d --name cache -p 11211:11211 memcached > id 2>&1; sleep 1",
    );
    assert_eq!(
        works(&world, "nc localhost 11211 < commands | tr -d '\\r'"),
        "STORED
VALUE a 5 3
abc
END
NOT_STORED
STORED
VALUE a 5 4 2
abcd
END
CLIENT_ERROR cannot increment or decrement non-numeric value
STORED
7
VALUE n 0 2
7 
END
EXISTS
CLIENT_ERROR bad data chunk
ERROR
ERROR
SERVER_ERROR drydock: the memcached command mg is not simulated
"
    );
    assert_eq!(
        works(
            &world,
            "sleep 2; printf 'get a\\r\\nquit\\r\\n' | nc localhost 11211 | tr -d '\\r'"
        ),
        "END\n"
    );
    works(
        &world,
        "docker run -d -p 5678:5678 hashicorp/http-echo -text='hello world' > id 2>&1; docker run -d -p 8081:80 nginxdemos/hello:plain-text > id 2>&1; docker run -d -p 8080:80 docker/getting-started > id 2>&1; sleep 1",
    );
    assert_eq!(works(&world, "curl -s localhost:5678"), "hello world\n");
    assert_eq!(works(&world, "curl -s localhost:8081/x | grep URI"), "URI: /x\n");
    assert_eq!(
        works(
            &world,
            "curl -s localhost:8080 | grep -c 'the pages of docker/getting-started are not simulated'"
        ),
        "1\n"
    );
}

#[test]
fn flask_reads_env_files_once_python_dotenv_is_there() {
    let world = world(&[
        (
            "app/app.py",
            "import os\nfrom flask import Flask\napp = Flask(__name__)\n\n@app.get('/')\ndef home():\n    return os.environ.get('GREETING', 'none')\n",
        ),
        ("app/.env", "GREETING=\"hello from .env\"\n"),
        (
            "app/.flaskenv",
            "FLASK_RUN_HOST=0.0.0.0\nFLASK_RUN_PORT=8000\nGREETING=later\n",
        ),
    ]);
    let start = |packages: &str| {
        format!(
            "docker run -d --name web -v ./app:/app -w /app -p 8000:8000 python:3.12-slim sh -c 'pip install -q {packages} 2> /dev/null; flask run' > id 2>&1; sleep 9"
        )
    };
    works(&world, &start("flask python-dotenv"));
    assert_eq!(works(&world, "curl -s localhost:8000"), "hello from .env");
    works(&world, "docker rm -f web > id");
    works(&world, &start("flask"));
    assert_eq!(
        works(&world, "docker logs web 2>&1 | grep Tip"),
        " * Tip: There are .env files present. Install python-dotenv to use them.\n"
    );
}
