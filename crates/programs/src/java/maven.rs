//! `mvn`: the life cycle of a project of one module, as Maven 3.9 tells it.
//!
//! Goals and their lines follow the default bindings of Maven's reference (maven.apache.org/ref/3.9.11). The local
//! repository is a file that weighs what the plugins of these goals weigh.

use super::compiler::{put, read, write_classes};
use super::launcher::assemble;
use super::{files_below, out, pom, version};
use crate::declared::Declaration;
use ::java::{Checked, check};
use machine::Sys;
use pom::Pom;
use std::time::Duration;

pub(crate) const DECLARED: Declaration = Declaration {
    program: "mvn",
    does: "`clean`, `validate`, `compile`, `test` without tests, `package`, `verify`, `install`, \
        `dependency:go-offline` and `dependency:resolve`, with `-B -q -f -o -DskipTests`, of a project of one module \
        in Java: coordinates, properties, `finalName`, the main class by the jar, shade or assembly plugin; the local \
        repository's weight",
    does_not: "the lines `Downloading from` and `Downloaded from`; what dependencies do (a program that uses one is \
        refused by name, Spring Boot too), tests (JUnit), profiles, settings of parents, modules, plugins, other \
        goals; `install` keeps nothing; Gradle",
};

const RULE: &str = "------------------------------------------------------------------------";
const PHASES: [&str; 7] = ["validate", "compile", "test", "package", "verify", "install", "deploy"];
const RELEASE: &str = "3.9.11";

struct Run {
    sys: Sys,
    quiet: bool,
    begun: i64,
    dir: String,
}

impl Run {
    async fn info(&self, line: &str) {
        if !self.quiet {
            out(&self.sys, &format!("[INFO] {line}\n")).await;
        }
    }

    async fn error(&self, line: &str) {
        out(&self.sys, &format!("[ERROR] {line}\n")).await;
    }

    async fn end(&self, word: &str) {
        let nanos = self.sys.now().0 - self.begun;
        let seconds = self.sys.now().0.div_euclid(1_000_000_000);
        for line in [RULE, word, RULE] {
            self.info(line).await;
        }
        self.info(&format!(
            "Total time:  {}.{:03} s",
            nanos / 1_000_000_000,
            nanos / 1_000_000 % 1000
        ))
        .await;
        self.info(&format!("Finished at: {}", date(seconds))).await;
        self.info(RULE).await;
    }

    async fn fail(&self, lines: &[String], help: &str) -> i32 {
        self.end("BUILD FAILURE").await;
        for line in lines {
            self.error(line).await;
        }
        for line in [
            "",
            "To see the full stack trace of the errors, re-run Maven with the -e switch.",
            "Re-run Maven using the -X switch to enable full debug logging.",
            "",
            "For more information about the errors and possible solutions, please read the following articles:",
        ] {
            self.error(line).await;
        }
        self.error(&format!("[Help 1] http://cwiki.apache.org/confluence/display/MAVEN/{help}"))
            .await;
        1
    }

    /// Refuses what is not simulated.
    async fn refuse(&self, what: &str) -> i32 {
        super::err(&self.sys, &format!("drydock: {what} is not simulated\n")).await;
        1
    }
}

/// Seconds since the epoch as ISO 8601 (days after Howard Hinnant's civil_from_days).
fn date(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400) + 719_468, seconds.rem_euclid(86_400));
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

fn centered(text: &str, before: &str, after: &str) -> String {
    let length = before.len() + text.len() + after.len();
    let left = 72usize.saturating_sub(length) / 2;
    let right = 72usize.saturating_sub(length + left);
    format!("{}{before}{text}{after}{}", "-".repeat(left), "-".repeat(right))
}

