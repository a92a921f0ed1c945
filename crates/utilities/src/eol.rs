//! `dos2unix` and `unix2dos`: the ends of lines (busybox's, and the package of that name with its `-n`, `-q`, `-o`,
//! `-k`). Left out: Mac's ends, code pages, byte order marks.

use crate::tool::{Exit, Run, Tool, tool};
use machine::Flags;

tool!();

/// Whether a text holds bytes that no text has; the package leaves such files alone.
fn is_binary(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .any(|b| *b < 32 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c | 0x1b | 0x08 | 0x07))
}

fn converted(bytes: &[u8], to_dos: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\r' if rest.peek() == Some(&b'\n') => {}
            b'\n' if to_dos => out.extend_from_slice(b"\r\n"),
            byte => out.push(byte),
        }
    }
    out
}

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("newfile", 'n'),
        ("oldfile", 'o'),
        ("quiet", 'q'),
        ("keepdate", 'k'),
        ("force", 'f'),
    ];
    let options = t.options(t.words("ud", "noqkfs"), if t.gnu { &long } else { &[] }).await?;
    let to_dos = match options.last_of("ud") {
        Some('d') => true,
        Some(_) => false,
        None => t.name == "unix2dos",
    };
    if options.rest.is_empty() {
        let Some(bytes) = t.slurp("-").await else {
            return Err(Exit(1));
        };
        return t.put(converted(&bytes, to_dos)).await;
    }
    let system = if to_dos { "DOS" } else { "Unix" };
    let new_files = options.has('n');
    let pairs: Vec<(String, String)> = match new_files {
        true => options
            .rest
            .chunks_exact(2)
            .filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone())))
            .collect(),
        false => options.rest.iter().map(|file| (file.clone(), file.clone())).collect(),
    };
    if new_files && pairs.len() * 2 != options.rest.len() {
        let last = options.rest.last().cloned().unwrap_or_default();
        return Err(t.fail(format!("target of file {last} not specified in new-file mode")).await);
    }
    for (from, to) in pairs {
        let stat = t.sys.stat(&from);
        let read = match stat {
            Ok(stat) if t.gnu && stat.kind != vfs::FileKind::File => {
                t.say(&format!("Skipping {from}, not a regular file.")).await;
                continue;
            }
            _ => t.sys.read_file(&from),
        };
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(error) if t.gnu => {
                t.error(format!("{from}: {error}")).await;
                t.say(&format!("Skipping {from}, not a regular file.")).await;
                continue;
            }
            Err(error) => return Err(t.fail(format!("can't open '{from}': {error}")).await),
        };
        if t.gnu && !options.has('f') && is_binary(&bytes) {
            t.say(&format!("Skipping binary file {from}")).await;
            continue;
        }
        if t.gnu && !options.has('q') {
            let text = match new_files {
                true => format!("converting file {from} to file {to} in {system} format..."),
                false => format!("converting file {from} to {system} format..."),
            };
            t.say(&text).await;
        }
        t.sys.burn(u32::try_from(bytes.len() / 256).unwrap_or(u32::MAX)).await;
        let after = converted(&bytes, to_dos);
        if after != bytes || new_files {
            let mode = stat.map_or(0o644, |stat| stat.meta.mode & 0o777);
            if let Err(error) = t.write_file(&to, &after, Flags::WRITE, mode).await {
                let message = t.words(format!("can't create '{to}': {error}"), format!("{to}: {error}"));
                return Err(t.fail(message).await);
            }
        }
    }
    Ok(())
}
