//! `gcc` and `cc`, and what they make: a program file that carries its source without macros and runs it.
//!
//! The language and its messages are the crate `cc`'s; here are the command line (gcc.gnu.org/onlinedocs/gcc/Option-Summary.html),
//! the files, and the words of the linker. A program is linked dynamically unless `-static` says otherwise; its file then names
//! the loader that it needs, and the machine asks for that one.

use crate::declared::Declaration;
use crate::interpreter::{self, Interpreter};
use ::cc::{CallId, HostError, Options, Problem, Reply, Step, Strict, Vm};
use machine::{FileObject, Flags, Machine, Sys};
use std::time::Duration;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "gcc",
    does: "`-c`, `-o`, `-I`, `-D`, `-U`, `-Wall`, `-Werror`, `-w`, `-static`, several sources and `.o` files; C11 as tutorials use it: all integers, \
        floats, pointers, structures, unions, function pointers, variadic functions, macros; stdio, stdlib, string, ctype, math, \
        time, unistd, signal, sockets of IPv4; gcc's words for the usual mistakes; crashes end as crashes do",
    does_not: "C++, `-E`, `-S`, `-shared`, bit-fields, arrays of variable length, `_Generic`, atomics, complex numbers, `asm`, setjmp, \
        fork and wait, threads, select and poll, directories, locales, wide characters; refused by name when built; `long double` reckons as `double`; \
        warnings are those on unused variables, formats, conversions and implicit declarations; after a syntax error \
        other mistakes may be told than gcc's, notes on where a function was declared are missing, and a caret has no second mark",
};

/// What stands before the sources in a built file.
const MARK: &str = "\u{1}source\n";
/// What an object file begins with.
const OBJECT: &str = "\u{7f}ELF\u{2}\u{1}\u{1}object\n";
const GLIBC: &str = "/lib64/ld-linux-x86-64.so.2";
const MUSL: &str = "/lib/ld-musl-x86_64.so.1";
/// The most memory of a program without a limit of its container, bytes.
const MEMORY: u64 = 256 << 20;

/// Registers the programs.
pub fn register(machine: &Machine) {
    for name in ["gcc", "gcc-12", "x86_64-linux-gnu-gcc-12", "c99-gcc", "cc", "musl-gcc"] {
        machine.register(&format!("program/{name}"), main);
    }
    machine.register("program/c-binary", binary);
}

impl Interpreter for Vm {
    fn run(&mut self, fuel: u64) -> Step {
        Vm::run(self, fuel)
    }
    fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        Vm::resume(self, id, reply);
    }
    fn deliver_signal(&mut self, signal: i32) {
        Vm::deliver_signal(self, signal);
    }
    fn memory(&self) -> u64 {
        Vm::memory(self)
    }
}

async fn err(sys: &Sys, text: &str) {
    let _ = sys.write(2, text.as_bytes()).await;
}

fn text_of(sys: &Sys, path: &str) -> Option<String> {
    sys.read_file(path).ok().map(|b| String::from_utf8_lossy(&b).into_owned())
}

/// The sources that a file carries.
fn sources(text: &str) -> Vec<String> {
    let inside = text.split_once(MARK).map_or("", |(_, s)| s).trim_end_matches('\0');
    inside.split('\u{c}').map(str::to_string).collect()
}

/// A built program.
async fn binary(sys: Sys) -> i32 {
    let argv = sys.argv();
    let called = argv.first().cloned().unwrap_or_default();
    let path = sys.getenv("PATH").unwrap_or_default();
    let found = interpreter::processes::find(&sys, &called, Some(&path)).unwrap_or(called);
    let text = text_of(&sys, "/proc/self/exe")
        .or_else(|| text_of(&sys, &found))
        .unwrap_or_default();
    let limit = usize::try_from(sys.memory_limit().unwrap_or(MEMORY).clamp(1 << 20, MEMORY)).unwrap_or(1 << 28);
    match ::cc::load(&sources(&text), &argv, &sys.env(), limit) {
        Some(mut vm) => interpreter::drive(sys, &mut vm).await,
        None => {
            err(&sys, "drydock: this program's source is not in its file\n").await;
            126
        }
    }
}

/// Writes a file that carries sources; its size is what such files have.
fn put(sys: &Sys, path: &str, text: &str, size: u64, mode: u32) -> Result<(), machine::Errno> {
    let file = sys.open_file(path, Flags::WRITE, mode)?;
    if let FileObject::Regular { at } = &file.object {
        let data = vfs::FileData::stand_in(text.as_bytes(), size.max(text.len() as u64));
        at.mount.fs.borrow_mut().set_data(at.ino, data, sys.now().0)?;
    }
    sys.chmod(path, mode)
}

