//! What a lesson's text consists of: Markdown, and the parts that are more than Markdown.
//!
//! A part is a fence that begins at the start of a line and whose first word is one of [`FENCES`]. Notes
//! (`> [!TIP]`), steps (`##`) and other fences are left in the prose, for whoever draws Markdown.

use crate::console::{Console, read_console};
use crate::exercise::{Exercise, Quiz, read_exercise, read_quiz};
use crate::mistake::Mistake;

/// A piece of a lesson's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The line of the file, counted from 1, on which it begins; a fence's own line.
    pub line: usize,
    pub kind: PartKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PartKind {
    /// Markdown.
    Prose(String),
    Console(Console),
    File(FilePart),
    Exercise(Exercise),
    Quiz(Quiz),
    Figure(Figure),
}

/// A file of the workspace in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePart {
    pub path: String,
    /// A button writes it; otherwise it is a quotation.
    pub write: bool,
    pub text: String,
}

/// A picture of the live engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Of an image.
    Layers(String),
    Containers,
    Volumes,
    Network,
}

/// Names of the page's panels, for links `panel:NAME`.
pub const PANELS: [&str; 9] = [
    "layers",
    "containers",
    "images",
    "files",
    "preview",
    "storage",
    "compose",
    "goal",
    "timeline",
];

/// First words of the fences that are parts, with an example of what follows each.
pub(crate) const FENCES: [&str; 5] = ["console", "file:", "exercise", "quiz", "figure"];

/// The opening line of a fence: its character, how many, and what stands behind it.
fn opening(line: &str) -> Option<(char, usize, &str)> {
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|x| *x == c).count();
    let info = line.get(count..)?.trim();
    (count >= 3 && !(c == '`' && info.contains('`'))).then_some((c, count, info))
}

fn closes(line: &str, c: char, count: usize) -> bool {
    let line = line.trim();
    line.chars().all(|x| x == c) && line.chars().count() >= count
}

/// Lines with their number, and whether each is inside a fence or opens or closes one.
pub(crate) fn lines_outside_code(text: &str) -> Vec<(usize, &str, bool)> {
    let mut open: Option<(char, usize)> = None;
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match open {
            Some((c, count)) => {
                if closes(line, c, count) {
                    open = None;
                }
                out.push((number, line, true));
            }
            None => {
                open = opening(line.trim_start()).map(|(c, count, _)| (c, count));
                out.push((number, line, open.is_some()));
            }
        }
    }
    out
}

/// Whether a fence's first word makes it a part.
fn is_part(info: &str) -> bool {
    let word = info.split_whitespace().next().unwrap_or_default();
    FENCES.contains(&word) || word.starts_with("file:")
}

/// The fence that somebody meant whose first word is none of the parts', if any is near: a part that is misspelt would be
/// shown as text, and nothing in it proven.
fn meant(info: &str) -> Option<String> {
    let word = info.split_whitespace().next().unwrap_or_default();
    let (name, path) = match word.split_once(':') {
        Some((name, path)) => (name, path),
        None => (word, info.split_whitespace().nth(1).unwrap_or_default()),
    };
    let names = FENCES.map(|fence| fence.trim_end_matches(':'));
    let near = match name {
        "file" => Some("file".to_string()),
        // A short word is near to too many: languages have short names.
        _ if name.len() < 5 && !word.contains(':') => None,
        _ => {
            let same = names.iter().find(|known| known.eq_ignore_ascii_case(name));
            let nearest = || dockerfile::suggest::nearest(name, names, false);
            same.map(|known| known.to_string()).or_else(nearest)
        }
    }?;
    Some(match near.to_ascii_lowercase().as_str() {
        "file" => format!("file:{}", if path.is_empty() { "PATH" } else { path }),
        near => near.to_string(),
    })
}

