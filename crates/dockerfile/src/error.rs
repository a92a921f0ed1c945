//! What can be wrong with a Dockerfile, with BuildKit's wording.
//!
//! Errors hold payloads; the words are in `Display`. The texts are those of BuildKit's parser, instruction and shell
//! packages, capital letters and all.

use std::fmt;

use crate::go::{NumberError, quote};
use crate::keyword::Keyword;
use crate::span::Lines;

/// A word that could not be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpandError {
    /// The whole word that was being processed.
    pub word: String,
    /// What was wrong, in BuildKit's words.
    pub cause: String,
}

impl fmt::Display for ExpandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "failed to process {}: {}", quote(&self.word), self.cause)
    }
}

impl std::error::Error for ExpandError {}

/// One mistake, without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The file has no byte.
    Empty,
    /// Comments and blank lines only.
    NoInstructions,
    /// Instructions, but no FROM.
    NoStages,
    /// An instruction other than ARG before the first FROM.
    NoCurrentStage,
    /// An `escape` directive with anything but a backslash or a backtick.
    InvalidEscape(String),
    /// A parser directive given twice; its name.
    DuplicateDirective(String),
    /// A `check` directive that says something else; the whole text behind the colon.
    CheckOptions(String),
    /// A physical line of more than 65,535 bytes.
    LineTooLong,
    /// ENV or LABEL with a name and nothing else.
    TwoArguments(Keyword),
    /// A word of ENV or LABEL that has no equals sign.
    MissingEquals(String),
    /// A JSON array holding something else than strings.
    JsonNotStrings,
    /// A heredoc whose terminator is missing.
    UnterminatedHeredoc,
    /// A word could not be expanded.
    Expand(ExpandError),
    /// A keyword that does not exist, and the nearest one that does.
    UnknownInstruction {
        name: String,
        suggestion: Option<String>,
    },
    AtLeastOneArgument(Keyword),
    ExactlyOneArgument(Keyword),
    NoDestination(Keyword),
    HeredocDestination(Keyword),
    BlankNames(Keyword),
    FromArguments,
    InvalidStageName(String),
    /// A flag the instruction does not have, with its dashes, and the nearest one it has.
    UnknownFlag {
        flag: String,
        suggestion: Option<String>,
    },
    DuplicateFlag(String),
    MissingFlagValue(String),
    FlagNotBoolean {
        flag: String,
        value: String,
    },
    ChainedOnbuild,
    OnbuildTrigger(Keyword),
    HealthcheckNoneArguments,
    HealthcheckCommandMissing,
    HealthcheckType(String),
    /// A duration flag of HEALTHCHECK; Go's whole message.
    Duration(String),
    IntervalTooShort(String),
    Retries {
        text: String,
        reason: NumberError,
    },
    NegativeRetries(i64),
    EmptyVolume,
    NotJson(Keyword),
    InvalidNetwork(String),
    InvalidSecurity(String),
    /// A `--mount` or `--device` value; BuildKit's whole message.
    Mount(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suggested = |f: &mut fmt::Formatter<'_>, suggestion: &Option<String>| match suggestion {
            Some(name) => write!(f, " (did you mean {name}?)"),
            None => Ok(()),
        };
        match self {
            Error::Empty => f.write_str("the Dockerfile cannot be empty"),
            Error::NoInstructions => f.write_str("file with no instructions"),
            Error::NoStages => f.write_str("dockerfile contains no stages to build"),
            Error::NoCurrentStage => f.write_str("no build stage in current context"),
            Error::InvalidEscape(value) => {
                write!(f, "invalid escape token '{value}' does not match ` or \\")
            }
            Error::DuplicateDirective(name) => {
                write!(f, "only one {name} parser directive can be used")
            }
            Error::CheckOptions(cause) => write!(f, "failed to parse check options: {cause}"),
            Error::LineTooLong => f.write_str("dockerfile line greater than max allowed size of 65535"),
            Error::TwoArguments(k) => write!(f, "{} must have two arguments", k.upper()),
            Error::MissingEquals(word) => write!(
                f,
                "Syntax error - can't find = in {}. Must be of the form: name=value",
                quote(word)
            ),
            Error::JsonNotStrings => f.write_str("when using JSON array syntax, arrays must be comprised of strings only"),
            Error::UnterminatedHeredoc => f.write_str("unterminated heredoc"),
            Error::Expand(error) => error.fmt(f),
            Error::UnknownInstruction { name, suggestion } => {
                write!(f, "unknown instruction: {name}")?;
                suggested(f, suggestion)
            }
            Error::AtLeastOneArgument(k) => {
                write!(f, "{} requires at least one argument", k.upper())
            }
            Error::ExactlyOneArgument(k) => {
                write!(f, "{} requires exactly one argument", k.upper())
            }
            Error::NoDestination(k) => write!(
                f,
                "{} requires at least two arguments, but only one was provided. Destination could not be determined",
                k.upper()
            ),
            Error::HeredocDestination(k) => {
                write!(f, "{} cannot accept a heredoc as a destination", k.upper())
            }
            Error::BlankNames(k) => write!(f, "{} names can not be blank", k.upper()),
            Error::FromArguments => f.write_str("FROM requires either one or three arguments"),
            Error::InvalidStageName(name) => write!(
                f,
                "invalid name for build stage: {}, name can't start with a number or contain symbols",
                quote(name)
            ),
            Error::UnknownFlag { flag, suggestion } => {
                write!(f, "unknown flag: {flag}")?;
                suggested(f, suggestion)
            }
            Error::DuplicateFlag(flag) => write!(f, "duplicate flag specified: {flag}"),
            Error::MissingFlagValue(flag) => write!(f, "missing a value on flag: {flag}"),
            Error::FlagNotBoolean { flag, value } => {
                write!(f, "expecting boolean value for flag {flag}, not: {value}")
            }
            Error::ChainedOnbuild => f.write_str("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"),
            Error::OnbuildTrigger(k) => {
                write!(f, "{} isn't allowed as an ONBUILD trigger", k.upper())
            }
            Error::HealthcheckNoneArguments => f.write_str("HEALTHCHECK NONE takes no arguments"),
            Error::HealthcheckCommandMissing => f.write_str("Missing command after HEALTHCHECK CMD"),
            Error::HealthcheckType(kind) => {
                write!(f, "Unknown type {} in HEALTHCHECK (try CMD)", quote(kind))
            }
            Error::Duration(message) | Error::Mount(message) => f.write_str(message),
            Error::IntervalTooShort(flag) => {
                write!(f, "Interval {} cannot be less than 1ms", quote(flag))
            }
            Error::Retries { text, reason } => {
                write!(f, "strconv.ParseInt: parsing {}: {reason}", quote(text))
            }
            Error::NegativeRetries(count) => {
                write!(f, "--retries cannot be negative ({count})")
            }
            Error::EmptyVolume => f.write_str("VOLUME specified can not be an empty string"),
            Error::NotJson(k) => {
                write!(f, "{} requires the arguments to be in JSON form", k.upper())
            }
            Error::InvalidNetwork(mode) => write!(f, "invalid network mode {}", quote(mode)),
            Error::InvalidSecurity(mode) => write!(f, "security {} is not valid", quote(mode)),
        }
    }
}

impl std::error::Error for Error {}

/// A mistake in its place, as `docker build` reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    pub error: Error,
    /// The line of the instruction, for mistakes that BuildKit announces with `dockerfile parse error on line N: `.
    pub announced_line: Option<u32>,
    /// The lines to show; nothing for mistakes that have no place.
    pub lines: Option<Lines>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.announced_line {
            write!(f, "dockerfile parse error on line {line}: ")?;
        }
        self.error.fmt(f)
    }
}

impl std::error::Error for ParseError {}
