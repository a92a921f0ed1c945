//! `$V`, `${V}`, `${V:-default}` and the other forms in a text.
//!
//! Specified by the Compose specification, "Interpolation", and where that is silent by what compose-go's template does:
//! a braced form reaches to the brace that closes it on the same line.

/// What is put in the place of variables.
pub(crate) struct Substitution<'a> {
    pub lookup: &'a dyn Fn(&str) -> Option<String>,
    /// Names of variables that were not set and have no default, each time one is met.
    pub unset: Vec<String>,
}

/// Why a text can't be completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TemplateError {
    /// The text in which a form is not closed, or is none.
    Invalid(String),
    Required {
        variable: String,
        message: String,
    },
}

/// How deep defaults may stand in defaults.
const MAX_NESTING: usize = 64;

/// A form in a text: how long it is, and what it says.
enum Form<'a> {
    Escaped,
    Named(&'a str),
    Braced(&'a str),
    Invalid,
}

impl Substitution<'_> {
    /// The text with all its forms replaced. After an error the rest is read for its warnings only, as Compose does.
    pub fn apply(&mut self, text: &str) -> Result<String, TemplateError> {
        self.nested(text, 0)
    }

    fn nested(&mut self, text: &str, depth: usize) -> Result<String, TemplateError> {
        if depth > MAX_NESTING {
            return Err(TemplateError::Invalid(text.to_owned()));
        }
        let mut out = String::new();
        let mut failed = None;
        // What a mistake shows: the whole text, or what is left of the line after a braced form.
        let mut shown = text;
        let mut shown_until = 0;
        let mut forms = Forms::new(text);
        while let Some((before, form)) = forms.advance() {
            out.push_str(before);
            if forms.at >= shown_until {
                shown = text;
            }
            let value = match form {
                Form::Escaped => Ok("$".to_owned()),
                Form::Named(name) => Ok(self.plain(name)),
                // A long text may have many of them: only the first is told.
                Form::Invalid if failed.is_some() => continue,
                Form::Invalid => Err(TemplateError::Invalid(shown.to_owned())),
                Form::Braced(inner) => {
                    if inner.contains(['-', '+', '?'])
                        && let Some(end) = forms.last_brace.filter(|end| *end >= forms.at)
                    {
                        shown = text.get(forms.at..=end).unwrap_or_default();
                        shown_until = end + 1;
                    }
                    self.braced(inner, depth)
                }
            };
            match value {
                Ok(value) => out.push_str(&value),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        out.push_str(forms.rest());
        failed.map_or(Ok(out), Err)
    }

    fn plain(&mut self, name: &str) -> String {
        (self.lookup)(name).unwrap_or_else(|| {
            self.unset.push(name.to_owned());
            String::new()
        })
    }

    fn braced(&mut self, inner: &str, depth: usize) -> Result<String, TemplateError> {
        let (name, operator, word) = parts(inner);
        let value = (self.lookup)(name);
        let filled = value.as_ref().is_some_and(|value| !value.is_empty());
        let set = value.is_some();
        let value = || value.clone().unwrap_or_default();
        match operator {
            ":-" if filled => Ok(value()),
            "-" if set => Ok(value()),
            ":-" | "-" => self.nested(word, depth + 1),
            ":+" if filled => self.nested(word, depth + 1),
            "+" if set => self.nested(word, depth + 1),
            ":+" | "+" => Ok(value()),
            ":?" if filled => Ok(value()),
            "?" if set => Ok(value()),
            ":?" | "?" => Err(TemplateError::Required {
                variable: name.to_owned(),
                message: self.nested(word, depth + 1)?,
            }),
            _ => Ok(self.plain(name)),
        }
    }
}

/// A braced form's variable, operator and word; operator and word are empty in `${V}`.
fn parts(inner: &str) -> (&str, &str, &str) {
    let (name, rest) = inner.split_at(name_length(inner));
    let width = if rest.starts_with(':') { 2 } else { rest.len().min(1) };
    let (operator, word) = rest.split_at_checked(width).unwrap_or((rest, ""));
    (name, operator, word)
}

fn name_length(text: &str) -> usize {
    match text.as_bytes().first() {
        Some(first) if first.is_ascii_alphabetic() || *first == b'_' => text
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count(),
        _ => 0,
    }
}

/// The forms of a text, one after the other.
struct Forms<'a> {
    text: &'a str,
    /// The byte behind the last form.
    at: usize,
    /// The end of the line that was looked at last, and the last closing brace on it: without these a long line would be
    /// read again for each of its dollars.
    line_end: usize,
    last_brace: Option<usize>,
}

impl<'a> Forms<'a> {
    fn new(text: &'a str) -> Self {
        Forms {
            text,
            at: 0,
            line_end: 0,
            last_brace: None,
        }
    }

    /// What is left behind the last form.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text before the next form, and the form. A dollar that is just a dollar belongs to the text.
    fn advance(&mut self) -> Option<(&'a str, Form<'a>)> {
        let start = self.at;
        let mut search = start;
        loop {
            let dollar = search + self.text.get(search..)?.find('$')?;
            if dollar >= self.line_end {
                let rest = self.text.get(dollar..)?;
                self.line_end = dollar + rest.find('\n').unwrap_or(rest.len());
                let line = self.text.get(dollar..self.line_end)?;
                self.last_brace = line.rfind('}').map(|brace| dollar + brace);
            }
            let brace = self.last_brace.and_then(|brace| brace.checked_sub(dollar));
            if let Some((form, length)) = form_at(self.text.get(dollar..)?, brace) {
                self.at = dollar + length;
                return Some((self.text.get(start..dollar)?, form));
            }
            search = dollar + 1;
        }
    }
}

/// The form that starts with the text's dollar, and its length; none if the dollar is just a dollar. The last closing brace
/// of the line is known.
fn form_at(text: &str, last_brace: Option<usize>) -> Option<(Form<'_>, usize)> {
    let after = text.get(1..)?;
    if after.starts_with('$') {
        return Some((Form::Escaped, 2));
    }
    let length = name_length(after);
    if length > 0 {
        return Some((Form::Named(after.get(..length)?), length + 1));
    }
    let body = after.strip_prefix('{')?;
    let invalid = Some((Form::Invalid, 2));
    let name = name_length(body);
    let rest = body.get(name..)?;
    if name == 0 {
        return invalid;
    }
    if rest.starts_with('}') {
        return Some((Form::Braced(body.get(..name)?), name + 3));
    }
    let operator = rest.strip_prefix(':').unwrap_or(rest);
    let Some(last) = last_brace.and_then(|brace| brace.checked_sub(2)) else {
        return invalid;
    };
    if !operator.starts_with(['-', '+', '?']) || last <= name {
        return invalid;
    }
    let end = closing_brace(body.get(..=last)?).unwrap_or(last);
    Some((Form::Braced(body.get(..end)?), end + 3))
}

/// The brace that closes a form whose opening brace stands before the text. The character behind an opening brace is not
/// looked at.
fn closing_brace(text: &str) -> Option<usize> {
    let mut open = 1usize;
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'}' => {
                open -= 1;
                if open == 0 {
                    return Some(index);
                }
            }
            b'{' => {
                open += 1;
                bytes.next();
            }
            _ => {}
        }
    }
    None
}

