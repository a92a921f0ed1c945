//! Fields while they are put together: which characters are quoted, where fields end (POSIX XCU 2.6.5).

use crate::pattern;

/// A word after expansion.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub text: String,
    /// The same with quoted pattern characters escaped, once that differs.
    escaped: Option<String>,
    /// Has an unquoted pattern character.
    pub active: bool,
}

impl Field {
    /// The text of the pattern that the field is.
    pub fn pattern(&self) -> String {
        self.escaped.clone().unwrap_or_else(|| self.text.clone())
    }
}

pub(crate) struct Fields {
    done: Vec<Field>,
    current: Field,
    is_open: bool,
    separators: String,
    /// The last field was ended by white space, of which one more separator is a part.
    after_blank: bool,
    /// Escapes are for a regular expression, not for a pattern.
    pub for_regex: bool,
}

impl Fields {
    pub fn new(separators: String) -> Fields {
        Fields {
            done: Vec::new(),
            current: Field::default(),
            is_open: false,
            separators,
            after_blank: false,
            for_regex: false,
        }
    }

    /// There is a field, even if it is empty.
    pub fn open(&mut self) {
        self.is_open = true;
        self.after_blank = false;
    }

    pub fn push_quoted(&mut self, text: &str) {
        self.open();
        self.add(text, true);
    }

    pub fn push(&mut self, text: &str, quoted: bool) {
        if !text.is_empty() || quoted {
            self.open();
        }
        self.add(text, quoted);
    }

    fn add(&mut self, text: &str, quoted: bool) {
        let special = |c: char| {
            matches!(
                c,
                '*' | '?' | '[' | ']' | '\\' | '-' | '!' | '^' | '(' | ')' | '|' | '+' | '@'
            )
        };
        let field = &mut self.current;
        if quoted {
            if self.for_regex {
                let escaped = field.escaped.get_or_insert_with(|| field.text.clone());
                for c in text.chars() {
                    if "\\.[]{}()*+?^$|".contains(c) {
                        escaped.push('\\');
                    }
                    escaped.push(c);
                }
            } else if field.escaped.is_some() || text.contains(special) {
                let escaped = field.escaped.get_or_insert_with(|| field.text.clone());
                pattern::escape(text, escaped);
            }
        } else {
            if !field.active && text.contains(['*', '?', '[', '\\', '(']) {
                let bracket = text.contains(['*', '?', '[']);
                field.active = bracket || text.contains("@(") || text.contains("+(") || text.contains("!(");
            }
            if let Some(escaped) = &mut field.escaped {
                escaped.push_str(text);
            }
        }
        self.current.text.push_str(text);
    }

    /// Ends the field here, as between the parameters of `"$@"`.
    pub fn cut(&mut self) {
        if self.is_open {
            self.done.push(std::mem::take(&mut self.current));
            self.is_open = false;
        }
    }

    /// Adds what an unquoted expansion gave, splitting it.
    pub fn push_split(&mut self, text: &str) {
        if self.separators.is_empty() {
            self.push(text, false);
            return;
        }
        let separators = std::mem::take(&mut self.separators);
        if !text.contains(|c| separators.contains(c)) {
            self.separators = separators;
            self.push(text, false);
            return;
        }
        let mut start = 0;
        for (at, c) in text.char_indices() {
            if !separators.contains(c) {
                continue;
            }
            if let Some(run) = text.get(start..at)
                && !run.is_empty()
            {
                self.push(run, false);
            }
            start = at + c.len_utf8();
            let blank = matches!(c, ' ' | '\t' | '\n');
            if self.is_open {
                self.cut();
                self.after_blank = blank;
            } else if !blank {
                if self.after_blank {
                    self.after_blank = false;
                } else {
                    self.open();
                    self.cut();
                }
            }
        }
        if let Some(run) = text.get(start..)
            && !run.is_empty()
        {
            self.push(run, false);
        }
        self.separators = separators;
    }

    pub fn finish(mut self) -> Vec<Field> {
        self.cut();
        self.done
    }

    /// All of it as one field, joined by spaces where it was cut.
    pub fn finish_single(self) -> Field {
        let for_regex = self.for_regex;
        let mut fields = self.done;
        if self.is_open || fields.is_empty() {
            fields.push(self.current);
        }
        let mut fields = fields.into_iter();
        let Some(mut out) = fields.next() else {
            return Field::default();
        };
        let _ = for_regex;
        for field in fields {
            if out.escaped.is_some() || field.escaped.is_some() {
                let joined = format!("{} {}", out.pattern(), field.pattern());
                out.escaped = Some(joined);
            }
            out.text.push(' ');
            out.text.push_str(&field.text);
            out.active |= field.active;
        }
        out
    }
}
