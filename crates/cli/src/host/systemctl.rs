//! `systemctl` and `service`, as far as Docker's service goes.
//!
//! Simulated: start, stop, restart, reload-or-restart, status, is-active, is-enabled, enable, disable of
//! `docker`, and `list-units` not at all. The host has no `docker.socket`: a stopped service stays stopped.
//! Specified by systemctl(1) and service(8) of Debian 12. Left out: everything else of systemd.

use engine::Engine;
use machine::Sys;

const UNIT: &str = "docker.service";

struct Said(String, i32);

fn fine() -> Said {
    Said(String::new(), 0)
}

/// `systemctl`.
pub async fn systemctl(sys: Sys, engine: Engine) -> i32 {
    let argv = sys.argv();
    let mut words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    let quiet = words.iter().any(|w| matches!(*w, "-q" | "--quiet"));
    let now = words.contains(&"--now");
    words.retain(|w| !matches!(*w, "-q" | "--quiet" | "--no-pager" | "-l" | "--full" | "--system" | "--now"));
    let Some((verb, units)) = words.split_first() else {
        return say(&sys, 2, "drydock: systemctl without a command is not simulated\n", 125).await;
    };
    if units.is_empty() && *verb == "daemon-reload" {
        return match sys.cred().uid {
            0 => 0,
            _ => say(&sys, 2, "Failed to reload daemon: Interactive authentication required.\n", 1).await,
        };
    }
    if units.is_empty() {
        return match *verb {
            "start" | "stop" | "restart" | "status" | "is-active" | "enable" | "disable" => {
                say(&sys, 2, "Too few arguments.\n", 1).await
            }
            other => say(&sys, 2, &format!("drydock: systemctl {other} is not simulated\n"), 125).await,
        };
    }
    let mut status = 0;
    for unit in units {
        let full = if unit.contains('.') {
            (*unit).to_string()
        } else {
            format!("{unit}.service")
        };
        let Said(text, code) = act(&sys, &engine, verb, &full, now).await;
        if !(quiet && *verb == "is-active") {
            let fd = if matches!(*verb, "status" | "is-active" | "is-enabled") {
                1
            } else {
                2
            };
            let _ = sys.write(fd, text.as_bytes()).await;
        }
        status = status.max(code);
    }
    status
}

async fn say(sys: &Sys, fd: i32, text: &str, status: i32) -> i32 {
    let _ = sys.write(fd, text.as_bytes()).await;
    status
}

async fn act(sys: &Sys, engine: &Engine, verb: &str, unit: &str, now: bool) -> Said {
    if unit != UNIT {
        return match verb {
            "status" => Said(format!("Unit {unit} could not be found.\n"), 4),
            "is-active" => Said("inactive\n".into(), 3),
            "is-enabled" => Said(
                format!("Failed to get unit file state for {unit}: No such file or directory\n"),
                1,
            ),
            "enable" | "disable" => Said(format!("Failed to {verb} unit: Unit file {unit} does not exist.\n"), 1),
            _ => Said(format!("Failed to {verb} {unit}: Unit {unit} not found.\n"), 5),
        };
    }
    let changes = [
        "start",
        "stop",
        "restart",
        "reload-or-restart",
        "try-restart",
        "enable",
        "disable",
        "kill",
    ];
    if changes.contains(&verb) && sys.cred().uid != 0 {
        return Said(
            format!(
                "Failed to {verb} {unit}: Interactive authentication required.\nSee system logs and 'systemctl status {unit}' for details.\n"
            ),
            1,
        );
    }
    match verb {
        "start" => engine.start_up().await,
        "stop" => engine.shut_down().await,
        "restart" | "reload-or-restart" => {
            engine.shut_down().await;
            engine.start_up().await;
        }
        "try-restart" if engine.is_up() => {
            engine.shut_down().await;
            engine.start_up().await;
        }
        "try-restart" => {}
        "enable" | "disable" => {
            match (verb, now) {
                ("enable", true) => engine.start_up().await,
                ("disable", true) => engine.shut_down().await,
                _ => {}
            }
            return Said(
                format!(
                    "Synchronizing state of {UNIT} with SysV service script with /lib/systemd/systemd-sysv-install.\nExecuting: /lib/systemd/systemd-sysv-install {verb} docker\n"
                ),
                0,
            );
        }
        "is-active" if engine.is_up() => return Said("active\n".into(), 0),
        "is-active" => return Said("inactive\n".into(), 3),
        "is-enabled" => return Said("enabled\n".into(), 0),
        "status" => return status(engine),
        other => return Said(format!("drydock: systemctl {other} is not simulated\n"), 125),
    }
    fine()
}

fn status(engine: &Engine) -> Said {
    let (mark, active, code) = match engine.is_up() {
        true => ('●', "active (running)", 0),
        false => ('○', "inactive (dead)", 3),
    };
    Said(
        format!(
            "{mark} {UNIT} - Docker Application Container Engine\n     Loaded: loaded (/lib/systemd/system/{UNIT}; enabled; preset: enabled)\n     Active: {active}\n       Docs: https://docs.docker.com\n"
        ),
        code,
    )
}

/// `service`.
pub async fn service(sys: Sys, engine: Engine) -> i32 {
    let argv = sys.argv();
    let words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    match words.as_slice() {
        [name, verb, ..] if *name == "docker" => {
            let Said(text, code) = act(&sys, &engine, verb, UNIT, false).await;
            let fd = if *verb == "status" { 1 } else { 2 };
            say(&sys, fd, &text, code).await
        }
        [name, _, ..] => say(&sys, 2, &format!("{name}: unrecognized service\n"), 1).await,
        [name] if *name != "docker" && !name.starts_with('-') => {
            say(&sys, 2, &format!("{name}: unrecognized service\n"), 1).await
        }
        _ => {
            let usage = "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n";
            say(&sys, 1, usage, 1).await
        }
    }
}
