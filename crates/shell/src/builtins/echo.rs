//! `echo`, as dash, busybox and bash have it.

use super::escape;

/// Which options and escapes are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `-n` only; escapes are always expanded.
    Dash,
    /// `-n`, `-e`, `-E`.
    Options,
}

/// The bytes that echo prints.
pub fn echo(args: &[String], style: Style) -> Vec<u8> {
    let mut newline = true;
    let mut escapes = style == Style::Dash;
    let mut rest = args;
    while let Some((first, more)) = rest.split_first() {
        let letters = match first.strip_prefix('-') {
            Some(letters) if !letters.is_empty() => letters,
            _ => break,
        };
        let known = match style {
            Style::Dash => letters == "n",
            Style::Options => letters.chars().all(|c| "neE".contains(c)),
        };
        if !known {
            break;
        }
        for c in letters.chars() {
            match c {
                'n' => newline = false,
                'e' => escapes = true,
                _ => escapes = false,
            }
        }
        rest = more;
        if style == Style::Dash {
            break;
        }
    }
    let mut out = Vec::new();
    for (n, word) in rest.iter().enumerate() {
        if n > 0 {
            out.push(b' ');
        }
        if escapes {
            if escape::expand(word.as_bytes(), style == Style::Options, &mut out) {
                return out;
            }
        } else {
            out.extend_from_slice(word.as_bytes());
        }
    }
    if newline {
        out.push(b'\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(args: &[&str], style: Style) -> String {
        let args: Vec<String> = args.iter().map(|a| a.to_string()).collect();
        String::from_utf8(echo(&args, style)).unwrap()
    }

    #[test]
    fn options_and_escapes_depend_on_the_style() {
        assert_eq!(say(&["-n", "a"], Style::Dash), "a");
        assert_eq!(say(&["-e", "a\\tb"], Style::Dash), "-e a\tb\n");
        assert_eq!(say(&["-e", "a\\tb"], Style::Options), "a\tb\n");
        assert_eq!(say(&["-ne", "a\\cb"], Style::Options), "a");
        assert_eq!(say(&["-x", "a\\tb"], Style::Options), "-x a\\tb\n");
    }
}
