//! `printf` (POSIX printf utility), with `%b`, `%q` and `*`.

use crate::echo::{Zero, unescape};
use crate::number::Shape;
use crate::tool::{Exit, Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let mut args = t.args.clone();
    if args.first().is_some_and(|a| a == "--") {
        args.remove(0);
    }
    if args.is_empty() {
        return Err(t.missing_operand().await);
    }
    let name = t.name.clone();
    let printed = text(&args, t.gnu);
    t.out.push(printed.out);
    for message in printed.errors {
        t.stderr(&format!("{name}: {message}\n")).await;
        t.status = 1;
    }
    t.put("").await?;
    if printed.failed { Err(Exit(1)) } else { Ok(()) }
}

/// What `printf ARGS` prints.
#[derive(Debug, Default)]
pub struct Printed {
    pub out: Vec<u8>,
    /// Messages without the program's name.
    pub errors: Vec<String>,
    /// Whether it stopped at an error, or one was told: status 1.
    pub failed: bool,
}

struct Job<'a> {
    args: std::slice::Iter<'a, String>,
    gnu: bool,
    printed: Printed,
}

/// The most that one printf makes.
const LIMIT: usize = 16 << 20;

/// The format (first of `args`) applied to the others, again and again until they are used up.
pub fn text(args: &[String], gnu: bool) -> Printed {
    let Some((format, rest)) = args.split_first() else {
        return Printed::default();
    };
    let mut job = Job {
        args: rest.iter(),
        gnu,
        printed: Printed::default(),
    };
    loop {
        let before = job.args.len();
        if !job.pass(format.as_bytes()) || job.args.len() == 0 || job.args.len() == before || job.printed.out.len() > LIMIT {
            break;
        }
    }
    job.printed.failed |= !job.printed.errors.is_empty();
    job.printed
}

