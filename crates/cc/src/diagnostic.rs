//! What gcc says of a program: `file:line:column: error: …`, the line it stands in and a caret under it.
//!
//! The words and their layout are gcc's (gcc.gnu.org/onlinedocs/gcc/Diagnostic-Message-Formatting-Options.html), in the
//! C locale, where quotes are plain.

use crate::lexer::Pos;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Fatal,
    Error,
    Warning,
    Note,
}

#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub kind: Kind,
    pub pos: Pos,
    pub len: u32,
    pub text: String,
    /// The function it is in.
    pub function: Option<String>,
    /// What is to be put at the caret, and the token before which it goes.
    pub insert: Option<(String, Pos, u32)>,
}

/// A file that was read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub name: String,
    pub lines: Vec<String>,
    /// Where it was included.
    pub from: Option<Pos>,
    pub system: bool,
}

fn quoted(line: u32, source: &Source) -> String {
    let text = source.lines.get(line as usize - 1).cloned().unwrap_or_default();
    format!("{line:5} | {text}\n")
}

/// A line of marks under what stands there.
fn marks(col: u32, len: u32, first: char) -> String {
    let mut out = " ".repeat(col.saturating_sub(1) as usize);
    out.push(first);
    out.push_str(&"~".repeat(len.saturating_sub(1) as usize));
    out
}

/// All of it as text.
pub fn render(files: &[Source], all: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut function: Option<Option<String>> = None;
    let mut included: Option<u16> = None;
    let empty = Source::default();
    let mut last: Option<Pos> = None;
    for one in all {
        let source = files.get(one.pos.file as usize).unwrap_or(&empty);
        if let Some(from) = source.from.filter(|_| included != Some(one.pos.file)) {
            let mut from = Some(from);
            let mut word = "In file included from";
            while let Some(pos) = from {
                let outer = files.get(pos.file as usize).unwrap_or(&empty);
                from = outer.from;
                let end = if from.is_some() { "," } else { ":" };
                out.push_str(&format!("{word} {}:{}{end}\n", outer.name, pos.line));
                word = "                 from";
            }
        }
        included = Some(one.pos.file);
        let fatal = one.kind == Kind::Fatal;
        if !fatal && function.as_ref() != Some(&one.function) {
            match (&one.function, &function) {
                (Some(name), _) => out.push_str(&format!("{}: In function '{name}':\n", source.name)),
                (None, Some(Some(_))) => out.push_str(&format!("{}: At top level:\n", source.name)),
                _ => {}
            }
            function = Some(one.function.clone());
        }
        let word = match one.kind {
            Kind::Fatal => "fatal error",
            Kind::Error => "error",
            Kind::Warning => "warning",
            Kind::Note => "note",
        };
        out.push_str(&format!(
            "{}:{}:{}: {word}: {}\n",
            source.name, one.pos.line, one.pos.col, one.text
        ));
        // A place that was just shown is not shown again.
        if last.replace(one.pos) == Some(one.pos) {
            continue;
        }
        out.push_str(&quoted(one.pos.line, source));
        out.push_str(&format!("      | {}\n", marks(one.pos.col, one.len, '^')));
        if let Some((what, next, len)) = &one.insert {
            let caret = one.pos.col.saturating_sub(1) as usize;
            out.push_str(&format!("      | {}{what}\n", " ".repeat(caret)));
            // The token before which it goes is shown if it stands in the next line.
            if next.file == one.pos.file && next.line == one.pos.line + 1 {
                out.push_str(&quoted(next.line, source));
                let line = marks(next.col, *len, '~');
                out.push_str(&format!("      | {line:<0$}\n", caret + 1));
            }
        }
        if fatal {
            out.push_str("compilation terminated.\n");
        }
    }
    out
}
