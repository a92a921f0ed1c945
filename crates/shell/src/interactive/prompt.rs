//! Prompts: `PS1` and `PS2` with their backslash escapes (Bash Reference Manual, 6.9).

use crate::Flavour;
use crate::state::Shell;

impl Shell {
    /// The text of a prompt, expanded.
    pub(super) async fn prompt(&mut self, name: &str) -> String {
        let default = match (name, self.flavour) {
            ("PS2", _) => "> ",
            (_, Flavour::Bash) => "\\u@\\h:\\w\\$ ",
            (_, Flavour::Ash) => "\\w \\$ ",
            (_, Flavour::Dash) if self.sys.cred().uid == 0 => "# ",
            (_, Flavour::Dash) => "$ ",
        };
        let text = self.vars.scalar(name).unwrap_or(default).to_string();
        let text = if self.flavour == Flavour::Dash {
            text
        } else {
            self.prompt_escapes(&text)
        };
        if !text.contains(['$', '`', '\\']) {
            return text;
        }
        let mut parser = self.parser(text.as_bytes(), 1);
        let status = self.status;
        let expanded = match parser.read_as_quoted() {
            Ok(word) => self.expand_string(&word).await.unwrap_or(text),
            Err(_) => text,
        };
        self.status = status;
        expanded
    }

    /// A prompt's backslash escapes.
    pub(crate) fn prompt_escapes(&self, text: &str) -> String {
        let mut out = String::new();
        let mut chars = text.chars().peekable();
        let uid = self.sys.cred().uid;
        let now = self.sys.now().seconds();
        while let Some(c) = chars.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            let Some(letter) = chars.next() else {
                out.push('\\');
                break;
            };
            match letter {
                'u' => out.push_str(&self.user_name(uid)),
                'h' => out.push_str(self.sys.hostname().split('.').next().unwrap_or_default()),
                'H' => out.push_str(&self.sys.hostname()),
                'w' | 'W' => {
                    let cwd = self.logical_cwd();
                    let home = self.vars.scalar("HOME").unwrap_or("");
                    let short = match cwd.strip_prefix(home) {
                        Some(rest) if !home.is_empty() && home != "/" && (rest.is_empty() || rest.starts_with('/')) => {
                            format!("~{rest}")
                        }
                        _ => cwd,
                    };
                    if letter == 'W' && short != "/" && short != "~" {
                        out.push_str(short.rsplit('/').next().unwrap_or_default());
                    } else {
                        out.push_str(&short);
                    }
                }
                '$' if uid == 0 => out.push('#'),
                // A dollar that is not the start of an expansion.
                '$' => out.push_str("\\$"),
                'n' => out.push('\n'),
                'r' => out.push('\r'),
                'a' => out.push('\x07'),
                'e' => out.push('\x1b'),
                's' => out.push_str(self.arg0.rsplit('/').next().unwrap_or_default()),
                'v' => out.push_str("5.2"),
                'V' => out.push_str("5.2.15"),
                'j' => out.push_str(&self.jobs.iter().count().to_string()),
                '!' | '#' => out.push_str(&(self.history.len() + 1).to_string()),
                't' => out.push_str(&crate::time::format("%H:%M:%S", now)),
                'T' => out.push_str(&crate::time::format("%I:%M:%S", now)),
                '@' => out.push_str(&crate::time::format("%I:%M %p", now)),
                'A' => out.push_str(&crate::time::format("%H:%M", now)),
                'd' => out.push_str(&crate::time::format("%a %b %d", now)),
                '[' | ']' => {}
                '0'..='7' => {
                    let mut code = letter.to_digit(8).unwrap_or(0);
                    for _ in 0..2 {
                        if let Some(digit) = chars.peek().and_then(|c| c.to_digit(8)) {
                            code = code * 8 + digit;
                            chars.next();
                        }
                    }
                    out.extend(char::from_u32(code & 255));
                }
                '\\' => out.push_str("\\\\"),
                other => {
                    out.push('\\');
                    out.push(other);
                }
            }
        }
        out
    }

    fn user_name(&self, uid: u32) -> String {
        let passwd = self.sys.read_file("/etc/passwd").unwrap_or_default();
        machine::parse_passwd(&String::from_utf8_lossy(&passwd))
            .into_iter()
            .find(|u| u.uid == uid)
            .map_or_else(|| "I have no name!".to_string(), |u| u.name)
    }
}