/// Cuts a body into its parts. `first` is the line of the file on which it begins.
pub(crate) fn read_parts(body: &str, first: usize, mistakes: &mut Vec<Mistake>) -> Vec<Part> {
    let lines: Vec<&str> = body.lines().collect();
    let mut parts = Vec::new();
    let mut prose: Option<(usize, String)> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let fence = opening(line);
        let Some((c, count, info)) = fence.filter(|(_, _, info)| is_part(info)) else {
            let start = prose.get_or_insert((at, String::new()));
            // A fence that is no part is copied whole, so that what it shows is not taken for one.
            let indented = opening(line.trim_start_matches([' ', '>', '\t', '-', '*']));
            if let Some((_, _, info)) = indented.filter(|(_, _, info)| fence.is_none() && is_part(info)) {
                mistakes.push(Mistake::new(
                    first + at,
                    format!("```` ```{info} ```` stands inside a list or a quotation, where it would not be proven: begin it at the start of a line"),
                ));
            }
            if let Some((_, _, info)) = fence
                && let Some(meant) = meant(info)
            {
                mistakes.push(Mistake::new(
                    first + at,
                    format!("```` ```{info} ```` would be shown as text and not be proven; did you mean `{meant}`?"),
                ));
            }
            let end = match opening(line.trim_start()) {
                Some((c, count, _)) => (at + 1..lines.len())
                    .find(|n| lines.get(*n).is_some_and(|l| closes(l, c, count)))
                    .unwrap_or(lines.len().saturating_sub(1)),
                None => at,
            };
            for line in lines.get(at..=end).unwrap_or_default() {
                start.1.push_str(line);
                start.1.push('\n');
            }
            at = end + 1;
            continue;
        };
        flush(&mut prose, first, &mut parts);
        let end = (at + 1..lines.len()).find(|n| lines.get(*n).is_some_and(|l| closes(l, c, count)));
        if end.is_none() {
            mistakes.push(Mistake::new(
                first + at,
                format!("```` ```{info} ```` does not end, expected a line of {count} `{c}`"),
            ));
        }
        let content: Vec<&str> = lines.get(at + 1..end.unwrap_or(lines.len())).unwrap_or_default().to_vec();
        if let Some(kind) = read_part(info, &content, first + at, mistakes) {
            parts.push(Part { line: first + at, kind });
        }
        at = end.map_or(lines.len(), |end| end + 1);
    }
    flush(&mut prose, first, &mut parts);
    parts
}

fn flush(prose: &mut Option<(usize, String)>, first: usize, parts: &mut Vec<Part>) {
    if let Some((at, text)) = prose.take()
        && !text.trim().is_empty()
    {
        parts.push(Part {
            line: first + at,
            kind: PartKind::Prose(text),
        });
    }
}

/// Reads a fence; `line` is its opening line.
fn read_part(info: &str, content: &[&str], line: usize, mistakes: &mut Vec<Mistake>) -> Option<PartKind> {
    let mut words = info.split_whitespace();
    let word = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let text: String = content.iter().map(|l| format!("{l}\n")).collect();
    let mut wrong = |message: String| mistakes.push(Mistake::new(line, message));
    let plain = |wrong: &mut dyn FnMut(String)| {
        if !rest.is_empty() {
            wrong(format!("found `{}` behind `{word}`, expected nothing", rest.join(" ")));
        }
    };
    match word {
        "console" => {
            match rest.as_slice() {
                [] | ["once"] => {}
                other => wrong(format!(
                    "found `{}` behind `console`, expected nothing or `once`",
                    other.join(" ")
                )),
            }
            Some(PartKind::Console(read_console(
                content,
                line + 1,
                rest.contains(&"once"),
                mistakes,
            )))
        }
        "exercise" => {
            plain(&mut wrong);
            read_exercise(&text, line, mistakes).map(PartKind::Exercise)
        }
        "quiz" => {
            plain(&mut wrong);
            read_quiz(&text, line, mistakes).map(PartKind::Quiz)
        }
        "figure" => {
            plain(&mut wrong);
            let figure = read_figure(&text);
            if figure.is_none() {
                wrong(format!(
                    "found the figure `{}`, expected `layers IMAGE`, `containers`, `volumes` or `network`",
                    text.trim()
                ));
            }
            figure.map(PartKind::Figure)
        }
        _ => {
            let path = word.strip_prefix("file:").unwrap_or_default().to_string();
            let inside = !path.starts_with('/') && !path.split('/').any(|p| matches!(p, "" | "." | ".."));
            if !inside {
                wrong(format!(
                    "found the path `{path}`, expected one inside the workspace, such as `file:app.py`"
                ));
            }
            match rest.as_slice() {
                [] | ["write"] => {}
                other => wrong(format!(
                    "found `{}` behind `{word}`, expected nothing or `write`",
                    other.join(" ")
                )),
            }
            inside.then(|| {
                PartKind::File(FilePart {
                    path,
                    write: rest.contains(&"write"),
                    text,
                })
            })
        }
    }
}

