//! Which release of what: the resolver, and what pip says when there is no answer.

use super::home::{Home, Installed};
use super::wanted::Want;
use super::{Settings, known};
use crate::packages::Console;
use crate::packages::requirement::Requirement;
use catalogue::Package;
use std::collections::BTreeMap;

/// What the resolver settled on, in the order in which it met the projects.
pub(super) struct Chosen {
    pub(super) package: &'static Package,
    pub(super) version: String,
    pub(super) want: Want,
}

pub(super) fn needs(package: &'static Package, version: &str) -> Vec<Requirement> {
    let newest = version == package.version;
    let parsed = package.depends.iter().filter_map(|text| Requirement::parse(text).ok());
    parsed
        .map(|mut requirement| {
            if !newest {
                requirement.specifiers.clear();
            }
            requirement
        })
        .collect()
}

/// What cannot be: the words for standard error.
pub(super) struct Impossible(pub(super) String);

pub(super) fn resolve(
    console: &Console,
    home: &Home,
    wants: &[Want],
    settings: &Settings,
    have: &BTreeMap<String, Installed>,
) -> Result<Vec<Chosen>, Impossible> {
    let mut ranges: BTreeMap<String, Vec<Want>> = BTreeMap::new();
    // Each round knows the ranges of the rounds before; they only grow, so this ends.
    for _ in 0..40 {
        let mut chosen: Vec<Chosen> = Vec::new();
        let before: usize = ranges.values().map(Vec::len).sum();
        let mut queue: std::collections::VecDeque<Want> = wants.iter().cloned().collect();
        while let Some(want) = queue.pop_front() {
            if !want.requirement.applies(&home.python) {
                continue;
            }
            let key = Package::pip_name(&want.requirement.name);
            let list = ranges.entry(key.clone()).or_default();
            if !list
                .iter()
                .any(|old| old.requirement == want.requirement && old.from == want.from)
            {
                list.push(want.clone());
            }
            if chosen.iter().any(|c| Package::pip_name(&c.package.name) == key) {
                continue;
            }
            let Some(package) = known(&want.requirement.name) else {
                return Err(Impossible(not_found(&want, None)));
            };
            let admits = |version: &str| ranges.get(&key).into_iter().flatten().all(|w| w.requirement.admits(version));
            let present = have
                .get(&key)
                .filter(|i| !settings.upgrade && !settings.force && admits(&i.version));
            let version = match present {
                Some(found) => Some(found.version.clone()),
                None => package.releases().rev().find(|version| admits(version)).map(str::to_string),
            };
            let Some(version) = version else {
                let list = ranges.get(&key).cloned().unwrap_or_default();
                return Err(Impossible(disagreement(package, &want, &list)));
            };
            if !settings.no_deps {
                for need in needs(package, &version) {
                    let from = if want.from.is_empty() {
                        want.requirement.text()
                    } else {
                        format!("{}->{}", want.requirement.text(), want.from)
                    };
                    queue.push_back(Want { requirement: need, from });
                }
            }
            chosen.push(Chosen { package, version, want });
        }
        if ranges.values().map(Vec::len).sum::<usize>() == before
            || before == 0
                && chosen.iter().all(|c| {
                    let key = Package::pip_name(&c.package.name);
                    ranges
                        .get(&key)
                        .into_iter()
                        .flatten()
                        .all(|w| w.requirement.admits(&c.version))
                })
        {
            return Ok(chosen);
        }
    }
    let _ = console;
    Err(Impossible(
        "ERROR: ResolutionTooDeep: the dependency graph is too complex for pip to solve\n".into(),
    ))
}

pub(super) fn not_found(want: &Want, versions: Option<&str>) -> String {
    let text = want.requirement.text();
    // Only another project is named as the one who wants it.
    let from = match want.from.split("->").next() {
        Some(from) if !from.is_empty() && !from.starts_with("-r ") => format!(" (from {from})"),
        _ => String::new(),
    };
    let versions = versions.unwrap_or("none");
    format!(
        "ERROR: Could not find a version that satisfies the requirement {text}{from} (from versions: {versions})\nERROR: No matching distribution found for {text}\n"
    )
}

/// Either one range admits no release, or several cannot agree.
fn disagreement(package: &Package, want: &Want, ranges: &[Want]) -> String {
    let alone = package.releases().any(|version| want.requirement.admits(version));
    if !alone || ranges.len() < 2 {
        let versions: Vec<&str> = package.releases().collect();
        return not_found(want, Some(&versions.join(", ")));
    }
    let root = |w: &Want| w.from.is_empty() || w.from.starts_with("-r ");
    let names: Vec<String> = ranges
        .iter()
        .map(|w| {
            if root(w) {
                w.requirement.text()
            } else {
                w.from.split("->").next().unwrap_or_default().to_string()
            }
        })
        .collect();
    let (last, first) = names.split_last().map_or((String::new(), String::new()), |(last, first)| {
        (last.clone(), first.join(", "))
    });
    let causes: String = ranges
        .iter()
        .map(|w| match root(w) {
            true => format!("    The user requested {}\n", w.requirement.text()),
            false => format!(
                "    {} depends on {}\n",
                w.from.split("->").next().unwrap_or_default().replace("==", " "),
                w.requirement.text()
            ),
        })
        .collect();
    format!(
        "ERROR: Cannot install {first} and {last} because these package versions have conflicting dependencies.\n\nThe conflict is caused by:\n{causes}\nTo fix this you could try to:\n1. loosen the range of package versions you've specified\n2. remove package versions to allow pip to attempt to solve the dependency conflict\n\nERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts\n"
    )
}
