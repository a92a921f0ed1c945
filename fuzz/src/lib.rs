//! What is fuzzed: one target for each way in which strangers' text enters the Dockerfile crate, docker's
//! command line, the shells and the file systems.
//!
//! A target takes any bytes, panics if a law is broken, and returns otherwise. The functions have the form that libFuzzer
//! wants too: `fuzz_target!(|data: &[u8]| dockerfile_fuzz::parse(data))`.

mod docker;
mod machine;

use std::collections::BTreeMap;

use dockerfile::advice::{AdviceContext, advise};
use dockerfile::check::{CheckInput, NoImages, Platform, check, check_output, warnings_summary};
use dockerfile::editor::{
    EditorContext, complete, definition, folds, format, hover, quick_fixes, references, rename, signature_help, tokens,
};
use dockerfile::{Dockerfile, Lexer, Lines, PatternMatcher, Reference, Span, apply, excerpt, parse_heredoc, parse_trigger};

/// A target's name and function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 15] = [
    ("parse", parse),
    ("edit", edit),
    ("build_check", build_check),
    ("formatting", formatting),
    ("editor", editor),
    ("expand", expand),
    ("reference", reference),
    ("ignore", ignore),
    ("compose", compose_file),
    ("compose_editor", compose_editor),
    ("env_file", env_file),
    ("command_line", docker::command_line),
    ("template", docker::template),
    ("script", machine::script),
    ("archive", machine::archive),
];

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

/// Any text has a tree whose tokens are the text.
pub fn parse(data: &[u8]) {
    let text = text(data);
    let parsed = Dockerfile::parse(text.as_str());
    let mut at = 0;
    for token in tokens(&parsed) {
        assert_eq!(token.span.start, at);
        at = token.span.end;
    }
    assert_eq!(at as usize, text.len());
    for diagnostic in parsed.diagnostics() {
        assert!(diagnostic.span.end as usize <= text.len());
        excerpt("Dockerfile", &text, &[diagnostic.lines]);
    }
    for node in parsed.nodes() {
        let inside = |span: Span| node.span().start <= span.start && span.end <= node.span().end;
        let command = node.command();
        assert!(inside(command.name_span()) && inside(command.arguments_span()));
        assert!(command.flags().chain(command.args()).all(|w| inside(w.span)));
        let _ = parse_trigger(node.original(), Lines::one(1));
    }
    let _ = parsed.stages();
}