/// `mvn`.
pub(super) async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let (mut goals, mut quiet, mut skip, mut file) = (Vec::new(), false, false, None);
    let mut words = argv.iter().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "-q" | "--quiet" => quiet = true,
            "-f" | "--file" => file = words.next().cloned(),
            "-v" | "--version" | "-version" => {
                let (java, _) = version(&sys);
                let home = sys.getenv("JAVA_HOME").unwrap_or_else(|| "/opt/java/openjdk".into());
                out(&sys, &format!("Apache Maven {RELEASE} (3e54c93a704957b63ee3494413a2b544fd3d825b)\nMaven home: /usr/share/maven\nJava version: {java}, vendor: Eclipse Adoptium, runtime: {home}\nDefault locale: en_US, platform encoding: UTF-8\nOS name: \"linux\", version: \"{}\", arch: \"amd64\", family: \"unix\"\n", sys.read_file("/proc/sys/kernel/osrelease").map_or_else(|_| "?".into(), |b| String::from_utf8_lossy(&b).trim().to_string()))).await;
                return 0;
            }
            "-DskipTests" | "-DskipTests=true" | "-Dmaven.test.skip=true" | "-Dmaven.test.skip" => skip = true,
            word if word.starts_with('-') => {}
            goal => goals.push(goal.to_string()),
        }
    }
    let path = sys.absolute(file.as_deref().unwrap_or("pom.xml"));
    let path = if sys.stat(&path).is_ok_and(|s| s.kind == vfs::FileKind::Dir) {
        format!("{path}/pom.xml")
    } else {
        path
    };
    let dir = path.rsplit_once('/').map_or(String::new(), |(d, _)| d.to_string());
    let run = Run {
        begun: sys.now().0,
        sys: sys.clone(),
        quiet,
        dir,
    };
    let _ = sys.sleep(Duration::from_millis(420)).await;
    run.info("Scanning for projects...").await;
    let Ok(bytes) = sys.read_file(&path) else {
        let shown = if run.dir.is_empty() { "/" } else { &run.dir };
        let line = format!(
            "The goal you specified requires a project to execute but there is no POM in this directory ({shown}). Please verify you invoked Maven from the correct directory. -> [Help 1]"
        );
        return run.fail(&[line], "MissingProjectException").await;
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Ok(pom) = pom::parse(&text) else {
        return run.refuse("what Maven says of a pom.xml that is no XML").await;
    };
    if goals.is_empty() {
        let line = "No goals have been specified for this build. You must specify a valid lifecycle phase or a goal in the format <plugin-prefix>:<goal> or <plugin-group-id>:<plugin-artifact-id>[:<plugin-version>]:<goal>. -> [Help 1]".to_string();
        return run.fail(&[line], "NoGoalSpecifiedException").await;
    }
    if let Some(parent) = pom.get("parent/artifactId") {
        return run.refuse(&format!("the Maven parent {parent}")).await;
    }
    if !pom.all("modules/module").is_empty() {
        return run.refuse("a Maven project of several modules").await;
    }
    for goal in &goals {
        let known = PHASES.contains(&goal.as_str()) && goal != "deploy"
            || goal == "clean"
            || matches!(goal.as_str(), "dependency:go-offline" | "dependency:resolve");
        if !known {
            return run.refuse(&format!("the Maven goal {goal}")).await;
        }
    }
    match life(&run, &pom, &goals, skip).await {
        Ok(()) => {
            run.end("BUILD SUCCESS").await;
            0
        }
        Err(code) => code,
    }
}

/// The plugins are fetched once; they weigh in the layer.
async fn fetch(run: &Run, name: &str, bytes: u64, millis: u64) {
    let home = run.sys.getenv("HOME").unwrap_or_else(|| "/root".into());
    let path = format!("{home}/.m2/repository/{name}");
    if !run.sys.exists(&path) {
        let _ = run.sys.sleep(Duration::from_millis(millis)).await;
        let _ = put(&run.sys, &path, b"drydock: stands for what Maven keeps here\n", bytes);
    }
}