/// The command line.
#[derive(Default)]
struct Asked {
    inputs: Vec<String>,
    output: Option<String>,
    include: Vec<String>,
    define: Vec<String>,
    compile: bool,
    is_static: bool,
    strip: bool,
    stdin: bool,
    strict: Strict,
    beyond: Option<String>,
    /// Something that gcc doesn't know.
    unknown: Option<String>,
}

fn ask(words: &[String]) -> Asked {
    let mut asked = Asked::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = |short: &str| match word.strip_prefix(short) {
            Some("") | None => words.next().cloned().unwrap_or_default(),
            Some(rest) => rest.to_string(),
        };
        match word.as_str() {
            "-" => asked.stdin = true,
            "-c" => asked.compile = true,
            "-static" => asked.is_static = true,
            "-s" => asked.strip = true,
            "-w" => asked.strict.quiet = true,
            "-Wall" => asked.strict.all = true,
            "-Werror" => asked.strict.errors = true,
            "-E" | "-S" | "-shared" | "-M" | "-MM" => asked.beyond = Some(format!("gcc {word}")),
            "-x" => {
                let language = value("-x");
                if language != "c" && language != "none" {
                    asked.beyond = Some(format!("gcc -x {language}"));
                }
            }
            word if word.starts_with("-o") => asked.output = Some(value("-o")),
            word if word.starts_with("-I") => asked.include.push(value("-I")),
            word if word.starts_with("-D") => asked.define.push(value("-D")),
            word if word.starts_with("-U") => asked.define.push(format!("-{}", value("-U"))),
            "-l" | "-L" | "-MF" | "-MT" | "-MQ" | "-isystem" | "-include" => {
                words.next();
            }
            word if word.starts_with('-') => {
                let known = [
                    "-O",
                    "-W",
                    "-std=",
                    "-g",
                    "-l",
                    "-L",
                    "-f",
                    "-m",
                    "-pedantic",
                    "-ansi",
                    "-pipe",
                    "-MD",
                    "-MMD",
                    "-MP",
                    "-pthread",
                    "-no-pie",
                    "-v",
                    "-rdynamic",
                ];
                if !known.iter().any(|k| word.starts_with(k)) {
                    asked.unknown = Some(word.to_string());
                }
            }
            word => asked.inputs.push(word.to_string()),
        }
    }
    asked
}

/// The compiler's version: of Alpine's package, or Debian's.
fn version(sys: &Sys) -> (String, bool) {
    if let Some(own) = sys.getenv("GCC_VERSION") {
        return (own, false);
    }
    match text_of(sys, "/lib/apk/db/installed") {
        Some(db) => {
            let found = db.split("\n\n").find(|p| p.starts_with("P:gcc\n") || p.contains("\nP:gcc\n"));
            let version = found.and_then(|p| p.lines().find_map(|l| l.strip_prefix("V:")));
            (
                version
                    .and_then(|v| v.split(['_', '-']).next())
                    .unwrap_or("13.2.1")
                    .to_string(),
                true,
            )
        }
        None => ("12.2.0".to_string(), false),
    }
}

/// Whether the C library's headers and its start files are installed.
fn has_library(sys: &Sys, musl: bool) -> bool {
    if musl {
        return text_of(sys, "/lib/apk/db/installed").is_some_and(|db| db.lines().any(|l| l == "P:musl-dev"));
    }
    let listed = text_of(sys, "/var/lib/dpkg/status").is_some_and(|db| db.lines().any(|l| l == "Package: libc6-dev"));
    listed || sys.getenv("GCC_VERSION").is_some()
}

