//! What every utility starts with: its name, its options, its standard output, its exit status.
//!
//! Options are read as getopt_long(3) reads them, with the words that busybox and coreutils put around
//! its errors. The text that `--help` prints is a synopsis, not the originals' pages.

use crate::io::{Out, Reader};
use crate::multicall::Build;
use crate::usage;
use machine::{Errno, Flags, Sys, WaitStatus, WaitTarget};

/// The exit status of a utility that stops early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit(pub i32);

/// How a utility's body ends: normally with [`Tool::status`], or early.
pub type Run = Result<(), Exit>;

/// A utility at work.
pub struct Tool {
    pub sys: Sys,
    /// The name it was called by, without directories.
    pub name: String,
    /// The arguments after the name.
    pub args: Vec<String>,
    pub out: Out,
    /// The exit status so far.
    pub status: i32,
    /// Whether it speaks as coreutils do; otherwise as busybox does.
    pub gnu: bool,
    /// The exit status of a wrong command line.
    pub usage_status: i32,
}

/// Defines `main` over a body `async fn run(t: &mut Tool) -> Run`.
macro_rules! tool {
    () => {
        /// The program.
        pub async fn main(sys: machine::Sys) -> i32 {
            let mut tool = $crate::tool::Tool::new(sys);
            let result = run(&mut tool).await;
            tool.finish(result).await
        }
    };
}
pub(crate) use tool;

/// A read command line.
#[derive(Debug, Default)]
pub struct Options {
    /// Options with their arguments, in order.
    pub given: Vec<(char, String)>,
    /// What is not an option.
    pub rest: Vec<String>,
}

impl Options {
    pub fn has(&self, option: char) -> bool {
        self.given.iter().any(|(c, _)| *c == option)
    }

    /// The last argument given with an option.
    pub fn value(&self, option: char) -> Option<&str> {
        self.given.iter().rev().find(|(c, _)| *c == option).map(|(_, v)| v.as_str())
    }

    /// All arguments given with an option.
    pub fn values(&self, option: char) -> Vec<String> {
        self.given
            .iter()
            .filter(|(c, _)| *c == option)
            .map(|(_, v)| v.clone())
            .collect()
    }

    pub fn count(&self, option: char) -> usize {
        self.given.iter().filter(|(c, _)| *c == option).count()
    }

    /// Which of these options came last.
    pub fn last_of(&self, options: &str) -> Option<char> {
        self.given.iter().rev().map(|(c, _)| *c).find(|c| options.contains(*c))
    }
}

impl Tool {
    pub fn new(sys: Sys) -> Tool {
        let argv = sys.argv();
        let name = argv
            .first()
            .map(|n| n.rsplit('/').next().unwrap_or_default().trim_start_matches('-').to_string())
            .unwrap_or_default();
        let gnu = sys.flavor() != "busybox";
        let usage_status = match name.as_str() {
            "ls" | "dir" | "vdir" | "cmp" if gnu => 2,
            "sort" | "grep" | "egrep" | "fgrep" | "diff" | "test" | "[" | "expr" | "awk" => 2,
            "env" | "timeout" | "nice" | "nohup" | "chroot" | "stdbuf" if gnu => 125,
            _ => 1,
        };
        Tool {
            out: Out::new(&sys, 1),
            args: argv.into_iter().skip(1).collect(),
            status: 0,
            gnu,
            usage_status,
            name,
            sys,
        }
    }

    /// Flushes what is kept and gives the exit status.
    pub async fn finish(mut self, result: Run) -> i32 {
        if let Err(Exit(status)) = result {
            self.status = status;
        }
        if let Err(error) = self.out.flush().await
            && result.is_ok()
        {
            let message = self.write_failure(error);
            self.say(&message).await;
            self.status = 1;
        }
        self.status
    }

    /// Adds to standard output; a failed write ends the program.
    pub async fn put(&mut self, bytes: impl AsRef<[u8]>) -> Run {
        match self.out.write(bytes).await {
            Ok(()) => Ok(()),
            Err(error) => {
                let message = self.write_failure(error);
                self.say(&message).await;
                Err(Exit(1))
            }
        }
    }

    fn write_failure(&self, error: Errno) -> String {
        match (self.gnu, self.name.as_str()) {
            (true, "head") => format!("error writing 'standard output': {error}"),
            (true, "yes") => format!("standard output: {error}"),
            _ => format!("write error: {error}"),
        }
    }

