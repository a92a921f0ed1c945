//! `dpkg` and `dpkg-query`: what is installed, and which files belong to what.
//!
//! `-l`, `-L`, `-s`, `-S`, `-W`, `--print-architecture`, `--get-selections`, `-r`/`-P`, `--configure -a`.
//! Installing from a .deb file is left out and says so. Reads /var/lib/dpkg/status and
//! /var/lib/dpkg/info/NAME.list, as documented in dpkg(1) and deb822(5).

use super::{Console, remove};
use crate::declared::Declaration;
use machine::{Errno, Sys};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "dpkg, dpkg-query",
    does: "what is installed and which files belong to what; removal",
    does_not: "installing from a .deb file",
};

const STATUS: &str = "/var/lib/dpkg/status";

/// /var/lib/dpkg/status: the paragraphs of the installed packages, in its order.
pub(crate) struct Status {
    paragraphs: Vec<String>,
}

impl Status {
    pub(crate) fn read(console: &Console) -> Status {
        let text = console.text(STATUS);
        let paragraphs = text.split("\n\n").map(|p| p.trim_matches('\n').to_string());
        Status {
            paragraphs: paragraphs.filter(|p| !p.is_empty()).collect(),
        }
    }

    pub(crate) fn write(&self, console: &Console) -> Result<(), Errno> {
        let text: String = self.paragraphs.iter().map(|p| format!("{p}\n\n")).collect();
        console.sys.write_file(STATUS, text.as_bytes(), 0o644)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        let name = name.split(':').next().unwrap_or(name);
        self.paragraphs
            .iter()
            .map(String::as_str)
            .find(|p| field(p, "Package") == name)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn add(&mut self, paragraph: &str) {
        let name = field(paragraph, "Package").to_string();
        self.remove(&name);
        self.paragraphs.push(paragraph.trim_matches('\n').to_string());
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.paragraphs.retain(|p| field(p, "Package") != name);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.paragraphs.iter().map(String::as_str)
    }
}

/// One field's first line.
pub(crate) fn field<'a>(paragraph: &'a str, name: &str) -> &'a str {
    paragraph
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .map_or("", str::trim)
}

/// Where a package's list of files lies.
pub(crate) fn list_path(name: &str) -> String {
    format!("/var/lib/dpkg/info/{name}.list")
}

/// How many files the database knows, as dpkg counts them before it works.
pub(crate) fn count_files(console: &Console) -> usize {
    let lists = console.sys.readdir("/var/lib/dpkg/info").unwrap_or_default();
    let names = lists
        .iter()
        .map(|entry| entry.name.to_string())
        .filter(|name| name.ends_with(".list"));
    // Directories and documentation that a stripped image doesn't hold are still counted by dpkg.
    names
        .map(|name| console.text(&format!("/var/lib/dpkg/info/{name}")).lines().count() + 60)
        .sum()
}

/// Deletes a package's files and forgets it.
pub(crate) fn uninstall(console: &Console, status: &mut Status, name: &str) {
    let list = list_path(name);
    for path in console.text(&list).lines() {
        remove(&console.sys, path);
    }
    let _ = console.sys.unlink(&list);
    status.remove(name);
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let args = console.args.clone();
    let query = console.name == "dpkg-query";
    let Some(command) = args
        .iter()
        .find(|arg| arg.starts_with('-') && !arg.starts_with("-f") && !arg.starts_with("--showformat"))
    else {
        console
            .err("dpkg: error: need an action option\n\nType dpkg --help for help about installing and deinstalling packages [*];\nUse 'apt' or 'aptitude' for user-friendly package management;\n")
            .await;
        return 2;
    };
    let names: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let status = Status::read(&console);
    match command.as_str() {
        "-l" | "--list" => list(&console, &status, &names).await,
        "-s" | "--status" => show_status(&console, &status, &names).await,
        "-L" | "--listfiles" => list_files(&console, &status, &names).await,
        "-S" | "--search" => search(&console, &status, &names).await,
        "-W" | "--show" if query => show(&console, &status, &args, &names).await,
        "--print-architecture" => {
            console.out("amd64\n").await;
            0
        }
        "--get-selections" => {
            for paragraph in status.iter() {
                console.out(format!("{:<48}install\n", field(paragraph, "Package"))).await;
            }
            0
        }
        "--version" => {
            console
                .out("Debian 'dpkg' package management program version 1.21.22 (amd64).\n")
                .await;
            0
        }
        "-r" | "--remove" | "-P" | "--purge" => delete(&console, status, &names).await,
        "--configure" | "-C" | "--audit" => 0,
        "-i" | "--install" | "--unpack" => {
            for name in &names {
                if !console.sys.exists(name) {
                    let text = format!("dpkg: error: cannot access archive '{name}': No such file or directory\n");
                    console.err(text).await;
                    return 1;
                }
            }
            console.err("drydock: installing a .deb file is not simulated\n").await;
            1
        }
        other => {
            console.err(format!("dpkg: error: unknown option {other}\n\nType dpkg --help for help about installing and deinstalling packages [*];\nUse 'apt' or 'aptitude' for user-friendly package management;\n")).await;
            2
        }
    }
}

