//! What goes into `node_modules`: ranges, the resolver, and what npm says when there is no answer.

use super::{known, log_line};
use crate::packages::Console;
use catalogue::{Ecosystem, Package, catalogue};
use std::collections::BTreeMap;

/// Whether a release is in a range as npm's semver has it: exact, `^`, `~`, `x`, `>=`, `||`, `*`.
pub(in crate::packages) fn satisfies(version: &str, range: &str) -> bool {
    let parse = |text: &str| -> Vec<u64> {
        let text = text.trim().trim_start_matches(['v', '=']);
        let text = text.split(['-', '+']).next().unwrap_or(text);
        text.split('.').map_while(|part| part.parse().ok()).collect()
    };
    let have = parse(version);
    range.split("||").any(|all| {
        let all = all.trim();
        if matches!(all, "" | "*" | "latest" | "x") {
            return true;
        }
        all.replace(">= ", ">=")
            .replace("< ", "<")
            .replace("> ", ">")
            .split_whitespace()
            .all(|one| {
                let digits = one.trim_start_matches(['^', '~', '>', '<', '=']);
                let want = parse(digits);
                let full = |v: &[u64]| -> Vec<u64> { (0..3).map(|at| v.get(at).copied().unwrap_or(0)).collect() };
                let (low, got) = (full(&want), full(&have));
                match one.as_bytes().first() {
                    Some(b'^') => {
                        let fixed = low.iter().position(|n| *n > 0).unwrap_or(want.len().saturating_sub(1).min(2));
                        got >= low && got.iter().take(fixed + 1).eq(low.iter().take(fixed + 1))
                    }
                    Some(b'~') => got >= low && got.iter().take(want.len().min(2)).eq(low.iter().take(want.len().min(2))),
                    Some(b'>') if one.starts_with(">=") => got >= low,
                    Some(b'>') => got > low,
                    Some(b'<') if one.starts_with("<=") => got <= low,
                    Some(b'<') => got < low,
                    _ => have.starts_with(&want) || want.is_empty(),
                }
            })
    })
}

/// What goes into `node_modules`, by name.
pub(in crate::packages) type Tree = BTreeMap<String, (&'static Package, String)>;

pub(in crate::packages) enum Trouble {
    Unknown(String),
    NoRelease(String, String),
}

pub(in crate::packages) fn resolve(wanted: &[(String, String)]) -> Result<Tree, Trouble> {
    let mut tree: Tree = BTreeMap::new();
    let mut queue: Vec<(String, String, bool)> = wanted
        .iter()
        .map(|(name, range)| (name.clone(), range.clone(), true))
        .collect();
    while let Some((name, range, asked)) = queue.pop() {
        if tree.contains_key(&name) {
            continue;
        }
        let Some(package) = known(&name) else {
            return Err(Trouble::Unknown(name));
        };
        let found = package
            .releases()
            .rev()
            .find(|version| satisfies(version, &range))
            .map(str::to_string);
        let version = match found {
            Some(version) => version,
            None if asked => return Err(Trouble::NoRelease(name, range)),
            // The one release that the catalogue has stands for what the range would have found.
            None => package.version.clone(),
        };
        for need in &package.depends {
            let (need, range) = need.split_once(' ').unwrap_or((need, "*"));
            queue.push((need.to_string(), range.to_string(), false));
        }
        tree.insert(name, (package, version));
    }
    Ok(tree)
}

pub(in crate::packages) async fn trouble(console: &Console, trouble: &Trouble) -> i32 {
    match trouble {
        Trouble::Unknown(name) => {
            let path = name.replace('/', "%2f");
            console
                .err(format!("npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/{path} - Not found\nnpm error 404\nnpm error 404  '{name}@*' is not in this registry.\nnpm error 404\nnpm error 404 Note that you can also install from a\nnpm error 404 tarball, folder, http url, or git folder.\n{}", log_line(console)))
                .await;
            let count = catalogue().packages(Ecosystem::Npm).len();
            console
                .err(format!(
                    "drydock: {name} is not among the {count} npm packages that are simulated\n"
                ))
                .await;
        }
        Trouble::NoRelease(name, range) => {
            console
                .err(format!("npm error code ETARGET\nnpm error notarget No matching version found for {name}@{range}.\nnpm error notarget In most cases you or one of your dependencies are requesting\nnpm error notarget a package version that doesn't exist.\n{}", log_line(console)))
                .await;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::satisfies;

    #[test]
    fn ranges_are_those_of_semver() {
        for (version, range, expected) in [
            ("4.18.2", "^4.17.0", true),
            ("5.0.0", "^4.17.0", false),
            ("0.2.5", "^0.2.3", true),
            ("0.3.0", "^0.2.3", false),
            ("1.2.9", "~1.2.3", true),
            ("1.3.0", "~1.2.3", false),
            ("1.3.0", "1.x", true),
            ("1.3.0", "1.2.3", false),
            ("2.1.5", ">= 2.1.2 < 3.0.0", true),
            ("3.0.0", ">=2 <3", false),
            ("3.0.0", "^1 || ^3", true),
            ("9.9.9", "*", true),
        ] {
            assert_eq!(satisfies(version, range), expected, "{version} {range}");
        }
    }
}
