//! Runs a JavaScript file of this computer on the test host: `cargo run -p js --example run FILE [ARG…]`.
//! With `-p NAME` before it, installs a package first; with `-g PATH`, asks port 3000 for it afterwards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../tests/support/mod.rs"]
mod support;

use js::*;
use std::io::Write;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    for problem in check_library() {
        eprintln!("{problem}");
    }
    let mut host = support::Host::new();
    let mut gets = Vec::new();
    while args.len() > 1 && (args[0] == "-P" || args[0] == "-g") {
        let what = args.remove(1);
        if args.remove(0) == "-P" { host.install(&what) } else { gets.push(what) }
    }
    if !args[0].starts_with('-') {
        let own = std::path::Path::new(&args[0]).file_name().unwrap().to_string_lossy().to_string();
        host.add(&format!("/app/{own}"), &std::fs::read(&args[0]).unwrap());
        args[0] = own;
    }
    let mut argv = vec!["node".to_string()];
    argv.extend(args);
    let start = std::time::Instant::now();
    let mut vm = Vm::new(Config { argv, ..Config::default() });
    let limit = 3_600_000_000_000;
    let mut exit = host.run(&mut vm, limit);
    for get in gets {
        let c = host.connect(3000);
        host.write(c, format!("GET {get} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes());
        exit = host.run(&mut vm, limit);
        println!("--- {get}\n{}", String::from_utf8_lossy(&host.read(c)));
    }
    std::io::stdout().write_all(&host.out[0]).unwrap();
    std::io::stderr().write_all(&host.out[1]).unwrap();
    if std::env::var("TIMES").is_ok() {
        eprintln!("{exit:?} all {:?} memory {}", start.elapsed(), vm.memory());
    }
    if let Some(Exit::Code(n)) = exit {
        std::process::exit(n);
    }
}
