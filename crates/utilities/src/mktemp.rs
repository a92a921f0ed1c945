//! `mktemp`.

use crate::tool::{Run, Tool, join, tool};
use machine::{Errno, Flags};

tool!();

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

async fn run(t: &mut Tool) -> Run {
    let long = [
        ("directory", 'd'),
        ("dry-run", 'u'),
        ("quiet", 'q'),
        ("tmpdir", 'P'),
        ("suffix", 's'),
    ];
    let options = t.options("duqtp:P::s:", &long).await?;
    let tmpdir = t
        .sys
        .getenv("TMPDIR")
        .filter(|d| !d.is_empty())
        .unwrap_or_else(|| "/tmp".into());
    let dir = options
        .value('p')
        .or(options.value('P').filter(|d| !d.is_empty()))
        .map(str::to_string);
    let wants_dir = options.has('p') || options.has('P') || options.has('t');
    let mut template = match options.rest.first() {
        Some(template) if wants_dir => join(&dir.unwrap_or(tmpdir), template),
        Some(template) => template.clone(),
        None => join(&dir.unwrap_or(tmpdir), t.words("tmp.XXXXXX", "tmp.XXXXXXXXXX")),
    };
    if let Some(suffix) = options.value('s') {
        template.push_str(suffix);
    }
    let end = template.rfind('X').map_or(0, |p| p + 1);
    let start = template.get(..end).unwrap_or_default().trim_end_matches('X').len();
    let trailing = t.gnu || end == template.len();
    if end - start < if t.gnu { 3 } else { 6 } || !trailing {
        let message = t.words(
            "(null): Invalid argument".to_string(),
            format!("too few X's in template '{template}'"),
        );
        return Err(t.fail(message).await);
    }
    for _ in 0..100 {
        let random: String = (start..end)
            .map(|_| {
                char::from(
                    LETTERS
                        .get(t.sys.machine().random(|r| r.below(LETTERS.len() as u64)) as usize)
                        .copied()
                        .unwrap_or(b'a'),
                )
            })
            .collect();
        let path = format!(
            "{}{random}{}",
            template.get(..start).unwrap_or_default(),
            template.get(end..).unwrap_or_default()
        );
        let result = if options.has('u') {
            Ok(())
        } else if options.has('d') {
            t.sys.mkdir(&path, 0o700)
        } else {
            t.sys
                .open(
                    &path,
                    Flags {
                        exclusive: true,
                        ..Flags::WRITE
                    },
                    0o600,
                )
                .and_then(|fd| t.sys.close(fd))
        };
        match result {
            Ok(()) => return t.line(path).await,
            Err(Errno::EEXIST) => continue,
            Err(error) => {
                let what = if options.has('d') { "directory" } else { "file" };
                let message = t.words(
                    format!("(null): {error}"),
                    format!("failed to create {what} via template '{template}': {error}"),
                );
                return Err(t.fail(message).await);
            }
        }
    }
    Err(t
        .fail(format!("failed to create file via template '{template}': File exists"))
        .await)
}
