//! `readlink` and `realpath`.

use crate::basename::parent;
use crate::tool::{Run, Tool, basename, join, tool};
use machine::Errno;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("canonicalize", 'f'),
        ("canonicalize-existing", 'e'),
        ("canonicalize-missing", 'm'),
        ("no-newline", 'n'),
        ("zero", 'z'),
        ("quiet", 'q'),
        ("silent", 's'),
        ("verbose", 'v'),
        ("strip", 's'),
        ("no-symlinks", 's'),
        ("relative-to", 'R'),
        ("physical", 'P'),
        ("logical", 'L'),
    ];
    let options = t.options("femnqsvzLPR:", &long).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    let real = t.name == "realpath";
    let end = if options.has('z') {
        "\0"
    } else if options.has('n') && options.rest.len() == 1 {
        ""
    } else {
        "\n"
    };
    for path in &options.rest {
        let result = match options.last_of("fem") {
            Some('e') => t.sys.realpath(path),
            Some('m') => Ok(missing(t, path)),
            _ if real && options.has('s') => Ok(t.sys.absolute(path)),
            // busybox wants the last name to be there as well.
            Some(_) if !t.gnu => t.sys.realpath(path),
            None if real && !t.gnu => t.sys.realpath(path),
            Some(_) => canonical(t, path),
            None if real => canonical(t, path),
            None => t.sys.readlink(path),
        };
        match result {
            Ok(mut text) => {
                if let Some(base) = options.value('R') {
                    let base = canonical(t, base).unwrap_or_else(|_| t.sys.absolute(base));
                    text = crate::ln::relative_path(&text, &base);
                }
                t.put(format!("{text}{end}")).await?;
            }
            Err(error) => {
                t.status = 1;
                if real && !options.has('q') || options.has('v') {
                    t.say(&format!("{path}: {error}")).await;
                }
            }
        }
    }
    Ok(())
}

/// Every link followed; only the last name may be missing.
pub fn canonical(t: &Tool, path: &str) -> Result<String, Errno> {
    let mut path = path.to_string();
    for _ in 0..40 {
        match t.sys.realpath(&path) {
            Err(Errno::ENOENT) => {}
            other => return other,
        }
        let above = t.sys.realpath(&parent(&path))?;
        let full = join(&above, basename(&path));
        match t.sys.readlink(&full) {
            Ok(points) if points.starts_with('/') => path = points,
            Ok(points) => path = join(&above, &points),
            Err(_) => return Ok(full),
        }
    }
    Err(Errno::ELOOP)
}

fn missing(t: &Tool, path: &str) -> String {
    let absolute = t.sys.absolute(path);
    let mut above = absolute.clone();
    let mut rest = Vec::new();
    while t.sys.realpath(&above).is_err() && above != "/" {
        rest.push(basename(&above).to_string());
        above = parent(&above);
    }
    let mut out = t.sys.realpath(&above).unwrap_or(above);
    for name in rest.iter().rev() {
        out = join(&out, name);
    }
    out
}
