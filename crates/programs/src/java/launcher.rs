//! `java`, which runs a class, a jar or a single source; and `jar`.

use super::compiler::{in_jar, on_path, read};
use super::{archive, err, files_below, out, version};
use crate::interpreter;
use ::java::{Checked, Config, Program, Unit, check};
use machine::Sys;

/// A number of bytes as `-Xmx` has it.
fn bytes(text: &str) -> Option<u64> {
    let (digits, scale) = match text.chars().last()?.to_ascii_lowercase() {
        'k' => (text.get(..text.len() - 1)?, 10),
        'm' => (text.get(..text.len() - 1)?, 20),
        'g' => (text.get(..text.len() - 1)?, 30),
        _ => (text, 0),
    };
    digits.parse::<u64>().ok()?.checked_shl(scale)
}

fn version_text(sys: &Sys) -> String {
    let (version, build) = version(sys);
    let major: u32 = version.split(['.', 'u']).next().and_then(|n| n.parse().ok()).unwrap_or(17);
    let date = if major >= 21 { "2025-10-21 LTS" } else { "2025-10-21" };
    let vendor = format!("Temurin-{version}+{build}");
    format!(
        "openjdk version \"{version}\" {date}\nOpenJDK Runtime Environment {vendor} (build {version}+{build}{0})\nOpenJDK 64-Bit Server VM {vendor} (build {version}+{build}{0}, mixed mode, sharing)\n",
        if major >= 21 { "-LTS" } else { "" }
    )
}

/// The heap of a process: what `-Xmx` says, or a quarter of its memory.
fn heap(sys: &Sys, options: &[String]) -> u64 {
    let memory = sys.memory_limit().unwrap_or(1 << 30);
    let mut heap = memory / 4;
    if memory <= 256 << 20 {
        heap = memory / 2;
    }
    for option in options {
        if let Some(n) = option.strip_prefix("-Xmx").and_then(bytes) {
            heap = n;
        } else if let Some(percent) = option
            .strip_prefix("-XX:MaxRAMPercentage=")
            .and_then(|p| p.parse::<f64>().ok())
        {
            heap = (memory as f64 * percent / 100.0) as u64;
        }
    }
    heap
}

enum Wanted {
    Class(String),
    Jar(String),
    Source(String),
}

