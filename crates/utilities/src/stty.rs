//! `stty`: a terminal's settings shown and changed (POSIX stty).
//!
//! Known are those that the machine's terminals have: canonical, echo, isig, output's translation, and the size.
//! Other settings are accepted where they are already so, and named where they are not.

use crate::tool::{Exit, Run, Tool, tool};
use machine::{Flags, Tty, TtyMode};
use std::rc::Rc;

tool!();

async fn run(t: &mut Tool) -> Run {
    let mut words = t.args.clone();
    let mut device = None;
    while words.first().is_some_and(|w| w.starts_with("-F") || w.starts_with("--file")) {
        let word = words.remove(0);
        let inline = word
            .strip_prefix("--file=")
            .or(word.strip_prefix("-F"))
            .filter(|rest| !rest.is_empty());
        device = match inline {
            Some(path) => Some(path.to_string()),
            None if words.is_empty() => return Err(t.misuse("option requires an argument -- 'F'").await),
            None => Some(words.remove(0)),
        };
    }
    let named = device.clone().unwrap_or_else(|| "standard input".into());
    let fd = match &device {
        None => 0,
        Some(path) => match t.sys.open(path, Flags::READ, 0) {
            Ok(fd) => fd,
            Err(error) => {
                let message = t.words(format!("can't open '{path}': {error}"), format!("{path}: {error}"));
                return Err(t.fail(message).await);
            }
        },
    };
    let Some(tty) = t.sys.tty(fd) else {
        let named = if device.is_none() && t.gnu {
            "'standard input'".to_string()
        } else {
            named
        };
        return Err(t.fail(format!("{named}: Inappropriate ioctl for device")).await);
    };
    match words.first().map(String::as_str) {
        None => short(t, &tty).await,
        Some("-a" | "--all") => all(t, &tty).await,
        Some("-g" | "--save") => {
            let text = saved(tty.mode());
            t.line(text).await
        }
        Some(_) => change(t, &tty, words).await,
    }
}

async fn short(t: &mut Tool, tty: &Rc<Tty>) -> Run {
    let mode = tty.mode();
    let mut text = String::from("speed 38400 baud; line = 0;\n");
    let mut flags: Vec<&str> = vec!["-brkint", "-imaxbel"];
    if !mode.translate {
        flags.push("-icrnl");
    }
    let mut local: Vec<&str> = Vec::new();
    for (on, name) in [(mode.signals, "-isig"), (mode.canonical, "-icanon"), (mode.echo, "-echo")] {
        if !on {
            local.push(name);
        }
    }
    text.push_str(&format!("{}\n", flags.join(" ")));
    if !mode.translate {
        text.push_str("-opost\n");
    }
    if !local.is_empty() {
        text.push_str(&format!("{}\n", local.join(" ")));
    }
    t.put(text).await
}

/// Words in lines of the terminal's width.
fn wrapped(words: &[String], width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in words {
        if column > 0 && column + 1 + word.len() >= width {
            text.push('\n');
            column = 0;
        }
        if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.len();
    }
    text.push('\n');
    text
}

async fn all(t: &mut Tool, tty: &Rc<Tty>) -> Run {
    let (columns, rows) = tty.size();
    let mode = tty.mode();
    let width = usize::from(if columns == 0 { 80 } else { columns });
    let owned = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
    let head = [
        "speed 38400 baud;".to_string(),
        format!("rows {rows};"),
        format!("columns {columns};"),
        "line = 0;".to_string(),
    ];
    let discard = t.words("flush = ^O;", "discard = ^O;");
    let keys = [
        "intr = ^C;",
        "quit = ^\\;",
        "erase = ^?;",
        "kill = ^U;",
        "eof = ^D;",
        "eol = <undef>;",
        "eol2 = <undef>;",
        "swtch = <undef>;",
        "start = ^Q;",
        "stop = ^S;",
        "susp = ^Z;",
        "rprnt = ^R;",
        "werase = ^W;",
        "lnext = ^V;",
        discard,
        "min = 1;",
        "time = 0;",
    ];
    let switch = |on: bool, name: &str| if on { name.to_string() } else { format!("-{name}") };
    let control = owned(&[
        "-parenb", "-parodd", "-cmspar", "cs8", "-hupcl", "-cstopb", "cread", "-clocal", "-crtscts",
    ]);
    let mut input = owned(&[
        "-ignbrk", "-brkint", "-ignpar", "-parmrk", "-inpck", "-istrip", "-inlcr", "-igncr",
    ]);
    input.push(switch(mode.translate, "icrnl"));
    input.extend(owned(&["ixon", "-ixoff", "-iuclc", "-ixany", "-imaxbel", "-iutf8"]));
    let mut output = vec![switch(mode.translate, "opost")];
    output.extend(owned(&[
        "-olcuc", "-ocrnl", "onlcr", "-onocr", "-onlret", "-ofill", "-ofdel", "nl0", "cr0", "tab0", "bs0", "vt0", "ff0",
    ]));
    let mut local = vec![
        switch(mode.signals, "isig"),
        switch(mode.canonical, "icanon"),
        "iexten".into(),
        switch(mode.echo, "echo"),
    ];
    local.extend(owned(&[
        "echoe", "echok", "-echonl", "-noflsh", "-xcase", "-tostop", "-echoprt", "echoctl", "echoke", "-flusho", "-extproc",
    ]));
    let mut text = wrapped(&head, width);
    for words in [owned(&keys), control, input, output, local] {
        text.push_str(&wrapped(&words, width));
    }
    t.put(text).await
}