    /// Adds a line to standard output.
    pub async fn line(&mut self, text: impl AsRef<[u8]>) -> Run {
        self.out.push(text);
        self.put("\n").await
    }

    /// `NAME: message` on standard error, after what was kept for standard output.
    pub async fn say(&mut self, message: &str) {
        let text = format!("{}: {message}\n", self.name);
        self.stderr(&text).await;
    }

    /// Text on standard error, after what was kept for standard output.
    pub async fn stderr(&mut self, text: &str) {
        let _ = self.out.flush().await;
        let _ = self.sys.write(2, text.as_bytes()).await;
    }

    /// An error after which the program goes on; its status will be 1.
    pub async fn error(&mut self, message: impl AsRef<str>) {
        self.say(message.as_ref()).await;
        self.status = self.status.max(1);
    }

    /// An error that ends the program with status 1.
    pub async fn fail(&mut self, message: impl AsRef<str>) -> Exit {
        self.say(message.as_ref()).await;
        Exit(1)
    }

    /// An error that ends the program with this status.
    pub async fn fail_with(&mut self, status: i32, message: impl AsRef<str>) -> Exit {
        self.say(message.as_ref()).await;
        Exit(status)
    }

    /// What the real program does and this one does not.
    pub async fn not_simulated(&mut self, what: &str) -> Exit {
        self.stderr(&format!("drydock: {what} is not simulated\n")).await;
        Exit(126)
    }

    /// Picks the words of the family the program is of.
    pub fn words<T>(&self, busybox: T, gnu: T) -> T {
        if self.gnu { gnu } else { busybox }
    }

    /// Picks the words of the C library whose getopt(3) reads the command line.
    fn getopt_words(&self, glibc: String, musl: String) -> String {
        if !self.gnu && Build::of(&self.sys).musl { musl } else { glibc }
    }

    /// What a wrong command line leads to, after the error itself: a hint or the synopsis.
    pub async fn usage(&mut self) -> Exit {
        let text = if self.gnu {
            let before = match self.name.as_str() {
                "grep" | "egrep" | "fgrep" => "Usage: grep [OPTION]... PATTERNS [FILE]...\n",
                _ => "",
            };
            let also = if self.name == "tar" { " or 'tar --usage'" } else { "" };
            format!("{before}Try '{} --help'{also} for more information.\n", self.name)
        } else {
            usage::busybox(&self.sys, &self.name)
        };
        self.stderr(&text).await;
        Exit(self.usage_status)
    }

    /// An error in the command line, with the hint.
    pub async fn misuse(&mut self, message: impl AsRef<str>) -> Exit {
        self.say(message.as_ref()).await;
        self.usage().await
    }

    /// A number that is none: GNU adds the hint, busybox does not.
    pub async fn wrong_number(&mut self, message: impl AsRef<str>) -> Exit {
        if self.gnu {
            self.misuse(message).await
        } else {
            self.fail(message).await
        }
    }

    /// Too few operands.
    pub async fn missing_operand(&mut self) -> Exit {
        if self.gnu {
            self.misuse("missing operand").await
        } else {
            self.usage().await
        }
    }

    /// Reads the command line. `short` is getopt's string (`a`, `b:`, `c::`; a leading `+` stops at the
    /// first operand); `long` names options by the letter of their short form.
    pub async fn options(&mut self, short: &str, long: &[(&str, char)]) -> Result<Options, Exit> {
        let args = self.args.clone();
        self.options_of(&args, short, long).await
    }

