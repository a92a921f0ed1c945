//! `gzip`, `gunzip`, `zcat` (RFC 1952), over whole files in memory.

use crate::io::{LIMIT, Reader};
use crate::tool::{Exit, Run, Tool, tool};
use machine::Flags;

tool!();

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("stdout", 'c'),
        ("to-stdout", 'c'),
        ("decompress", 'd'),
        ("uncompress", 'd'),
        ("force", 'f'),
        ("keep", 'k'),
        ("test", 't'),
        ("verbose", 'v'),
        ("quiet", 'q'),
        ("no-name", 'n'),
        ("name", 'N'),
        ("best", '9'),
        ("fast", '1'),
        ("recursive", 'r'),
        ("list", 'l'),
        ("suffix", 'S'),
    ];
    let options = t.options("cdfktvqnNrl123456789S:", &long).await?;
    let cat = t.name == "zcat";
    let unpack = options.has('d') || options.has('t') || options.has('l') || cat || t.name == "gunzip";
    let to_stdout = options.has('c') || cat;
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    for given in files {
        let mut file = given.clone();
        if unpack && file != "-" && !t.sys.exists(&file) && t.sys.exists(&format!("{file}.gz")) {
            file.push_str(".gz");
        }
        let opened = Reader::open(&t.sys, &file);
        let mut reader = match opened {
            Ok(reader) => reader,
            Err(error) => {
                if t.gnu {
                    t.name = "gzip".into();
                }
                let message = format!(
                    "{file}{}: {error}",
                    if unpack && t.gnu && !file.ends_with(".gz") {
                        ".gz"
                    } else {
                        ""
                    }
                );
                t.error(message).await;
                continue;
            }
        };
        let stat = if file == "-" { None } else { t.sys.stat(&file).ok() };
        if stat.is_some_and(|s| s.kind == vfs::FileKind::Dir) {
            let message = t.words(format!("{file}: Is a directory"), format!("{file} is a directory -- ignored"));
            t.say(&message).await;
            t.status = if t.gnu { 2 } else { 1 };
            continue;
        }
        let target = if file == "-" || to_stdout || options.has('t') || options.has('l') {
            None
        } else if unpack {
            let name = file
                .strip_suffix(".gz")
                .map(str::to_string)
                .or_else(|| file.strip_suffix(".tgz").map(|s| format!("{s}.tar")));
            match name {
                Some(name) => Some(name),
                None => {
                    let message = t.words(
                        format!("{file}: unknown suffix - ignored"),
                        format!("{file}: unknown suffix -- ignored"),
                    );
                    if t.gnu {
                        t.name = "gzip".into();
                    }
                    t.say(&message).await;
                    t.status = if t.gnu { 2 } else { 1 };
                    continue;
                }
            }
        } else if file.ends_with(".gz") && t.gnu {
            t.say(&format!("{file} already has .gz suffix -- unchanged")).await;
            t.status = 2;
            continue;
        } else {
            Some(format!("{file}.gz"))
        };
        if target.is_none() && !unpack && t.gnu && t.sys.isatty(1) && !options.has('f') {
            t.say("compressed data not written to a terminal. Use -f to force compression.\ngzip: For help, type: gzip -h")
                .await;
            return Err(Exit(1));
        }
        let bytes = match reader.all().await {
            Ok(bytes) => bytes,
            Err(error) => {
                t.error(format!("{file}: {error}")).await;
                continue;
            }
        };
        t.sys.burn((bytes.len() / 512) as u32).await;
        let shown = if file == "-" { "stdin" } else { &file };
        let result = if unpack {
            if !bytes.starts_with(&[0x1f, 0x8b]) {
                if bytes.is_empty() && t.gnu {
                    t.stderr(&format!("\n{}: {shown}: unexpected end of file\n", "gzip")).await;
                    t.status = 1;
                    continue;
                }
                if t.gnu {
                    t.stderr(&format!("\ngzip: {shown}: not in gzip format\n")).await;
                } else {
                    t.say("invalid magic").await;
                }
                t.status = 1;
                continue;
            }
            match vfs::tar::gunzip(&bytes, LIMIT as u64) {
                Ok(out) => out,
                Err(_) => {
                    if t.gnu {
                        t.stderr(&format!("\ngzip: {shown}: unexpected end of file\n")).await;
                    } else {
                        t.say("corrupted data").await;
                    }
                    t.status = 1;
                    continue;
                }
            }
        } else {
            vfs::tar::gzip(&bytes)
        };
        if options.has('l') {
            let ratio = if result.is_empty() {
                0.0
            } else {
                100.0 - bytes.len() as f64 * 100.0 / result.len() as f64
            };
            t.put(format!(
                "         compressed        uncompressed  ratio uncompressed_name\n{:>19} {:>19} {ratio:>5.1}% {}\n",
                bytes.len(),
                result.len(),
                file.trim_end_matches(".gz")
            ))
            .await?;
            continue;
        }
        if options.has('t') {
            continue;
        }
        let Some(target) = target else {
            t.put(result).await?;
            continue;
        };
        if t.sys.exists(&target) && !options.has('f') {
            if t.gnu {
                let asks = t.sys.isatty(0);
                let question = if asks { " do you wish to overwrite (y or n)? " } else { "" };
                t.stderr(&format!("gzip: {target} already exists;{question}")).await;
                if !asks || !t.answer().await {
                    t.stderr("\tnot overwritten\n").await;
                    t.status = 2;
                    continue;
                }
            } else {
                t.error(format!("can't open '{target}': File exists")).await;
                continue;
            }
        }
        if let Err(error) = t.write_file(&target, &result, Flags::WRITE, 0o666).await {
            t.error(format!("{target}: {error}")).await;
            continue;
        }
        if let Some(stat) = stat {
            let _ = t.sys.chmod(&target, stat.meta.mode);
            let _ = t.sys.set_mtime(&target, stat.meta.mtime, true);
        }
        if options.has('v') {
            let ratio = 100.0 - (bytes.len().min(result.len()) as f64 * 100.0 / bytes.len().max(result.len()).max(1) as f64);
            t.stderr(&format!(
                "{file}:\t{ratio:.1}% -- {} {target}\n",
                if options.has('k') { "created" } else { "replaced with" }
            ))
            .await;
        }
        drop(reader);
        if !options.has('k') {
            let _ = t.sys.unlink(&file);
        }
    }
    Ok(())
}