/// The four numbers of termios(3) and the keys, as `-g` prints them and a later call reads them.
fn saved(mode: TtyMode) -> String {
    let input = if mode.translate { 0x500 } else { 0x400 };
    let output = if mode.translate { 5 } else { 4 };
    let local = 0x8a30 | u32::from(mode.signals) | u32::from(mode.canonical) << 1 | u32::from(mode.echo) << 3;
    format!("{input:x}:{output:x}:bf:{local:x}:3:1c:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0")
}

fn restored(text: &str) -> Option<TtyMode> {
    let numbers: Option<Vec<u32>> = text.split(':').map(|part| u32::from_str_radix(part, 16).ok()).collect();
    let numbers = numbers.filter(|numbers| numbers.len() > 4)?;
    let (output, local) = (*numbers.get(1)?, *numbers.get(3)?);
    Some(TtyMode {
        canonical: local & 2 != 0,
        echo: local & 8 != 0,
        signals: local & 1 != 0,
        translate: output & 1 != 0,
    })
}

/// Settings that the machine's terminals always have.
const FIXED: [&str; 24] = [
    "-parenb", "cs8", "cread", "-istrip", "ixon", "-ixon", "-ixoff", "-ixany", "iexten", "-iexten", "echoe", "echok", "echoctl",
    "echoke", "-inlcr", "-igncr", "onlcr", "brkint", "-brkint", "imaxbel", "-imaxbel", "iutf8", "-iutf8", "-tostop",
];

async fn change(t: &mut Tool, tty: &Rc<Tty>, words: Vec<String>) -> Run {
    let mut words = words.into_iter();
    let mut mode = tty.mode();
    while let Some(word) = words.next() {
        match word.as_str() {
            "size" => {
                let (columns, rows) = tty.size();
                t.line(format!("{rows} {columns}")).await?;
            }
            "speed" => t.line("38400").await?,
            "echo" => mode.echo = true,
            "-echo" => mode.echo = false,
            "icanon" | "-cbreak" => mode.canonical = true,
            "-icanon" | "cbreak" => mode.canonical = false,
            "isig" => mode.signals = true,
            "-isig" => mode.signals = false,
            "opost" | "icrnl" => mode.translate = true,
            "-opost" | "-icrnl" => mode.translate = false,
            "raw" | "-cooked" => {
                mode = TtyMode {
                    echo: mode.echo,
                    ..TtyMode::RAW
                }
            }
            "-raw" | "cooked" => {
                mode = TtyMode {
                    echo: mode.echo,
                    ..TtyMode::COOKED
                }
            }
            "sane" => mode = TtyMode::COOKED,
            "cols" | "columns" | "rows" => {
                let number = words.next();
                let Some(number) = number.as_deref().and_then(|n| n.parse::<u16>().ok()) else {
                    let message = match number {
                        None => format!("missing argument to '{word}'"),
                        Some(other) => t.words(
                            format!("invalid number '{other}'"),
                            format!("invalid integer argument: '{other}'"),
                        ),
                    };
                    return Err(if t.gnu {
                        t.misuse(message).await
                    } else {
                        t.fail(message).await
                    });
                };
                let (columns, rows) = tty.size();
                let (columns, rows) = if word == "rows" { (columns, number) } else { (number, rows) };
                tty.resize(columns, rows);
            }
            "min" | "time" => {
                words.next();
            }
            fixed if FIXED.contains(&fixed) => {}
            other => match restored(other) {
                Some(before) => mode = before,
                None if other.trim_start_matches('-').bytes().all(|b| b.is_ascii_alphanumeric())
                    && KNOWN.contains(&other.trim_start_matches('-')) =>
                {
                    t.stderr(&format!("drydock: stty {other} is not simulated\n")).await;
                    return Err(Exit(1));
                }
                None => return Err(t.misuse(format!("invalid argument '{other}'")).await),
            },
        }
    }
    tty.set_mode(mode);
    Ok(())
}

/// Settings of real terminals that the machine's have not.
const KNOWN: [&str; 26] = [
    "intr", "quit", "erase", "kill", "eof", "eol", "start", "stop", "susp", "werase", "lnext", "tostop", "echonl", "noflsh",
    "igncr", "inlcr", "onlcr", "ocrnl", "crtscts", "clocal", "ispeed", "ospeed", "evenp", "oddp", "nl", "echoprt",
];
