//! The licences of what Drydock depends on, from cargo's metadata and npm's lock file.
//!
//! What the site or a program contains must be permissive. The npm packages that only build and test the site
//! may also be under the Mozilla licence, whose terms concern changes to their own files.

use super::crates::packages;
use super::{Finding, Source};
use crate::step::Failure;
use serde_json::Value;

const PERMISSIVE: [&str; 14] = [
    "0BSD",
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

pub fn check(metadata: &Value, sources: &[Source]) -> Result<Vec<Finding>, Failure> {
    let mut findings = Vec::new();
    for package in packages(metadata) {
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_permissive(licence, &[]) {
            findings.push(Finding::of(
                &format!("crate {}", package["name"]),
                &format!("its licence is `{licence}`"),
            ));
        }
    }
    let Some(lock) = sources.iter().find(|source| source.path == "package-lock.json") else {
        return Ok(findings);
    };
    let lock: Value = serde_json::from_str(&lock.text)
        .map_err(|error| Failure::new(format!("package-lock.json was not understood: {error}")))?;
    for (path, package) in lock["packages"].as_object().into_iter().flatten() {
        let licence = package["license"].as_str().unwrap_or_default();
        let only_for_us = package["dev"].as_bool().unwrap_or_default();
        let also: &[&str] = if only_for_us { &["MPL-2.0"] } else { &[] };
        if !path.is_empty() && !is_permissive(licence, also) {
            findings.push(Finding::of(
                &format!("npm package {path}"),
                &format!("its licence is `{licence}`"),
            ));
        }
    }
    Ok(findings)
}

/// Whether an SPDX expression lets us take it under permissive licences alone; `/` is an old spelling of OR.
fn is_permissive(expression: &str, also: &[&str]) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    let allowed = |licence: &str| {
        let licence = licence.split_whitespace().collect::<Vec<_>>().join(" ");
        PERMISSIVE.contains(&licence.as_str()) || also.contains(&licence.as_str())
    };
    // Parentheses are dropped, which can only refuse too much: `A OR (B AND C)` then needs C as well.
    expression.split(" AND ").all(|part| part.split(" OR ").any(allowed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_permissive_alternative_is_enough_and_every_part_needs_one() {
        assert!(is_permissive("MIT OR Apache-2.0", &[]));
        assert!(is_permissive("MIT/Apache-2.0", &[]));
        assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0", &[]));
        assert!(is_permissive("Apache-2.0 WITH LLVM-exception OR GPL-3.0", &[]));
        assert!(!is_permissive("GPL-3.0-only", &[]));
        assert!(!is_permissive("MIT AND GPL-3.0-only", &[]));
        assert!(!is_permissive("", &[]));
    }
}
