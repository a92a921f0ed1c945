//! `strings` (POSIX): the printable runs of files, at least four bytes long.
//!
//! Left out: encodings other than single bytes.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t
        .options(
            "afon:t:",
            &[("all", 'a'), ("bytes", 'n'), ("radix", 't'), ("print-file-name", 'f')],
        )
        .await?;
    let least = match options.value('n').map(str::parse::<usize>) {
        None => 4,
        Some(Ok(least)) if least > 0 => least,
        Some(_) => {
            let text = options.value('n').unwrap_or_default().to_string();
            let message = t.words(format!("invalid number '{text}'"), format!("invalid integer argument {text}"));
            return Err(t.fail(message).await);
        }
    };
    let radix = options.value('t').or(options.has('o').then_some("o")).map(str::to_string);
    let mut files = options.rest.clone();
    if files.is_empty() {
        files.push("-".into());
    }
    for file in files {
        if t.gnu && file != "-" && !t.sys.exists(&file) {
            t.error(format!("'{file}': No such file")).await;
            continue;
        }
        let Some(bytes) = t.slurp(&file).await else { continue };
        t.sys.burn((bytes.len() / 256) as u32).await;
        let printable = |b: &u8| (b' '..=b'~').contains(b) || *b == b'\t';
        let mut at = 0;
        for run in bytes.split(|b| !printable(b)) {
            if run.len() >= least {
                if options.has('f') {
                    t.put(format!("{file}: ")).await?;
                }
                match radix.as_deref() {
                    Some("x") => t.put(format!("{at:>7x} ")).await?,
                    Some("o") => t.put(format!("{at:>7o} ")).await?,
                    Some(_) => t.put(format!("{at:>7} ")).await?,
                    None => {}
                }
                t.line(run).await?;
            }
            at += run.len() + 1;
        }
    }
    Ok(())
}
