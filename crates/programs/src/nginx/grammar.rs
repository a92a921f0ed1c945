//! nginx.conf's grammar: directives, blocks, quotes, includes.

use machine::Sys;

/// A directive with its words and, for a block, what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub name: String,
    pub args: Vec<String>,
    pub block: Option<Vec<Directive>>,
    pub file: String,
    pub line: usize,
}

impl Directive {
    /// Where it stands, as nginx says it.
    pub fn place(&self) -> String {
        format!("in {}:{}", self.file, self.line)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Open,
    Close,
    End,
}

fn tokens(text: &str, file: &str) -> Result<Vec<(Token, usize)>, String> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    let mut line = 1;
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            c if c.is_whitespace() => {}
            '#' => {
                while chars.peek().is_some_and(|c| *c != '\n') {
                    chars.next();
                }
            }
            '{' => out.push((Token::Open, line)),
            '}' => out.push((Token::Close, line)),
            ';' => out.push((Token::End, line)),
            '"' | '\'' => {
                let start = line;
                let mut word = String::new();
                loop {
                    match chars.next() {
                        None => return Err(format!("unexpected end of file, expecting \";\" or \"}}\" in {file}:{line}")),
                        Some('\\') => match chars.next() {
                            Some('n') => word.push('\n'),
                            Some('t') => word.push('\t'),
                            Some('r') => word.push('\r'),
                            Some(next) if ['"', '\'', '\\'].contains(&next) => word.push(next),
                            // Of a regular expression.
                            next => word.extend(std::iter::once('\\').chain(next)),
                        },
                        Some(q) if q == c => break,
                        Some(other) => {
                            line += usize::from(other == '\n');
                            word.push(other);
                        }
                    }
                }
                out.push((Token::Word(word), start));
            }
            c => {
                let mut word = String::from(c);
                while let Some(next) = chars.peek().copied() {
                    let variable = next == '{' && word.ends_with('$');
                    if (next.is_whitespace() || matches!(next, ';' | '{')) && !variable {
                        break;
                    }
                    word.push(next);
                    chars.next();
                    if variable {
                        for inner in chars.by_ref() {
                            word.push(inner);
                            if inner == '}' {
                                break;
                            }
                        }
                    }
                }
                out.push((Token::Word(word), line));
            }
        }
    }
    Ok(out)
}

/// Reads a file with all it includes. Errors: the text behind `nginx: [emerg] `.
pub fn load(sys: &Sys, file: &str, depth: usize) -> Result<Vec<Directive>, String> {
    let bytes = sys
        .read_file(file)
        .map_err(|e| format!("open() \"{file}\" failed ({}: {e})", e.number()))?;
    let tokens = tokens(&String::from_utf8_lossy(&bytes), file)?;
    let mut at = 0;
    let out = block(sys, file, &tokens, &mut at, false, depth)?;
    Ok(out)
}

fn block(
    sys: &Sys,
    file: &str,
    tokens: &[(Token, usize)],
    at: &mut usize,
    nested: bool,
    depth: usize,
) -> Result<Vec<Directive>, String> {
    let mut out = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut start = 1;
    if depth > 16 {
        return Err(format!("too many nested includes or blocks in {file}:1"));
    }
    loop {
        let Some((token, line)) = tokens.get(*at) else {
            let last = tokens.last().map_or(1, |(_, l)| *l);
            if nested || !words.is_empty() {
                return Err(format!(
                    "unexpected end of file, expecting \"}}\" in {file}:{}",
                    last + usize::from(nested)
                ));
            }
            return Ok(out);
        };
        *at += 1;
        match token {
            Token::Word(word) => {
                if words.is_empty() {
                    start = *line;
                }
                words.push(word.clone());
            }
            Token::End => {
                if words.is_empty() {
                    return Err(format!("unexpected \";\" in {file}:{line}"));
                }
                let name = words.remove(0);
                let args = std::mem::take(&mut words);
                if name == "include" {
                    for path in include(sys, args.first().map(String::as_str).unwrap_or_default()) {
                        out.extend(load(sys, &path, depth + 1)?);
                    }
                } else {
                    out.push(Directive {
                        name,
                        args,
                        block: None,
                        file: file.into(),
                        line: start,
                    });
                }
            }
            Token::Open => {
                if words.is_empty() {
                    return Err(format!("unexpected \"{{\" in {file}:{line}"));
                }
                let name = words.remove(0);
                let args = std::mem::take(&mut words);
                // What stands in a table of types or a map is not directives.
                let inner = block(sys, file, tokens, at, true, depth + 1)?;
                out.push(Directive {
                    name,
                    args,
                    block: Some(inner),
                    file: file.into(),
                    line: start,
                });
            }
            Token::Close => {
                if !words.is_empty() {
                    return Err(format!("unexpected \"}}\" in {file}:{line}"));
                }
                if !nested {
                    return Err(format!("unexpected \"}}\" in {file}:{line}"));
                }
                return Ok(out);
            }
        }
    }
}

fn include(sys: &Sys, pattern: &str) -> Vec<String> {
    let pattern = if pattern.starts_with('/') {
        pattern.to_string()
    } else {
        format!("/etc/nginx/{pattern}")
    };
    let Some((dir, name)) = pattern.rsplit_once('/') else {
        return Vec::new();
    };
    match name.split_once('*') {
        None => vec![pattern],
        Some((before, after)) => {
            let entries = sys.readdir(dir).unwrap_or_default();
            let fits = |n: &str| n.len() >= before.len() + after.len() && n.starts_with(before) && n.ends_with(after);
            entries
                .into_iter()
                .filter(|e| fits(&e.name))
                .map(|e| format!("{dir}/{}", e.name))
                .collect()
        }
    }
}
