//! `go build`, `go run`, `go mod init`, and what they make: a program file that carries its source and runs it.
//!
//! The language and its library are the crate `golang`; here is what the command `go` does around them (go.dev/ref/mod,
//! pkg.go.dev/cmd/go). What is beyond them is refused when it is built, by name; so a program that was built does what
//! it says. Left out: modules from the internet, other systems and architectures.

use crate::declared::Declaration;
use crate::interpreter::{Interpreter, drive};
use golang::{Broken, CallId, Config, HostError, Input, Program, Reply, Step, Vm};
use machine::{FileObject, Flags, Machine, Sys};
use std::time::Duration;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "go",
    does: "`go build`, `run`, `vet` (what the compiler finds), `env`, `mod init`, `version`: the language with goroutines and \
        generics, several packages in a module; fmt, os, net/http, encoding/json, sync, time, context, strings and more of the library",
    does_not: "modules of others, `go test`, `go fmt`, html/template, log/slog, complex numbers, range over functions, \
        cgo, TLS; refused by name when built. Constants of floats have 64 bits; a panic's trace has no addresses",
};

/// What stands before the source in a built file.
const MARK: &str = "\u{1}source\n";
/// The most files of a module that are looked at.
const FILES: usize = 400;

struct Running(Vm);

impl Interpreter for Running {
    fn run(&mut self, fuel: u64) -> Step {
        self.0.run(fuel)
    }
    fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        self.0.resume(id, reply);
    }
    fn deliver_signal(&mut self, signal: i32) {
        self.0.deliver_signal(signal);
    }
    fn memory(&self) -> u64 {
        self.0.memory()
    }
}

/// Registers the programs.
pub fn register(machine: &Machine) {
    machine.register("program/go", main);
    machine.register("program/go-binary", binary);
    machine.register("program/gofmt", gofmt);
}

async fn err(sys: &Sys, text: &str) {
    let _ = sys.write(2, text.as_bytes()).await;
}

/// Runs a program to its end.
async fn run(sys: &Sys, program: Program, argv: Vec<String>) -> i32 {
    let env = sys.env();
    let pairs = env
        .iter()
        .filter_map(|line| line.split_once('='))
        .map(|(k, v)| (k.to_string(), v.to_string()));
    let seed = sys.machine().random(|random| random.bytes(8));
    let config = Config {
        argv,
        env: pairs.collect(),
        version: release(sys),
        seed: seed.iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)),
        first_process: sys.pid() == 1,
        ..Config::default()
    };
    drive(sys.clone(), &mut Running(Vm::new(program, config))).await
}

fn release(sys: &Sys) -> String {
    sys.getenv("GOLANG_VERSION").unwrap_or_else(|| "1.25.3".into())
}

/// A built program.
async fn binary(sys: Sys) -> i32 {
    // Without /proc, as the name it was called by is found.
    let called = sys.argv().first().cloned().unwrap_or_default();
    let path = sys.getenv("PATH").unwrap_or_default();
    let mut places = path
        .split(':')
        .map(|dir| format!("{dir}/{called}"))
        .filter(|_| !called.contains('/'));
    let found = places.find(|p| sys.exists(p)).unwrap_or(called.clone());
    let bytes = sys
        .read_file("/proc/self/exe")
        .or_else(|_| sys.read_file(&found))
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let source = text.split_once(MARK).map_or("", |(_, source)| source).trim_end_matches('\0');
    let (main, inputs) = unpack(source);
    match golang::build(&inputs, &main) {
        Ok(program) => run(&sys, program, sys.argv()).await,
        Err(_) => {
            err(&sys, "drydock: this program's source is not in its file\n").await;
            126
        }
    }
}

/// The files of a program as one text: the main package, then each file behind a form feed with its names.
fn pack(main: &str, inputs: &[Input]) -> String {
    let mut out = main.to_string();
    for input in inputs {
        out.push_str(&format!(
            "\u{c}{}\t{}\t{}\n{}",
            input.package, input.name, input.path, input.text
        ));
    }
    out
}

