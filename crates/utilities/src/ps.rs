//! `ps`, as busybox and procps print it.
//!
//! Left out: threads, selecting by terminal, and the columns that count what is not modelled.

use crate::clock::{Civil, format};
use crate::tool::{Run, Tool, basename, tool};
use crate::users::Users;
use machine::ProcessView;

tool!();

async fn run(t: &mut Tool) -> Run {
    let users = Users::load(&t.sys);
    let mut views = t.sys.processes();
    views.sort_by_key(|p| p.local);
    if t.gnu {
        procps(t, &users, views).await
    } else {
        busybox(t, &users, &views).await
    }
}

/// The command line; a kernel's view of a zombie has none.
fn command(view: &ProcessView, brackets: bool) -> String {
    if view.state == 'Z' || view.argv.is_empty() {
        return if brackets {
            format!("[{}]", view.name)
        } else {
            format!("[{}] <defunct>", view.name)
        };
    }
    view.argv.join(" ").replace(['\n', '\t'], " ")
}

fn clip(text: &str, width: usize) -> String {
    text.chars().take(width).collect()
}

async fn busybox(t: &mut Tool, users: &Users, views: &[ProcessView]) -> Run {
    let options = t.options("o:Twlafex", &[]).await?;
    let width = t
        .sys
        .tty(1)
        .map_or(if t.sys.isatty(1) { 80 } else { usize::MAX }, |tty| usize::from(tty.size().0));
    if !options.has('o') {
        t.line("PID   USER     TIME  COMMAND").await?;
        for view in views {
            let seconds = view.cpu.as_secs();
            let line = format!(
                "{:5} {:<8.8} {:2}:{:02} {}",
                view.local,
                users.user_name(view.uid),
                seconds / 60,
                seconds % 60,
                command(view, true)
            );
            t.line(clip(&line, width)).await?;
        }
        return Ok(());
    }
    let columns = columns(&options.values('o'));
    for (name, _) in &columns {
        if ![
            "user", "group", "comm", "args", "pid", "ppid", "pgid", "tty", "vsz", "sid", "stat", "rss", "etime", "time", "nice",
            "ruser", "rgroup",
        ]
        .contains(&name.as_str())
        {
            return Err(t.fail(format!("bad -o argument '{name}', supported arguments: user,group,comm,args,pid,ppid,pgid,etime,nice,rgroup,ruser,time,tty,vsz,sid,stat,rss")).await);
        }
    }
    table(t, users, views, &columns).await
}

fn columns(values: &[String]) -> Vec<(String, Option<String>)> {
    let mut out = Vec::new();
    for value in values {
        if let Some((name, header)) = value.split_once('=')
            && !name.contains(',')
        {
            out.push((name.to_string(), Some(header.to_string())));
            continue;
        }
        for name in value.split([',', ' ']).filter(|n| !n.is_empty()) {
            match name.split_once('=') {
                Some((name, header)) => out.push((name.to_string(), Some(header.to_string()))),
                None => out.push((name.to_string(), None)),
            }
        }
    }
    out
}