/// `java`.
pub(super) async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut words: std::collections::VecDeque<String> = argv.iter().skip(1).cloned().collect();
    if let Some(more) = sys.getenv("JAVA_TOOL_OPTIONS").filter(|m| !m.trim().is_empty()) {
        err(&sys, &format!("Picked up JAVA_TOOL_OPTIONS: {more}\n")).await;
        for word in more.split_whitespace().rev() {
            words.push_front(word.to_string());
        }
    }
    let mut path = sys.getenv("CLASSPATH").unwrap_or_else(|| ".".into());
    let (mut options, mut properties, mut wanted) = (Vec::new(), Vec::new(), None);
    while let Some(word) = words.pop_front() {
        match word.as_str() {
            "-cp" | "-classpath" | "--class-path" => path = words.pop_front().unwrap_or_default(),
            "-jar" => {
                let Some(jar) = words.pop_front() else {
                    err(&sys, "Error: -jar requires jar file specification\n").await;
                    return 1;
                };
                wanted = Some(Wanted::Jar(jar));
                break;
            }
            "-version" => {
                err(&sys, &version_text(&sys)).await;
                return 0;
            }
            "--version" => {
                out(
                    &sys,
                    &version_text(&sys)
                        .replacen("openjdk version \"", "openjdk ", 1)
                        .replacen('"', "", 1),
                )
                .await;
                return 0;
            }
            "--enable-preview" | "-server" | "-ea" => {}
            word if word.starts_with("-D") => {
                let (name, value) = word
                    .trim_start_matches("-D")
                    .split_once('=')
                    .unwrap_or((word.trim_start_matches("-D"), ""));
                properties.push((name.to_string(), value.to_string()));
            }
            word if word.starts_with("-X") => options.push(word.to_string()),
            word if word.starts_with('-') => {
                err(&sys, &format!("Unrecognized option: {word}\nError: Could not create the Java Virtual Machine.\nError: A fatal exception has occurred. Program will exit.\n")).await;
                return 1;
            }
            word => {
                wanted = Some(if word.ends_with(".java") {
                    Wanted::Source(word.into())
                } else {
                    Wanted::Class(word.replace('/', "."))
                });
                break;
            }
        }
    }
    let (mut program, main) = match wanted {
        None => {
            err(&sys, "Usage: java [options] <mainclass> [args...]\n           (to execute a class)\n   or  java [options] -jar <jarfile> [args...]\n           (to execute a jar file)\n").await;
            return 1;
        }
        Some(Wanted::Class(class)) => (Program::new(&on_path(&sys, &path), false), class),
        Some(Wanted::Jar(jar)) => match from_jar(&sys, &jar) {
            Ok(found) => found,
            Err(words) => {
                err(&sys, &words).await;
                return 1;
            }
        },
        Some(Wanted::Source(file)) => {
            let Ok(units) = read(&sys, std::slice::from_ref(&file)) else {
                err(&sys, &format!("error: file not found: {file}\n")).await;
                return 1;
            };
            let checked: Checked = check(&units, &[], false);
            if !checked.problems.is_empty() {
                err(&sys, &format!("{}error: compilation failed\n", checked.report())).await;
                return 1;
            }
            let class = checked.first_class().unwrap_or_default();
            (checked.into_program(), class)
        }
    };
    if !program.has(&main) {
        err(
            &sys,
            &format!("Error: Could not find or load main class {main}\nCaused by: java.lang.ClassNotFoundException: {main}\n"),
        )
        .await;
        return 1;
    }
    if !program.has_main(&main) {
        err(&sys, &format!("Error: Main method not found in class {main}, please define the main method as:\n   public static void main(String[] args)\nor a JavaFX application class must extend javafx.application.Application\n")).await;
        return 1;
    }
    let (java_version, _) = version(&sys);
    let pairs = [
        ("java.version", java_version.as_str()),
        ("java.vendor", "Eclipse Adoptium"),
        (
            "java.home",
            &sys.getenv("JAVA_HOME").unwrap_or_else(|| "/opt/java/openjdk".into()),
        ),
        ("os.name", "Linux"),
        ("os.arch", "amd64"),
        ("user.dir", &sys.getcwd()),
        ("user.name", if sys.cred().uid == 0 { "root" } else { "?" }),
        ("user.home", &sys.getenv("HOME").unwrap_or_else(|| "/root".into())),
        ("java.io.tmpdir", "/tmp"),
        ("file.separator", "/"),
        ("path.separator", ":"),
        ("line.separator", "\n"),
        ("file.encoding", "UTF-8"),
        ("java.class.path", path.as_str()),
    ];
    let mut all: Vec<(String, String)> = pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    all.extend(properties);
    let seed = sys
        .machine()
        .random(|random| random.bytes(8))
        .iter()
        .fold(0u64, |n, b| n << 8 | u64::from(*b));
    let config = Config {
        args: words.into_iter().collect(),
        env: sys
            .env()
            .iter()
            .filter_map(|l| l.split_once('='))
            .map(|(k, v)| (k.to_string(), v.to_string()))
            .collect(),
        properties: all,
        heap: usize::try_from(heap(&sys, &options)).unwrap_or(256 << 20).min(256 << 20),
        processors: 2,
        seed,
    };
    let mut vm = program.start(&main, config);
    interpreter::drive(sys, &mut vm).await
}

fn from_jar(sys: &Sys, jar: &str) -> Result<(Program, String), String> {
    let Ok(bytes) = sys.read_file(jar) else {
        return Err(format!("Error: Unable to access jarfile {jar}\n"));
    };
    let Some(members) = archive::read(&bytes) else {
        return Err(match bytes.starts_with(b"PK") {
            true => "drydock: a jar that was not made here is not simulated\n".into(),
            false => format!("Error: Invalid or corrupt jarfile {jar}\n"),
        });
    };
    let manifest = members
        .iter()
        .find(|(name, _)| name == "META-INF/MANIFEST.MF")
        .map(|(_, b)| String::from_utf8_lossy(b).into_owned());
    let manifest = manifest.unwrap_or_default();
    let value = |key: &str| {
        manifest
            .lines()
            .find_map(|l| l.strip_prefix(key))
            .map(|v| v.trim().to_string())
    };
    let Some(main) = value("Main-Class:") else {
        return Err(format!("no main manifest attribute, in {jar}\n"));
    };
    let mut units: Vec<Unit> = in_jar(sys, jar);
    let dir = jar.rsplit_once('/').map_or(String::new(), |(d, _)| format!("{d}/"));
    for more in value("Class-Path:")
        .unwrap_or_default()
        .split(' ')
        .filter(|m| m.ends_with(".jar"))
    {
        units.extend(in_jar(sys, &format!("{dir}{more}")));
    }
    Ok((Program::new(&units, false), main))
}

