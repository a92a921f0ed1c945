//! `awk` (POSIX awk), with what busybox and mawk add: regular expressions in RS, time and bit functions.
//!
//! A program's text becomes tokens, a tree, steps of a stack machine; the machine runs them. The words of
//! errors are busybox's, or mawk's, which Debian has. Left out: `|&`, `getline` from co-processes, `-f`
//! several times with `-e`, locales.

mod builtin;
mod compile;
mod lex;
mod parse;
mod run;
mod streams;
mod value;

use crate::tool::{Exit, Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t
        .options(
            "+F:v:f:e:W:",
            &[("version", 'V'), ("field-separator", 'F'), ("assign", 'v'), ("file", 'f')],
        )
        .await?;
    if options.has('V') || options.value('W') == Some("version") {
        return t.line("mawk 1.3.4 20200120").await;
    }
    let mut rest = options.rest.clone();
    let mut text = Vec::new();
    for (letter, value) in options.given.iter().filter(|(c, _)| *c == 'f' || *c == 'e') {
        if *letter == 'e' {
            text.extend_from_slice(value.as_bytes());
        } else {
            if t.gnu
                && let Err(error) = t.sys.stat(value)
            {
                return Err(t.fail_with(2, format!("cannot open {value} ({error})")).await);
            }
            let Some(bytes) = t.slurp(value).await else {
                return Err(Exit(t.words(1, 2)));
            };
            text.extend(bytes);
        }
        text.push(b'\n');
    }
    let from_file = options.has('f');
    if !from_file && !options.has('e') {
        if rest.is_empty() {
            if t.gnu {
                t.stderr("Usage: mawk [Options] [Program] [file ...]\n").await;
                return Err(Exit(2));
            }
            t.usage_status = 1;
            return Err(t.usage().await);
        }
        text = rest.remove(0).into_bytes();
    }
    let place = if from_file {
        options.value('f').unwrap_or_default().to_string()
    } else {
        "cmd. line".to_string()
    };
    let program = match lex::tokens(&text).and_then(parse::parse) {
        Ok(program) => program,
        Err(failure) => {
            let message = if t.gnu {
                failure.mawk
            } else {
                format!("{place}:{}: {}", failure.line, failure.busybox)
            };
            return Err(t.fail_with(t.words(1, 2), message).await);
        }
    };
    let code = match compile::compile(&program) {
        Ok(code) => code,
        Err(message) => {
            let message = if t.gnu {
                let lines = text.iter().filter(|b| **b == b'\n').count() + 2;
                match message.strip_prefix("Call to undefined function ") {
                    Some(name) => format!("line {lines}: function {name} never defined"),
                    None => format!("line 1: {message}"),
                }
            } else {
                format!("{place}:1: {message}")
            };
            return Err(t.fail_with(t.words(1, 2), message).await);
        }
    };
    drop(program);
    let mut assignments = Vec::new();
    for value in options.values('v') {
        match value.split_once('=') {
            Some((name, value)) => assignments.push((name.to_string(), lex::unescape(value.as_bytes()))),
            None => return Err(t.usage().await),
        }
    }
    let separator = options.value('F').map(|f| {
        if f == "t" {
            b"\t".to_vec()
        } else {
            lex::unescape(f.as_bytes())
        }
    });
    let name = t.name.clone();
    let mut machine = run::Machine::new(t, &code, place);
    machine.prepare(&name, &rest, separator, assignments);
    let status = machine.run_program().await?;
    if status == 0 { Ok(()) } else { Err(Exit(status)) }
}