async fn life(run: &Run, pom: &Pom, goals: &[String], skip: bool) -> Result<(), i32> {
    let get = |path: &str, other: &str| pom.get(path).unwrap_or_else(|| other.to_string());
    let (group, artifact, number) = (get("groupId", ""), get("artifactId", ""), get("version", ""));
    let packaging = get("packaging", "jar");
    run.info("").await;
    run.info(&centered(&format!("{group}:{artifact}"), "--< ", " >--")).await;
    run.info(&format!("Building {} {number}", get("name", &artifact))).await;
    run.info("  from pom.xml").await;
    run.info(&centered(&packaging, "--[ ", " ]--")).await;
    if packaging != "jar" {
        return Err(run.refuse(&format!("the Maven packaging {packaging}")).await);
    }
    let step = |words: &str| format!("--- {words} @ {artifact} ---");
    let (target, sys) = (format!("{}/target", run.dir), &run.sys);
    fetch(run, "org/apache/maven/maven-core", 9_400_000, 3_800).await;
    for goal in goals {
        run.info("").await;
        if goal.starts_with("dependency:") {
            let words = goal.strip_prefix("dependency:").unwrap_or(goal);
            run.info(&step(&format!("dependency:3.7.0:{words} (default-cli)"))).await;
            fetch(run, "org/apache/maven/plugins/maven-dependency-plugin", 14_000_000, 5_200).await;
            for dependency in pom.all("dependencies/dependency/artifactId") {
                fetch(run, &format!("dependencies/{dependency}"), 1_400_000, 600).await;
            }
            continue;
        }
        if goal == "clean" {
            run.info(&step("clean:3.2.0:clean (default-clean)")).await;
            if sys.exists(&target) {
                run.info(&format!("Deleting {target}")).await;
                remove(sys, &target, 0);
            }
            continue;
        }
        let phase = PHASES.iter().position(|p| p == goal).unwrap_or(0);
        if phase == 0 {
            continue;
        }
        fetch(run, "org/apache/maven/plugins/maven-compiler-plugin", 8_100_000, 2_600).await;
        resources(run, "main", &step("resources:3.3.1:resources (default-resources)")).await;
        compile(run, pom, &artifact, &step("compiler:3.13.0:compile (default-compile)")).await?;
        if phase == 1 {
            continue;
        }
        run.info("").await;
        resources(run, "test", &step("resources:3.3.1:testResources (default-testResources)")).await;
        run.info(&step("compiler:3.13.0:testCompile (default-testCompile)")).await;
        let tests = !files_below(sys, &format!("{}/src/test/java", run.dir), ".java").is_empty();
        if tests && !skip {
            return Err(run.refuse("running tests (JUnit) in Maven").await);
        }
        run.info(if skip {
            "Not compiling test sources"
        } else {
            "No sources to compile"
        })
        .await;
        run.info("").await;
        run.info(&step("surefire:3.2.5:test (default-test)")).await;
        run.info(if skip { "Tests are skipped." } else { "No tests to run." }).await;
        if phase >= 3 {
            run.info("").await;
            run.info(&step("jar:3.4.1:jar (default-jar)")).await;
            package(run, pom, &artifact, &number).await?;
        }
        if phase >= 5 {
            run.info("").await;
            run.info(&step("install:3.1.2:install (default-install)")).await;
        }
    }
    Ok(())
}

fn remove(sys: &Sys, path: &str, depth: u32) {
    if depth < 40 && sys.lstat(path).is_ok_and(|s| s.kind == vfs::FileKind::Dir) {
        for entry in sys.readdir(path).unwrap_or_default() {
            remove(sys, &format!("{path}/{}", entry.name), depth + 1);
        }
        let _ = sys.rmdir(path);
    } else {
        let _ = sys.unlink(path);
    }
}

/// Copies a folder of resources, if there is one.
async fn resources(run: &Run, kind: &str, title: &str) {
    run.info(title).await;
    let dir = format!("{}/src/{kind}/resources", run.dir);
    let files = files_below(&run.sys, &dir, "");
    if files.is_empty() {
        run.info(&format!("skip non existing resourceDirectory {dir}")).await;
    } else {
        let plural = if files.len() == 1 { "" } else { "s" };
        run.info(&format!(
            "Copying {} resource{plural} from src/{kind}/resources to target/classes",
            files.len()
        ))
        .await;
    }
    for file in files.iter().filter(|_| kind == "main") {
        if let (Some(name), Ok(bytes)) = (file.strip_prefix(&dir), run.sys.read_file(file)) {
            let _ = put(&run.sys, &format!("{}/target/classes{name}", run.dir), &bytes, 0);
        }
    }
    run.info("").await;
}