/// `jar`: creates and lists.
pub(super) async fn jar(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut words: std::collections::VecDeque<String> = argv.iter().skip(1).cloned().collect();
    let first = words.pop_front().unwrap_or_default();
    let mode: String = match first.as_str() {
        "--create" => "c".into(),
        "--list" => "t".into(),
        other => other.trim_start_matches('-').to_string(),
    };
    let (mut file, mut entry, mut manifest) = (None, None, None);
    // The letters take their words in their order.
    for letter in mode.chars() {
        match letter {
            'f' => file = words.pop_front(),
            'e' => entry = words.pop_front(),
            'm' => manifest = words.pop_front(),
            _ => {}
        }
    }
    let mut members: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |base: &str, path: &str| {
        let full = if base.is_empty() {
            path.to_string()
        } else {
            format!("{base}/{path}")
        };
        let is_dir = sys.stat(&full).is_ok_and(|s| s.kind == vfs::FileKind::Dir);
        let files = if is_dir {
            files_below(&sys, &full, "")
        } else {
            vec![full.clone()]
        };
        for one in files {
            let name = one
                .strip_prefix(&format!("{base}/"))
                .filter(|_| !base.is_empty())
                .unwrap_or(&one);
            let name = name.trim_start_matches("./").to_string();
            if let Ok(bytes) = sys.read_file(&one) {
                members.push((name, bytes));
            }
        }
        sys.exists(&full)
    };
    let mut missing = None;
    while let Some(word) = words.pop_front() {
        match word.as_str() {
            "--file" | "-f" => file = words.pop_front(),
            "--main-class" | "-e" => entry = words.pop_front(),
            "--manifest" | "-m" => manifest = words.pop_front(),
            "-C" => {
                let (dir, path) = (words.pop_front().unwrap_or_default(), words.pop_front().unwrap_or_default());
                if !add(dir.trim_end_matches('/'), &path) {
                    missing = Some(path);
                }
            }
            word if word.starts_with("--file=") => file = word.split_once('=').map(|(_, v)| v.to_string()),
            word if word.starts_with("--main-class=") => entry = word.split_once('=').map(|(_, v)| v.to_string()),
            word => {
                if !add("", word) {
                    missing = Some(word.to_string());
                }
            }
        }
    }
    let Some(file) = file else {
        err(&sys, "drydock: jar without a file is not simulated\n").await;
        return 1;
    };
    if mode.starts_with('t') {
        return list(&sys, &file).await;
    }
    if !mode.starts_with('c') {
        err(&sys, &format!("drydock: jar {first} is not simulated\n")).await;
        return 1;
    }
    if let Some(path) = missing {
        err(&sys, &format!("{path} : no such file or directory\n")).await;
        return 1;
    }
    let given = manifest
        .and_then(|m| sys.read_file(&m).ok())
        .map(|b| String::from_utf8_lossy(&b).into_owned());
    let jar = assemble(&sys, members, entry.as_deref(), given.as_deref());
    if let Err(error) = super::compiler::put(&sys, &file, &jar, 0) {
        err(&sys, &format!("java.io.FileNotFoundException: {file} ({error})\n")).await;
        return 1;
    }
    0
}

/// A jar of members, with its manifest first.
pub(super) fn assemble(sys: &Sys, mut members: Vec<archive::Member>, main: Option<&str>, more: Option<&str>) -> Vec<u8> {
    let (version, _) = version(sys);
    let mut text = format!("Manifest-Version: 1.0\r\nCreated-By: {version} (Eclipse Adoptium)\r\n");
    for line in more
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.trim().is_empty() && !l.starts_with("Manifest-Version"))
    {
        text.push_str(&format!("{}\r\n", line.trim_end()));
    }
    if let Some(main) = main {
        text.push_str(&format!("Main-Class: {main}\r\n"));
    }
    text.push_str("\r\n");
    members.retain(|(name, _)| name != "META-INF/MANIFEST.MF");
    let mut all = vec![
        ("META-INF/".to_string(), vec![]),
        ("META-INF/MANIFEST.MF".to_string(), text.into_bytes()),
    ];
    all.extend(members);
    archive::write(&all)
}

async fn list(sys: &Sys, file: &str) -> i32 {
    let Ok(bytes) = sys.read_file(file) else {
        err(sys, &format!("java.nio.file.NoSuchFileException: {file}\n")).await;
        return 1;
    };
    let Some(members) = archive::read(&bytes) else {
        err(sys, "drydock: a jar that was not made here is not simulated\n").await;
        return 1;
    };
    let names: String = members.iter().map(|(name, _)| format!("{name}\n")).collect();
    out(sys, &names).await;
    0
}
