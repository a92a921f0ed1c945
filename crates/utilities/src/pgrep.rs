//! `pgrep`, `pkill`, `pidof`: processes found by their names.

use crate::regex::{Regex, Syntax};
use crate::tool::{Exit, Run, Tool, tool};
use crate::users::Users;
use machine::Signal;

tool!();

async fn run(t: &mut Tool) -> Run {
    if t.name == "pidof" {
        let options = t.options("so:", &[]).await?;
        let mut found: Vec<u32> = t
            .sys
            .processes()
            .iter()
            .filter(|p| options.rest.contains(&p.name) && p.state != 'Z')
            .map(|p| p.local)
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        if options.has('s') {
            found.truncate(1);
        }
        if found.is_empty() {
            return Err(Exit(1));
        }
        return t.line(found.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")).await;
    }
    let mut args = t.args.clone();
    let mut signal = Some(Signal::TERM);
    if t.name == "pkill"
        && let Some(at) = args.iter().position(|a| {
            a.strip_prefix('-')
                .is_some_and(|n| n == "0" || Signal::parse(n).is_some() && n.len() > 1 || n.parse::<u8>().is_ok())
        })
    {
        signal = Signal::parse(args.remove(at).trim_start_matches('-'));
    }
    let long = [
        ("full", 'f'),
        ("exact", 'x'),
        ("list-name", 'l'),
        ("list-full", 'a'),
        ("newest", 'n'),
        ("oldest", 'o'),
        ("inverse", 'v'),
        ("count", 'c'),
        ("user", 'u'),
        ("parent", 'P'),
        ("signal", 's'),
        ("delimiter", 'd'),
    ];
    let options = t.options_of(&args, "flaxnovcu:U:P:s:d:e", &long).await?;
    if let Some(name) = options.value('s') {
        signal = Signal::parse(name);
    }
    let pattern = options.rest.first().cloned();
    if pattern.is_none() && !options.has('u') && !options.has('P') {
        if t.gnu {
            let name = t.name.clone();
            t.stderr(&format!(
                "{name}: no matching criteria specified\nTry `{name} --help' for more information.\n"
            ))
            .await;
            return Err(Exit(2));
        }
        return Err(t.usage().await);
    }
    let text = pattern.unwrap_or_default();
    let text = if options.has('x') { format!("^({text})$") } else { text };
    let regex = match Regex::new(text.as_bytes(), Syntax::Extended, false) {
        Ok(regex) => regex,
        Err(message) => return Err(t.fail_with(2, message).await),
    };
    let users = Users::load(&t.sys);
    let me = t.sys.pid();
    let uid = options.value('u').or(options.value('U')).and_then(|u| users.uid(u));
    let parent: Option<u32> = options.value('P').and_then(|p| p.parse().ok());
    let mut found: Vec<_> = t
        .sys
        .processes()
        .into_iter()
        .filter(|p| p.local != me && p.state != 'Z')
        .filter(|p| uid.is_none_or(|u| p.uid == u) && parent.is_none_or(|n| p.local_parent == n))
        .filter(|p| {
            let line = p.argv.join(" ");
            regex.is_match(if options.has('f') {
                line.as_bytes()
            } else {
                p.name.as_bytes()
            }) != options.has('v')
        })
        .collect();
    found.sort_by_key(|p| p.local);
    if options.has('n') {
        found = found.pop().into_iter().collect();
    } else if options.has('o') {
        found.truncate(1);
    }
    if found.is_empty() {
        if options.has('c') {
            t.line("0").await?;
        }
        return Err(Exit(1));
    }
    if t.name == "pkill" {
        for process in found {
            if let Err(error) = t.sys.kill(process.local.into(), signal).await {
                t.error(format!("killing pid {} failed: {error}", process.local)).await;
            }
        }
        return Ok(());
    }
    if options.has('c') {
        return t.line(found.len().to_string()).await;
    }
    for process in found {
        let shown = if options.has('a') || options.has('l') && !t.gnu && options.has('f') {
            format!("{} {}", process.local, process.argv.join(" "))
        } else if options.has('l') {
            format!("{} {}", process.local, process.name)
        } else {
            process.local.to_string()
        };
        t.line(shown).await?;
    }
    Ok(())
}
