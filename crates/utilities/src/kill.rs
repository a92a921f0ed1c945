//! `kill` and `killall` (POSIX kill; killall as busybox and psmisc have it).

use crate::tool::{Exit, Run, Tool, tool};
use machine::{Errno, Signal, Sys};

tool!();

/// What a command line of kill asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Text to print: a list of names, or one.
    List(String),
    /// Targets for a signal; `None` only asks whether they live.
    Send { signal: Option<Signal>, targets: Vec<String> },
}

/// Why a command line of kill makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misuse {
    Signal(String),
    NoTargets,
}

/// Reads kill's command line.
pub fn request(args: &[String]) -> Result<Request, Misuse> {
    let signal_of = |text: &str| -> Result<Option<Signal>, Misuse> {
        if text == "0" || text == "EXIT" {
            return Ok(None);
        }
        Signal::parse(text).map(Some).ok_or_else(|| Misuse::Signal(text.to_string()))
    };
    let mut signal = Some(Signal::TERM);
    let mut rest = args;
    if let Some((first, more)) = args.split_first() {
        match first.as_str() {
            "-l" | "-L" if more.is_empty() => return Ok(Request::List(list(first == "-L"))),
            "-l" | "-L" => {
                let mut text = String::new();
                for word in more {
                    text.push_str(&translate(word).ok_or_else(|| Misuse::Signal(word.clone()))?);
                    text.push('\n');
                }
                return Ok(Request::List(text));
            }
            "--" => rest = more,
            "-s" | "-n" => {
                let (name, more) = more.split_first().ok_or(Misuse::NoTargets)?;
                signal = signal_of(name)?;
                rest = more;
            }
            word if word.len() > 1 && word.starts_with('-') => {
                signal = signal_of(word.trim_start_matches('-').trim_start_matches("signal="))?;
                rest = more;
            }
            _ => {}
        }
    }
    if rest.first().is_some_and(|w| w == "--") {
        rest = rest.get(1..).unwrap_or_default();
    }
    if rest.is_empty() {
        return Err(Misuse::NoTargets);
    }
    Ok(Request::Send {
        signal,
        targets: rest.to_vec(),
    })
}

fn translate(word: &str) -> Option<String> {
    if let Ok(number) = word.parse::<u32>() {
        let signal = if number > 128 { number - 128 } else { number };
        return Signal::from_number(u8::try_from(signal).ok()?).map(Signal::name);
    }
    Signal::parse(word).map(|s| s.number().to_string())
}

fn list(_table: bool) -> String {
    let mut text = String::new();
    for signal in Signal::all() {
        text.push_str(&format!("{:2}) {}\n", signal.number(), signal.name()));
    }
    text
}

/// Sends a signal to a pid (or group, when negative). The message, without the program's name, is
/// busybox's or that of procps and bash.
pub async fn send(sys: &Sys, target: &str, signal: Option<Signal>, busybox: bool) -> Result<(), String> {
    let Ok(pid) = target.parse::<i64>() else {
        return Err(if busybox {
            format!("invalid number '{target}'")
        } else {
            format!("{target}: arguments must be process or job IDs")
        });
    };
    sys.kill(pid, signal).await.map_err(|error| {
        if busybox {
            format!("can't kill pid {pid}: {error}")
        } else {
            format!("({pid}) - {error}")
        }
    })
}

async fn run(t: &mut Tool) -> Run {
    if t.name == "killall" {
        return killall(t).await;
    }
    match request(&t.args.clone()) {
        Ok(Request::List(text)) => t.put(text).await,
        Ok(Request::Send { signal, targets }) => {
            for target in targets {
                let pid = target.parse::<i64>();
                let result = match (&pid, t.gnu) {
                    (Ok(pid), true) => t
                        .sys
                        .kill(*pid, signal)
                        .await
                        .map_err(|e| format!("sending signal to {pid} failed: {e}")),
                    (Err(_), true) => Err(format!("failed to parse argument: '{target}'")),
                    _ => send(&t.sys.clone(), &target, signal, true).await,
                };
                if let Err(message) = result {
                    t.error(message).await;
                }
            }
            Ok(())
        }
        Err(Misuse::Signal(name)) => {
            let message = t.words(
                format!("bad signal name '{name}'"),
                format!("invalid signal name or number: {name}"),
            );
            Err(t.fail(message).await)
        }
        Err(Misuse::NoTargets) => Err(t.usage().await),
    }
}

async fn killall(t: &mut Tool) -> Run {
    let mut args = t.args.clone();
    let quiet = args.iter().any(|a| a == "-q");
    args.retain(|a| a != "-q");
    match request(&args) {
        Ok(Request::List(text)) => t.put(text).await,
        Ok(Request::Send { signal, targets }) => {
            for name in targets {
                let me = t.sys.pid();
                let views = t.sys.processes();
                let pids: Vec<_> = views
                    .iter()
                    .filter(|p| p.name == name && p.local != me && p.state != 'Z')
                    .map(|p| p.local)
                    .collect();
                if pids.is_empty() {
                    t.status = 1;
                    if !quiet {
                        t.say(&format!("{name}: no process {}", if t.gnu { "found" } else { "killed" }))
                            .await;
                    }
                }
                for pid in pids {
                    match t.sys.kill(pid.into(), signal).await {
                        Ok(()) | Err(Errno::ESRCH) => {}
                        Err(error) => t.error(format!("can't kill pid {pid}: {error}")).await,
                    }
                }
            }
            Ok(())
        }
        Err(Misuse::Signal(name)) => Err(t.fail(format!("bad signal name '{name}'")).await),
        Err(Misuse::NoTargets) => {
            t.usage().await;
            Err(Exit(1))
        }
    }
}