fn unpack(source: &str) -> (String, Vec<Input>) {
    let mut parts = source.split('\u{c}');
    let main = parts.next().unwrap_or("").to_string();
    let inputs = parts.filter_map(|part| {
        let (head, text) = part.split_once('\n')?;
        let mut names = head.split('\t').map(str::to_string);
        let (package, name, path) = (names.next()?, names.next()?, names.next()?);
        Some(Input {
            package,
            name,
            path,
            text: text.to_string(),
        })
    });
    (main, inputs.collect())
}

struct Build {
    /// The package as `go` names it.
    name: String,
    source: String,
    program: Program,
    stem: String,
    /// Whether it serves or asks over HTTP, most of which such a program then weighs.
    heavy: bool,
}

/// A module: its name, its folder and its go.mod.
struct Module {
    name: String,
    dir: String,
    text: String,
}

/// The module of a folder, from go.mod there or above.
fn module(sys: &Sys, dir: &str) -> Option<Module> {
    let mut at = dir.trim_end_matches('/').to_string();
    loop {
        if let Ok(bytes) = sys.read_file(&format!("{at}/go.mod")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let mut names = text.lines().filter_map(|l| l.trim().strip_prefix("module "));
            let name = names.next()?.trim().trim_matches('"').to_string();
            return Some(Module { name, dir: at, text });
        }
        at = at.rsplit_once('/')?.0.to_string();
    }
}

/// Every file of a module that is built, with its package.
fn gather(sys: &Sys, module: &Module, here: &str, dir: &str, inputs: &mut Vec<Input>) {
    let mut entries = sys.readdir(if dir.is_empty() { "/" } else { dir }).unwrap_or_default();
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    for entry in entries {
        let path = format!("{dir}/{}", entry.name);
        if inputs.len() >= FILES || entry.name.starts_with(['.', '_']) {
            continue;
        }
        if sys.lstat(&path).is_ok_and(|s| s.kind == vfs::FileKind::Dir) {
            let apart = matches!(&*entry.name, "testdata" | "vendor" | "node_modules") || sys.exists(&format!("{path}/go.mod"));
            // A module in the root folder does not take in the whole system.
            let system = dir.is_empty()
                && matches!(
                    &*entry.name,
                    "proc" | "sys" | "dev" | "usr" | "go" | "lib" | "etc" | "var" | "root" | "bin"
                );
            if !apart && !system && path.matches('/').count() < 20 {
                gather(sys, module, here, &path, inputs);
            }
            continue;
        }
        let other = ["windows", "darwin", "js", "wasm", "arm64"];
        let other = other.iter().any(|os| entry.name.ends_with(&format!("_{os}.go")));
        if !entry.name.ends_with(".go") || entry.name.ends_with("_test.go") || other {
            continue;
        }
        let Ok(bytes) = sys.read_file(&path) else { continue };
        let text = String::from_utf8_lossy(&bytes).replace('\u{c}', "\n");
        if text.lines().any(|l| l.trim() == "//go:build ignore") {
            continue;
        }
        let inner = dir.strip_prefix(&module.dir).unwrap_or("").trim_start_matches('/');
        let package = match inner {
            "" => module.name.clone(),
            inner => format!("{}/{inner}", module.name),
        };
        let name = match path.strip_prefix(here).and_then(|p| p.strip_prefix('/')) {
            Some(rest) if rest.contains('/') => rest.to_string(),
            Some(rest) => format!("./{rest}"),
            None => path.clone(),
        };
        inputs.push(Input {
            package,
            name,
            path,
            text,
        });
    }
}

const NO_MODULE: &str = "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n";