fn read_figure(text: &str) -> Option<Figure> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["layers", image] => Some(Figure::Layers((*image).to_string())),
        ["containers"] => Some(Figure::Containers),
        ["volumes"] => Some(Figure::Volumes),
        ["network"] => Some(Figure::Network),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(body: &str) -> (Vec<(usize, PartKind)>, Vec<(usize, String)>) {
        let mut mistakes = Vec::new();
        let parts = read_parts(body, 1, &mut mistakes);
        (
            parts.into_iter().map(|p| (p.line, p.kind)).collect(),
            mistakes.into_iter().map(|m| (m.line, m.message)).collect(),
        )
    }

    #[test]
    fn prose_and_parts_keep_their_lines() {
        let (found, mistakes) = parts("Hello\n\n```file:a/b.txt write\nx\n\ny\n```\n\n```figure\nlayers shop\n```\nEnd\n");
        assert_eq!(mistakes, []);
        assert_eq!(
            found,
            [
                (1, PartKind::Prose("Hello\n\n".into())),
                (
                    3,
                    PartKind::File(FilePart {
                        path: "a/b.txt".into(),
                        write: true,
                        text: "x\n\ny\n".into(),
                    })
                ),
                (9, PartKind::Figure(Figure::Layers("shop".into()))),
                (12, PartKind::Prose("End\n".into())),
            ]
        );
    }

    #[test]
    fn a_fence_inside_another_is_text() {
        let text = "````markdown\n```figure\nnothing\n```\n````\n";
        assert_eq!(parts(text), (vec![(1, PartKind::Prose(text.into()))], vec![]));
    }

    #[test]
    fn a_part_in_a_list_is_a_mistake() {
        let (_, mistakes) = parts("1. Do\n\n   ```console\n   $ ls\n   ```\n");
        assert_eq!(mistakes.len(), 1);
        assert_eq!(mistakes[0].0, 3);
    }

    #[test]
    fn a_misspelt_fence_is_a_mistake() {
        let said = |text: &str| parts(text).1.into_iter().map(|(_, said)| said).collect::<Vec<_>>();
        assert_eq!(
            said("```excercise\n```\n"),
            ["```` ```excercise ```` would be shown as text and not be proven; did you mean `exercise`?"]
        );
        assert_eq!(
            said("```file app.py\n```\n"),
            ["```` ```file app.py ```` would be shown as text and not be proven; did you mean `file:app.py`?"]
        );
        assert_eq!(
            said("```Console\n```\n"),
            ["```` ```Console ```` would be shown as text and not be proven; did you mean `console`?"]
        );
        assert_eq!(said("```yaml\n```\n```sh\n```\n```dockerfile\n```\n```\n```\n"), [""; 0]);
    }

    #[test]
    fn a_fence_without_an_end_is_a_mistake_and_goes_to_the_end() {
        let (found, mistakes) = parts("```figure\nvolumes\n");
        assert_eq!(found, [(1, PartKind::Figure(Figure::Volumes))]);
        assert_eq!(mistakes[0].0, 1);
    }

    #[test]
    fn a_file_outside_the_workspace_is_refused() {
        let (found, mistakes) = parts("```file:../x\n```\n");
        assert_eq!(found, []);
        assert!(mistakes[0].1.contains("inside the workspace"));
    }
}
