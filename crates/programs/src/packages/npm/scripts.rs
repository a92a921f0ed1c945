//! `npm init`, `npm run` and its short forms, `npx`.

use super::{Settings, log_line, read_package, section, write_json};
use crate::packages::Console;
use machine::{Spawn, Sys, WaitTarget};
use serde_json::{Value, json};

/// `npx`.
pub async fn npx(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let words: Vec<String> = console.args.iter().skip_while(|arg| arg.starts_with('-')).cloned().collect();
    npx_with(&console, &words, &[]).await
}

pub(super) async fn npx_with(console: &Console, words: &[String], rest: &[String]) -> i32 {
    let Some((name, more)) = words.split_first() else {
        return 1;
    };
    let path = format!("{}/node_modules/.bin/{name}", console.sys.getcwd());
    if !console.sys.exists(&path) {
        console
            .err(format!(
                "drydock: npx {name}: only programs of the project's own node_modules are simulated\n"
            ))
            .await;
        return 127;
    }
    let mut argv = vec![path];
    argv.extend(more.iter().chain(rest).cloned());
    spawn(console, argv, console.sys.env()).await
}

pub(in crate::packages) async fn spawn(console: &Console, argv: Vec<String>, env: Vec<String>) -> i32 {
    let name = argv.first().cloned().unwrap_or_default();
    let child = console.sys.spawn(Spawn {
        argv,
        env: Some(env),
        ..Spawn::default()
    });
    match child {
        Ok(pid) => match console.sys.wait(WaitTarget::Pid(pid), false).await {
            Ok((_, status)) => status.code(),
            Err(_) => 1,
        },
        Err(error) => {
            console.err(format!("npm error {name}: {error}\n")).await;
            126
        }
    }
}

pub(super) async fn init(console: &Console, settings: &Settings) -> i32 {
    if !settings.yes {
        console.err("drydock: npm init asks nothing here: use npm init -y\n").await;
        return 1;
    }
    let cwd = console.sys.getcwd();
    let name = cwd.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("app");
    let value = json!({
        "name": name,
        "version": "1.0.0",
        "description": "",
        "main": "index.js",
        "scripts": { "test": "echo \"Error: no test specified\" && exit 1" },
        "keywords": [],
        "author": "",
        "license": "ISC"
    });
    write_json(console, &format!("{cwd}/package.json"), &value);
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    console.out(format!("Wrote to {cwd}/package.json:\n\n{text}\n\n\n")).await;
    0
}

pub(super) async fn run(console: &Console, settings: &Settings) -> i32 {
    let package = match read_package(console, true).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let scripts = section(&package, "scripts");
    let text = |key: &str, or: &str| package.get(key).and_then(Value::as_str).unwrap_or(or).to_string();
    let (name, version) = (text("name", "undefined"), text("version", "undefined"));
    let Some(wanted) = settings.names.first() else {
        console
            .out(format!("Scripts available in {name}@{version} via `npm run`:\n"))
            .await;
        for (script, command) in &scripts {
            console.out(format!("  {script}\n    {command}\n")).await;
        }
        return 0;
    };
    let find = |wanted: &str| {
        scripts
            .iter()
            .find(|(script, _)| script == wanted)
            .map(|(_, command)| command.clone())
    };
    let default = || (wanted == "start" && console.sys.exists("server.js")).then(|| "node server.js".to_string());
    let Some(command) = find(wanted).or_else(default) else {
        let hint = if wanted == "start" || wanted == "test" {
            ""
        } else {
            "npm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\n"
        };
        console
            .err(format!("npm error Missing script: \"{wanted}\"\n{hint}{}", log_line(console)))
            .await;
        return 1;
    };
    let bin = format!("{}/node_modules/.bin", console.sys.getcwd());
    let mut env: Vec<String> = Vec::new();
    for line in console.sys.env() {
        env.push(match line.strip_prefix("PATH=") {
            Some(path) => format!("PATH={bin}:{path}"),
            None => line,
        });
    }
    env.push(format!("npm_lifecycle_event={wanted}"));
    env.push(format!("npm_package_name={name}"));
    env.push(format!("npm_package_version={version}"));
    for (stage, command) in [
        (format!("pre{wanted}"), find(&format!("pre{wanted}"))),
        (wanted.clone(), Some(command)),
        (format!("post{wanted}"), find(&format!("post{wanted}"))),
    ] {
        let Some(mut command) = command else { continue };
        if stage == *wanted {
            for word in settings.names.iter().skip(1).chain(&settings.rest) {
                command = format!("{command} {word}");
            }
        }
        if !settings.silent {
            console.out(format!("\n> {name}@{version} {stage}\n> {command}\n\n")).await;
        }
        let argv = vec!["/bin/sh".to_string(), "-c".to_string(), command];
        let code = spawn(console, argv, env.clone()).await;
        if code != 0 {
            return code;
        }
    }
    0
}