fn elapsed(seconds: u64) -> String {
    let (days, hours, minutes, seconds) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    match (days, hours) {
        (0, 0) => format!("{minutes:02}:{seconds:02}"),
        (0, hours) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
        (days, hours) => format!("{days}-{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

fn cell(t: &Tool, users: &Users, view: &ProcessView, column: &str) -> String {
    let now = t.sys.now();
    let (memory, _) = t.sys.machine().hardware();
    let cpu = view.cpu.as_secs();
    let age = now.since(view.started).as_secs_f64();
    match column {
        "pid" | "tid" => view.local.to_string(),
        "ppid" => view.local_parent.to_string(),
        "pgid" | "pgrp" => view.group.to_string(),
        "sid" | "sess" => view.session.to_string(),
        "user" | "ruser" | "euser" | "uname" => users.user_name(view.uid),
        "group" | "rgroup" | "egroup" => users.group_name(view.gid),
        "uid" | "euid" => view.uid.to_string(),
        "gid" | "egid" => view.gid.to_string(),
        "comm" | "ucmd" => view.name.clone(),
        "args" | "cmd" | "command" => command(view, !t.gnu),
        "tty" | "tt" | "tname" => terminal(view),
        "stat" => format!("{}{}", view.state, if view.local == view.session { "s" } else { "" }),
        "s" | "state" => view.state.to_string(),
        "vsz" | "vsize" if !t.gnu => format!("{}", view.memory / 1024),
        "vsz" | "vsize" => (view.memory / 1024 + 2000).to_string(),
        "rss" => (view.memory / 1024).to_string(),
        "etime" => elapsed(age as u64),
        "etimes" => (age as u64).to_string(),
        "time" | "cputime" if t.gnu => format!("{:02}:{:02}:{:02}", cpu / 3600, cpu / 60 % 60, cpu % 60),
        "time" => format!("{}:{:02}", cpu / 60, cpu % 60),
        "nice" | "ni" => "0".to_string(),
        "pcpu" | "%cpu" => format!(
            "{:.1}",
            if age > 0.0 {
                view.cpu.as_secs_f64() / age * 100.0
            } else {
                0.0
            }
        ),
        "pmem" | "%mem" => format!("{:.1}", view.memory as f64 / memory.max(1) as f64 * 100.0),
        "c" => "0".to_string(),
        "start" | "stime" | "lstart" | "start_time" => {
            let at = Civil::from_nanos(view.started.0);
            format_start(&at, column)
        }
        _ => "-".to_string(),
    }
}

fn format_start(at: &Civil, column: &str) -> String {
    format(
        if column == "lstart" {
            "%a %b %e %H:%M:%S %Y"
        } else if column == "start" {
            "%H:%M:%S"
        } else {
            "%H:%M"
        },
        at,
    )
}

fn terminal(view: &ProcessView) -> String {
    view.tty
        .as_deref()
        .map_or_else(|| "?".to_string(), |t| t.trim_start_matches("/dev/").to_string())
}

async fn table(t: &mut Tool, users: &Users, views: &[ProcessView], columns: &[(String, Option<String>)]) -> Run {
    let mut rows: Vec<Vec<String>> = vec![
        columns
            .iter()
            .map(|(name, header)| header.clone().unwrap_or_else(|| heading(name, t.gnu)))
            .collect(),
    ];
    let headless = rows.first().is_some_and(|r| r.iter().all(String::is_empty));
    for view in views {
        rows.push(columns.iter().map(|(name, _)| cell(t, users, view, name)).collect());
    }
    let busybox_width = |name: &str| match name {
        "user" | "group" | "ruser" | "rgroup" => 8,
        "comm" => 16,
        "args" => 256,
        "pid" | "ppid" | "pgid" | "sid" | "nice" => 5,
        "tty" | "time" => 6,
        "etime" => 7,
        "vsz" | "rss" | "stat" => 4,
        _ => 4,
    };
    let widths: Vec<usize> = (0..columns.len())
        .map(|at| match columns.get(at) {
            Some((name, header)) if !t.gnu => busybox_width(name).max(header.as_ref().map_or(0, String::len)),
            Some((name, _)) => rows
                .iter()
                .filter_map(|r| r.get(at))
                .map(|c| c.chars().count())
                .max()
                .unwrap_or(0)
                .max(least_width(name)),
            None => 0,
        })
        .collect();
    for (number, row) in rows.iter().enumerate() {
        if number == 0 && headless {
            continue;
        }
        let mut line = String::new();
        for (at, text) in row.iter().enumerate() {
            let width = widths.get(at).copied().unwrap_or(0);
            let last = at + 1 == row.len();
            let name = columns.get(at).map_or("", |c| c.0.as_str());
            let right = t.gnu
                && [
                    "pid", "ppid", "pgid", "sid", "uid", "gid", "vsz", "rss", "%cpu", "pcpu", "%mem", "pmem", "ni", "nice", "c",
                    "time", "etime", "etimes",
                ]
                .contains(&name);
            if right {
                line.push_str(&format!("{text:>width$}"));
            } else if last {
                line.push_str(text);
            } else {
                line.push_str(&format!("{text:<width$}"));
            }
            if !last {
                line.push(' ');
            }
        }
        t.line(line).await?;
    }
    Ok(())
}

fn least_width(name: &str) -> usize {
    match name {
        "pid" | "ppid" | "pgid" | "sid" => 7,
        "user" => 8,
        "tty" | "tt" => 8,
        "comm" => 15,
        "rss" => 5,
        "vsz" => 6,
        "stat" | "pcpu" | "%cpu" | "pmem" | "%mem" => 4,
        "time" => 8,
        "etime" => 11,
        "uid" => 5,
        _ => 1,
    }
}

fn heading(name: &str, gnu: bool) -> String {
    match name {
        "args" | "cmd" if gnu => if name == "cmd" { "CMD" } else { "COMMAND" }.to_string(),
        "args" | "comm" | "command" => "COMMAND".to_string(),
        "pcpu" => "%CPU".to_string(),
        "pmem" => "%MEM".to_string(),
        "tty" if gnu => "TT".to_string(),
        "tty" => "TT".to_string(),
        "etime" | "etimes" => "ELAPSED".to_string(),
        "nice" => "NI".to_string(),
        "lstart" | "start" => "STARTED".to_string(),
        other => other.to_uppercase(),
    }
}

async fn procps(t: &mut Tool, users: &Users, mut views: Vec<ProcessView>) -> Run {
    let args = t.args.clone();
    // BSD letters come without a dash; `-` may stand before them, too.
    let bsd: String = args
        .iter()
        .filter(|a| !a.starts_with('-'))
        .map(|a| a.as_str())
        .filter(|a| a.chars().all(|c| c.is_ascii_alphabetic()))
        .collect();
    let dashed: Vec<String> = args
        .iter()
        .filter(|a| a.starts_with('-') || !a.chars().all(|c| c.is_ascii_alphabetic()) || after_option(&args, a))
        .cloned()
        .collect();
    let long = [
        ("no-headers", 'H'),
        ("no-heading", 'H'),
        ("sort", 'S'),
        ("pid", 'p'),
        ("ppid", 'P'),
        ("forest", 'F'),
        ("user", 'u'),
    ];
    let options = t.options_of(&dashed, "eAfFlo:p:u:U:C:HaxwjTLS:P:", &long).await?;
    if let Some(pids) = options.value('p') {
        let wanted: Vec<u32> = pids.split([',', ' ']).filter_map(|p| p.parse().ok()).collect();
        views.retain(|v| wanted.contains(&v.local));
        if views.is_empty() {
            t.status = 1;
        }
    } else if let Some(name) = options.value('C') {
        views.retain(|v| v.name == name);
    } else if let Some(name) = options.value('u').or(options.value('U')) {
        let uid = users.uid(name);
        views.retain(|v| Some(v.uid) == uid);
    } else if !(options.has('e') || options.has('A') || options.has('a') || bsd.contains('x')) {
        let me = t.sys.pid();
        let own = views
            .iter()
            .find(|v| v.local == me)
            .map(|v| (v.session, v.tty.clone(), v.uid));
        views.retain(|v| {
            own.as_ref().is_some_and(|(session, tty, uid)| {
                if tty.is_some() {
                    v.tty == *tty && v.uid == *uid
                } else {
                    v.session == *session
                }
            })
        });
    }
    if let Some(key) = options.value('S') {
        match key.trim_start_matches(['-', '+']) {
            "%mem" | "rss" | "pmem" => views.sort_by_key(|v| v.memory),
            "%cpu" | "pcpu" | "time" => views.sort_by_key(|v| v.cpu),
            _ => {}
        }
        if key.starts_with('-') {
            views.reverse();
        }
    }
    if options.has('o') {
        return table(t, users, &views, &columns(&options.values('o'))).await;
    }
    if bsd.contains('u') {
        t.line("USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND")
            .await?;
        for view in &views {
            let get = |c: &str| cell(t, users, view, c);
            let cpu = view.cpu.as_secs();
            let line = format!(
                "{:<8} {:>7} {:>4} {:>4} {:>6} {:>5} {:<8} {:<4} {:>5} {:>6} {}",
                get("user"),
                get("pid"),
                get("pcpu"),
                get("pmem"),
                get("vsz"),
                get("rss"),
                terminal(view),
                get("stat"),
                get("stime"),
                format!("{}:{:02}", cpu / 60, cpu % 60),
                get("args")
            );
            t.line(line).await?;
        }
        return Ok(());
    }
    if options.has('f') || options.has('F') || options.has('l') {
        t.line("UID          PID    PPID  C STIME TTY          TIME CMD").await?;
        for view in &views {
            let get = |c: &str| cell(t, users, view, c);
            let line = format!(
                "{:<8} {:>7} {:>7} {:>2} {} {:<8} {:>8} {}",
                get("user"),
                get("pid"),
                get("ppid"),
                0,
                get("stime"),
                terminal(view),
                get("time"),
                get("args")
            );
            t.line(line).await?;
        }
        return Ok(());
    }
    if !bsd.is_empty() {
        t.line("    PID TTY      STAT   TIME COMMAND").await?;
        for view in &views {
            let cpu = view.cpu.as_secs();
            let line = format!(
                "{:>7} {:<8} {:<4} {:>6} {}",
                view.local,
                terminal(view),
                cell(t, users, view, "stat"),
                format!("{}:{:02}", cpu / 60, cpu % 60),
                command(view, false)
            );
            t.line(line).await?;
        }
        return Ok(());
    }
    t.line("    PID TTY          TIME CMD").await?;
    for view in &views {
        let line = format!(
            "{:>7} {:<8} {:>8} {}",
            view.local,
            terminal(view),
            cell(t, users, view, "time"),
            basename(&view.name)
        );
        t.line(line).await?;
    }
    Ok(())
}

fn after_option(args: &[String], arg: &String) -> bool {
    let at = args.iter().position(|a| std::ptr::eq(a, arg)).unwrap_or(0);
    at.checked_sub(1).and_then(|i| args.get(i)).is_some_and(|before| {
        ["-o", "-p", "-u", "-U", "-C", "--sort", "-P"].contains(&before.as_str())
            || before.starts_with('-') && before.ends_with('o')
    })
}