async fn list(console: &Console, status: &Status, names: &[&String]) -> i32 {
    let mut rows: Vec<&str> = status
        .iter()
        .filter(|p| names.is_empty() || names.iter().any(|n| glob(n, field(p, "Package"))))
        .collect();
    rows.sort_by_key(|p| field(p, "Package"));
    if rows.is_empty() {
        for name in names {
            console.err(format!("dpkg-query: no packages found matching {name}\n")).await;
        }
        return 1;
    }
    let width = |name: &str, least: usize| rows.iter().map(|p| field(p, name).len()).max().unwrap_or(0).max(least);
    let (name, version, arch) = (width("Package", 14), width("Version", 12), 12);
    let mut text = format!(
        "Desired=Unknown/Install/Remove/Purge/Hold\n| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n||/ {:<name$} {:<version$} {:<arch$} Description\n+++-{}-{}-{}-{}\n",
        "Name",
        "Version",
        "Architecture",
        "=".repeat(name),
        "=".repeat(version),
        "=".repeat(arch),
        "=".repeat(33)
    );
    for row in rows {
        text += &format!(
            "ii  {:<name$} {:<version$} {:<arch$} {}\n",
            field(row, "Package"),
            field(row, "Version"),
            field(row, "Architecture"),
            field(row, "Description")
        );
    }
    console.out(text).await;
    0
}

async fn show_status(console: &Console, status: &Status, names: &[&String]) -> i32 {
    let mut code = 0;
    for name in names {
        match status.find(name) {
            Some(paragraph) => console.out(format!("{paragraph}\n\n")).await,
            None => {
                console
                    .err(format!("dpkg-query: package '{name}' is not installed and no information is available\nUse dpkg --info (= dpkg-deb --info) to examine archive files.\n"))
                    .await;
                code = 1;
            }
        }
    }
    code
}

async fn list_files(console: &Console, status: &Status, names: &[&String]) -> i32 {
    let mut code = 0;
    for name in names {
        if status.has(name) {
            console.out(format!("/.\n{}", console.text(&list_path(name)))).await;
        } else {
            console
                .err(format!("dpkg-query: package '{name}' is not installed\nUse dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n"))
                .await;
            code = 1;
        }
    }
    code
}

async fn search(console: &Console, status: &Status, patterns: &[&String]) -> i32 {
    let mut code = 0;
    for pattern in patterns {
        let mut found = false;
        for paragraph in status.iter() {
            let name = field(paragraph, "Package");
            for path in console.text(&list_path(name)).lines() {
                let hit = match pattern.contains(['*', '?', '[']) {
                    true => glob(pattern, path),
                    false if pattern.starts_with('/') => path == pattern.as_str(),
                    false => path.contains(pattern.as_str()),
                };
                if hit {
                    console.out(format!("{name}: {path}\n")).await;
                    found = true;
                }
            }
        }
        if !found {
            console
                .err(format!("dpkg-query: no path found matching pattern {pattern}\n"))
                .await;
            code = 1;
        }
    }
    code
}

async fn show(console: &Console, status: &Status, args: &[String], names: &[&String]) -> i32 {
    let mut format = "${Package}\t${Version}\n".to_string();
    for (at, arg) in args.iter().enumerate() {
        if let Some(given) = arg.strip_prefix("--showformat=").or_else(|| arg.strip_prefix("-f=")) {
            format = given.to_string();
        } else if arg == "-f" {
            format = args.get(at + 1).cloned().unwrap_or_default();
        } else if let Some(given) = arg.strip_prefix("-f") {
            format = given.to_string();
        }
    }
    let format = format.replace("\\n", "\n").replace("\\t", "\t");
    let names: Vec<&&String> = names.iter().filter(|name| !name.contains('$')).collect();
    let mut found = names.is_empty();
    for paragraph in status.iter() {
        let name = field(paragraph, "Package");
        if !names.is_empty() && !names.iter().any(|pattern| glob(pattern, name)) {
            continue;
        }
        found = true;
        let mut line = format
            .replace("${binary:Package}", name)
            .replace("${db:Status-Abbrev}", "ii ");
        for key in [
            "Package",
            "Version",
            "Architecture",
            "Installed-Size",
            "Status",
            "Section",
            "Description",
            "Priority",
        ] {
            line = line.replace(&format!("${{{key}}}"), field(paragraph, key));
        }
        console.out(line).await;
    }
    if found {
        return 0;
    }
    for name in names {
        console.err(format!("dpkg-query: no packages found matching {name}\n")).await;
    }
    1
}

async fn delete(console: &Console, mut status: Status, names: &[&String]) -> i32 {
    if !console.is_root() {
        console
            .err("dpkg: error: requested operation requires superuser privilege\n")
            .await;
        return 2;
    }
    for name in names {
        let Some(version) = status.find(name).map(|p| field(p, "Version").to_string()) else {
            console
                .err(format!(
                    "dpkg: warning: ignoring request to remove {name} which isn't installed\n"
                ))
                .await;
            continue;
        };
        let count = count_files(console);
        console
            .out(format!(
                "(Reading database ... {count} files and directories currently installed.)\nRemoving {name} ({version}) ...\n"
            ))
            .await;
        uninstall(console, &mut status, name);
    }
    i32::from(status.write(console).is_err())
}

/// Shell patterns with `*` and `?`, without recursion.
fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || text.get(t) == Some(c) => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}
