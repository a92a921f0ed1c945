//! `volumes:` in its short form, `SOURCE:TARGET:OPTIONS`.

use crate::value::{Map, Value, map};

/// The long form's entries.
pub(crate) fn parse(spec: &str) -> Result<Map, String> {
    if spec.is_empty() {
        return Err("invalid empty volume spec".to_owned());
    }
    let mut volume = Map::new();
    if spec.len() <= 2 {
        volume.insert("type".to_owned(), "volume".into());
        volume.insert("target".to_owned(), spec.into());
        return Ok(volume);
    }
    let parts = sections(spec);
    let wrong = |problem: &str| format!("invalid spec: {spec}: {problem}");
    if parts.iter().any(String::is_empty) {
        return Err(wrong("empty section between colons"));
    }
    let (source, target, options) = match parts.as_slice() {
        [target] => ("", target.as_str(), ""),
        [source, target] => (source.as_str(), target.as_str(), ""),
        [source, target, options] => (source.as_str(), target.as_str(), options.as_str()),
        _ => return Err(wrong("too many colons")),
    };
    let mut bind = Map::new();
    let mut details = Map::new();
    for option in options.split(',') {
        match option {
            "ro" => volume.insert("read_only".to_owned(), true.into()),
            "rw" => volume.remove("read_only"),
            "nocopy" => details.insert("nocopy".to_owned(), true.into()),
            "rprivate" | "private" | "rshared" | "shared" | "rslave" | "slave" => {
                bind.insert("propagation".to_owned(), option.into())
            }
            "z" | "Z" => bind.insert("selinux".to_owned(), option.into()),
            _ => None,
        };
    }
    if !source.is_empty() {
        volume.insert("source".to_owned(), source.into());
    }
    volume.insert("target".to_owned(), clean(target).into());
    if is_path(source) {
        volume.insert("type".to_owned(), "bind".into());
        bind.insert("create_host_path".to_owned(), true.into());
        volume.insert("bind".to_owned(), Value::Map(bind));
        if !details.is_empty() {
            volume.insert("volume".to_owned(), Value::Map(details));
        }
    } else {
        volume.insert("type".to_owned(), "volume".into());
        volume.insert("volume".to_owned(), Value::Map(details));
        if !bind.is_empty() {
            volume.insert("bind".to_owned(), Value::Map(bind));
        }
    }
    Ok(volume)
}

/// The parts between colons; a colon behind a Windows drive's letter or in a variable is none.
fn sections(spec: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut open = 0usize;
    let mut chars = spec.chars().peekable();
    while let Some(c) = chars.next() {
        let drive = part.chars().count() == 1 && part.starts_with(char::is_alphabetic);
        match c {
            '$' if chars.peek() == Some(&'{') => open += 1,
            '}' => open = open.saturating_sub(1),
            ':' if open == 0 && !drive => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
}

fn is_path(source: &str) -> bool {
    let mut chars = source.chars();
    match (chars.next(), chars.next()) {
        (Some('.' | '/' | '~'), _) | (Some('\\'), Some('\\')) => true,
        (Some(letter), Some(':')) => letter.is_alphabetic(),
        _ => false,
    }
}

/// Go's `path.Clean`: no empty parts, no `.`, and `..` taken back where it can be.
pub(crate) fn clean(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// `path` as seen from `base`, cleaned; an absolute path stays.
pub(crate) fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') {
        clean(path)
    } else {
        clean(&format!("{base}/{path}"))
    }
}

/// The folder of a path.
pub(crate) fn folder(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("", _)) => "/".to_owned(),
        Some((folder, _)) => clean(folder),
        None => ".".to_owned(),
    }
}

/// A device in its short form, `SOURCE:TARGET:PERMISSIONS`.
pub(crate) fn device(spec: &str) -> Option<Value> {
    let parts: Vec<&str> = spec.split(':').collect();
    let (source, target, permissions) = match parts.as_slice() {
        [source] => (*source, *source, "rwm"),
        [source, target] => (*source, *target, "rwm"),
        [source, target, permissions] => (*source, *target, *permissions),
        _ => return None,
    };
    let target = if target.is_empty() { source } else { target };
    Some(map([
        ("source", source.into()),
        ("target", target.into()),
        ("permissions", permissions.into()),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(spec: &str, key: &str) -> Option<String> {
        parse(spec).unwrap().get(key).map(Value::sprint)
    }

    #[test]
    fn a_path_is_a_bind_and_a_name_a_volume() {
        assert_eq!(field("./a:/b", "type").as_deref(), Some("bind"));
        assert_eq!(field("data:/b:ro", "type").as_deref(), Some("volume"));
        assert_eq!(field("data:/b:ro", "read_only").as_deref(), Some("true"));
        assert_eq!(field("/data", "source"), None);
        assert_eq!(field("c:\\x:/b", "source").as_deref(), Some("c:\\x"));
    }

    #[test]
    fn colons_have_to_fit() {
        assert_eq!(
            parse("data:/b:ro:x").unwrap_err(),
            "invalid spec: data:/b:ro:x: too many colons"
        );
        assert_eq!(
            parse("data::/b").unwrap_err(),
            "invalid spec: data::/b: empty section between colons"
        );
    }

    #[test]
    fn paths_are_cleaned() {
        assert_eq!(clean("/a/./b/../c/"), "/a/c");
        assert_eq!(clean("../a/.."), "..");
        assert_eq!(clean("/.."), "/");
        assert_eq!(join("/work", "./site"), "/work/site");
    }
}