/// `gcc`.
async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let called = argv.first().map_or("gcc", String::as_str);
    let called = called.rsplit('/').next().unwrap_or(called).to_string();
    let words = argv.get(1..).unwrap_or_default();
    let (version, musl) = version(&sys);
    if words.iter().any(|w| w == "--version") {
        let build = if musl {
            format!("{called} (Alpine {version}) {version}")
        } else if version == "12.2.0" {
            format!("{called} (Debian 12.2.0-14+deb12u1) 12.2.0")
        } else {
            format!("{called} (GCC) {version}")
        };
        // Each release is of the year that its number says: 12 of 2022.
        let major: u32 = version.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(13);
        let year = 2010 + major;
        let rest = "This is free software; see the source for copying conditions.  There is NO\nwarranty; not even for MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.\n\n";
        let _ = sys
            .write(
                1,
                format!("{build}\nCopyright (C) {year} Free Software Foundation, Inc.\n{rest}").as_bytes(),
            )
            .await;
        return 0;
    }
    match words.first().map(String::as_str) {
        Some("-dumpversion") => {
            // Debian's is configured to tell no more than its first number.
            let short = if musl || sys.getenv("GCC_VERSION").is_some() {
                version.as_str()
            } else {
                version.split('.').next().unwrap_or(&version)
            };
            let _ = sys.write(1, format!("{short}\n").as_bytes()).await;
            return 0;
        }
        Some("-dumpmachine") => {
            let _ = sys
                .write(
                    1,
                    if musl {
                        b"x86_64-alpine-linux-musl\n"
                    } else {
                        b"x86_64-linux-gnu\n"
                    },
                )
                .await;
            return 0;
        }
        _ => {}
    }
    let mut asked = ask(words);
    asked.strict.version = version.split('.').next().and_then(|v| v.parse().ok()).unwrap_or(12);
    if let Some(what) = &asked.beyond {
        err(&sys, &format!("drydock: {what} is not simulated\n")).await;
        return 1;
    }
    if let Some(word) = &asked.unknown {
        err(&sys, &format!("{called}: error: unrecognized command-line option '{word}'\n")).await;
        return 1;
    }
    if asked.inputs.is_empty() && !asked.stdin {
        err(
            &sys,
            &format!("{called}: fatal error: no input files\ncompilation terminated.\n"),
        )
        .await;
        return 1;
    }
    if asked.compile && asked.output.is_some() && asked.inputs.len() > 1 {
        err(&sys, &format!("{called}: fatal error: cannot specify '-o' with '-c', '-S' or '-E' with multiple files\ncompilation terminated.\n")).await;
        return 1;
    }
    let library = has_library(&sys, musl);
    build(&sys, &asked, &called, library, musl).await
}