    /// As [`Tool::options`], of other arguments than the program's own.
    pub async fn options_of(&mut self, args: &[String], short: &str, long: &[(&str, char)]) -> Result<Options, Exit> {
        let in_order = short.starts_with('+');
        let takes = |option: char| -> Option<usize> {
            let at = short.find(option)?;
            if option == ':' || option == '+' {
                return None;
            }
            let rest = short.get(at + option.len_utf8()..).unwrap_or_default();
            Some(rest.chars().take_while(|c| *c == ':').count())
        };
        let mut options = Options::default();
        let mut words = args.iter().cloned();
        while let Some(word) = words.next() {
            if word == "--" {
                options.rest.extend(words);
                break;
            }
            if let Some(name) = word.strip_prefix("--") {
                let (name, value) = match name.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_string())),
                    None => (name, None),
                };
                let exact: Vec<_> = long.iter().filter(|(l, _)| *l == name).collect();
                let matching: Vec<_> = if exact.is_empty() {
                    long.iter().filter(|(l, _)| l.starts_with(name)).collect()
                } else {
                    exact
                };
                let all_same = matching.windows(2).all(|w| w[0].1 == w[1].1);
                if matching.is_empty() && name == "help" {
                    let text = usage::help(&self.sys, &self.name, self.gnu);
                    self.put(text).await?;
                    return Err(Exit(0));
                }
                if matching.is_empty() && name == "version" && self.gnu {
                    let text = usage::version(&self.name);
                    self.put(text).await?;
                    return Err(Exit(0));
                }
                let Some((full, option)) = matching.first().filter(|_| all_same) else {
                    if matching.is_empty() {
                        let message = self.getopt_words(
                            format!("unrecognized option '{word}'"),
                            format!("unrecognized option: {name}"),
                        );
                        return Err(self.misuse(message).await);
                    }
                    let choices: Vec<String> = matching.iter().map(|(l, _)| format!("'--{l}'")).collect();
                    return Err(self
                        .misuse(format!(
                            "option '--{name}' is ambiguous; possibilities: {}",
                            choices.join(" ")
                        ))
                        .await);
                };
                let value = match (takes(*option).unwrap_or(0), value) {
                    (0, Some(_)) => {
                        let message = self.getopt_words(
                            format!("option '--{full}' doesn't allow an argument"),
                            format!("option does not take an argument: {full}"),
                        );
                        return Err(self.misuse(message).await);
                    }
                    (1, None) => match words.next() {
                        Some(value) => value,
                        None => {
                            let message = self.getopt_words(
                                format!("option '--{full}' requires an argument"),
                                format!("option requires an argument: {full}"),
                            );
                            return Err(self.misuse(message).await);
                        }
                    },
                    (_, value) => value.unwrap_or_default(),
                };
                options.given.push((*option, value));
                continue;
            }
            let Some(letters) = word.strip_prefix('-').filter(|l| !l.is_empty()) else {
                options.rest.push(word);
                if in_order {
                    options.rest.extend(words);
                    break;
                }
                continue;
            };
            let mut letters = letters.chars();
            while let Some(letter) = letters.next() {
                match takes(letter) {
                    None => {
                        let message = self.getopt_words(
                            format!("invalid option -- '{letter}'"),
                            format!("unrecognized option: {letter}"),
                        );
                        return Err(self.misuse(message).await);
                    }
                    Some(0) => options.given.push((letter, String::new())),
                    Some(colons) => {
                        let rest: String = letters.by_ref().collect();
                        let value = if !rest.is_empty() || colons == 2 {
                            rest
                        } else {
                            match words.next() {
                                Some(value) => value,
                                None => {
                                    let message = self.getopt_words(
                                        format!("option requires an argument -- '{letter}'"),
                                        format!("option requires an argument: {letter}"),
                                    );
                                    return Err(self.misuse(message).await);
                                }
                            }
                        };
                        options.given.push((letter, value));
                    }
                }
            }
        }
        Ok(options)
    }

    /// Whether the next line of standard input says yes.
    pub async fn answer(&mut self) -> bool {
        let mut first = None;
        loop {
            match self.sys.read(0, 1).await.as_deref() {
                Ok([b'\n'] | []) | Err(_) => return matches!(first, Some(b'y' | b'Y')),
                Ok(bytes) => first = first.or(bytes.first().copied()),
            }
        }
    }

    /// Whether the environment asks for UTF-8; otherwise a character is a byte (setlocale(3)).
    pub fn utf8(&self) -> bool {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .filter_map(|name| self.sys.getenv(name))
            .find(|value| !value.is_empty());
        named.is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.ends_with("utf-8") || value.ends_with("utf8")
        })
    }

    /// Opens an input, or says why not: `can't open 'X': …` or `X: …`.
    pub async fn open(&mut self, path: &str) -> Option<Reader> {
        match Reader::open(&self.sys, path) {
            Ok(reader) => Some(reader),
            Err(error) => {
                let message = match (self.gnu, self.name.as_str()) {
                    (true, "tac") => format!("failed to open '{path}' for reading: {error}"),
                    (true, "split") => format!("cannot open '{path}' for reading: {error}"),
                    (true, "rev" | "more") => format!("cannot open {path}: {error}"),
                    (true, _) => format!("{path}: {error}"),
                    // busybox's fopen_or_warn names the file alone; what opens descriptors says more.
                    (false, _) if WARNING_BY_NAME.contains(&self.name.as_str()) => format!("{path}: {error}"),
                    (false, _) => format!("can't open '{path}': {error}"),
                };
                self.error(message).await;
                None
            }
        }
    }

    /// Says that reading failed.
    pub async fn read_error(&mut self, path: &str, error: Errno) {
        let message = self.words(format!("read error: {error}"), format!("{path}: {error}"));
        self.error(message).await;
    }

    /// A whole input, or an error told.
    pub async fn slurp(&mut self, path: &str) -> Option<Vec<u8>> {
        let mut reader = self.open(path).await?;
        match reader.all().await {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.read_error(path, error).await;
                None
            }
        }
    }

    /// Writes a whole file through its descriptor. Errors: open(2)'s and write(2)'s.
    pub async fn write_file(&mut self, path: &str, bytes: &[u8], flags: Flags, mode: u32) -> Result<(), Errno> {
        let fd = self.sys.open(path, flags, mode)?;
        let result = self.sys.write(fd, bytes).await;
        let _ = self.sys.close(fd);
        result
    }
}

