//! `basename` and `dirname` (POSIX).

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let dirname = t.name == "dirname";
    let long = [("multiple", 'a'), ("suffix", 's'), ("zero", 'z')];
    let options = t.options(if dirname { "+z" } else { "+as:z" }, &long).await?;
    let end = if options.has('z') { "\0" } else { "\n" };
    let mut names = options.rest.clone();
    if names.is_empty() {
        return Err(t.missing_operand().await);
    }
    if dirname {
        if !t.gnu && names.len() > 1 {
            return Err(t.usage().await);
        }
        for name in names {
            t.put(format!("{}{end}", parent(&name))).await?;
        }
        return Ok(());
    }
    let mut suffix = options.value('s').map(str::to_string);
    if !options.has('a') && suffix.is_none() {
        if names.len() > 2 {
            let message = format!("extra operand '{}'", names.get(2).map_or("", String::as_str));
            return Err(if t.gnu { t.misuse(message).await } else { t.usage().await });
        }
        suffix = names.get(1).cloned();
        names.truncate(1);
    }
    for name in names {
        let trimmed = name.trim_end_matches('/');
        let base = if trimmed.is_empty() && !name.is_empty() {
            "/"
        } else {
            trimmed.rsplit('/').next().unwrap_or_default()
        };
        let base = suffix
            .as_deref()
            .and_then(|s| base.strip_suffix(s))
            .filter(|b| !b.is_empty())
            .unwrap_or(base);
        t.put(format!("{base}{end}")).await?;
    }
    Ok(())
}

/// What comes before the last name.
pub fn parent(path: &str) -> String {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return if path.is_empty() { "." } else { "/" }.to_string();
    }
    match trimmed.rsplit_once('/') {
        None => ".".to_string(),
        Some((dir, _)) if dir.trim_end_matches('/').is_empty() => "/".to_string(),
        Some((dir, _)) => dir.trim_end_matches('/').to_string(),
    }
}
