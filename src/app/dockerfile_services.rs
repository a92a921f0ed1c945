//! What the editor asks about a Dockerfile's text, answered by `crates/dockerfile` on the page itself: pure
//! functions of the text, quick enough for every keystroke. Positions are the editor's UTF-16 code units.

use dockerfile::check::{CheckInput, NoImages, Platform, check};
use dockerfile::{Dockerfile, Keyword, Severity, Span};
use serde::Serialize;
use session::protocol::{Prediction, StepOutcome, StepView, Why};

use super::bindings::editor::{Fix, LayerMark, Mark};
use super::i18n::{Messages, fill};

/// Class names of colours, as `@lezer/highlight` names them for the other languages.
pub const CLASSES: &[&str] = &[
    "tok-keyword",
    "tok-string",
    "tok-comment",
    "tok-macroName",
    "tok-meta",
    "tok-literal",
];
const KEYWORD: u32 = 0;
const STRING: u32 = 1;
const COMMENT: u32 = 2;
const VARIABLE: u32 = 3;
const FLAG: u32 = 4;

/// Turns byte offsets into UTF-16 ones; offsets must not go back further than the text's start.
struct Units<'a> {
    text: &'a str,
}

impl Units<'_> {
    fn at(&self, byte: u32) -> u32 {
        let wanted = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        if self.text.is_ascii() {
            return u32::try_from(wanted).unwrap_or(u32::MAX);
        }
        let units: usize = self
            .text
            .char_indices()
            .take_while(|(at, _)| *at < wanted)
            .map(|(_, c)| c.len_utf16())
            .sum();
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// The byte offset of a UTF-16 one.
    fn byte(&self, unit: u32) -> usize {
        let wanted = usize::try_from(unit).unwrap_or(usize::MAX);
        let mut seen = 0_usize;
        for (at, c) in self.text.char_indices() {
            if seen >= wanted {
                return at;
            }
            seen = seen.saturating_add(c.len_utf16());
        }
        self.text.len()
    }
}

/// Byte ranges with their class, in the order of the text.
fn tokens(dockerfile: &Dockerfile) -> Vec<(u32, u32, u32)> {
    let text = dockerfile.text();
    let mut found = Vec::new();
    let mut bodies: Vec<Span> = Vec::new();
    for node in dockerfile.nodes() {
        let mut command = Some(node.command());
        while let Some(one) = command {
            let name = one.name_span();
            found.push((name.start, name.end, KEYWORD));
            for flag in one.flags() {
                found.push((flag.span.start, flag.span.end, FLAG));
            }
            command = one.trigger();
        }
        // An AS of FROM is a keyword too.
        if node.keyword() == Some(Keyword::From)
            && let Some(word) = node
                .command()
                .args()
                .nth(1)
                .filter(|word| word.text.eq_ignore_ascii_case("as"))
        {
            found.push((word.span.start, word.span.end, KEYWORD));
        }
        within(text, node.command().arguments_span(), &mut found);
        bodies.extend(node.heredocs().map(|heredoc| heredoc.content_span));
    }
    found.extend(bodies.iter().map(|body| (body.start, body.end, STRING)));
    let mut at = 0_u32;
    for line in text.split_inclusive('\n') {
        let end = at.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let inside = bodies.iter().any(|body| (body.start..body.end).contains(&at));
        if line.trim_start().starts_with('#') && !inside {
            let start = end.saturating_sub(u32::try_from(line.trim_start().len()).unwrap_or(0));
            let stop = start.saturating_add(u32::try_from(line.trim().len()).unwrap_or(0));
            found.retain(|(from, to, _)| *to <= start || *from >= stop);
            found.push((start, stop, COMMENT));
        }
        at = end;
    }
    found.sort_unstable();
    found
}

