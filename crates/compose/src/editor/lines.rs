//! Where a position stands by the indentation of its line and of those above: what is known of a text whose YAML has a
//! mistake, as a text has while it is typed.

use super::Span;

/// What a line says before the position.
pub(super) struct Context {
    /// Keys above, items of lists as `[]`.
    pub path: Vec<String>,
    /// The key of this line, if the position is behind its colon.
    pub key: Option<String>,
    /// What is typed already of the word at the position.
    pub word: Span,
    /// How far the first key of this line is indented, and from which byte the line starts.
    pub indent: usize,
    pub line: usize,
}

/// A line taken apart: markers of list items, then a key with its value, or a value.
struct Line<'a> {
    /// The columns of the markers.
    items: Vec<usize>,
    /// The column of what follows them.
    column: usize,
    key: Option<&'a str>,
    value: &'a str,
    /// Whether there is something to be read.
    blank: bool,
}

fn take_apart(line: &str) -> Line<'_> {
    let mut items = Vec::new();
    let mut rest = line;
    let mut column = 0;
    loop {
        let trimmed = rest.trim_start_matches(' ');
        column += rest.len() - trimmed.len();
        rest = trimmed;
        match rest.strip_prefix('-') {
            Some(after) if after.is_empty() || after.starts_with(' ') => {
                items.push(column);
                column += 1;
                rest = after;
            }
            _ => break,
        }
    }
    let blank = items.is_empty() && (rest.trim().is_empty() || rest.starts_with('#'));
    let colon = rest.find(": ").or_else(|| rest.strip_suffix(':').map(str::len));
    let quoted = rest.starts_with(['"', '\'', '{', '[']);
    let (key, value) = match colon.filter(|_| !quoted) {
        Some(colon) => (rest.get(..colon), rest.get(colon + 1..).unwrap_or_default().trim_start()),
        None => (None, rest),
    };
    Line {
        items,
        column,
        key,
        value,
        blank,
    }
}

/// Reads the lines up to a position. None inside of a comment.
pub(super) fn context(text: &str, offset: usize) -> Option<Context> {
    let before = text.get(..offset)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let current = before.get(start..)?;
    if current.trim_start().starts_with('#') || current.contains(" #") {
        return None;
    }
    let line = take_apart(current);
    let mut path: Vec<String> = Vec::new();
    // From here on a line counts if it is indented less than this.
    let mut limit = line.column;
    for column in line.items.iter().rev() {
        path.push("[]".to_owned());
        limit = *column;
    }
    let mut in_list = !line.items.is_empty();
    for above in before.get(..start)?.lines().rev() {
        let above = take_apart(above);
        if above.blank {
            continue;
        }
        // A list may stand in the column of the key that it belongs to.
        let fits = |column: usize| column < limit || (in_list && column == limit);
        if let Some(key) = above.key
            && fits(above.column)
            && (above.value.is_empty() || above.value.starts_with(['&', '!']))
        {
            path.push(key.trim_matches(['"', '\'']).to_owned());
            limit = above.column;
            in_list = false;
        }
        for column in above.items.iter().rev() {
            if *column < limit {
                path.push("[]".to_owned());
                limit = *column;
                in_list = true;
            }
        }
        if limit == 0 && !in_list {
            break;
        }
    }
    path.reverse();
    let typed = match line.key {
        Some(_) => line.value,
        None => line.value.trim_end_matches('\n'),
    };
    let word = typed
        .rfind([' ', ',', '[', '{'])
        .map_or(typed, |at| typed.get(at + 1..).unwrap_or_default());
    Some(Context {
        path,
        key: line.key.map(|key| key.trim_matches(['"', '\'']).to_owned()),
        word: Span {
            start: offset - word.len(),
            end: offset,
        },
        indent: line.column,
        line: start,
    })
}

/// Keys that stand beside the position's line: same indentation, no lesser one between.
pub(super) fn siblings(text: &str, context: &Context) -> Vec<String> {
    let mut found = Vec::new();
    let mut collect = |lines: &mut dyn Iterator<Item = &str>| {
        for line in lines {
            let line = take_apart(line);
            if line.blank {
                continue;
            }
            if line.column < context.indent {
                break;
            }
            if line.column == context.indent {
                found.extend(line.key.map(str::to_owned));
                if !line.items.is_empty() {
                    break;
                }
            }
        }
    };
    collect(&mut text.get(..context.line).unwrap_or_default().lines().rev());
    let below = text.get(context.line..).unwrap_or_default();
    collect(&mut below.lines().skip(1));
    found
}
