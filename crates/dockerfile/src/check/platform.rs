//! Platforms: `linux/arm64/v8`.
//!
//! Specified by `containerd/platforms`. OS versions and features in parentheses are kept as part of the OS's name.

use std::fmt;

use crate::go::{quote, to_lower};

/// An operating system and a processor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    pub os: String,
    pub architecture: String,
    /// `v8`, or empty.
    pub variant: String,
}

impl Default for Platform {
    fn default() -> Self {
        Platform {
            os: "linux".to_owned(),
            architecture: "amd64".to_owned(),
            variant: String::new(),
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.os)?;
        for part in [&self.architecture, &self.variant] {
            if !part.is_empty() {
                write!(f, "/{part}")?;
            }
        }
        Ok(())
    }
}

const KNOWN_OS: [&str; 17] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];
const KNOWN_ARCHITECTURES: [&str; 24] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "ppc64",
    "ppc64le",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

impl Platform {
    /// Reads a specifier: an OS, an architecture, or both with an optional variant. The error is containerd's text.
    pub fn parse(specifier: &str) -> Result<Platform, String> {
        let fail = |what: String| Err(format!("{what}: invalid argument"));
        if specifier.contains('*') {
            return fail(format!("{}: wildcards not yet supported", quote(specifier)));
        }
        let parts: Vec<&str> = specifier.splitn(4, '/').collect();
        let component = |text: &str| {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        };
        for (index, part) in parts.iter().enumerate() {
            let name = if index == 0 {
                part.split('(').next().unwrap_or("")
            } else {
                part
            };
            if component(name) {
                continue;
            }
            if index == 0 {
                return fail(format!(
                    "{} is an invalid OS component of {}: OSAndVersion specifier component must match {}",
                    quote(part),
                    quote(specifier),
                    quote(r"^([A-Za-z0-9_.-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$")
                ));
            }
            return fail(format!(
                "{} is an invalid component of {}: platform specifier component must match {}",
                quote(part),
                quote(specifier),
                quote(r"^[A-Za-z0-9_.-]+$")
            ));
        }
        let os = match to_lower(parts.first().copied().unwrap_or("")).as_str() {
            "macos" => "darwin".to_owned(),
            os => os.to_owned(),
        };
        let (architecture, variant) = match parts.as_slice() {
            [_] if KNOWN_OS.contains(&os.as_str()) => {
                return Ok(Platform {
                    os,
                    ..Platform::default()
                });
            }
            [only] => {
                let (architecture, variant) = normalize(only, "");
                if !KNOWN_ARCHITECTURES.contains(&architecture.as_str()) {
                    return fail(format!("{}: unknown operating system or architecture", quote(specifier)));
                }
                return Ok(Platform {
                    os: "linux".to_owned(),
                    variant: if architecture == "arm" && variant == "v7" {
                        String::new()
                    } else {
                        variant
                    },
                    architecture,
                });
            }
            [_, architecture] => match normalize(architecture, "") {
                (a, v) if a == "arm" && v == "v7" => (a, String::new()),
                pair => pair,
            },
            [_, architecture, variant] => match normalize(architecture, variant) {
                (a, v) if a == "arm64" && v.is_empty() => (a, "v8".to_owned()),
                pair => pair,
            },
            _ => {
                return fail(format!("{}: cannot parse platform specifier", quote(specifier)));
            }
        };
        Ok(Platform {
            os,
            architecture,
            variant,
        })
    }
}

fn normalize(architecture: &str, variant: &str) -> (String, String) {
    let (architecture, variant) = (to_lower(architecture), to_lower(variant));
    let (architecture, variant) = match (architecture.as_str(), variant.as_str()) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64" | "amd64", v) => ("amd64", v),
        ("aarch64" | "arm64", "8" | "v8" | "v8.0") => ("arm64", ""),
        ("aarch64" | "arm64", "9" | "9.0" | "v9.0") => ("arm64", "v9"),
        ("aarch64" | "arm64", v) => ("arm64", v),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "" | "7") => ("arm", "v7"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "6") => ("arm", "v6"),
        ("arm", "8") => ("arm", "v8"),
        pair => pair,
    };
    (architecture.to_owned(), variant.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers() {
        for (text, want) in [
            ("linux", "linux/amd64"),
            ("arm64", "linux/arm64"),
            ("linux/x86_64", "linux/amd64"),
            ("linux/arm/v7", "linux/arm/v7"),
            ("linux/arm64/v8", "linux/arm64/v8"),
            ("windows/amd64", "windows/amd64"),
        ] {
            assert_eq!(Platform::parse(text).unwrap().to_string(), want);
        }
        assert_eq!(
            Platform::parse("lunix"),
            Err("\"lunix\": unknown operating system or architecture: invalid argument".into())
        );
    }
}
