//! `env` and `printenv` (POSIX env).

use crate::tool::{Exit, Run, Tool, find_program, tool};
use machine::Errno;

tool!();

async fn run(t: &mut Tool) -> Run {
    if t.name == "printenv" {
        return printenv(t).await;
    }
    let long = [
        ("ignore-environment", 'i'),
        ("unset", 'u'),
        ("null", '0'),
        ("chdir", 'C'),
        ("split-string", 'S'),
    ];
    let mut options = t.options("+iu:0C:S:", &long).await?;
    if let Some(text) = options.value('S') {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_string).collect();
        words.append(&mut options.rest);
        options.rest = words;
    }
    let mut env = t.sys.env();
    let mut words = options.rest.clone();
    if words.first().is_some_and(|w| w == "-") {
        words.remove(0);
        env.clear();
    }
    if options.has('i') {
        env.clear();
    }
    for name in options.values('u') {
        env.retain(|e| e.split('=').next() != Some(name.as_str()));
    }
    while let Some((name, _)) = words.first().and_then(|w| w.split_once('=')) {
        let prefix = format!("{name}=");
        let word = words.first().cloned().unwrap_or_default();
        match env.iter_mut().find(|e| e.starts_with(&prefix)) {
            Some(there) => *there = word,
            None => env.push(word),
        }
        words.remove(0);
    }
    if words.is_empty() {
        let end = if options.has('0') { '\0' } else { '\n' };
        for entry in env {
            t.put(format!("{entry}{end}")).await?;
        }
        return Ok(());
    }
    if let Some(dir) = options.value('C')
        && let Err(error) = t.sys.chdir(dir)
    {
        return Err(t.fail_with(125, format!("cannot change directory to '{dir}': {error}")).await);
    }
    let name = words.first().cloned().unwrap_or_default();
    let path_set = env.iter().find_map(|e| e.strip_prefix("PATH=")).map(str::to_string);
    let found = match path_set {
        Some(path) if !name.contains('/') => search(t, &path, &name),
        _ => find_program(&t.sys, &name),
    };
    let error = match found {
        Ok(path) => match t.sys.exec(&path, words.clone(), env.clone()).await {
            Errno::ENOEXEC => {
                let mut script = vec!["sh".to_string(), path];
                script.extend(words.into_iter().skip(1));
                t.sys.exec("/bin/sh", script, env).await
            }
            error => error,
        },
        Err(error) => error,
    };
    let message = t.words(format!("can't execute '{name}': {error}"), format!("'{name}': {error}"));
    Err(t.fail_with(if error == Errno::ENOENT { 127 } else { 126 }, message).await)
}

fn search(t: &Tool, path: &str, name: &str) -> Result<String, Errno> {
    let mut found = Errno::ENOENT;
    for dir in path.split(':') {
        let candidate = crate::tool::join(dir, name);
        if t.sys.stat(&candidate).is_ok_and(|s| s.kind == vfs::FileKind::File) {
            if t.sys.access(&candidate, 1).is_ok() {
                return Ok(candidate);
            }
            found = Errno::EACCES;
        }
    }
    Err(found)
}

async fn printenv(t: &mut Tool) -> Run {
    let options = t.options("+0", &[("null", '0')]).await?;
    let end = if options.has('0') { '\0' } else { '\n' };
    let env = t.sys.env();
    if options.rest.is_empty() {
        for entry in env {
            t.put(format!("{entry}{end}")).await?;
        }
        return Ok(());
    }
    let mut missing = false;
    for name in &options.rest {
        match t.sys.getenv(name) {
            Some(value) => t.put(format!("{value}{end}")).await?,
            None => missing = true,
        }
    }
    if missing { Err(Exit(1)) } else { Ok(()) }
}