/// Quoted strings and variables in an instruction's arguments.
fn within(text: &str, span: Span, found: &mut Vec<(u32, u32, u32)>) {
    let Some(part) = text.get(span.range()) else { return };
    let mut characters = part.char_indices().peekable();
    let mut quote: Option<(char, usize)> = None;
    let place = |at: usize| span.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    while let Some((at, c)) = characters.next() {
        match (c, quote) {
            ('\\', _) => {
                characters.next();
            }
            ('"' | '\'', None) => quote = Some((c, at)),
            (c, Some((open, start))) if c == open => {
                found.push((place(start), place(at.saturating_add(1)), STRING));
                quote = None;
            }
            ('$', quoted) if quoted.is_none_or(|(open, _)| open == '"') => {
                let braced = characters.next_if(|(_, next)| *next == '{').is_some();
                let mut end = at.saturating_add(1);
                while let Some((one, next)) = characters.next_if(|(_, next)| {
                    if braced {
                        *next != '\n'
                    } else {
                        next.is_ascii_alphanumeric() || *next == '_'
                    }
                }) {
                    end = one.saturating_add(next.len_utf8());
                    if braced && next == '}' {
                        break;
                    }
                }
                if end > at.saturating_add(1) {
                    found.push((place(at), place(end), VARIABLE));
                }
            }
            ('\n', Some(_)) => quote = None,
            _ => {}
        }
    }
}

/// From, to and class of each token.
pub fn highlight(text: String) -> Vec<u32> {
    let dockerfile = Dockerfile::parse(text);
    let units = Units { text: dockerfile.text() };
    tokens(&dockerfile)
        .into_iter()
        .flat_map(|(from, to, class)| [units.at(from), units.at(to), class])
        .collect()
}

#[derive(Serialize)]
struct Completions {
    from: u32,
    options: Vec<Completion>,
}

#[derive(Serialize)]
struct Completion {
    label: String,
    #[serde(rename = "type")]
    kind: &'static str,
    apply: String,
}

