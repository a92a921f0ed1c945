//! Pages made out of all lessons of a course: a cheat sheet and a glossary in both languages, and the table of what
//! is taught where. They lie beside `course.yaml`.

use super::folder::{self, Folder};
use dockerfile::Keyword;
use lesson::{Course, Language, Lesson, PartKind};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const LANGUAGES: [Language; 2] = [Language::English, Language::SimplifiedChinese];

/// Commands that the course is to cover, beside every instruction.
const COMMANDS: &[&str] = &[
    "docker build",
    "docker build --check",
    "docker buildx prune",
    "docker commit",
    "docker compose up",
    "docker compose down",
    "docker compose logs",
    "docker compose ps",
    "docker cp",
    "docker create",
    "docker diff",
    "docker exec",
    "docker history",
    "docker images",
    "docker info",
    "docker inspect",
    "docker kill",
    "docker load",
    "docker login",
    "docker logs",
    "docker network connect",
    "docker network create",
    "docker network inspect",
    "docker network ls",
    "docker network rm",
    "docker pause",
    "docker port",
    "docker ps",
    "docker pull",
    "docker push",
    "docker restart",
    "docker rm",
    "docker rmi",
    "docker run",
    "docker save",
    "docker start",
    "docker stats",
    "docker stop",
    "docker system df",
    "docker system prune",
    "docker tag",
    "docker top",
    "docker unpause",
    "docker update",
    "docker version",
    "docker volume create",
    "docker volume inspect",
    "docker volume ls",
    "docker volume prune",
    "docker volume rm",
    "docker wait",
];

/// Writes the pages, or with `check` looks whether they are as they would be written.
pub fn run(dir: &Path, check: bool) -> i32 {
    let folders = match folder::find(dir) {
        Ok(paths) => paths.iter().filter_map(|p| Folder::read(p).ok()).collect::<Vec<_>>(),
        Err(error) => {
            eprintln!("drydock: {}: {error}", dir.display());
            return 2;
        }
    };
    let course = fs::read_to_string(dir.join("course.yaml")).unwrap_or_default();
    let course = Course::parse(&course);
    let mut old = Vec::new();
    for (name, text) in pages(&folders, &course) {
        let path = dir.join(name);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            continue;
        }
        if check {
            old.push(path);
        } else if let Err(error) = fs::write(&path, text) {
            eprintln!("drydock: {}: {error}", path.display());
            return 1;
        }
    }
    for path in &old {
        println!(
            "{}:1: the page is not what the lessons give now: run `drydock lesson sheets {}`",
            path.display(),
            dir.display()
        );
    }
    i32::from(!old.is_empty())
}

fn pages(folders: &[Folder], course: &Course) -> Vec<(&'static str, String)> {
    let mut pages = vec![("coverage.md", coverage(folders))];
    for language in LANGUAGES {
        let (sheet, glossary_name) = match language {
            Language::English => ("cheat-sheet.md", "glossary.md"),
            Language::SimplifiedChinese => ("cheat-sheet.zh.md", "glossary.zh.md"),
        };
        pages.push((sheet, cheat_sheet(folders, course, language)));
        pages.push((glossary_name, glossary(folders, language)));
    }
    pages
}

/// The lesson in a language, or in English where there is no other.
fn text_of(folder: &Folder, language: Language) -> &Lesson {
    match (language, &folder.chinese) {
        (Language::SimplifiedChinese, Some(chinese)) => chinese,
        _ => &folder.lesson,
    }
}

fn pick(language: Language, english: &'static str, chinese: &'static str) -> &'static str {
    match language {
        Language::English => english,
        Language::SimplifiedChinese => chinese,
    }
}

/// A cell of a table: on one line, its bars escaped.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn link(folder: &Folder, language: Language) -> String {
    let file = match (language, &folder.chinese) {
        (Language::SimplifiedChinese, Some(_)) => "lesson.zh.md",
        _ => "lesson.md",
    };
    format!("[{}]({}/{file})", cell(&text_of(folder, language).title), folder.id())
}