/// Finds the files of a package and of its module: its name, and all files. The error is what to say.
fn find(sys: &Sys, words: &[String], own: &[String]) -> Result<(String, Vec<Input>, Option<Module>), String> {
    let here = sys.getcwd().trim_end_matches('/').to_string();
    let dir = sys.absolute(words.first().filter(|_| own.is_empty()).map_or(".", String::as_str));
    let dir = dir.trim_end_matches("...").trim_end_matches('/').to_string();
    let found = module(sys, &dir);
    let mut inputs = Vec::new();
    if let Some(module) = &found {
        gather(sys, module, &here, &module.dir, &mut inputs);
    }
    if own.is_empty() {
        let Some(module) = &found else { return Err(NO_MODULE.into()) };
        let inner = dir.strip_prefix(&module.dir).unwrap_or("").trim_start_matches('/');
        let name = match inner {
            "" => module.name.clone(),
            inner => format!("{}/{inner}", module.name),
        };
        if !dir.is_empty() && !sys.exists(&dir) {
            return Err(format!("stat {dir}: directory not found\n"));
        }
        if !inputs.iter().any(|i| i.package == name) {
            return Err(format!("no Go files in {dir}\n"));
        }
        return Ok((name, inputs, found));
    }
    for file in own {
        let Ok(bytes) = sys.read_file(file) else {
            return Err(format!(
                "no required module provides package {file}; to add it:\n\tgo get {file}\n"
            ));
        };
        inputs.push(Input {
            package: "command-line-arguments".into(),
            name: format!("./{}", file.rsplit('/').next().unwrap_or(file)),
            path: sys.absolute(file),
            text: String::from_utf8_lossy(&bytes).replace('\u{c}', "\n"),
        });
    }
    Ok(("command-line-arguments".into(), inputs, found))
}

/// Reads and checks a package; says what is wrong with it. None is a package that is no program.
async fn prepare(sys: &Sys, words: &[String]) -> Result<Option<Build>, i32> {
    let own: Vec<String> = words.iter().filter(|w| w.ends_with(".go")).cloned().collect();
    let (name, inputs, found) = match find(sys, words, &own) {
        Ok(found) => found,
        Err(text) => {
            err(sys, &text).await;
            return Err(1);
        }
    };
    let stem = match own.first() {
        Some(file) => file.rsplit('/').next().unwrap_or(file).trim_end_matches(".go").to_string(),
        None => name.rsplit('/').next().unwrap_or(&name).to_string(),
    };
    let heavy = inputs.iter().any(|i| i.text.contains("\"net/http\""));
    let imports: usize = inputs
        .iter()
        .map(|i| i.text.lines().filter(|l| l.trim_end().ends_with('"')).count())
        .sum();
    let text = match golang::build(&inputs, &name) {
        Ok(program) => {
            // Compiling takes its time, the library most of it.
            let _ = sys.sleep(Duration::from_millis(900 + 700 * imports.min(40) as u64)).await;
            let source = pack(&name, &inputs);
            return Ok(Some(Build {
                name,
                source,
                program,
                stem,
                heavy,
            }));
        }
        Err(Broken::Library) => return Ok(None),
        Err(Broken::Mistakes { package, lines }) => format!("# {package}\n{}\n", lines.join("\n")),
        Err(Broken::NotSimulated(what)) => format!("drydock: {what} is not simulated\n"),
        Err(Broken::NoMain) => format!("# {name}\nruntime.main_main·f: function main is undeclared in the main package\n"),
        Err(Broken::Cycle(chain)) => {
            let imports: String = chain.iter().skip(1).map(|path| format!("\n\timports {path}")).collect();
            format!("package {name}{imports}: import cycle not allowed\n")
        }
        Err(Broken::Import { place, path, standard }) => {
            let mut words = found.iter().flat_map(|m| m.text.split_whitespace());
            let own = found.as_ref().map_or("", |m| &m.name);
            let required = words.any(|w| w.contains('.') && path.starts_with(w) && w != own);
            match (standard, required) {
                (true, _) => format!("drydock: the Go package {path} is not simulated\n"),
                (_, true) => format!("drydock: the Go package {path} of another module is not simulated\n"),
                _ if path.split('/').next().is_some_and(|first| first.contains('.')) => {
                    format!("{place}: no required module provides package {path}; to add it:\n\tgo get {path}\n")
                }
                _ => format!("{place}: package {path} is not in std (/usr/local/go/src/{path})\n"),
            }
        }
    };
    err(sys, &text).await;
    Err(1)
}

/// Writes the program; its size is what such programs have.
fn put(sys: &Sys, path: &str, build: &Build, stripped: bool) -> Result<(), machine::Errno> {
    let size = if build.heavy { 7_600_000 } else { 2_200_000 };
    let size = if stripped { size * 2 / 3 } else { size };
    let text = format!("\u{7f}ELF\u{2}\u{1}\u{1}drydock:program/go-binary\n{MARK}{}", build.source);
    if let Some((dir, _)) = path.rsplit_once('/').filter(|(dir, _)| !dir.is_empty()) {
        sys.mkdir_all(dir, 0o777)?;
    }
    let file = sys.open_file(path, Flags::WRITE, 0o755)?;
    if let FileObject::Regular { at } = &file.object {
        let data = vfs::FileData::stand_in(text.as_bytes(), size);
        at.mount.fs.borrow_mut().set_data(at.ino, data, sys.now().0)?;
    }
    sys.chmod(path, 0o755)
}

