//! `which`.

use crate::tool::{Run, Tool, find_program, join, tool};
use vfs::FileKind;

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("as", &[]).await?;
    for name in &options.rest {
        let mut found = Vec::new();
        if options.has('a') && !name.contains('/') {
            let path = t.sys.getenv("PATH").unwrap_or_default();
            for dir in path.split(':') {
                let candidate = join(dir, name);
                if t.sys.stat(&candidate).is_ok_and(|s| s.kind == FileKind::File) && t.sys.access(&candidate, 1).is_ok() {
                    found.push(candidate);
                }
            }
        } else if let Ok(path) = find_program(&t.sys, name)
            && t.sys.access(&path, 1).is_ok()
        {
            found.push(path);
        }
        if found.is_empty() {
            t.status = 1;
        }
        if !options.has('s') {
            for path in found {
                t.line(path).await?;
            }
        }
    }
    Ok(())
}
