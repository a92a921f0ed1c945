//! `htpasswd`, of Apache's tools: makes the password files of web servers and registries.
//!
//! Simulated: bcrypt (`-B`, `-C`), with `-b`, `-n`, `-c`, `-i`, `-D`. Left out: MD5, SHA and crypt hashes
//! (MD5 is what it uses without `-B`), `-v`, and asking for the password on a terminal.

use crate::bcrypt;
use crate::declared::Declaration;
use machine::Sys;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "htpasswd",
    does: "bcrypt (`-B -C`), with `-b -n -c -i -D`",
    does_not: "MD5 (its default), SHA and crypt, `-v`, asking on a terminal",
};

const USAGE: &str = "Usage:\n\thtpasswd [-cimB25dpsDv] [-C cost] [-r rounds] passwordfile username\n\thtpasswd -b[cmB25dpsDv] [-C cost] [-r rounds] passwordfile username password\n\n\thtpasswd -n[imB25dps] [-C cost] [-r rounds] username\n\thtpasswd -nb[mB25dps] [-C cost] [-r rounds] username password\n";

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut letters = String::new();
    let mut cost = 5;
    let mut arguments: Vec<&str> = Vec::new();
    let mut rest = argv.iter().skip(1).map(String::as_str);
    while let Some(word) = rest.next() {
        match word.strip_prefix('-').filter(|l| !l.is_empty() && arguments.is_empty()) {
            Some(more) => {
                letters.push_str(more);
                if more.ends_with('C') {
                    cost = rest.next().and_then(|c| c.parse().ok()).unwrap_or(0);
                }
            }
            None => arguments.push(word),
        }
    }
    let has = |letter: char| letters.contains(letter);
    if let Some(letter) = letters.chars().find(|l| !"bBcCDin".contains(*l)) {
        return say(&sys, &format!("drydock: htpasswd -{letter} is not simulated\n"), 125).await;
    }
    if !(4..=17).contains(&cost) {
        return say(
            &sys,
            &format!("htpasswd: Invalid cost argument '-C {cost}', must be between 4 and 17\n"),
            2,
        )
        .await;
    }
    let file = if has('n') || arguments.is_empty() {
        None
    } else {
        Some(arguments.remove(0))
    };
    let expected = if has('b') { 2 } else { 1 };
    if arguments.len() != expected || (file.is_none() && !has('n')) || (has('c') && has('n')) {
        return say(&sys, USAGE, 2).await;
    }
    let user = arguments.first().copied().unwrap_or_default();
    let old = file
        .and_then(|f| sys.read_file(f).ok())
        .map(|b| String::from_utf8_lossy(&b).into_owned());
    if let (Some(file), None, false) = (file, &old, has('c')) {
        let text = format!("htpasswd: cannot modify file {file}; use '-c' to create it\n");
        return say(&sys, &text, 1).await;
    }
    let before = if has('c') { String::new() } else { old.unwrap_or_default() };
    let known = before.lines().any(|l| l.split(':').next() == Some(user));
    if has('D') {
        let left: String = before
            .lines()
            .filter(|l| l.split(':').next() != Some(user))
            .map(|l| format!("{l}\n"))
            .collect();
        let _ = file.map(|f| sys.write_file(f, left.as_bytes(), 0o644));
        return match known {
            true => say(&sys, &format!("Deleting password for user {user}\n"), 0).await,
            false => say(&sys, &format!("User {user} not found\n"), 0).await,
        };
    }
    if !has('B') {
        return say(&sys, "drydock: htpasswd without -B is not simulated\n", 125).await;
    }
    let password = match arguments.get(1) {
        Some(password) => (*password).to_string(),
        None if has('i') => {
            let bytes = sys.read_to_end(0, 1024).await.unwrap_or_default();
            String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_string()
        }
        None => {
            return say(
                &sys,
                "drydock: htpasswd's question for a password is not simulated: use -b or -i\n",
                125,
            )
            .await;
        }
    };
    let salt = sys.machine().random(|r| r.bytes(16));
    let salt = <[u8; 16]>::try_from(salt).unwrap_or_default();
    let line = format!("{user}:{}", bcrypt::make(&password, cost, &salt));
    let Some(file) = file else {
        let _ = sys.write(1, format!("{line}\n\n").as_bytes()).await;
        return 0;
    };
    let mut lines: Vec<String> = before.lines().map(str::to_string).collect();
    match lines.iter_mut().find(|l| l.split(':').next() == Some(user)) {
        Some(own) => *own = line,
        None => lines.push(line),
    }
    if let Err(error) = sys.write_file(file, format!("{}\n", lines.join("\n")).as_bytes(), 0o644) {
        return say(&sys, &format!("htpasswd: cannot create file {file}: {error}\n"), 1).await;
    }
    let verb = if known { "Updating" } else { "Adding" };
    say(&sys, &format!("{verb} password for user {user}\n"), 0).await
}

async fn say(sys: &Sys, text: &str, status: i32) -> i32 {
    let _ = sys.write(2, text.as_bytes()).await;
    status
}