/// `go`.
async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let version = release(&sys);
    let mut words: Vec<String> = argv.iter().skip(2).cloned().collect();
    match argv.get(1).map_or("", String::as_str) {
        "version" => {
            let _ = sys.write(1, format!("go version go{version} linux/amd64\n").as_bytes()).await;
            0
        }
        "build" | "install" => {
            let (mut output, mut stripped, mut rest, mut at) = (None, false, Vec::new(), 0);
            while let Some(word) = words.get(at) {
                at += 1;
                match word.as_str() {
                    "-o" => {
                        output = words.get(at).cloned();
                        at += 1;
                    }
                    "-ldflags" | "--ldflags" | "-tags" | "-mod" | "-p" | "-gcflags" => {
                        stripped |= words.get(at).is_some_and(|w| w.contains("-s"));
                        at += 1;
                    }
                    word if word.starts_with('-') => stripped |= word.contains("ldflags") && word.contains("-s"),
                    word => rest.push(word.to_string()),
                }
            }
            if let Some(other) = sys.getenv("GOOS").filter(|os| !os.is_empty() && os != "linux") {
                err(&sys, &format!("drydock: building for {other} is not simulated\n")).await;
                return 1;
            }
            let build = match prepare(&sys, &rest).await {
                Ok(Some(build)) => build,
                Ok(None) => return 0,
                Err(code) => return code,
            };
            let mut path = output.unwrap_or_else(|| build.stem.clone());
            if path.ends_with('/') || sys.stat(&path).is_ok_and(|s| s.kind == vfs::FileKind::Dir) {
                path = format!("{}/{}", path.trim_end_matches('/'), build.stem);
            }
            match put(&sys, &path, &build, stripped) {
                Ok(()) => 0,
                Err(error) => {
                    let text = format!(
                        "go: build {}: open {path}: {}\n",
                        build.name,
                        error.to_string().to_lowercase()
                    );
                    err(&sys, &text).await;
                    1
                }
            }
        }
        "run" => {
            while words.first().is_some_and(|w| w.starts_with('-')) {
                words.remove(0);
            }
            let files = words
                .iter()
                .take_while(|w| w.ends_with(".go"))
                .count()
                .max(1)
                .min(words.len());
            let args = words.split_off(files);
            let build = match prepare(&sys, &words).await {
                Ok(Some(build)) => build,
                Ok(None) => {
                    err(&sys, "package command-line-arguments is not a main package\n").await;
                    return 1;
                }
                Err(code) => return code,
            };
            let mut argv = vec![format!("/tmp/go-build/b001/exe/{}", build.stem)];
            argv.extend(args);
            let code = run(&sys, build.program, argv).await;
            if code != 0 {
                err(&sys, &format!("exit status {code}\n")).await;
            }
            i32::from(code != 0)
        }
        "mod" => {
            match words.first().map_or("", String::as_str) {
                "init" => {
                    let Some(name) = words.get(1) else {
                        err(&sys, "go: cannot determine module path for source directory (outside GOPATH, module path must be specified)\n").await;
                        return 1;
                    };
                    if sys.exists("go.mod") {
                        err(&sys, &format!("go: {}/go.mod already exists\n", sys.getcwd())).await;
                        return 1;
                    }
                    let series = version.rsplit_once('.').map_or(version.as_str(), |(s, _)| s);
                    let series = if version.matches('.').count() > 1 {
                        version.as_str()
                    } else {
                        series
                    };
                    let _ = sys.write_file("go.mod", format!("module {name}\n\ngo {series}\n").as_bytes(), 0o644);
                    err(&sys, &format!("go: creating new go.mod: module {name}\n")).await;
                    0
                }
                what @ ("download" | "tidy" | "verify" | "vendor") => {
                    let text = sys.read_file("go.mod").unwrap_or_default();
                    let text = String::from_utf8_lossy(&text).into_owned();
                    if text.is_empty() {
                        err(
                            &sys,
                            "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n",
                        )
                        .await;
                        return 1;
                    }
                    if text.contains("require") {
                        err(&sys, "drydock: Go modules from the internet are not simulated\n").await;
                        return 1;
                    }
                    if what == "download" {
                        err(&sys, "go: no module dependencies to download\n").await;
                    }
                    0
                }
                other => {
                    err(&sys, &format!("drydock: go mod {other} is not simulated\n")).await;
                    1
                }
            }
        }
        "vet" => match prepare(&sys, &words).await {
            Ok(_) => 0,
            Err(code) => code,
        },
        "env" => {
            let _ = sys.write(1, environment(&sys, &words).as_bytes()).await;
            0
        }
        "" => {
            err(&sys, "Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n\nUse \"go help <command>\" for more information about a command.\n").await;
            2
        }
        other => {
            words.clear();
            err(&sys, &format!("drydock: go {other} is not simulated\n")).await;
            1
        }
    }
}

