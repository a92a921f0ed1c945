//! Which checks run: the `check` directive, `BUILDKIT_DOCKERFILE_CHECK`, and comments for one instruction.
//!
//! `skip=A,B;error=true;experimental=all`. Specified by BuildKit's `linter/linter.go` and the Docker documentation,
//! "Checking your build configuration".

use crate::directive::DirectiveName;
use crate::dockerfile::Dockerfile;
use crate::error::Error;
use crate::go::{parse_bool, quote};

/// What to check and what to make of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckOptions {
    pub skip_all: bool,
    pub skip: Vec<String>,
    pub experimental_all: bool,
    pub experimental: Vec<String>,
    /// Warnings make the build fail.
    pub error: bool,
}

impl CheckOptions {
    /// Reads the value of a `check` directive.
    pub fn parse(text: &str) -> Result<CheckOptions, Error> {
        let mut options = CheckOptions::default();
        let text = text.trim();
        if text.is_empty() {
            return Ok(options);
        }
        let names = |value: &str| value.split(',').map(|name| name.trim().to_owned()).collect();
        for part in text.splitn(3, ';') {
            let Some((key, value)) = part.split_once('=') else {
                return Err(invalid(part));
            };
            let value = value.trim();
            match (key.trim(), value) {
                ("skip", "all") => options.skip_all = true,
                ("skip", _) => options.skip = names(value),
                ("experimental", "all") => options.experimental_all = true,
                ("experimental", _) => options.experimental = names(value),
                ("error", _) => {
                    options.error = parse_bool(value).ok_or_else(|| {
                        Error::CheckOptions(format!(
                            "failed to parse check option {}: strconv.ParseBool: parsing {}: invalid syntax",
                            quote(part),
                            quote(value)
                        ))
                    })?;
                }
                (key, _) => return Err(invalid(key)),
            }
        }
        Ok(options)
    }

    /// Adds what other options skip or ask for.
    pub fn merge(&mut self, other: CheckOptions) {
        self.skip_all |= other.skip_all;
        self.skip.extend(other.skip);
        self.experimental_all |= other.experimental_all;
        self.experimental.extend(other.experimental);
    }
}

fn invalid(option: &str) -> Error {
    Error::CheckOptions(format!("invalid check option {}", quote(option)))
}

/// The options in a file's `check` directive.
pub fn options_of(dockerfile: &Dockerfile) -> Result<CheckOptions, Error> {
    match dockerfile.directive(DirectiveName::Check) {
        Some(directive) => CheckOptions::parse(directive.value.split(' ').next().unwrap_or_default()),
        None => Ok(CheckOptions::default()),
    }
}