/// A variable that a text names, with what it says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    pub name: String,
    pub default_value: String,
    pub presence_value: String,
    pub required: bool,
}

/// The variables of a text, those in defaults included.
pub(crate) fn variables(text: &str) -> Vec<Variable> {
    let mut found = Vec::new();
    collect(text, 0, &mut found);
    found
}

fn collect(text: &str, depth: usize, found: &mut Vec<Variable>) {
    let mut forms = Forms::new(text);
    while let Some((_, form)) = forms.advance() {
        let (name, operator, word) = match form {
            Form::Named(name) => (name, "", ""),
            Form::Braced(inner) => parts(inner),
            Form::Escaped | Form::Invalid => continue,
        };
        let kind = operator.trim_start_matches(':');
        found.push(Variable {
            name: name.to_owned(),
            default_value: if kind == "-" { word.to_owned() } else { String::new() },
            presence_value: if kind == "+" { word.to_owned() } else { String::new() },
            required: kind == "?",
        });
        if depth < MAX_NESTING && matches!(kind, "-" | "+") {
            collect(word, depth + 1, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(text: &str) -> Result<String, TemplateError> {
        let lookup = |name: &str| match name {
            "FULL" => Some("full".to_owned()),
            "EMPTY" => Some(String::new()),
            _ => None,
        };
        let mut substitution = Substitution {
            lookup: &lookup,
            unset: Vec::new(),
        };
        substitution.apply(text)
    }

    #[test]
    fn every_form_has_its_meaning() {
        let cases = [
            ("$FULL-${FULL}", "full-full"),
            ("${EMPTY:-d}${EMPTY-d}${NONE-d}", "dd"),
            ("${FULL:+r}${EMPTY:+r}${EMPTY+r}${NONE+r}", "rr"),
            ("$$FULL $${FULL}", "$FULL ${FULL}"),
            ("${NONE:-${EMPTY:-x}}y", "xy"),
            ("${NONE:-a}${NONE:-b}", "ab"),
            ("a$ b$1", "a$ b$1"),
            ("${FULL:?no}", "full"),
        ];
        for (text, expected) in cases {
            assert_eq!(apply(text), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_required_must_be_there() {
        let message = |message: &str| {
            Err(TemplateError::Required {
                variable: "EMPTY".to_owned(),
                message: message.to_owned(),
            })
        };
        assert_eq!(apply("${EMPTY:?say $FULL}"), message("say full"));
        assert_eq!(apply("${EMPTY?say}"), Ok(String::new()));
    }

    #[test]
    fn an_open_brace_is_a_mistake() {
        let invalid = |text: &str| Err(TemplateError::Invalid(text.to_owned()));
        assert_eq!(apply("a${FULL"), invalid("a${FULL"));
        assert_eq!(apply("${ FULL}"), invalid("${ FULL}"));
        assert_eq!(apply("${FULL!x}"), invalid("${FULL!x}"));
    }

    #[test]
    fn nesting_has_an_end() {
        let text = format!("{}x{}", "${A:-".repeat(5_000), "}".repeat(5_000));
        assert!(matches!(apply(&text), Err(TemplateError::Invalid(_))));
    }
}