/// The applets of busybox that open their inputs with fopen_or_warn.
const WARNING_BY_NAME: [&str; 16] = [
    "rev",
    "tac",
    "nl",
    "paste",
    "fold",
    "expand",
    "unexpand",
    "shuf",
    "cksum",
    "sum",
    "comm",
    "md5sum",
    "sha1sum",
    "sha256sum",
    "sha512sum",
    "strings",
];

/// The last name of a path.
pub fn basename(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// A path in a directory.
pub fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() {
        name.to_string()
    } else if dir.ends_with('/') {
        format!("{dir}{name}")
    } else {
        format!("{dir}/{name}")
    }
}

/// A program's path as execvp(3) finds it. Errors: ENOENT, EACCES if one was found that can't be run.
pub fn find_program(sys: &Sys, name: &str) -> Result<String, Errno> {
    if name.contains('/') {
        sys.stat(name)?;
        return Ok(name.to_string());
    }
    if name.is_empty() {
        return Err(Errno::ENOENT);
    }
    let path = sys.getenv("PATH").unwrap_or_else(|| "/bin:/usr/bin".into());
    let mut found = Errno::ENOENT;
    for dir in path.split(':') {
        let candidate = match dir {
            "" => name.to_string(),
            dir => format!("{}/{name}", dir.trim_end_matches('/')),
        };
        if let Ok(stat) = sys.stat(&candidate)
            && stat.kind == vfs::FileKind::File
        {
            if sys.access(&candidate, 1).is_ok() {
                return Ok(candidate);
            }
            found = Errno::EACCES;
        }
    }
    Err(found)
}

/// execvp(3): becomes another program; comes back only with an error. A file that is neither binary
/// nor script is run by /bin/sh.
pub async fn execvp(sys: &Sys, argv: Vec<String>) -> Errno {
    let name = argv.first().cloned().unwrap_or_default();
    let path = match find_program(sys, &name) {
        Ok(path) => path,
        Err(error) => return error,
    };
    let env = sys.env();
    let error = sys.exec(&path, argv.clone(), env.clone()).await;
    if error != Errno::ENOEXEC {
        return error;
    }
    let mut words = vec!["sh".to_string(), path];
    words.extend(argv.into_iter().skip(1));
    sys.exec("/bin/sh", words, env).await
}

/// Starts a program by its name and gives its pid. What can't be started ends with status 127 or 126
/// after `failed` had its word.
pub fn start(sys: &Sys, argv: Vec<String>, failed: impl Fn(Errno) -> String + 'static) -> Result<u32, Errno> {
    sys.fork(move |child| async move {
        let error = execvp(&child, argv).await;
        let _ = child.write(2, failed(error).as_bytes()).await;
        if error == Errno::ENOENT { 127 } else { 126 }
    })
}

/// Starts a program and waits for its end.
pub async fn run_and_wait(sys: &Sys, argv: Vec<String>, failed: impl Fn(Errno) -> String + 'static) -> Result<WaitStatus, Errno> {
    let pid = start(sys, argv, failed)?;
    loop {
        match sys.wait(WaitTarget::Pid(pid), false).await {
            Ok((_, status)) => return Ok(status),
            Err(Errno::EINTR) => {
                sys.take_signal();
            }
            Err(error) => return Err(error),
        }
    }
}