/// What `go env` prints: all, or the values of some.
fn environment(sys: &Sys, words: &[String]) -> String {
    let all = [
        ("CGO_ENABLED", "1"),
        ("GOARCH", "amd64"),
        ("GOCACHE", "/root/.cache/go-build"),
        ("GOMODCACHE", "/go/pkg/mod"),
        ("GOOS", "linux"),
        ("GOPATH", "/go"),
        ("GOROOT", "/usr/local/go"),
        ("GOTOOLCHAIN", "local"),
    ];
    let value = |name: &str| match name {
        "GOVERSION" => format!("go{}", release(sys)),
        name => {
            let usual = all.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_string());
            usual.map_or(String::new(), |usual| sys.getenv(name).unwrap_or(usual))
        }
    };
    if words.is_empty() {
        let names = all.iter().map(|(name, _)| *name).chain(["GOVERSION"]);
        return names.map(|name| format!("{name}='{}'\n", value(name))).collect();
    }
    words.iter().map(|word| format!("{}\n", value(word))).collect()
}

/// `gofmt` would have to print Go anew.
async fn gofmt(sys: Sys) -> i32 {
    err(&sys, "drydock: gofmt is not simulated\n").await;
    126
}

#[cfg(test)]
mod tests {
    use crate::packages::tests::Bench;

    const HELLO: &str = "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc double(n int) int {\n\treturn n * 2\n}\n\nfunc main() {\n\tname := os.Getenv(\"WHO\")\n\tif name == \"\" {\n\t\tname = \"World\"\n\t}\n\ttotal := 0\n\tfor i := 0; i < 4; i++ {\n\t\ttotal += double(i)\n\t}\n\twords := []string{\"a\", \"b\"}\n\tfor n, w := range words {\n\t\tfmt.Printf(\"%d=%s \", n, w)\n\t}\n\tfmt.Println(\"Hello,\", name, total, words)\n}\n";

    #[test]
    fn a_program_is_built_and_says_what_it_says() {
        let bench = Bench::new("golang:1.25");
        bench.write("/main.go", HELLO);
        assert_eq!(bench.run("/usr/local/go/bin/go build -o /hello /main.go"), (String::new(), 0));
        assert_eq!(bench.run("/hello"), ("0=a 1=b Hello, World 12 [a b]\n".into(), 0));
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let bench = Bench::new("golang:1.25");
        bench.write(
            "/main.go",
            "package main\n\nimport \"os\"\n\nfunc main() {\n\tx := 1\n\tshow(foo)\n}\n",
        );
        let wanted = "# command-line-arguments\n./main.go:3:8: \"os\" imported and not used\n./main.go:6:2: declared and not used: x\n./main.go:7:2: undefined: show\n./main.go:7:7: undefined: foo\n";
        assert_eq!(bench.run("/usr/local/go/bin/go build /main.go"), (wanted.into(), 1));
    }

    #[test]
    fn what_is_beyond_is_refused_when_built() {
        let bench = Bench::new("golang:1.25");
        bench.write("/main.go", "package main\n\nfunc main() {\n\tx := 1i\n\t_ = x\n}\n");
        assert_eq!(
            bench.run("/usr/local/go/bin/go build /main.go"),
            ("drydock: a complex number of Go (./main.go:4) is not simulated\n".into(), 1)
        );
    }
}
