//! Requirements as PEP 508 writes them and versions as PEP 440 orders them.
//!
//! `name[extra] >=1.0, <2 ; python_version < "3.13"`. Of markers, comparisons of `python_version`,
//! `sys_platform`, `platform_system` and `os_name` joined by `and`/`or` are understood; others hold.
//! Epochs and local versions are left out.

use std::cmp::Ordering;

/// A version that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    release: Vec<u64>,
    /// Pre-releases sort before the release (0), post-releases after it.
    phase: (i8, u64),
}

/// One comparison with a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Specifier {
    pub operator: String,
    pub version: String,
}

/// One line of a requirements file, or one argument of `pip install`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Requirement {
    pub name: String,
    pub extras: String,
    pub specifiers: Vec<Specifier>,
    pub marker: String,
}

impl Version {
    pub(crate) fn parse(text: &str) -> Option<Version> {
        let text = text.trim().trim_start_matches('v').to_ascii_lowercase();
        let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (numbers, rest) = text.split_at(split);
        let mut release: Vec<u64> = Vec::new();
        for part in numbers.trim_end_matches('.').split('.') {
            release.push(part.parse().ok()?);
        }
        while release.len() > 1 && release.last() == Some(&0) {
            release.pop();
        }
        let rest = rest.trim_start_matches(['.', '-', '_']);
        let letters: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        let number = rest[letters.len()..].trim_start_matches(['.', '-', '_']).parse().unwrap_or(0);
        let rank = match letters.as_str() {
            "" => 0,
            "dev" => -4,
            "a" | "alpha" => -3,
            "b" | "beta" => -2,
            "rc" | "c" | "pre" => -1,
            "post" | "r" | "rev" => 1,
            _ => return None,
        };
        Some(Version {
            release,
            phase: (rank, number),
        })
    }
}

/// Whether the first of two versions is lower, equal or higher; by text if one is no version.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    match (Version::parse(a), Version::parse(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.cmp(b),
    }
}

impl Specifier {
    pub(crate) fn admits(&self, version: &str) -> bool {
        let order = compare(version, &self.version);
        match self.operator.as_str() {
            "==" if self.version.ends_with(".*") => prefix(version, &self.version),
            "!=" if self.version.ends_with(".*") => !prefix(version, &self.version),
            "==" | "===" => order == Ordering::Equal,
            "!=" => order != Ordering::Equal,
            ">=" => order != Ordering::Less,
            "<=" => order != Ordering::Greater,
            ">" => order == Ordering::Greater,
            "<" => order == Ordering::Less,
            "~=" => {
                let series = self
                    .version
                    .rsplit_once('.')
                    .map_or(self.version.as_str(), |(series, _)| series);
                order != Ordering::Less && prefix(version, &format!("{series}.*"))
            }
            _ => true,
        }
    }
}

/// Whether a version is of the series `1.2.*`.
fn prefix(version: &str, series: &str) -> bool {
    let series = series.trim_end_matches(".*");
    version == series || version.strip_prefix(series).is_some_and(|rest| rest.starts_with('.'))
}

