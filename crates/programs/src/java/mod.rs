//! `java`, `javac`, `jar` and `mvn`, over the crate `java`.
//!
//! A class file carries the source of its class behind a mark, as the binaries of `golang` do; a jar is an archive of
//! such files. What they say follows the tools of OpenJDK 17 (docs.oracle.com/en/java/javase/17/docs/specs/man).

mod archive;
mod compiler;
mod launcher;
pub(crate) mod maven;
mod pom;

use crate::declared::Declaration;
use crate::interpreter::Interpreter;
use ::java::{CallId, HostError, Reply, Step, Vm};
use machine::{Machine, Sys};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "java, javac, jar",
    does: "Java 17 as tutorials use it (classes, generics, records, enums, lambdas, streams, switch patterns, text \
        blocks), compiled with javac's words for common mistakes; collections, strings, formats, regular expressions, \
        files, threads and executors, sockets, `com.sun.net.httpserver`, `java.net.http`; shutdown hooks, heaps that \
        follow the container's limit; `java Main`, `-cp`, `-jar`, `java Main.java`; `jar cf cfe cfm tf`",
    does_not: "reflection, annotations' meaning, serialization, java.util.logging, JDBC, most of java.time, locales, \
        interruption of threads, streams that are lazy, TLS, `wait` of one waiter only, modules, `-source` and \
        `-target`, jshell, jcmd and the like: what the library lacks is refused by name when compiled; javac's \
        checks of bounds of type parameters, of variables without a value, of ambiguous calls, of checked exceptions \
        that can't happen, and more than one mistake of syntax; two names of one boxed number above 127 are never \
        `==`; stacks leave out the library's own lines; class files hold sources, not bytecode, and jars from \
        elsewhere can't be read; there are always 2 processors and at most 256 MiB of heap",
};

/// What stands before the source in a class file.
pub(super) const MARK: &str = "\u{1}source ";