/// What may be written at a position: instructions at the start of a line, stages after `--from=` and `FROM`.
pub fn complete(text: String, position: u32) -> String {
    let dockerfile = Dockerfile::parse(text);
    let units = Units { text: dockerfile.text() };
    let at = units.byte(position);
    let before = dockerfile.text().get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let word_start = line
        .rfind(|c: char| c.is_whitespace() || c == '=')
        .map_or(0, |found| found.saturating_add(1));
    let word = line.get(word_start..).unwrap_or_default();
    let lead = line.get(..word_start).unwrap_or_default();
    let options = if lead.trim().is_empty() {
        Keyword::ALL
            .iter()
            .map(|keyword| keyword.upper())
            .filter(|name| name.starts_with(&word.to_ascii_uppercase()))
            .map(|name| Completion {
                label: name.to_owned(),
                kind: "keyword",
                apply: format!("{name} "),
            })
            .collect()
    } else if lead.ends_with("--from=") || lead.trim().eq_ignore_ascii_case("FROM") {
        stages(&dockerfile)
            .into_iter()
            .filter(|stage| stage.starts_with(word))
            .map(|stage| Completion {
                label: stage.clone(),
                kind: "variable",
                apply: stage,
            })
            .collect()
    } else {
        Vec::new()
    };
    let from = units.at(u32::try_from(at.saturating_sub(word.len())).unwrap_or(0));
    serde_json::to_string(&Completions { from, options }).unwrap_or_else(|_| r#"{"from":0,"options":[]}"#.to_owned())
}

/// The names given with `AS`.
fn stages(dockerfile: &Dockerfile) -> Vec<String> {
    dockerfile
        .nodes()
        .filter(|node| node.keyword() == Some(Keyword::From))
        .filter_map(|node| {
            let words: Vec<&str> = node.command().args().map(|word| word.text).collect();
            match words.as_slice() {
                [_, between, name] if between.eq_ignore_ascii_case("as") => Some((*name).to_owned()),
                _ => None,
            }
        })
        .collect()
}

#[derive(Serialize)]
struct Hover {
    from: u32,
    to: u32,
    text: String,
}

/// What an instruction is for, when the position is on its keyword.
pub fn hover(text: String, position: u32) -> String {
    let dockerfile = Dockerfile::parse(text);
    let units = Units { text: dockerfile.text() };
    let at = u32::try_from(units.byte(position)).unwrap_or(u32::MAX);
    let found = dockerfile.nodes().find_map(|node| {
        let name = node.command().name_span();
        let keyword = node.keyword().filter(|_| name.touches(at))?;
        Some(Hover {
            from: units.at(name.start),
            to: units.at(name.end),
            text: purpose(keyword).to_owned(),
        })
    });
    serde_json::to_string(&found).unwrap_or_else(|_| "null".to_owned())
}

/// An instruction in a sentence.
fn purpose(keyword: Keyword) -> &'static str {
    match keyword.upper() {
        "FROM" => "FROM image [AS stage]\nStarts a stage from an existing image.",
        "RUN" => "RUN command\nRuns a command during the build and keeps the files it leaves, as a layer.",
        "CMD" => "CMD [\"program\", \"argument\"]\nWhat a container runs unless docker run says otherwise. The last one counts.",
        "ENTRYPOINT" => {
            "ENTRYPOINT [\"program\"]\nThe program of the container; CMD and docker run's words become its arguments."
        }
        "COPY" => "COPY source… target\nCopies files of the build context, or of a stage with --from, as a layer.",
        "ADD" => "ADD source… target\nLike COPY; also takes addresses and unpacks local archives.",
        "WORKDIR" => "WORKDIR folder\nThe folder for the following instructions and for the container; made if missing.",
        "ENV" => "ENV name=value\nA variable for the build's later steps and for the container.",
        "ARG" => "ARG name[=default]\nA variable for the build only, set with --build-arg.",
        "EXPOSE" => "EXPOSE port\nNotes a port that the program listens on. It publishes nothing; docker run -p does.",
        "VOLUME" => "VOLUME folder\nA container gets an anonymous volume there unless another is mounted.",
        "USER" => "USER name\nWho runs the following steps and the container's program.",
        "LABEL" => "LABEL name=value\nA note on the image.",
        "HEALTHCHECK" => "HEALTHCHECK CMD command\nHow Docker finds out whether the container works.",
        "SHELL" => "SHELL [\"program\", \"-c\"]\nThe shell of instructions in shell form.",
        "STOPSIGNAL" => "STOPSIGNAL signal\nWhat docker stop sends first.",
        "ONBUILD" => "ONBUILD instruction\nRuns when another image is built from this one.",
        "MAINTAINER" => "MAINTAINER name\nDeprecated: use a LABEL.",
        _ => "",
    }
}

/// The mistakes and build checks of a text.
pub fn diagnostics(text: &str) -> Vec<Mark> {
    let dockerfile = Dockerfile::parse(text);
    let units = Units { text: dockerfile.text() };
    let mut found = dockerfile.diagnostics();
    let platform = Platform::parse("linux/amd64").unwrap_or_default();
    let input = CheckInput {
        build_args: &[],
        target: None,
        all_stages: true,
        platform: &platform,
        ignore: None,
        images: &NoImages,
    };
    found.extend(
        check(&dockerfile, &input)
            .warnings
            .iter()
            .map(|warning| dockerfile.warning_diagnostic(warning)),
    );
    found
        .into_iter()
        .map(|one| {
            let (from, to) = (units.at(one.span.start), units.at(one.span.end));
            Mark {
                from,
                to: to.max(from),
                line: one.lines.start.max(1),
                severity: match one.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Advice => "info",
                },
                fixes: fixes(&one.hints, from, to),
                message: with_hints(one.message, &one.hints),
                source: one.rule.map(ToOwned::to_owned),
            }
        })
        .collect()
}

/// The message, and the hints that it doesn't hold already.
fn with_hints(message: String, hints: &[String]) -> String {
    let new: Vec<&str> = hints
        .iter()
        .map(String::as_str)
        .filter(|hint| !message.contains(hint))
        .collect();
    std::iter::once(message.as_str()).chain(new).collect::<Vec<_>>().join("\n")
}