async fn compile(run: &Run, pom: &Pom, artifact: &str, title: &str) -> Result<(), i32> {
    run.info(title).await;
    let sources = files_below(&run.sys, &format!("{}/src/main/java", run.dir), ".java");
    if sources.is_empty() {
        run.info("No sources to compile").await;
        return Ok(());
    }
    let units = read(&run.sys, &sources).unwrap_or_default();
    run.info("Recompiling the module because of changed source code.").await;
    let release = ["properties/maven.compiler.release", "properties/maven.compiler.target"]
        .iter()
        .find_map(|p| Some((p.ends_with("release"), pom.get(p)?)));
    let level = match release {
        Some((true, n)) => format!("debug release {n}"),
        Some((false, n)) => format!("debug target {n}"),
        None => "debug target 1.8".into(),
    };
    let plural = if units.len() == 1 { "" } else { "s" };
    run.info(&format!(
        "Compiling {} source file{plural} with javac [{level}] to target/classes",
        units.len()
    ))
    .await;
    let _ = run.sys.sleep(Duration::from_millis(900 + 30 * units.len() as u64)).await;
    let checked: Checked = check(&units, &[], true);
    if let Some(beyond) = checked.problems.iter().find(|p| p.beyond) {
        return Err(run
            .refuse(&format!("{} ({}:{})", beyond.message, beyond.path, beyond.line))
            .await);
    }
    let dependencies = pom.all("dependencies/dependency/artifactId");
    let absent = checked.problems.iter().any(|p| p.message.ends_with("does not exist"));
    if let (true, Some(first)) = (absent, dependencies.first()) {
        return Err(run.refuse(&format!("the Maven dependency {first}")).await);
    }
    if checked.problems.is_empty() {
        let written = write_classes(&run.sys, &checked, Some(&format!("{}/target/classes", run.dir)), &|_| {
            String::new()
        });
        if let Err(error) = written {
            return Err(run
                .refuse(&format!("what Maven says of a folder that can't be written ({error})"))
                .await);
        }
        return Ok(());
    }
    let short = "-------------------------------------------------------------";
    let mut lines = Vec::new();
    for one in &checked.problems {
        lines.push(format!("{}:[{},{}] {}", one.path, one.line, one.column + 1, one.message));
        lines.extend(one.notes.iter().map(|n| n.to_string()));
    }
    run.info(short).await;
    run.error("COMPILATION ERROR : ").await;
    run.info(short).await;
    for line in &lines {
        run.error(line).await;
    }
    let plural = if checked.problems.len() == 1 { "" } else { "s" };
    run.info(&format!("{} error{plural}", checked.problems.len())).await;
    run.info(short).await;
    let what = if checked.problems.len() == 1 {
        "Compilation failure"
    } else {
        "Compilation failure: Compilation failure: "
    };
    let mut all = vec![format!(
        "Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.13.0:compile (default-compile) on project {artifact}: {what}"
    )];
    all.extend(lines);
    all.push(String::new());
    all.push("-> [Help 1]".into());
    Err(run.fail(&all, "MojoFailureException").await)
}

async fn package(run: &Run, pom: &Pom, artifact: &str, number: &str) -> Result<(), i32> {
    let name = pom.get("build/finalName").unwrap_or_else(|| format!("{artifact}-{number}"));
    let classes = format!("{}/target/classes", run.dir);
    let mut members = Vec::new();
    for file in files_below(&run.sys, &classes, "") {
        if let (Some(path), Ok(bytes)) = (file.strip_prefix(&format!("{classes}/")), run.sys.read_file(&file)) {
            members.push((path.to_string(), bytes));
        }
    }
    if pom.has_plugin("spring-boot-maven-plugin") {
        return Err(run.refuse("the Maven plugin spring-boot-maven-plugin").await);
    }
    let main = pom
        .all("mainClass")
        .into_iter()
        .chain(pom.all("manifestEntries/Main-Class"))
        .next();
    let own = pom.has_plugin("maven-jar-plugin") || pom.has_plugin("maven-shade-plugin");
    let jar = assemble(&run.sys, members.clone(), main.as_deref().filter(|_| own), None);
    let path = format!("{}/target/{name}.jar", run.dir);
    run.info(&format!("Building jar: {path}")).await;
    let mut written = put(&run.sys, &path, &jar, 0);
    if pom.has_plugin("maven-assembly-plugin") {
        let path = format!("{}/target/{name}-jar-with-dependencies.jar", run.dir);
        run.info("").await;
        run.info(&format!("--- assembly:3.7.1:single (default) @ {artifact} ---"))
            .await;
        run.info(&format!("Building jar: {path}")).await;
        written = written.and_then(|()| put(&run.sys, &path, &assemble(&run.sys, members, main.as_deref(), None), 0));
    }
    let _ = run.sys.sleep(Duration::from_millis(240)).await;
    match written {
        Ok(()) => Ok(()),
        Err(error) => Err(run
            .refuse(&format!("what Maven says of a jar that can't be written ({error})"))
            .await),
    }
}
