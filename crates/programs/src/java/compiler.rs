//! `javac [-d DIR] [-cp PATH] FILE…`: checks sources and writes class files that carry them.

use super::{MARK, err, files_below, out, series, source_of, version};
use ::java::{Checked, Unit, check};
use machine::{FileObject, Flags, Sys};
use std::time::Duration;

/// The classes on a class path: out of folders and jars.
pub(super) fn on_path(sys: &Sys, path: &str) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::new();
    for place in path.split(':') {
        let place = if place.is_empty() { "." } else { place };
        if let Some(dir) = place.strip_suffix("/*") {
            for jar in files_below(sys, dir, ".jar") {
                found.extend(in_jar(sys, &jar));
            }
        } else if place.ends_with(".jar") {
            found.extend(in_jar(sys, place));
        } else {
            let classes = files_below(sys, place, ".class");
            found.extend(classes.iter().filter_map(|c| source_of(&sys.read_file(c).ok()?)));
        }
    }
    found
}

/// The classes in a jar.
pub(super) fn in_jar(sys: &Sys, path: &str) -> Vec<Unit> {
    let bytes = sys.read_file(path).unwrap_or_default();
    let members = super::archive::read(&bytes).unwrap_or_default();
    members
        .iter()
        .filter(|(name, _)| name.ends_with(".class"))
        .filter_map(|(_, b)| source_of(b))
        .collect()
}

/// The bytes of a class file without its padding.
fn class_bytes(series: u32, file: &str, source: &str) -> Vec<u8> {
    let mut bytes = vec![0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, (44 + series) as u8];
    bytes.extend(MARK.as_bytes());
    bytes.extend(file.as_bytes());
    bytes.push(b'\n');
    bytes.extend(source.as_bytes());
    bytes
}

/// Writes a file of at least a size.
pub(super) fn put(sys: &Sys, path: &str, bytes: &[u8], size: u64) -> Result<(), machine::Errno> {
    if let Some((dir, _)) = path.rsplit_once('/').filter(|(dir, _)| !dir.is_empty()) {
        sys.mkdir_all(dir, 0o777)?;
    }
    let file = sys.open_file(path, Flags::WRITE, 0o666)?;
    if let FileObject::Regular { at } = &file.object {
        let data = vfs::FileData::stand_in(bytes, size);
        at.mount.fs.borrow_mut().set_data(at.ino, data, sys.now().0)?;
    }
    Ok(())
}

/// Reads sources; the path of one that isn't there.
pub(super) fn read(sys: &Sys, files: &[String]) -> Result<Vec<Unit>, String> {
    let one = |path: &String| {
        let bytes = sys.read_file(path).map_err(|_| path.clone())?;
        Ok(Unit {
            path: path.clone(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
        })
    };
    files.iter().map(one).collect()
}

/// Writes the class files of what was checked.
pub(super) fn write_classes(
    sys: &Sys,
    checked: &Checked,
    dir: Option<&str>,
    beside: &dyn Fn(&str) -> String,
) -> Result<(), machine::Errno> {
    let series = series(sys);
    for class in &checked.classes {
        let path = match dir {
            Some(dir) => format!("{}/{}.class", dir.trim_end_matches('/'), class.path),
            None => {
                let name = class.path.rsplit('/').next().unwrap_or(&class.path);
                format!("{}{name}.class", beside(&class.file))
            }
        };
        put(sys, &path, &class_bytes(series, &class.file, &class.source), class.size)?;
    }
    Ok(())
}

/// `javac`.
pub(super) async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut words = argv.iter().skip(1);
    let (mut dir, mut path, mut files) = (None, sys.getenv("CLASSPATH").unwrap_or_else(|| ".".into()), Vec::new());
    while let Some(word) = words.next() {
        match word.as_str() {
            "-d" => dir = words.next().cloned(),
            "-cp" | "-classpath" | "--class-path" => path = words.next().cloned().unwrap_or_default(),
            "-encoding" | "--release" | "-source" | "-target" | "-sourcepath" => {
                words.next();
            }
            "-version" | "--version" => {
                out(&sys, &format!("javac {}\n", version(&sys).0)).await;
                return 0;
            }
            word if word.starts_with("-g") || word.starts_with("-X") || word == "-parameters" || word == "-nowarn" => {}
            word if word.starts_with('-') => {
                err(&sys, &format!("error: invalid flag: {word}\nUsage: javac <options> <source files>\nuse --help for a list of possible options\n")).await;
                return 2;
            }
            word if word.starts_with('@') => {
                let list = sys.read_file(word.trim_start_matches('@')).unwrap_or_default();
                files.extend(String::from_utf8_lossy(&list).split_whitespace().map(str::to_string));
            }
            word => files.push(word.to_string()),
        }
    }
    if files.is_empty() {
        err(&sys, "error: no source files\n").await;
        return 2;
    }
    let units = match read(&sys, &files) {
        Ok(units) => units,
        Err(path) => {
            err(&sys, &format!("error: file not found: {path}\nUsage: javac <options> <source files>\nuse --help for a list of possible options\n")).await;
            return 2;
        }
    };
    let known = on_path(&sys, &path);
    let own: Vec<&str> = units.iter().filter_map(|u| u.path.rsplit('/').next()).collect();
    let mut known: Vec<Unit> = known.into_iter().filter(|k| !own.contains(&k.path.as_str())).collect();
    // Sources beside the ones named are found by their classes' names.
    for dir in path.split(':').filter(|p| !p.ends_with(".jar")) {
        for file in sys.readdir(if dir.is_empty() { "." } else { dir }).unwrap_or_default() {
            let named = own.contains(&file.name.as_str()) || known.iter().any(|k| k.path == file.name);
            if file.name.ends_with(".java") && !named {
                let path = if dir == "." || dir.is_empty() {
                    file.name.clone()
                } else {
                    format!("{dir}/{}", file.name)
                };
                known.extend(read(&sys, &[path]).unwrap_or_default());
            }
        }
    }
    let _ = sys.sleep(Duration::from_millis(700 + 40 * units.len() as u64)).await;
    let checked = check(&units, &known, true);
    if !checked.problems.is_empty() {
        err(&sys, &checked.report()).await;
        return 1;
    }
    let beside = |name: &str| -> String {
        let source = units.iter().find(|u| u.path.rsplit('/').next() == Some(name));
        source
            .and_then(|u| u.path.rsplit_once('/'))
            .map_or(String::new(), |(dir, _)| format!("{dir}/"))
    };
    match write_classes(&sys, &checked, dir.as_deref(), &beside) {
        Ok(()) => 0,
        Err(error) => {
            err(&sys, &format!("error: error while writing: {error}\n")).await;
            3
        }
    }
}
