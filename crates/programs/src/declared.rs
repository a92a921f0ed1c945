//! What each program does and does not do, as it says itself: the table of SHORTCOMINGS.md.

use crate::{
    cc, database, golang, htpasswd, httpd, java, launchers, memcached, nginx, node, packages, python, redis, registry, rustlang,
    whoami,
};

/// What a program, or several of one kind, says of itself; Markdown without `|`.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    pub program: &'static str,
    pub does: &'static str,
    pub does_not: &'static str,
}

/// Every program's declaration.
const ALL: [Declaration; 24] = [
    python::DECLARED,
    python::PACKAGES,
    node::DECLARED,
    database::POSTGRES,
    database::MYSQL,
    redis::DECLARED,
    nginx::DECLARED,
    httpd::DECLARED,
    whoami::DECLARED,
    whoami::echo::DECLARED,
    memcached::DECLARED,
    registry::DECLARED,
    htpasswd::DECLARED,
    cc::DECLARED,
    golang::DECLARED,
    java::DECLARED,
    java::maven::DECLARED,
    rustlang::DECLARED,
    launchers::DECLARED,
    packages::apt::DECLARED,
    packages::dpkg::DECLARED,
    packages::apk::DECLARED,
    packages::pip::DECLARED,
    packages::NPM,
];

/// The table as Markdown.
pub fn table() -> String {
    let mut out = String::from("| program | does | does not |\n|---|---|---|\n");
    for one in ALL {
        out.push_str(&format!("| {} | {} | {} |\n", one.program, one.does, one.does_not));
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_of_what_is_missing_is_current() {
        let page = include_str!("../../../SHORTCOMINGS.md");
        let written = page
            .split_once("<!-- programs -->\n")
            .and_then(|(_, rest)| rest.split_once("<!-- end -->"))
            .map(|(table, _)| table);
        assert_eq!(
            written,
            Some(super::table().as_str()),
            "the right side is the table as it should stand"
        );
    }
}
