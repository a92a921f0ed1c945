//! `pwd` (POSIX): -P unless -L and `$PWD` is right.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("LP", &[("logical", 'L'), ("physical", 'P')]).await?;
    let real = t.sys.getcwd();
    let logical = t
        .sys
        .getenv("PWD")
        .filter(|p| p.starts_with('/') && t.sys.realpath(p) == Ok(real.clone()));
    let wants_logical = options.last_of("LP") == Some('L');
    t.line(logical.filter(|_| wants_logical).unwrap_or(real)).await
}
