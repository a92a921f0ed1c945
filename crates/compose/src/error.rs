//! Everything that can be wrong with a project, in Compose's words.

use crate::files::FileError;
use crate::print::quoted;
use std::fmt;

/// Why there is no project, and what was to be warned of before that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadError {
    pub error: Error,
    /// In the order in which Compose logs them, each without its `level=warning` frame.
    pub warnings: Vec<String>,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for LoadError {}

/// One mistake.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    NoConfiguration,
    Open {
        path: String,
        error: FileError,
    },
    Read {
        path: String,
        error: FileError,
    },
    Stat {
        path: String,
        error: FileError,
    },
    EnvFileNotFound {
        path: String,
    },
    EnvFileIsDirectory {
        path: String,
    },
    EnvFileUnreadable {
        path: String,
        problem: String,
    },
    ServiceEnvFileNotFound {
        path: String,
    },
    LabelFileNotFound {
        path: String,
    },
    UnsupportedEnvFormat {
        format: String,
    },
    InvalidProjectName {
        name: String,
    },
    EmptyProjectName,
    EmptyComposeFile,
    TopLevelNotMapping,
    NonStringKey {
        place: String,
        key: String,
    },
    /// A mistake in the YAML itself; the text is go-yaml's.
    Yaml {
        text: String,
    },
    /// The same in a file that another one pulls in.
    Parse {
        path: String,
        text: String,
    },
    Interpolation {
        path: String,
        template: String,
    },
    RequiredVariable {
        path: String,
        variable: String,
        message: String,
    },
    Cast {
        path: String,
        problem: String,
    },
    /// A value of the right form that makes no sense, such as a length of time without a unit.
    Decode {
        path: String,
        problem: String,
    },
    Schema {
        file: String,
        path: String,
        problem: String,
    },
    ExtendsNotFound {
        service: String,
        file: String,
        base: String,
        from: Option<String>,
    },
    ExtendsCycle {
        chain: Vec<(String, String)>,
    },
    IncludeCycle {
        files: Vec<String>,
    },
    NoSuchService {
        name: String,
    },
    ServiceDisabled {
        name: String,
    },
    UndefinedResource {
        service: String,
        kind: &'static str,
        name: String,
    },
    UndefinedDependency {
        service: String,
        name: String,
    },
    NoImageOrBuild {
        service: String,
    },
    DependencyCycle {
        path: Vec<String>,
    },
    /// Every other sentence, complete.
    Invalid(String),
    /// A sentence that ends in `: invalid compose project`.
    InvalidProject(String),
    /// Something Compose can do and Drydock can't.
    NotSimulated {
        what: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoConfiguration => f.write_str("no configuration file provided: not found"),
            Error::Open { path, error } => write!(f, "open {path}: {error}"),
            Error::Read { path, error } => write!(f, "read {path}: {error}"),
            Error::Stat { path, error } => write!(f, "stat {path}: {error}"),
            Error::EnvFileNotFound { path } => write!(f, "couldn't find env file: {path}"),
            Error::EnvFileIsDirectory { path } => write!(f, "{path} is a directory"),
            Error::EnvFileUnreadable { path, problem } => write!(f, "failed to read {path}: {problem}"),
            Error::ServiceEnvFileNotFound { path } => {
                write!(f, "env file {path} not found: stat {path}: {}", FileError::NotFound)
            }
            Error::LabelFileNotFound { path } => {
                write!(f, "label file {path} not found: stat {path}: {}", FileError::NotFound)
            }
            Error::UnsupportedEnvFormat { format } => write!(f, "unsupported env_file format {}", quoted(format)),
            Error::InvalidProjectName { name } => write!(
                f,
                "invalid project name {}: must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number",
                quoted(name)
            ),
            Error::EmptyProjectName => f.write_str("project name must not be empty"),
            Error::EmptyComposeFile => f.write_str("empty compose file"),
            Error::TopLevelNotMapping => f.write_str("top-level object must be a mapping"),
            Error::NonStringKey { place, key } => write!(f, "non-string key {place}: {key}"),
            Error::Yaml { text } => f.write_str(text),
            Error::Parse { path, text } => write!(f, "failed to parse {path}: {text}"),
            Error::Interpolation { path, template } => write!(
                f,
                "invalid interpolation format for {path}.\nYou may need to escape any $ with another $.\n{template}"
            ),
            Error::RequiredVariable { path, variable, message } => {
                write!(
                    f,
                    "error while interpolating {path}: required variable {variable} is missing a value"
                )?;
                if message.is_empty() {
                    Ok(())
                } else {
                    write!(f, ": {message}")
                }
            }
            Error::Cast { path, problem } => {
                write!(
                    f,
                    "error while interpolating {path}: failed to cast to expected type: {problem}"
                )
            }
            Error::Decode { path, problem } => {
                write!(f, "decoding failed due to the following error(s):\n\n'{path}' {problem}")
            }
            Error::Schema { file, path, problem } => write!(f, "validating {file}: {path} {problem}"),
            Error::ExtendsNotFound {
                service,
                file,
                base,
                from,
            } => {
                write!(
                    f,
                    "cannot extend service {} in {file}: service {} not found",
                    quoted(service),
                    quoted(base)
                )?;
                match from {
                    Some(from) => write!(f, " in {from}"),
                    None => Ok(()),
                }
            }
            Error::ExtendsCycle { chain } => {
                f.write_str("Circular reference:")?;
                for (index, (service, file)) in chain.iter().enumerate() {
                    let verb = if index == 0 { "" } else { "extends " };
                    write!(f, "\n  {verb}{service} in {file}")?;
                }
                Ok(())
            }
            Error::IncludeCycle { files } => {
                f.write_str("include cycle detected:\n")?;
                f.write_str(&files.join("\n include "))
            }
            Error::NoSuchService { name } => write!(f, "no such service: {name}"),
            Error::ServiceDisabled { name } => write!(f, "no such service: {name}: disabled"),
            Error::UndefinedResource { service, kind, name } => write!(
                f,
                "service {} refers to undefined {kind} {name}: invalid compose project",
                quoted(service)
            ),
            Error::UndefinedDependency { service, name } => write!(
                f,
                "service {} depends on undefined service {}: invalid compose project",
                quoted(service),
                quoted(name)
            ),
            Error::NoImageOrBuild { service } => write!(
                f,
                "service {} has neither an image nor a build context specified: invalid compose project",
                quoted(service)
            ),
            Error::DependencyCycle { path } => write!(f, "dependency cycle detected: {}", path.join(" -> ")),
            Error::Invalid(text) => f.write_str(text),
            Error::InvalidProject(text) => write!(f, "{text}: invalid compose project"),
            Error::NotSimulated { what } => write!(f, "drydock: {what} is not simulated"),
        }
    }
}

impl std::error::Error for Error {}