impl Requirement {
    /// Reads a requirement. The error is the offset (in characters) where it stops making sense.
    pub(crate) fn parse(text: &str) -> Result<Requirement, usize> {
        let (text, marker) = text
            .split_once(';')
            .map_or((text, ""), |(text, marker)| (text, marker.trim()));
        let text = text.trim();
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        let alphanumeric = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if !alphanumeric(name.chars().next()) || !alphanumeric(name.chars().last()) {
            return Err(0);
        }
        let offset = |rest: &str| text.chars().count() - rest.chars().count();
        let mut extras = String::new();
        rest = rest.trim_start();
        if let Some(inside) = rest.strip_prefix('[') {
            let (list, after) = inside.split_once(']').ok_or_else(|| offset(rest))?;
            extras = list.split(',').map(str::trim).collect::<Vec<_>>().join(",");
            rest = after.trim_start();
        }
        let stop = offset(rest);
        let body = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')).unwrap_or(rest);
        let mut specifiers = Vec::new();
        for part in body.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let operators = ["===", "==", "!=", ">=", "<=", "~=", ">", "<"];
            let operator = operators.into_iter().find(|o| part.starts_with(o)).ok_or(stop)?;
            let version = part[operator.len()..].trim().to_string();
            if Version::parse(version.trim_end_matches(".*")).is_none() || version.contains(' ') {
                return Err(stop);
            }
            specifiers.push(Specifier {
                operator: operator.to_string(),
                version,
            });
        }
        Ok(Requirement {
            name: name.to_string(),
            extras,
            specifiers,
            marker: marker.to_string(),
        })
    }

    pub(crate) fn admits(&self, version: &str) -> bool {
        self.specifiers.iter().all(|specifier| specifier.admits(version))
    }

    /// Whether the marker holds for this Python, such as `3.12`.
    pub(crate) fn applies(&self, python: &str) -> bool {
        let holds = |clause: &str| {
            let clause = clause.trim().trim_matches(['(', ')']);
            let operators = ["==", "!=", ">=", "<=", ">", "<"];
            let Some((operator, at)) = operators.iter().find_map(|o| Some((*o, clause.find(o)?))) else {
                return true;
            };
            let (left, right) = (
                clause[..at].trim(),
                clause[at + operator.len()..].trim().trim_matches(['"', '\'']),
            );
            let value = match left {
                "python_version" | "python_full_version" => python,
                "sys_platform" => "linux",
                "platform_system" => "Linux",
                "os_name" => "posix",
                "platform_python_implementation" => "CPython",
                "extra" => "",
                _ => return true,
            };
            let specifier = Specifier {
                operator: operator.to_string(),
                version: right.to_string(),
            };
            specifier.admits(value)
        };
        self.marker.is_empty() || self.marker.split(" or ").any(|all| all.split(" and ").all(holds))
    }

    /// The requirement as pip repeats it.
    pub(crate) fn text(&self) -> String {
        let extras = if self.extras.is_empty() {
            String::new()
        } else {
            format!("[{}]", self.extras)
        };
        let mut sorted: Vec<String> = self
            .specifiers
            .iter()
            .map(|s| format!("{}{}", s.operator, s.version))
            .collect();
        sorted.sort();
        format!("{}{extras}{}", self.name, sorted.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_releases_are() {
        let ordered = [
            "0.9",
            "1.0.dev1",
            "1.0a1",
            "1.0b2",
            "1.0rc1",
            "1.0",
            "1.0.post1",
            "1.0.1",
            "1.10",
            "2",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare("1.0", "1.0.0"), Ordering::Equal);
    }

    #[test]
    fn specifiers_admit_what_pep_440_says() {
        for (requirement, version, expected) in [
            ("a==2.0.9", "2.0.9", true),
            ("a==2.0.*", "2.0.13", true),
            ("a~=2.2", "2.9", true),
            ("a~=2.2.1", "2.3", false),
            ("a>=1,<3", "2.5", true),
            ("a>=1,<3", "3.0", false),
            ("a!=1.5", "1.5", false),
            ("a", "7", true),
        ] {
            let parsed = Requirement::parse(requirement).unwrap();
            assert_eq!(parsed.admits(version), expected, "{requirement} {version}");
        }
    }

    #[test]
    fn a_requirement_has_extras_and_a_marker() {
        let parsed =
            Requirement::parse("uvicorn[standard] >=0.20 ; python_version < \"3.8\" and sys_platform == 'linux'").unwrap();
        assert_eq!((parsed.name.as_str(), parsed.extras.as_str()), ("uvicorn", "standard"));
        assert!(!parsed.applies("3.12") && parsed.applies("3.7"));
        assert_eq!(parsed.text(), "uvicorn[standard]>=0.20");
    }

    #[test]
    fn nonsense_is_an_error_with_its_place() {
        assert_eq!(Requirement::parse("flask=1.0"), Err(5));
        assert_eq!(Requirement::parse("=="), Err(0));
        assert_eq!(Requirement::parse("é"), Err(0));
    }
}