fn cheat_sheet(folders: &[Folder], course: &Course, language: Language) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", pick(language, "Cheat sheet", "速查表"));
    let mut part = String::new();
    for folder in folders {
        let rows: Vec<(String, String)> = folder
            .lesson
            .teaches
            .iter()
            .map(|what| (what.clone(), example(folder, what).unwrap_or_default()))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let own = folder.path.parent().map(folder::name).unwrap_or_default();
        if own != part {
            let title = course.part_title(&own, language);
            let _ = writeln!(
                out,
                "{}## {title}\n\n| {} | {} | {} |\n|---|---|---|",
                if part.is_empty() { "" } else { "\n" },
                pick(language, "What", "内容"),
                pick(language, "For example", "例子"),
                pick(language, "Lesson", "课程")
            );
            part = own;
        }
        for (what, example) in rows {
            let example = if example.is_empty() {
                String::new()
            } else {
                format!("`{}`", cell(&example))
            };
            let _ = writeln!(out, "| `{}` | {example} | {} |", cell(&what), link(folder, language));
        }
    }
    out
}

/// The first command or instruction in a lesson that shows what is taught.
fn example(folder: &Folder, what: &str) -> Option<String> {
    let begins = |line: &str| {
        let line = line.trim_start();
        line.strip_prefix(what)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '=']))
    };
    let commands = folder.lesson.parts.iter().flat_map(|p| match &p.kind {
        PartKind::Console(block) => block.commands.iter().map(|c| c.command.clone()).collect(),
        PartKind::File(file) => file.text.lines().map(str::to_string).collect::<Vec<_>>(),
        _ => Vec::new(),
    });
    let script = folder.solution_script.iter().flat_map(|s| s.lines().map(str::to_string));
    let files = folder.solution_files.iter().chain(&folder.files);
    let dockerfiles = files
        .filter(|(path, _)| path.contains("Dockerfile"))
        .flat_map(|(_, (contents, _))| {
            String::from_utf8_lossy(contents)
                .lines()
                .map(str::to_string)
                .collect::<Vec<_>>()
        });
    commands
        .chain(script)
        .chain(dockerfiles)
        .map(|line| line.trim().trim_end_matches('\\').trim_end().to_string())
        .find(|line| begins(line) && !line.contains('\n') && line.len() <= 100)
}

fn glossary(folders: &[Folder], language: Language) -> String {
    let mut terms: BTreeMap<String, (String, &str, &Folder)> = BTreeMap::new();
    for folder in folders {
        for (term, meaning) in &text_of(folder, language).terms {
            terms.entry(term.to_lowercase()).or_insert((term.clone(), meaning, folder));
        }
    }
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", pick(language, "Glossary", "术语表"));
    for (term, meaning, folder) in terms.values() {
        let _ = writeln!(
            out,
            "- **{term}**: {} ({})",
            meaning.trim().replace('\n', " "),
            link(folder, language)
        );
    }
    out
}

fn coverage(folders: &[Folder]) -> String {
    let mut out = String::from("# What is taught where\n\n");
    let instructions: Vec<&str> = Keyword::ALL.iter().map(|k| k.upper()).collect();
    let mut others: Vec<&str> = COMMANDS.to_vec();
    for folder in folders {
        for what in &folder.lesson.teaches {
            if !others.contains(&what.as_str()) && !instructions.contains(&what.as_str()) {
                others.push(what);
            }
        }
    }
    others.sort_unstable();
    for (title, list) in [("Instruction", &instructions), ("Command and the like", &others)] {
        let _ = writeln!(out, "| {title} | Lessons |\n|---|---|");
        for what in list {
            let taught: Vec<String> = folders
                .iter()
                .filter(|f| f.lesson.teaches.iter().any(|t| t == what))
                .map(|f| link(f, Language::English))
                .collect();
            let taught = if taught.is_empty() {
                "—".to_string()
            } else {
                taught.join(", ")
            };
            let _ = writeln!(out, "| `{}` | {taught} |", cell(what));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
