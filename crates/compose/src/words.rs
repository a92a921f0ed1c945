//! A command line in one string, split into words as go-shellwords does: quotes and backslashes, no variables, and an
//! end at the first operator of a shell.

/// The words.
pub(crate) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut started = false;
    let (mut escaped, mut double, mut single, mut back, mut dollar) = (false, false, false, false, false);
    let invalid = || Err("invalid command line string".to_owned());
    for c in line.chars() {
        if escaped {
            word.push(match c {
                't' => '\t',
                'n' => '\n',
                other => other,
            });
            escaped = false;
            started = true;
            continue;
        }
        let quoted = double || single || back || dollar;
        match c {
            '\\' if single => word.push(c),
            '\\' => escaped = true,
            ' ' | '\t' | '\r' | '\n' if quoted => word.push(c),
            ' ' | '\t' | '\r' | '\n' => {
                if started {
                    words.push(std::mem::take(&mut word));
                }
                started = false;
            }
            '"' if !single && !dollar => {
                started |= double;
                double = !double;
            }
            '\'' if !double && !dollar => {
                started |= single;
                single = !single;
            }
            '(' if !single && !double && !back => {
                if dollar || !word.ends_with('$') {
                    return invalid();
                }
                dollar = true;
                word.push(c);
            }
            ')' if !single && !double && !back => {
                if !dollar {
                    return invalid();
                }
                dollar = false;
                started = true;
                word.push(c);
            }
            ';' | '&' | '|' | '<' | '>' if !quoted => {
                if c == '>' && word.starts_with(|c: char| c.is_ascii_digit()) {
                    started = false;
                }
                break;
            }
            _ => {
                if c == '`' && !single && !double && !dollar {
                    back = !back;
                }
                started = true;
                word.push(c);
            }
        }
    }
    if started {
        words.push(word);
    }
    if escaped || double || single || back || dollar {
        return invalid();
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn quotes_keep_spaces() {
        assert_eq!(split("sh -c 'echo a  b'").unwrap(), ["sh", "-c", "echo a  b"]);
        assert_eq!(split(r#"a "b c" d\ e"#).unwrap(), ["a", "b c", "d e"]);
        assert_eq!(split("''").unwrap(), [""]);
    }

    #[test]
    fn an_operator_ends_the_command() {
        assert_eq!(split("echo a && echo b").unwrap(), ["echo", "a"]);
        assert_eq!(split("echo a 2> file").unwrap(), ["echo", "a"]);
    }

    #[test]
    fn an_open_quote_is_an_error() {
        assert!(split("echo 'a").is_err());
        assert!(split("echo (a)").is_err());
    }
}
