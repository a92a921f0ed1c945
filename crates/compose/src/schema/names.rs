//! Which names a file may give.

/// The form of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// Letters, digits, dots, hyphens and underscores: a service, a network.
    Resource,
    /// Lower case letters: a limit.
    Lower,
    /// Anything but nothing.
    Any,
}

impl Names {
    pub fn allow(self, name: &str) -> bool {
        let each: fn(char) -> bool = match self {
            Names::Resource => |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'),
            Names::Lower => |c| c.is_ascii_lowercase(),
            Names::Any => |_| true,
        };
        !name.is_empty() && name.chars().all(each)
    }
}
