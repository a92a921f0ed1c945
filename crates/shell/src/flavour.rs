//! The three shells that are modelled: dash 0.5.12, busybox ash 1.35 and bash 5.2.

/// Which shell is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    Dash,
    Ash,
    Bash,
}

impl Flavour {
    pub fn is_bash(self) -> bool {
        self == Flavour::Bash
    }

    /// Whether the bash additions that ash also has are spoken: `[[`, `function`, `${x:1:2}`, `source`, `let`.
    pub fn is_extended(self) -> bool {
        self != Flavour::Dash
    }
}
