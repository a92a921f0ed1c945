//! Compose files and what `docker compose config` makes of them.
//!
//! A case is one file below `tests/cases`: what it shows, settings, the project's files, and the expected end. Settings are
//! lines `NAME VALUE…`: `file`, `profile`, `service`, `env-file`, `name`, `directory`, `env KEY=VALUE`, and the flags
//! `no-interpolate`, `no-normalize`, `no-path-resolution`, `no-consistency`, `no-env-resolution`, `all-resources`;
//! `once` says that the config is no project of its own, as Compose's own is not. Files and the
//! end stand behind lines `-- NAME --`; ends are `= config`, `= json`, `= error` and `= warnings`. The project lies in `/work`.
#![allow(clippy::unwrap_used, clippy::panic)]

use compose::{Options, load, load_model};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Case {
    options: Options,
    environment: BTreeMap<String, String>,
    files: BTreeMap<String, String>,
    ends: BTreeMap<String, String>,
    once: bool,
}

/// Where a file lies; `-` is the standard input.
fn place(name: &str) -> String {
    if name == "-" {
        name.to_owned()
    } else {
        format!("/work/{name}")
    }
}

fn parse(text: &str) -> Case {
    let mut case = Case::default();
    case.options.current_dir = "/work".to_owned();
    let mut section: Option<String> = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            section = Some(name.to_owned());
            let entry = match name.strip_prefix("= ") {
                Some(end) => case.ends.entry(end.to_owned()),
                None => case.files.entry(place(name)),
            };
            entry.or_default();
            continue;
        }
        if let Some(name) = &section {
            let text = match name.strip_prefix("= ") {
                Some(end) => case.ends.get_mut(end),
                None => case.files.get_mut(&place(name)),
            };
            let text = text.unwrap();
            text.push_str(line);
            text.push('\n');
            continue;
        }
        let (word, value) = line.split_once(' ').unwrap_or((line, ""));
        let options = &mut case.options;
        match word {
            "#" | "" => {}
            "file" => options.files.push(value.to_owned()),
            "profile" => options.profiles.push(value.to_owned()),
            "service" => options.services.push(value.to_owned()),
            "env-file" => options.env_files.push(value.to_owned()),
            "name" => options.project_name = Some(value.to_owned()),
            "directory" => options.project_directory = Some(value.to_owned()),
            "env" => {
                let (key, value) = value.split_once('=').unwrap();
                case.environment.insert(key.to_owned(), value.to_owned());
            }
            "once" => case.once = true,
            "no-interpolate" => options.no_interpolate = true,
            "no-normalize" => options.no_normalize = true,
            "no-path-resolution" => options.no_path_resolution = true,
            "no-consistency" => options.no_consistency = true,
            "no-env-resolution" => options.no_env_resolution = true,
            "all-resources" => options.all_resources = true,
            other => panic!("unknown setting {other}"),
        }
    }
    case
}

/// What comes of a case, under the names of its ends.
fn run(case: &Case) -> BTreeMap<String, String> {
    let mut ends = BTreeMap::new();
    let mut end = |name: &str, text: String| {
        let newline = if text.ends_with('\n') { "" } else { "\n" };
        ends.insert(name.to_owned(), format!("{text}{newline}"));
    };
    let warnings = if case.options.no_interpolate {
        match load_model(&case.options, &case.files, &case.environment) {
            Ok(model) => {
                end("config", model.to_yaml());
                model.warnings
            }
            Err(error) => {
                end("error", error.to_string());
                error.warnings
            }
        }
    } else {
        match load(&case.options, &case.files, &case.environment) {
            Ok(project) => {
                end("config", project.to_yaml().replace('$', "$$"));
                if case.ends.contains_key("json") {
                    end("json", project.to_json().replace('$', "$$"));
                }
                project.warnings
            }
            Err(error) => {
                end("error", error.to_string());
                error.warnings
            }
        }
    };
    if !warnings.is_empty() {
        end("warnings", warnings.join("\n"));
    }
    ends
}

fn cases() -> Vec<(PathBuf, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path, parse(&text))
        })
        .collect()
}

#[test]
fn every_case_ends_as_it_says() {
    let mut failed = Vec::new();
    for (path, case) in cases() {
        let ends = run(&case);
        if ends != case.ends {
            let show = |ends: &BTreeMap<String, String>| {
                let ends: Vec<String> = ends.iter().map(|(name, text)| format!("-- = {name} --\n{text}")).collect();
                ends.concat()
            };
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            failed.push(format!("{name}: expected\n{}but got\n{}", show(&case.ends), show(&ends)));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn config_of_a_config_is_itself() {
    for (path, case) in cases() {
        let Some(config) = case.ends.get("config").filter(|_| !case.options.no_interpolate && !case.once) else {
            continue;
        };
        let mut files = case.files.clone();
        files.insert("/work/again.yaml".to_owned(), config.clone());
        let options = Options {
            files: vec!["again.yaml".to_owned()],
            profiles: vec!["*".to_owned()],
            env_files: Vec::new(),
            project_name: None,
            project_directory: None,
            services: Vec::new(),
            ..case.options.clone()
        };
        let mut environment = case.environment.clone();
        environment.remove("COMPOSE_PROJECT_NAME");
        environment.remove("COMPOSE_PROFILES");
        let again = load(&options, &files, &environment).unwrap_or_else(|error| panic!("{}: {error}\n{config}", path.display()));
        assert_eq!(again.to_yaml().replace('$', "$$"), *config, "{}", path.display());
    }
}