async fn build(sys: &Sys, asked: &Asked, called: &str, library: bool, musl: bool) -> i32 {
    let mut units = Vec::new();
    let mut names = Vec::new();
    let mut failed = false;
    let mut inputs = asked.inputs.clone();
    if asked.stdin {
        inputs.insert(0, "<stdin>".into());
    }
    for input in &inputs {
        let suffix = input.rsplit_once('.').map_or("", |(_, s)| s);
        let is_source = matches!(suffix, "c" | "h") || input == "<stdin>";
        if matches!(suffix, "cc" | "cpp" | "cxx" | "C" | "s" | "S" | "so") {
            err(sys, &format!("drydock: a .{suffix} file in gcc is not simulated\n")).await;
            return 1;
        }
        if input != "<stdin>" && !sys.exists(input) {
            let text = if is_source {
                format!("cc1: fatal error: {input}: No such file or directory\ncompilation terminated.\n")
            } else {
                format!("/usr/bin/ld: cannot find {input}: No such file or directory\n")
            };
            err(sys, &text).await;
            if !is_source {
                err(sys, "collect2: error: ld returned 1 exit status\n").await;
            }
            return 1;
        }
        if !is_source {
            let text = text_of(sys, input).unwrap_or_default();
            if !text.contains(MARK) {
                err(sys, &format!("/usr/bin/ld:{input}: file format not recognized; treating as linker script\n/usr/bin/ld:{input}:1: syntax error\ncollect2: error: ld returned 1 exit status\n")).await;
                return 1;
            }
            for one in sources(&text) {
                units.push(one);
                names.push(input.clone());
            }
            continue;
        }
        let source = if input == "<stdin>" {
            let mut bytes = Vec::new();
            while let Ok(more) = sys.read(0, 1 << 16).await {
                if more.is_empty() || bytes.len() > 1 << 22 {
                    break;
                }
                bytes.extend(more);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            text_of(sys, input).unwrap_or_default()
        };
        let read = |path: &str| text_of(sys, path);
        let options = Options {
            read: &read,
            include: asked.include.clone(),
            define: asked.define.clone(),
            library,
        };
        let done = ::cc::compile(input, &source, &options, asked.strict);
        // Compiling takes its time.
        let _ = sys.sleep(Duration::from_millis(40 + source.len() as u64 / 400)).await;
        err(sys, &done.messages).await;
        if let Some(what) = done.beyond {
            err(sys, &format!("drydock: {what} is not simulated\n")).await;
            return 1;
        }
        failed |= done.failed;
        if asked.compile && !done.failed {
            let stem = input.rsplit('/').next().unwrap_or(input);
            let stem = stem.rsplit_once('.').map_or(stem, |(s, _)| s);
            let path = asked.output.clone().unwrap_or_else(|| format!("{stem}.o"));
            let size = 1200 + source.len() as u64;
            if let Err(error) = put(sys, &path, &format!("{OBJECT}{MARK}{}", done.text), size, 0o644) {
                err(
                    sys,
                    &format!("Assembler messages:\nFatal error: can't create {path}: {error}\n"),
                )
                .await;
                return 1;
            }
        }
        units.push(done.text);
        names.push(format!("/tmp/cc{:06x}.o", source.len() * 2_654_435_761 % 0xff_ffff));
    }
    if failed || asked.compile {
        return i32::from(failed);
    }
    if !library {
        let text = "/usr/bin/ld: cannot find Scrt1.o: No such file or directory\n/usr/bin/ld: cannot find crti.o: No such file or directory\ncollect2: error: ld returned 1 exit status\n";
        err(sys, text).await;
        return 1;
    }
    let _ = sys.sleep(Duration::from_millis(30)).await;
    if let Err(problems) = ::cc::link(&units) {
        for problem in problems {
            let object = |n: usize| names.get(n).cloned().unwrap_or_default();
            let text = match problem {
                Problem::Beyond(name) => format!("drydock: the C function {name} is not simulated\n"),
                Problem::Undefined(name, n, user) if n >= names.len() => {
                    format!("/usr/bin/ld: Scrt1.o: in function `{user}':\n(.text+0x17): undefined reference to `{name}'\n")
                }
                Problem::Undefined(name, n, user) => {
                    format!(
                        "/usr/bin/ld: {}: in function `{user}':\n{}:(.text+0x0): undefined reference to `{name}'\n",
                        object(n),
                        inputs.get(n).map_or("", String::as_str)
                    )
                }
                Problem::Twice(name, n, first) => {
                    format!(
                        "/usr/bin/ld: {}: in function `{name}':\n{}:(.text+0x0): multiple definition of `{name}'; {}:{}:(.text+0x0): first defined here\n",
                        object(n),
                        inputs.get(n).map_or("", String::as_str),
                        object(first),
                        inputs.get(first).map_or("", String::as_str)
                    )
                }
            };
            err(sys, &text).await;
            if text.starts_with("drydock") {
                return 1;
            }
        }
        err(sys, "collect2: error: ld returned 1 exit status\n").await;
        return 1;
    }
    let path = asked.output.clone().unwrap_or_else(|| "a.out".into());
    let loader = match (asked.is_static, musl) {
        (true, _) => String::new(),
        (_, true) => format!("loader {MUSL}\n"),
        _ => format!("loader {GLIBC}\n"),
    };
    let size = match (asked.is_static, musl, asked.strip) {
        (true, true, _) => 18_000,
        (true, _, true) => 690_000,
        (true, ..) => 785_000,
        (_, _, true) => 14_400,
        _ => 16_000,
    };
    let text = format!(
        "\u{7f}ELF\u{2}\u{1}\u{1}drydock:program/c-binary\n{loader}{MARK}{}",
        units.join("\u{c}")
    );
    match put(sys, &path, &text, size, 0o755) {
        Ok(()) => 0,
        Err(error) => {
            err(
                sys,
                &format!("/usr/bin/ld: cannot open output file {path}: {error}\ncollect2: error: ld returned 1 exit status\n"),
            )
            .await;
            let _ = called;
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::packages::tests::Bench;

    const HELLO: &str = "#include <stdio.h>\n#include \"name.h\"\n\nint main(int argc, char *argv[])\n{\n    printf(\"Hello, %s! %d\\n\", NAME, argc);\n    return 4;\n}\n";

    #[test]
    fn a_program_is_built_and_says_what_it_says() {
        let bench = Bench::new("golang:1.25");
        bench.write("/main.c", HELLO);
        bench.write("/inc/name.h", "#define NAME \"World\"\n");
        assert_eq!(bench.run("/usr/bin/gcc -I/inc -o /hello /main.c"), (String::new(), 0));
        assert_eq!(bench.run("/hello x"), ("Hello, World! 2\n".into(), 4));
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let bench = Bench::new("golang:1.25");
        bench.write("/main.c", "int main(void) {\n    return x;\n}\n");
        let wanted = "/main.c: In function 'main':\n/main.c:2:12: error: 'x' undeclared (first use in this function)\n    2 |     return x;\n      |            ^\n/main.c:2:12: note: each undeclared identifier is reported only once for each function it appears in\n";
        assert_eq!(bench.run("/usr/bin/gcc /main.c"), (wanted.into(), 1));
        assert_eq!(
            bench.run("/usr/bin/gcc"),
            ("gcc: fatal error: no input files\ncompilation terminated.\n".into(), 1)
        );
    }
}