/// A hint `did you mean X?` can be done with one click.
fn fixes(hints: &[String], from: u32, to: u32) -> Vec<Fix> {
    hints
        .iter()
        .filter_map(|hint| hint.strip_prefix("did you mean ")?.strip_suffix('?'))
        .map(|name| Fix {
            label: name.to_owned(),
            from,
            to,
            insert: name.to_owned(),
        })
        .collect()
}

/// A step's outcome in a word for class names, and in words. An instruction that only changes the image's
/// settings is no step of a build: nothing of it is cached or run.
pub fn outcome(step: &StepView, t: &Messages) -> (&'static str, String) {
    match &step.outcome {
        StepOutcome::Cached | StepOutcome::WillRun(_) if !step.makes_layer => ("settings", t.settings_only.to_owned()),
        StepOutcome::Cached => ("cached", t.cached.to_owned()),
        StepOutcome::WillRun(why) => {
            let why = match why {
                Why::New => t.why_new.to_owned(),
                Why::InstructionChanged => t.why_instruction.to_owned(),
                Why::FilesChanged(files) => fill(t.why_files, &[("files", &files.join(", "))]),
                Why::StepBelow => t.why_below.to_owned(),
            };
            ("run", format!("{} — {why}", t.will_run))
        }
        StepOutcome::Fails(why) => ("fails", format!("{} — {why}", t.fails)),
        StepOutcome::Unknown => ("unknown", t.unknown.to_owned()),
    }
}

/// The gutter's marks of a prediction.
pub fn layer_marks(prediction: &Prediction, t: &Messages) -> Vec<LayerMark> {
    prediction
        .steps
        .iter()
        .map(|step| {
            let (kind, mut label) = outcome(step, t);
            if let Some(size) = step.size.filter(|_| step.makes_layer) {
                label = format!("{label} · {}", super::format::size(size));
            }
            LayerMark {
                line: step.first_line,
                kind,
                label,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_flags_strings_variables_and_comments_are_told_apart() {
        let text = "# a\nFROM x AS y\nRUN --mount=type=cache,target=/x echo \"a $B\" ${C}\n";
        let classes: Vec<(&str, u32)> = tokens(&Dockerfile::parse(text))
            .into_iter()
            .map(|(from, to, class)| (text.get(from as usize..to as usize).unwrap_or_default(), class))
            .collect();
        assert_eq!(
            classes,
            [
                ("# a", COMMENT),
                ("FROM", KEYWORD),
                ("AS", KEYWORD),
                ("RUN", KEYWORD),
                ("--mount=type=cache,target=/x", FLAG),
                ("\"a $B\"", STRING),
                ("$B", VARIABLE),
                ("${C}", VARIABLE),
            ]
        );
    }

    #[test]
    fn positions_are_utf_16_units() {
        let marks = diagnostics("# 😀\nFORM x\n");
        let first = marks.first().expect("a mistake");
        assert_eq!((first.from, first.to, first.line), (5, 9, 2));
        assert!(!diagnostics("FROM scratch\nMAINTAINER me\n").is_empty());
    }

    #[test]
    fn instructions_and_stages_are_completed() {
        let options = |text: &str| {
            let found: serde_json::Value = serde_json::from_str(&complete(text.to_owned(), text.len() as u32)).expect("JSON");
            let names: Vec<String> = found["options"]
                .as_array()
                .expect("options")
                .iter()
                .map(|option| option["label"].as_str().unwrap_or_default().to_owned())
                .collect();
            names
        };
        assert_eq!(options("FROM x\nW"), ["WORKDIR"]);
        assert_eq!(options("FROM x AS build\nFROM y\nCOPY --from=b"), ["build"]);
        assert!(options("FROM x\nRUN apt").is_empty());
    }

    #[test]
    fn nothing_panics_on_odd_text() {
        for text in [
            "",
            "\n",
            "RUN \\",
            "RUN <<E\n$",
            "ENV a=\"",
            "FROM ${",
            "é\u{0}",
            "RUN echo \"\\",
        ] {
            for at in 0..=text.len() as u32 + 1 {
                complete(text.to_owned(), at);
                hover(text.to_owned(), at);
            }
            highlight(text.to_owned());
            diagnostics(text);
        }
    }
}
