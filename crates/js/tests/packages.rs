//! The packages that can be installed, and the prompt, on the test host. Left out: installing them, which is `programs`'.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use js::{Config, Exit, Vm};

/// Far beyond what any of these programs takes, in nanoseconds.
const LIMIT: u64 = 3_000_000_000;

fn node(arguments: &[&str]) -> Vm {
    let argv = std::iter::once("node").chain(arguments.iter().copied());
    Vm::new(Config { argv: argv.map(str::to_string).collect(), ..Config::default() })
}

/// The bodies of what a program on port 3000 answers to requests, each a first line and headers.
fn served(packages: &[&str], program: &str, requests: &[&str]) -> Vec<String> {
    let mut host = support::Host::new();
    packages.iter().for_each(|package| host.install(package));
    host.add("/app/app.js", program.as_bytes());
    let mut vm = node(&["app.js"]);
    host.run(&mut vm, LIMIT);
    let mut bodies = Vec::new();
    for request in requests {
        let connection = host.connect(3000);
        host.write(connection, format!("{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes());
        host.run(&mut vm, LIMIT);
        let answer = String::from_utf8(host.read(connection)).unwrap();
        bodies.push(answer.split_once("\r\n\r\n").unwrap().1.to_string());
    }
    bodies
}

/// What a program prints that ends well.
fn printed(packages: &[&str], program: &str) -> String {
    let mut host = support::Host::new();
    packages.iter().for_each(|package| host.install(package));
    host.add("/app/app.js", program.as_bytes());
    assert_eq!(host.run(&mut node(&["app.js"]), LIMIT), Some(Exit::Code(0)));
    String::from_utf8(host.out[0].clone()).unwrap()
}

/// What the prompt prints when lines are typed, and how it ends.
fn prompted(lines: &str) -> (String, Option<Exit>) {
    let mut host = support::Host::new();
    host.stdin.extend(lines.as_bytes());
    let exit = host.run(&mut node(&["-i"]), LIMIT);
    let text = String::from_utf8(host.both.clone()).unwrap();
    (text.split_once("more information.\n").unwrap().1.to_string(), exit)
}

/// Programs in `packages/`, with the packages that their first line names, against what node and npm's packages printed.
#[test]
fn packages_answer_as_those_of_npm_do() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "js") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let uses = text.lines().next().and_then(|line| line.strip_prefix("// uses ")).unwrap_or("");
        let names: Vec<&str> = uses.split_whitespace().map(|word| word.rsplit_once('@').unwrap().0).collect();
        let (got, expected) = (printed(&names, &text), std::fs::read_to_string(path.with_extension("out")).unwrap());
        if got != expected {
            wrong.push(format!("=== {}\n--- node\n{expected}\n--- here\n{got}", path.display()));
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_parameter_is_prepared_once_before_the_handlers_of_its_path() {
    let program = "const app = require('express')(); let n = 0;
app.param('id', (req, res, next, value, name) => { req.found = `${name} ${value} ${++n}`; next(); });
app.get('/items/:id', (req, res, next) => next());
app.get('/items/:id', (req, res) => res.send(req.found));
app.listen(3000);";
    let bodies = served(&["express", "body-parser"], program, &["GET /items/7 HTTP/1.1", "GET /items/8 HTTP/1.1"]);
    assert_eq!(bodies, ["id 7 1", "id 8 2"]);
}

#[test]
fn an_error_of_a_parameter_reaches_the_error_handler() {
    let program = "const express = require('express'), app = express(), router = express.Router();
router.param('id', (req, res, next, id) => id === '0' ? next(new Error('no such item')) : next());
router.get('/:id', (req, res) => res.send('item ' + req.params.id));
app.use('/items', router); app.use((err, req, res, next) => res.status(404).send(err.message));
app.listen(3000);";
    let bodies = served(&["express", "body-parser"], program, &["GET /items/0 HTTP/1.1", "GET /items/1 HTTP/1.1"]);
    assert_eq!(bodies, ["no such item", "item 1"]);
}

#[test]
fn a_body_is_parsed_by_body_parser_alone() {
    let program = "const parse = require('body-parser').json();
require('http').createServer((req, res) => parse(req, res, () => res.end('got ' + req.body.name))).listen(3000);";
    let post = "POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 14\r\nHost: localhost\r\n\r\n{\"name\":\"tea\"}";
    let mut host = support::Host::new();
    host.install("body-parser");
    host.add("/app/app.js", program.as_bytes());
    let mut vm = node(&["app.js"]);
    host.run(&mut vm, LIMIT);
    let connection = host.connect(3000);
    host.write(connection, post.as_bytes());
    host.run(&mut vm, LIMIT);
    assert!(String::from_utf8(host.read(connection)).unwrap().contains("got tea"));
}

#[test]
fn cookies_are_a_property_of_the_request() {
    let program = "const app = require('express')(); app.use(require('cookie-parser')());
app.get('/', (req, res) => res.send(`${req.cookies.name} ${req.cookies.cart.items}`));
app.listen(3000);";
    let request = "GET / HTTP/1.1\r\nCookie: name=Ada%20L; cart=j%3A%7B%22items%22%3A2%7D";
    assert_eq!(served(&["express", "body-parser", "cookie-parser"], program, &[request]), ["Ada L 2"]);
}

#[test]
fn a_uuid_has_its_version_and_variant() {
    let program = "const { v4: uuid, validate, version } = require('uuid'); const one = uuid();
console.log(one.length, validate(one), version(one), validate('no'));";
    assert_eq!(printed(&["uuid"], program), "36 true 4 false\n");
}

#[test]
fn a_version_of_uuid_that_is_missing_says_so() {
    let program = "try { require('uuid').v1(); } catch (e) { console.log(e.message); }";
    assert_eq!(printed(&["uuid"], program), "drydock: uuid's v1 is not simulated\n");
}

#[test]
fn the_prompt_shows_values_and_keeps_what_was_declared() {
    let lines =
        "1 + 1\nconst a = [1, 2]\na.map(x => x * 2)\nfunction twice(x) { return 2 * x }\ntwice(4)\n{ b: 'c' }\n.exit\n";
    let shown = "> 2\n> undefined\n> [ 2, 4 ]\n> undefined\n> 8\n> { b: 'c' }\n> ";
    assert_eq!(prompted(lines), (shown.to_string(), Some(Exit::Code(0))));
}

#[test]
fn the_prompt_goes_on_over_lines_until_the_text_is_whole() {
    let lines = "function f() {\nreturn 3\n}\nf()\n.exit\n";
    assert_eq!(prompted(lines).0, "> ... ... undefined\n> 3\n> ");
}

#[test]
fn the_prompt_survives_errors() {
    let lines = "nothing\nthrow new TypeError('bad')\nawait Promise.resolve(5)\n.exit\n";
    assert_eq!(
        prompted(lines).0,
        "> Uncaught ReferenceError: nothing is not defined\n> Uncaught TypeError: bad\n> 5\n> "
    );
}

#[test]
fn the_end_of_the_input_ends_the_prompt() {
    assert_eq!(prompted("2\n"), ("> 2\n> \n".to_string(), Some(Exit::Code(0))));
}
