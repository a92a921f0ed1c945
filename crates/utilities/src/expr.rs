//! `expr` (POSIX).

use crate::regex::{Regex, Syntax};
use crate::tool::{Exit, Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let mut words = t.args.clone();
    if words.first().is_some_and(|w| w == "--") {
        words.remove(0);
    }
    if words.is_empty() {
        if t.gnu {
            return Err(t.misuse("missing operand").await);
        }
        return Err(t.fail_with(2, "too few arguments").await);
    }
    let mut expr = Expr {
        words: &words,
        at: 0,
        depth: 0,
        gnu: t.gnu,
    };
    let result = expr.or().and_then(|value| match words.get(expr.at) {
        None => Ok(value),
        Some(word) => Err(if t.gnu {
            format!("syntax error: unexpected argument '{word}'")
        } else {
            "syntax error".to_string()
        }),
    });
    match result {
        Ok(value) => {
            let null = is_null(&value);
            t.line(value).await?;
            if null { Err(Exit(1)) } else { Ok(()) }
        }
        Err(message) => Err(t.fail_with(2, message).await),
    }
}

struct Expr<'a> {
    words: &'a [String],
    at: usize,
    depth: usize,
    gnu: bool,
}

fn is_null(value: &str) -> bool {
    value.is_empty() || {
        let digits = value.strip_prefix('-').unwrap_or(value);
        !digits.is_empty() && digits.bytes().all(|b| b == b'0')
    }
}

impl Expr<'_> {
    fn take(&mut self, operators: &[&str]) -> Option<String> {
        let word = self.words.get(self.at).filter(|w| operators.contains(&w.as_str()))?;
        self.at += 1;
        Some(word.clone())
    }

    fn or(&mut self) -> Result<String, String> {
        self.depth += 1;
        if self.depth > 200 {
            return Err("syntax error".into());
        }
        let mut left = self.and()?;
        while self.take(&["|"]).is_some() {
            let right = self.and()?;
            if is_null(&left) {
                left = if is_null(&right) { "0".into() } else { right };
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<String, String> {
        let mut left = self.compare()?;
        while self.take(&["&"]).is_some() {
            let right = self.compare()?;
            if is_null(&left) || is_null(&right) {
                left = "0".into();
            }
        }
        Ok(left)
    }

    fn compare(&mut self) -> Result<String, String> {
        let mut left = self.sum()?;
        while let Some(operator) = self.take(&["<", "<=", "=", "==", "!=", ">=", ">"]) {
            let right = self.sum()?;
            let order = match (left.parse::<i64>(), right.parse::<i64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                _ => left.cmp(&right),
            };
            let truth = match operator.as_str() {
                "<" => order.is_lt(),
                "<=" => order.is_le(),
                ">" => order.is_gt(),
                ">=" => order.is_ge(),
                "!=" => order.is_ne(),
                _ => order.is_eq(),
            };
            left = i32::from(truth).to_string();
        }
        Ok(left)
    }

    fn number(&self, text: &str) -> Result<i64, String> {
        text.parse().map_err(|_| "non-integer argument".to_string())
    }

    fn sum(&mut self) -> Result<String, String> {
        let mut left = self.product()?;
        while let Some(operator) = self.take(&["+", "-"]) {
            let right = self.product()?;
            let (a, b) = (self.number(&left)?, self.number(&right)?);
            left = if operator == "+" {
                a.wrapping_add(b)
            } else {
                a.wrapping_sub(b)
            }
            .to_string();
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<String, String> {
        let mut left = self.matching()?;
        while let Some(operator) = self.take(&["*", "/", "%"]) {
            let right = self.matching()?;
            let (a, b) = (self.number(&left)?, self.number(&right)?);
            if b == 0 && operator != "*" {
                return Err("division by zero".into());
            }
            left = match operator.as_str() {
                "*" => a.wrapping_mul(b),
                "/" => a.wrapping_div(b),
                _ => a.wrapping_rem(b),
            }
            .to_string();
        }
        Ok(left)
    }

    fn matching(&mut self) -> Result<String, String> {
        let mut left = self.primary()?;
        while self.take(&[":"]).is_some() {
            let right = self.primary()?;
            left = matched(&left, &right)?;
        }
        Ok(left)
    }

    fn word(&mut self) -> Result<String, String> {
        let Some(word) = self.words.get(self.at) else {
            let last = self
                .at
                .checked_sub(1)
                .and_then(|i| self.words.get(i))
                .cloned()
                .unwrap_or_default();
            return Err(if self.gnu {
                format!("syntax error: missing argument after '{last}'")
            } else {
                "syntax error".to_string()
            });
        };
        self.at += 1;
        Ok(word.clone())
    }

    fn primary(&mut self) -> Result<String, String> {
        let word = self.word()?;
        let more = self.words.get(self.at).is_some();
        match word.as_str() {
            "(" => {
                let value = self.or()?;
                if self.take(&[")"]).is_none() {
                    return Err(match (self.gnu, self.words.get(self.at)) {
                        (true, None) => format!(
                            "syntax error: expecting ')' after '{}'",
                            self.words.last().cloned().unwrap_or_default()
                        ),
                        (true, Some(word)) => format!("syntax error: expecting ')' instead of '{word}'"),
                        _ => "syntax error".to_string(),
                    });
                }
                Ok(value)
            }
            ")" => Err(if self.gnu {
                "syntax error: unexpected ')'".into()
            } else {
                "syntax error".to_string()
            }),
            "+" if self.gnu && more => self.word(),
            "quote" if !self.gnu && more => self.word(),
            "length" if more => Ok(self.primary()?.chars().count().to_string()),
            "match" if more => {
                let text = self.primary()?;
                let pattern = self.primary()?;
                matched(&text, &pattern)
            }
            "index" if more => {
                let text = self.primary()?;
                let set = self.primary()?;
                Ok(text.chars().position(|c| set.contains(c)).map_or(0, |p| p + 1).to_string())
            }
            "substr" if more => {
                let text = self.primary()?;
                let (from, length) = (self.primary()?, self.primary()?);
                let (Ok(from), Ok(length)) = (from.parse::<usize>(), length.parse::<usize>()) else {
                    return Ok(String::new());
                };
                if from == 0 {
                    return Ok(String::new());
                }
                Ok(text.chars().skip(from - 1).take(length).collect())
            }
            _ => Ok(word),
        }
    }
}

fn matched(text: &str, pattern: &str) -> Result<String, String> {
    let regex = Regex::new(format!("^{pattern}").as_bytes(), Syntax::Basic, false).map_err(str::to_string)?;
    let groups = regex.find(text.as_bytes(), 0);
    let slice = |bounds: Option<&Option<(usize, usize)>>| -> String {
        let Some(Some((a, b))) = bounds else { return String::new() };
        String::from_utf8_lossy(text.as_bytes().get(*a..*b).unwrap_or_default()).into_owned()
    };
    Ok(match groups {
        Some(groups) if regex.group_count() > 0 => slice(groups.get(1)),
        Some(groups) => slice(groups.first()).chars().count().to_string(),
        None if regex.group_count() > 0 => String::new(),
        None => "0".to_string(),
    })
}
