//! `go build`, `go run`, `go mod init`, and what they make: a program file that carries its source and runs it.
//!
//! Simulated of Go (go.dev/ref/spec): one package `main` of functions, variables, slices, maps, closures, `if`, `for`,
//! `switch`, `defer`, and the parts of the library in `check::MEMBERS`. What is beyond that is refused when it is built, by
//! name; so a program that was built does what it says. Left out: types of one's own, methods, goroutines, channels,
//! modules from the internet, other systems and architectures.

mod check;
mod lexer;
mod parser;
mod run;

use crate::declared::Declaration;
use machine::{FileObject, Flags, Machine, Sys};
use parser::{File, Wrong};
use std::time::Duration;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "go",
    does: "`go build`, `run`, `mod init`, `version`: functions, closures, slices, maps, fmt, os, log, strings, \
        net/http handlers",
    does_not: "types of one's own, methods, goroutines, channels, modules of others, `go test`; refused when built",
};

/// What stands before the source in a built file.
const MARK: &str = "\u{1}source\n";

/// Registers the programs.
pub fn register(machine: &Machine) {
    machine.register("program/go", main);
    machine.register("program/go-binary", binary);
    machine.register("program/gofmt", gofmt);
}

async fn err(sys: &Sys, text: &str) {
    let _ = sys.write(2, text.as_bytes()).await;
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
    match parse_all(source) {
        Ok(file) => run::Program::new(&sys).run(&file).await,
        Err(_) => {
            err(&sys, "drydock: this program's source is not in its file\n").await;
            126
        }
    }
}

/// The files of a package, put together at form feeds.
fn parse_all(source: &str) -> Result<File, (usize, Wrong)> {
    let mut all = File::default();
    for (n, text) in source.split('\u{c}').enumerate() {
        let file = parser::parse(text).map_err(|wrong| (n, wrong))?;
        all.package = file.package;
        all.imports.extend(file.imports);
        all.functions.extend(file.functions);
        all.globals.extend(file.globals);
    }
    Ok(all)
}

struct Build {
    /// The package as `go` names it.
    name: String,
    source: String,
    stem: String,
}

/// The module's name, from go.mod here or above.
fn module(sys: &Sys, dir: &str) -> Option<String> {
    let mut at = dir.to_string();
    loop {
        if let Ok(bytes) = sys.read_file(&format!("{at}/go.mod")) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return text
                .lines()
                .find_map(|l| l.trim().strip_prefix("module ").map(|n| n.trim().to_string()));
        }
        at = at
            .rsplit_once('/')
            .filter(|(up, _)| !up.is_empty() || at.len() > 1)?
            .0
            .to_string();
    }
}

/// Reads and checks a package; says what is wrong with it.
async fn prepare(sys: &Sys, words: &[String]) -> Result<Build, i32> {
    let own: Vec<String> = words.iter().filter(|w| w.ends_with(".go")).cloned().collect();
    let dir = sys.absolute(words.first().filter(|_| own.is_empty()).map_or(".", String::as_str));
    let dir = dir.trim_end_matches("/...").trim_end_matches('/').to_string();
    let (name, files) = if own.is_empty() {
        let Some(name) = module(sys, &dir) else {
            err(
                sys,
                "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n",
            )
            .await;
            return Err(1);
        };
        let mut names: Vec<String> = sys.readdir(&dir).unwrap_or_default().into_iter().map(|e| e.name).collect();
        names.retain(|n| n.ends_with(".go") && !n.ends_with("_test.go"));
        names.sort();
        if names.is_empty() {
            err(sys, &format!("no Go files in {dir}\n")).await;
            return Err(1);
        }
        (name, names.iter().map(|n| format!("{dir}/{n}")).collect())
    } else {
        ("command-line-arguments".to_string(), own)
    };
    let mut texts = Vec::new();
    for file in &files {
        match sys.read_file(file) {
            Ok(bytes) => texts.push(String::from_utf8_lossy(&bytes).replace('\u{c}', "\n")),
            Err(error) => {
                err(
                    sys,
                    &format!("no required module provides package {file}; to add it:\n\tgo get {file}\n"),
                )
                .await;
                let _ = error;
                return Err(1);
            }
        }
    }
    let shown = |n: usize| {
        let file = files.get(n).map_or("main.go", String::as_str);
        format!("./{}", file.rsplit('/').next().unwrap_or(file))
    };
    let source = texts.join("\u{c}");
    let file = match parse_all(&source) {
        Ok(file) => file,
        Err((n, Wrong::At(line, column, words))) => {
            err(sys, &format!("# {name}\n{}:{line}:{column}: {words}\n", shown(n))).await;
            return Err(1);
        }
        Err((_, Wrong::NotSimulated(what))) => {
            err(sys, &format!("drydock: {what} is not simulated\n")).await;
            return Err(1);
        }
    };
    for (path, line, column) in &file.imports {
        let place = shown(0).trim_start_matches("./").to_string();
        let (known, simulated) = check::package(path);
        let text = match (known, simulated, path.split('/').next().is_some_and(|p| p.contains('.'))) {
            (_, true, _) => continue,
            (true, ..) => format!("drydock: the Go package {path} is not simulated\n"),
            (_, _, true) => {
                format!("{place}:{line}:{column}: no required module provides package {path}; to add it:\n\tgo get {path}\n")
            }
            _ => format!("{place}:{line}:{column}: package {path} is not in std (/usr/local/go/src/{path})\n"),
        };
        err(sys, &text).await;
        return Err(1);
    }
    let (problems, beyond) = check::check(&file);
    if !problems.is_empty() {
        let lines: String = problems.iter().take(10).map(|p| format!("{}:{p}\n", shown(0))).collect();
        err(sys, &format!("# {name}\n{lines}")).await;
        return Err(1);
    }
    if let Some(what) = beyond {
        err(sys, &format!("drydock: {what} is not simulated\n")).await;
        return Err(1);
    }
    if file.package == "main" && !file.functions.iter().any(|(n, _)| n == "main") {
        err(
            sys,
            &format!("# {name}\nruntime.main_main·f: function main is undeclared in the main package\n"),
        )
        .await;
        return Err(1);
    }
    // Compiling takes its time, the library most of it.
    let _ = sys.sleep(Duration::from_millis(900 + 700 * file.imports.len() as u64)).await;
    let stem = match name.as_str() {
        "command-line-arguments" => shown(0).trim_start_matches("./").trim_end_matches(".go").to_string(),
        name => name.rsplit('/').next().unwrap_or(name).to_string(),
    };
    Ok(Build { name, source, stem })
}

/// Writes the program; its size is what such programs have.
fn put(sys: &Sys, path: &str, build: &Build, stripped: bool) -> Result<(), machine::Errno> {
    let heavy = build.source.contains("\"net/http\"");
    let size = if heavy { 7_600_000 } else { 2_200_000 };
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
    let version = sys.getenv("GOLANG_VERSION").unwrap_or_else(|| "1.25.3".into());
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
                Ok(build) => build,
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
            let build = match prepare(&sys, &words).await {
                Ok(build) => build,
                Err(code) => return code,
            };
            let Ok(file) = parse_all(&build.source) else { return 1 };
            let code = run::Program::new(&sys).run(&file).await;
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
        "vet" | "fmt" => 0,
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
        bench.write("/main.go", "package main\n\ntype T struct{}\n\nfunc main() {}\n");
        assert_eq!(
            bench.run("/usr/local/go/bin/go build /main.go"),
            ("drydock: a type declaration in Go (line 3) is not simulated\n".into(), 1)
        );
    }
}
