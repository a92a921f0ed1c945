//! `echo`, with the escapes of busybox, bash and coreutils.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let text = text(&t.args, false);
    t.put(text).await
}

/// What `echo ARGS` prints. `escapes` says whether backslashes count without `-e`, as in dash.
pub fn text(args: &[String], escapes: bool) -> Vec<u8> {
    let (mut newline, mut escapes) = (true, escapes);
    let mut rest = args;
    while let Some((first, more)) = rest.split_first() {
        let Some(letters) = first
            .strip_prefix('-')
            .filter(|l| !l.is_empty() && l.chars().all(|c| "neE".contains(c)))
        else {
            break;
        };
        for letter in letters.chars() {
            match letter {
                'n' => newline = false,
                'e' => escapes = true,
                _ => escapes = false,
            }
        }
        rest = more;
    }
    let joined = rest.join(" ");
    let mut out = Vec::with_capacity(joined.len() + 1);
    if escapes {
        if !unescape(joined.as_bytes(), Zero::Needed, &mut out) {
            return out;
        }
    } else {
        out.extend_from_slice(joined.as_bytes());
    }
    if newline {
        out.push(b'\n');
    }
    out
}

/// How octal numbers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Zero {
    /// `\0NNN`, as in echo and `%b`; `\NNN` as well.
    Needed,
    /// `\NNN`, as in printf's format.
    Free,
}

/// Replaces backslash sequences. False when `\c` ended everything.
pub fn unescape(text: &[u8], zero: Zero, out: &mut Vec<u8>) -> bool {
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(letter) = bytes.next() else {
            out.push(b'\\');
            break;
        };
        match letter {
            b'a' => out.push(7),
            b'b' => out.push(8),
            b'c' => return false,
            b'e' => out.push(27),
            b'f' => out.push(12),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'v' => out.push(11),
            b'\\' => out.push(b'\\'),
            b'"' if zero == Zero::Free => out.push(b'"'),
            b'0'..=b'7' => {
                let (mut value, mut left) = if zero == Zero::Needed && letter == b'0' {
                    (0, 3)
                } else {
                    (u32::from(letter - b'0'), 2)
                };
                while left > 0 {
                    let Some(digit) = bytes.next_if(|b| (b'0'..=b'7').contains(b)) else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                    left -= 1;
                }
                out.push(value as u8);
            }
            b'x' => {
                let mut value = None;
                for _ in 0..2 {
                    let Some(digit) = bytes.next_if(u8::is_ascii_hexdigit) else {
                        break;
                    };
                    value = Some(value.unwrap_or(0) * 16 + char::from(digit).to_digit(16).unwrap_or(0));
                }
                match value {
                    Some(value) => out.push(value as u8),
                    None => out.extend_from_slice(b"\\x"),
                }
            }
            b'u' | b'U' => {
                let most = if letter == b'u' { 4 } else { 8 };
                let mut value = 0u32;
                for _ in 0..most {
                    let Some(digit) = bytes.next_if(u8::is_ascii_hexdigit) else {
                        break;
                    };
                    value = value.wrapping_mul(16) + char::from(digit).to_digit(16).unwrap_or(0);
                }
                let mut buffer = [0; 4];
                out.extend_from_slice(char::from_u32(value).unwrap_or('?').encode_utf8(&mut buffer).as_bytes());
            }
            other => out.extend_from_slice(&[b'\\', other]),
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_count_only_in_front() {
        let echo =
            |args: &[&str]| String::from_utf8(text(&args.iter().map(|a| a.to_string()).collect::<Vec<_>>(), false)).unwrap();
        assert_eq!(echo(&["-n", "a", "-n"]), "a -n");
        assert_eq!(echo(&["-e", "a\\tb\\101\\x41\\0102"]), "a\tbAAB\n");
        assert_eq!(echo(&["-x"]), "-x\n");
        assert_eq!(echo(&["-e", "a\\cb"]), "a");
    }
}
