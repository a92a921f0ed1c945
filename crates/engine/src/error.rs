//! What a request can fail with: one class each, as the Engine API's status codes tell them apart.

use std::fmt;

/// An error's class and its words. The words are the daemon's, without any prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// 404.
    NotFound(String),
    /// 409.
    Conflict(String),
    /// 400.
    InvalidParameter(String),
    /// 304: nothing to do.
    NotModified,
    /// 401.
    Unauthorized(String),
    /// 403.
    Forbidden(String),
    /// 500.
    System(String),
    /// A container could not be started; the status that `docker run` ends with.
    Start { message: String, status: i32 },
    /// Drydock's own: something real Docker does and this does not.
    NotSimulated(String),
}

impl Error {
    pub(crate) fn no_container(name: &str) -> Error {
        Error::NotFound(format!("No such container: {name}"))
    }
}

impl Error {
    /// The same class of error with words before its own.
    pub(crate) fn within(self, context: &str) -> Error {
        let put = |text: String| format!("{context}: {text}");
        match self {
            Error::NotFound(text) => Error::NotFound(put(text)),
            Error::Conflict(text) => Error::Conflict(put(text)),
            Error::InvalidParameter(text) => Error::InvalidParameter(put(text)),
            Error::Unauthorized(text) => Error::Unauthorized(put(text)),
            Error::Forbidden(text) => Error::Forbidden(put(text)),
            Error::System(text) => Error::System(put(text)),
            Error::Start { message, status } => Error::Start {
                message: put(message),
                status,
            },
            other @ (Error::NotModified | Error::NotSimulated(_)) => other,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotFound(text)
            | Error::Conflict(text)
            | Error::InvalidParameter(text)
            | Error::Unauthorized(text)
            | Error::Forbidden(text)
            | Error::System(text)
            | Error::Start { message: text, .. } => f.write_str(text),
            Error::NotModified => f.write_str("not modified"),
            Error::NotSimulated(what) => write!(f, "drydock: {what} is not simulated"),
        }
    }
}

impl std::error::Error for Error {}