/// Editing equals parsing from scratch. The first bytes say where, the rest is the text; what lies between two bars
/// in it is typed.
pub fn edit(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(4) else {
        return;
    };
    let rest = text(rest);
    let mut parts = rest.splitn(3, '|');
    let (Some(typed), Some(before)) = (parts.next(), parts.next()) else {
        return;
    };
    let floor = |mut at: usize| {
        at = at.min(before.len());
        while !before.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(usize::from(head[0]) * 256 + usize::from(head[1]));
    let end = floor(start + usize::from(head[2])).max(start);
    let mut edited = Dockerfile::parse(before);
    edited.edit(Span::new(start, end), typed);
    let mut after = before.to_owned();
    after.replace_range(start..end, typed);
    assert_eq!(edited, Dockerfile::parse(after));
}

/// Checks end, and say so.
pub fn build_check(data: &[u8]) {
    let text = text(data);
    let parsed = Dockerfile::parse(text.as_str());
    let matcher = PatternMatcher::from_ignore_file("*.log\nnode_modules").unwrap_or_default();
    let args = [("V".to_owned(), "$A'".to_owned())];
    for all_stages in [false, true] {
        let report = check(
            &parsed,
            &CheckInput {
                build_args: &args,
                target: None,
                all_stages,
                platform: &Platform::default(),
                ignore: Some(&matcher),
                images: &NoImages,
            },
        );
        let output = check_output(&report, "Dockerfile", &text);
        assert_eq!(output.status == 0, report.warnings.is_empty() && report.error.is_none());
        warnings_summary(&report.warnings, true, "Dockerfile", &text);
        assert!(parsed.error().is_none() || report.error.is_some());
    }
    advise(&parsed, &AdviceContext::default());
}

/// Formatting comes to rest at once and keeps the instructions.
pub fn formatting(data: &[u8]) {
    let text = text(data);
    let parsed = Dockerfile::parse(text.as_str());
    let once = apply(&text, &format(&parsed));
    let again = Dockerfile::parse(once.as_str());
    let shape = |d: &Dockerfile| -> Vec<String> {
        d.nodes()
            .map(|n| {
                let c = n.command();
                let words: Vec<&str> = c.flags().chain(c.args()).map(|w| w.text).collect();
                let bodies: Vec<&str> = n.heredocs().map(|h| h.content).collect();
                format!("{} {words:?} {bodies:?}", c.name().to_lowercase())
            })
            .collect()
    };
    assert_eq!(shape(&parsed), shape(&again));
    assert_eq!(apply(&once, &format(&again)), once);
}

/// Every question at every place is answered.
pub fn editor(data: &[u8]) {
    let text = text(data.get(..data.len().min(400)).unwrap_or(data));
    let parsed = Dockerfile::parse(text.as_str());
    let context = EditorContext::default();
    folds(&parsed);
    quick_fixes(&parsed, Span::new(0, text.len()), &AdviceContext::default());
    let end = u32::try_from(text.len()).unwrap_or(0) + 1;
    for at in (0..=end).step_by(5) {
        complete(&parsed, at, &context);
        hover(&parsed, at, &context);
        signature_help(&parsed, at);
        definition(&parsed, at);
        references(&parsed, at);
        let _ = rename(&parsed, at, "other");
    }
}

/// Expansion ends, with any switches.
pub fn expand(data: &[u8]) {
    let Some((switches, rest)) = data.split_first() else {
        return;
    };
    let word = text(rest);
    let lexer = Lexer {
        escape: if switches & 1 == 0 { '\\' } else { '`' },
        raw_quotes: switches & 2 != 0,
        raw_escapes: switches & 4 != 0,
        skip_process_quotes: switches & 8 != 0,
        skip_unset_env: switches & 16 != 0,
    };
    let variables = vec![("A".to_owned(), "a.b/c d".to_owned()), ("E".to_owned(), String::new())];
    let _ = lexer.process(&word, &variables);
    let _ = parse_heredoc(&word);
}

/// A name that is understood is understood again when it is written out.
pub fn reference(data: &[u8]) {
    if let Ok(name) = Reference::parse(&text(data)) {
        assert_eq!(Reference::parse(&name.to_string()).as_ref(), Ok(&name));
        assert_eq!(Reference::parse(&name.familiar()).as_ref(), Ok(&name));
    }
}

/// Matching ends.
pub fn ignore(data: &[u8]) {
    let text = text(data);
    let (file, path) = text.split_once('|').unwrap_or((&text, "a/b.log"));
    if let Ok(matcher) = PatternMatcher::from_ignore_file(file) {
        matcher.matches(path);
        matcher.kept(&["a", "a/b.log", path]);
    }
}

/// A compose file in a folder by itself.
fn load(text: &str, options: compose::Options) -> Result<compose::Project, compose::LoadError> {
    let files = BTreeMap::from([("/work/compose.yaml".to_owned(), text.to_owned())]);
    let environment = BTreeMap::from([("A".to_owned(), "a b".to_owned()), ("E".to_owned(), String::new())]);
    compose::load(&options, &files, &environment)
}

fn in_work() -> compose::Options {
    compose::Options {
        current_dir: "/work".to_owned(),
        profiles: vec!["*".to_owned()],
        ..compose::Options::default()
    }
}

/// Loading ends, what is printed is YAML, and printing it comes to rest.
pub fn compose_file(data: &[u8]) {
    let text = text(data);
    let project = match load(&text, in_work()) {
        Ok(project) => project,
        Err(error) => {
            let _ = error.to_string();
            return;
        }
    };
    let config = project.to_yaml().replace('$', "$$");
    for service in project.services.keys() {
        assert!(project.config_hash(service).is_some_and(|hash| hash.len() == 64));
    }
    assert_eq!(project.dependency_order().len(), project.services.len());
    let stream = yaml::parse(config.as_bytes());
    assert_eq!(stream.error, None, "{config}");
    // Dollars are doubled in keys too, where no variable is ever put in.
    let keys = config
        .lines()
        .any(|line| line.split(": ").next().unwrap_or_default().contains('$'));
    // What was given empty is left out, and then has its default: from the second time on nothing changes.
    let print = |text: &str| load(text, in_work()).map(|project| project.to_yaml().replace('$', "$$"));
    if let Ok(second) = print(&config)
        && let Ok(third) = print(&second)
        && !keys
    {
        assert_eq!(second, third);
    }
}

/// Every question at every place of a compose file is answered.
pub fn compose_editor(data: &[u8]) {
    let text = text(data.get(..data.len().min(1_000)).unwrap_or(data));
    for diagnostic in compose::editor::diagnostics(&text) {
        assert!(
            text.get(diagnostic.span.start..diagnostic.span.end).is_some(),
            "{diagnostic:?}"
        );
    }
    compose::editor::services(&text);
    for at in (0..=text.len() + 1).step_by(3) {
        compose::editor::complete(&text, at);
        compose::editor::hover(&text, at);
        compose::editor::definition(&text, at);
        compose::editor::occurrences(&text, at);
    }
}

/// Env files end.
pub fn env_file(data: &[u8]) {
    let files = BTreeMap::from([
        (
            "/work/compose.yaml".to_owned(),
            "services: {a: {image: a, env_file: x.env}}".to_owned(),
        ),
        ("/work/x.env".to_owned(), text(data)),
    ]);
    if let Ok(project) = compose::load(&in_work(), &files, &BTreeMap::new()) {
        project.to_json();
    }
}
