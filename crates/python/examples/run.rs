//! Runs a Python file of this computer on the test host: `cargo run -p python --example run FILE [ARG…]`.
//! With `-p NAME` before it, installs a third-party package first; with `-g PATH`, asks port 5000 for it afterwards.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../tests/support/mod.rs"]
mod support;

use python::*;
use std::io::Write;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    for problem in check_library() {
        eprintln!("{problem}");
    }
    let mut host = support::Host::new();
    let mut gets = Vec::new();
    while args.len() > 1 && (args[0] == "-p" || args[0] == "-g") {
        let what = args.remove(1);
        if args.remove(0) == "-p" { host.install(&what) } else { gets.push(what) }
    }
    let port = std::env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(5000);
    if !args[0].starts_with('-') {
        let dir = std::path::Path::new(&args[0]).parent().map(|p| p.to_path_buf()).unwrap_or_default();
        let dir = if dir.as_os_str().is_empty() { ".".into() } else { dir };
        let own = std::path::Path::new(&args[0]).file_name().unwrap().to_string_lossy().to_string();
        for entry in std::fs::read_dir(dir).unwrap().flatten() {
            if entry.path().is_file()
                && (entry.path().extension().is_some_and(|e| e == "html") || entry.file_name().to_string_lossy() == own)
            {
                let data = std::fs::read(entry.path()).unwrap();
                host.add(&format!("/app/{}", entry.file_name().to_string_lossy()), &data);
            }
        }
        args[0] = own;
    }
    let mut argv = vec!["python".to_string()];
    argv.extend(args);
    let start = std::time::Instant::now();
    let env = std::env::vars().filter(|(k, _)| k.starts_with("PY") || k.starts_with("FLASK")).collect();
    let mut vm = Vm::new(Config { argv, env, ..Config::default() });
    let made = start.elapsed();
    let limit = 3_600_000_000_000;
    let mut exit = host.run(&mut vm, limit);
    for get in gets {
        let c = host.connect(port);
        let text = if get.contains('\n') {
            get.clone()
        } else {
            format!("GET {get} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n")
        };
        host.write(c, text.as_bytes());
        exit = host.run(&mut vm, limit);
        println!("--- {get}\n{}", String::from_utf8_lossy(&host.read(c)));
    }
    std::io::stdout().write_all(&host.out[0]).unwrap();
    std::io::stderr().write_all(&host.out[1]).unwrap();
    if std::env::var("TIMES").is_ok() {
        eprintln!("{exit:?} made {made:?} all {:?} steps {}", start.elapsed(), host.steps);
    }
    if let Some(Exit::Code(n)) = exit {
        std::process::exit(n);
    }
}
