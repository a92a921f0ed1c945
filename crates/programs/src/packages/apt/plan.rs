//! What an installation comes to: the packages in order, and what apt says of them beforehand.

use super::{known, providers};
use crate::packages::dpkg::Status;
use catalogue::Package;
use std::collections::BTreeSet;

/// What to install, dependencies first, and how it came about.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) order: Vec<&'static Package>,
    pub(super) wanted: BTreeSet<String>,
    pub(super) left_out: BTreeSet<String>,
}

impl Plan {
    /// Adds a package and what it needs, without recursion: a package goes in when its needs are in.
    pub(super) fn add(&mut self, root: &'static Package, status: &Status, recommends: bool) {
        let mut seen: BTreeSet<&str> = self.order.iter().map(|p| p.name.as_str()).collect();
        let mut stack: Vec<(&'static Package, bool)> = vec![(root, false)];
        while let Some((package, ready)) = stack.pop() {
            if ready {
                self.order.push(package);
                continue;
            }
            if !seen.insert(&package.name) || (status.has(&package.name) && package.name != root.name) {
                continue;
            }
            stack.push((package, true));
            let more: &[String] = if recommends { &package.recommends } else { &[] };
            if !recommends {
                self.left_out
                    .extend(package.recommends.iter().filter(|name| !status.has(name)).cloned());
            }
            for name in package.depends.iter().chain(more).rev() {
                let need = known(name).or_else(|| providers(name).first().copied());
                if let Some(need) = need
                    && !status.has(&need.name)
                {
                    stack.push((need, false));
                }
            }
        }
    }
}

pub(super) fn announce(plan: &Plan, status: &Status) -> String {
    let mut text = String::new();
    let all: BTreeSet<&str> = plan.order.iter().map(|p| p.name.as_str()).collect();
    let extra: Vec<&str> = all.iter().copied().filter(|name| !plan.wanted.contains(*name)).collect();
    if !extra.is_empty() {
        text += &format!("The following additional packages will be installed:\n{}", wrap(&extra));
    }
    let left: Vec<&str> = plan
        .left_out
        .iter()
        .map(String::as_str)
        .filter(|name| !all.contains(name))
        .collect();
    if !left.is_empty() {
        text += &format!("Recommended packages:\n{}", wrap(&left));
    }
    let fresh: Vec<&str> = all.iter().copied().filter(|name| !status.has(name)).collect();
    if !fresh.is_empty() {
        text += &format!("The following NEW packages will be installed:\n{}", wrap(&fresh));
    }
    let again = all.len() - fresh.len();
    let again = if again > 0 {
        format!("{again} reinstalled, ")
    } else {
        String::new()
    };
    text + &format!(
        "0 upgraded, {} newly installed, {again}0 to remove and 0 not upgraded.\n",
        fresh.len()
    )
}

/// Names in lines of at most 80 columns.
pub(super) fn wrap(names: &[&str]) -> String {
    let mut out = String::new();
    let mut line = String::from(" ");
    for name in names {
        if line.len() + 1 + name.len() > 79 {
            out += &format!("{line}\n");
            line = String::from(" ");
        }
        line += &format!(" {name}");
    }
    out + &line + "\n"
}