/// Registers the programs.
pub fn register(machine: &Machine) {
    machine.register("program/java", launcher::main);
    machine.register("program/javac", compiler::main);
    machine.register("program/jar", launcher::jar);
    machine.register("program/mvn", maven::main);
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

pub(super) async fn out(sys: &Sys, text: &str) {
    let _ = sys.write(1, text.as_bytes()).await;
}

pub(super) async fn err(sys: &Sys, text: &str) {
    let _ = sys.write(2, text.as_bytes()).await;
}

/// The version of the image's Java, such as `17.0.17`, and its build.
pub(super) fn version(sys: &Sys) -> (String, String) {
    let text = sys.getenv("JAVA_VERSION").unwrap_or_else(|| "17.0.17+10".into());
    let text = text.trim_start_matches("jdk-").trim_start_matches("jdk").to_string();
    match text.split_once('+') {
        Some((version, build)) => (version.to_string(), build.to_string()),
        None => (text, "0".into()),
    }
}

/// The number of the class files' format.
pub(super) fn series(sys: &Sys) -> u32 {
    let (version, _) = version(sys);
    version.split(['.', 'u']).next().and_then(|n| n.parse().ok()).unwrap_or(17)
}

/// The files below a folder with a suffix, by their paths, in order; a bounded number.
pub(super) fn files_below(sys: &Sys, dir: &str, suffix: &str) -> Vec<String> {
    let (mut found, mut dirs, mut seen) = (Vec::new(), vec![(dir.to_string(), 0)], 0);
    while let Some((at, depth)) = dirs.pop() {
        let mut entries = sys.readdir(&at).unwrap_or_default();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        for entry in entries {
            seen += 1;
            if seen > 5000 {
                return found;
            }
            let path = format!("{}/{}", at.trim_end_matches('/'), entry.name);
            match sys.lstat(&path).map(|s| s.kind) {
                Ok(vfs::FileKind::Dir) if depth < 30 => dirs.push((path, depth + 1)),
                Ok(_) if entry.name.ends_with(suffix) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// The source that a class file carries, with its file's name.
pub(super) fn source_of(bytes: &[u8]) -> Option<::java::Unit> {
    let text = String::from_utf8_lossy(bytes);
    let (_, rest) = text.split_once(MARK)?;
    let (path, source) = rest.split_once('\n')?;
    let text = source.trim_end_matches('\0').to_string();
    (!text.is_empty()).then(|| ::java::Unit {
        path: path.to_string(),
        text,
    })
}

#[cfg(test)]
mod tests {
    use crate::packages::tests::Bench;

    const HELLO: &str = "public class Main {\n    public static void main(String[] args) {\n        System.out.println(\"Hello, \" + String.join(\" \", args));\n    }\n}\n";

    #[test]
    fn a_class_is_compiled_and_run() {
        let bench = Bench::new("eclipse-temurin:17");
        bench.write("/tmp/Main.java", HELLO);
        assert_eq!(bench.run("/opt/java/openjdk/bin/javac -d out Main.java"), (String::new(), 0));
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/java -cp out Main big world"),
            ("Hello, big world\n".into(), 0)
        );
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/java Main.java you"),
            ("Hello, you\n".into(), 0)
        );
        let wanted = "Error: Could not find or load main class Other\nCaused by: java.lang.ClassNotFoundException: Other\n";
        assert_eq!(bench.run("/opt/java/openjdk/bin/java -cp out Other"), (wanted.into(), 1));
    }

    #[test]
    fn a_jar_is_made_listed_and_run() {
        let bench = Bench::new("eclipse-temurin:17");
        bench.write("/tmp/Main.java", HELLO);
        bench.run("/opt/java/openjdk/bin/javac -d out Main.java");
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/jar cfe app.jar Main -C out ."),
            (String::new(), 0)
        );
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/java -jar app.jar x"),
            ("Hello, x\n".into(), 0)
        );
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/jar tf app.jar"),
            ("META-INF/\nMETA-INF/MANIFEST.MF\nMain.class\n".into(), 0)
        );
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/jar cf plain.jar -C out ."),
            (String::new(), 0)
        );
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/java -jar plain.jar"),
            ("no main manifest attribute, in plain.jar\n".into(), 1)
        );
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/java -jar none.jar"),
            ("Error: Unable to access jarfile none.jar\n".into(), 1)
        );
    }

    #[test]
    fn a_missing_file_is_told() {
        let bench = Bench::new("eclipse-temurin:17");
        let (text, status) = bench.run("/opt/java/openjdk/bin/javac Foo.java");
        assert_eq!(status, 2);
        assert!(text.starts_with("error: file not found: Foo.java\n"), "{text}");
    }

    const POM: &str = "<project>\n  <groupId>com.example</groupId>\n  <artifactId>demo</artifactId>\n  <version>1.0</version>\n  <properties><maven.compiler.release>17</maven.compiler.release></properties>\n  <build><finalName>app</finalName><plugins><plugin>\n    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-jar-plugin</artifactId>\n    <configuration><archive><manifest><mainClass>com.example.Main</mainClass></manifest></archive></configuration>\n  </plugin></plugins></build>\n</project>\n";

    #[test]
    fn maven_packages_a_jar_that_runs() {
        let bench = Bench::new("maven:3.9-eclipse-temurin-17");
        bench.write("/tmp/pom.xml", POM);
        bench.write(
            "/tmp/src/main/java/com/example/Main.java",
            &format!("package com.example;\n{HELLO}"),
        );
        assert_eq!(bench.run("/usr/bin/mvn -B -q package"), (String::new(), 0));
        assert_eq!(
            bench.run("/opt/java/openjdk/bin/java -jar target/app.jar all"),
            ("Hello, all\n".into(), 0)
        );
        let (text, status) = bench.run("/usr/bin/mvn -B clean compile");
        assert_eq!(status, 0);
        let wanted = "[INFO] Scanning for projects...\n[INFO] \n[INFO] --------------------------< com.example:demo >--------------------------\n[INFO] Building demo 1.0\n[INFO]   from pom.xml\n[INFO] --------------------------------[ jar ]---------------------------------\n[INFO] \n[INFO] --- clean:3.2.0:clean (default-clean) @ demo ---\n[INFO] Deleting /tmp/target\n";
        assert!(text.starts_with(wanted), "{text}");
        assert!(text.contains("[INFO] BUILD SUCCESS\n"), "{text}");
    }

    #[test]
    fn maven_tells_mistakes_with_their_places() {
        let bench = Bench::new("maven:3.9-eclipse-temurin-17");
        let (text, status) = bench.run("/usr/bin/mvn package");
        assert_eq!(status, 1);
        assert!(
            text.contains(
                "[ERROR] The goal you specified requires a project to execute but there is no POM in this directory (/tmp)."
            ),
            "{text}"
        );
        bench.write("/tmp/pom.xml", POM);
        bench.write("/tmp/src/main/java/Main.java", "class Main {\n    int x = \"a\";\n}\n");
        let (text, status) = bench.run("/usr/bin/mvn -q package");
        assert_eq!(status, 1);
        let wanted = "[ERROR] COMPILATION ERROR : \n[ERROR] /tmp/src/main/java/Main.java:[2,13] incompatible types: String cannot be converted to int\n";
        assert!(text.starts_with(wanted), "{text}");
    }
}