impl Job<'_> {
    /// Goes once through the format; false when everything ends.
    fn pass(&mut self, format: &[u8]) -> bool {
        let mut at = 0;
        while let Some(byte) = format.get(at).copied() {
            if byte != b'%' {
                let end = format
                    .get(at..)
                    .and_then(|r| r.iter().position(|b| *b == b'%'))
                    .map_or(format.len(), |p| at + p);
                if !unescape(format.get(at..end).unwrap_or_default(), Zero::Free, &mut self.printed.out) {
                    return false;
                }
                at = end;
                continue;
            }
            at += 1;
            if format.get(at) == Some(&b'%') {
                self.printed.out.push(b'%');
                at += 1;
                continue;
            }
            let start = at;
            let shape = self.shape(format, &mut at);
            while matches!(format.get(at), Some(b'l' | b'h' | b'L' | b'q' | b'j' | b'z' | b't'))
                && format.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
            {
                at += 1;
            }
            let Some(conversion) = format.get(at).copied() else {
                let rest = String::from_utf8_lossy(format.get(start - 1..).unwrap_or_default()).into_owned();
                return self.stop(if self.gnu {
                    format!("'{rest}': missing conversion specification character")
                } else {
                    format!("invalid format '{rest}'")
                });
            };
            at += 1;
            if !self.convert(conversion, shape) {
                let text = String::from_utf8_lossy(format.get(start - 1..at).unwrap_or_default()).into_owned();
                if conversion == b'b' {
                    return false;
                }
                return self.stop(if self.gnu {
                    format!("{text}: invalid conversion specification")
                } else {
                    format!("{text}: invalid format")
                });
            }
        }
        true
    }

    fn stop(&mut self, message: String) -> bool {
        self.printed.errors.push(message);
        self.printed.failed = true;
        false
    }

    fn shape(&mut self, format: &[u8], at: &mut usize) -> Shape {
        let mut shape = Shape::default();
        loop {
            match format.get(*at) {
                Some(b'-') => shape.left = true,
                Some(b'+') => shape.plus = true,
                Some(b' ') => shape.space = true,
                Some(b'#') => shape.alternate = true,
                Some(b'0') => shape.zero = true,
                _ => break,
            }
            *at += 1;
        }
        let star = format.get(*at) == Some(&b'*');
        let width = self.count(format, at);
        shape.width = width.unwrap_or(0).unsigned_abs() as usize;
        shape.left |= star && width.is_some_and(|w| w < 0);
        if format.get(*at) == Some(&b'.') {
            *at += 1;
            let precision = self.count(format, at).unwrap_or(0);
            shape.precision = usize::try_from(precision).ok();
        }
        shape
    }

    fn count(&mut self, format: &[u8], at: &mut usize) -> Option<i64> {
        if format.get(*at) == Some(&b'*') {
            *at += 1;
            let word = self.args.next().cloned().unwrap_or_default();
            return Some(self.integer(&word));
        }
        let mut value = None;
        while let Some(digit) = format.get(*at).filter(|b| b.is_ascii_digit()) {
            value = Some((value.unwrap_or(0) * 10 + i64::from(digit - b'0')).min(1 << 20));
            *at += 1;
        }
        value
    }

    fn convert(&mut self, conversion: u8, shape: Shape) -> bool {
        let given = self.args.clone().next().is_some();
        match conversion {
            b'd' | b'i' | b'o' | b'u' | b'x' | b'X' => {
                let word = self.args.next().cloned().unwrap_or_default();
                let value = if given { self.integer(&word) } else { 0 };
                self.printed.out.extend(shape.integer(value, char::from(conversion)));
            }
            b'f' | b'F' | b'e' | b'E' | b'g' | b'G' | b'a' | b'A' => {
                let word = self.args.next().cloned().unwrap_or_default();
                let value = if given { self.float(&word) } else { 0.0 };
                self.printed.out.extend(shape.float(value, char::from(conversion)));
            }
            b's' => {
                let word = self.args.next().cloned().unwrap_or_default();
                self.printed.out.extend(shape.string(word.as_bytes()));
            }
            b'c' => {
                let word = self.args.next().cloned().unwrap_or_default();
                let first = word.as_bytes().get(..1).unwrap_or_default().to_vec();
                self.printed.out.extend(shape.string(&first));
            }
            b'b' => {
                let word = self.args.next().cloned().unwrap_or_default();
                let mut bytes = Vec::new();
                let more = unescape(word.as_bytes(), Zero::Needed, &mut bytes);
                self.printed.out.extend(shape.string(&bytes));
                return more;
            }
            b'q' => {
                let word = self.args.next().cloned().unwrap_or_default();
                self.printed.out.extend(shape.string(quote(&word).as_bytes()));
            }
            _ => return false,
        }
        true
    }

    fn integer(&mut self, word: &str) -> i64 {
        if let Some(letter) = word.strip_prefix(['\'', '"']) {
            return letter.chars().next().map_or(0, |c| i64::from(u32::from(c)));
        }
        let trimmed = word.trim_start();
        let (negative, digits) = match trimmed.as_bytes().first() {
            Some(b'-') => (true, trimmed.get(1..).unwrap_or_default()),
            Some(b'+') => (false, trimmed.get(1..).unwrap_or_default()),
            _ => (false, trimmed),
        };
        let (radix, digits) = match digits.as_bytes() {
            [b'0', b'x' | b'X', ..] => (16, digits.get(2..).unwrap_or_default()),
            [b'0', _, ..] => (8, digits),
            _ => (10, digits),
        };
        let good: String = digits.chars().take_while(|c| c.is_digit(radix)).collect();
        let whole = good.len() == digits.len() && !good.is_empty();
        let value = if good.is_empty() {
            Some(0)
        } else {
            u64::from_str_radix(&good, radix).ok()
        };
        if !whole {
            let message = match (self.gnu, good.is_empty()) {
                (false, _) => format!("invalid number '{word}'"),
                (true, true) => format!("'{word}': expected a numeric value"),
                (true, false) => format!("'{word}': value not completely converted"),
            };
            self.printed.errors.push(message);
            if !self.gnu {
                return 0;
            }
        }
        match value {
            Some(value) if negative => (value as i64).wrapping_neg(),
            Some(value) => value as i64,
            None => {
                self.printed.errors.push(if self.gnu {
                    format!("'{word}': Numerical result out of range")
                } else {
                    format!("invalid number '{word}'")
                });
                if negative { i64::MIN } else { i64::MAX }
            }
        }
    }

    fn float(&mut self, word: &str) -> f64 {
        if let Some(letter) = word.strip_prefix(['\'', '"']) {
            return letter.chars().next().map_or(0.0, |c| f64::from(u32::from(c)));
        }
        if word.len() < 400
            && let Ok(value) = word.trim_start().parse::<f64>()
        {
            return value;
        }
        if word.trim_start().starts_with("0x") {
            return self.integer(word) as f64;
        }
        let message = if self.gnu {
            format!("'{word}': expected a numeric value")
        } else {
            format!("invalid number '{word}'")
        };
        self.printed.errors.push(message);
        0.0
    }
}

/// A word as a shell would read it back.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./,:@%+=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printf(args: &[&str]) -> String {
        String::from_utf8(text(&args.iter().map(|a| a.to_string()).collect::<Vec<_>>(), false).out).unwrap()
    }

    #[test]
    fn the_format_repeats_until_the_arguments_end() {
        assert_eq!(
            printf(&["%s-%03d-%x-%5.1f|%-4s|%c\\n", "word", "7", "255", "3.14159", "ab", "xyz"]),
            "word-007-ff-  3.1|ab  |x\n"
        );
        assert_eq!(printf(&["%d+%d\\n", "1", "2", "3", "4"]), "1+2\n3+4\n");
        assert_eq!(printf(&["%s\\n"]), "\n");
        assert_eq!(printf(&["%d %o %x\\n", "0x1F", "017", "'A"]), "31 17 41\n");
        assert_eq!(printf(&["100%%\\n"]), "100%\n");
    }
}
