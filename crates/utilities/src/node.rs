//! `mkfifo`, `mknod` (pipes and /dev/null's kin) and `link`: names made by one system call (POSIX mkfifo, link).

use crate::mode::change;
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "link" => link(t).await,
        _ => mkfifo(t).await,
    }
}

async fn link(t: &mut Tool) -> Run {
    let options = t.options("", &[]).await?;
    let (from, to) = match options.rest.as_slice() {
        [from, to] => (from.clone(), to.clone()),
        _ if !t.gnu => return Err(t.usage().await),
        [] => return Err(t.misuse("missing operand").await),
        [only] => return Err(t.misuse(format!("missing operand after '{only}'")).await),
        [_, _, extra, ..] => return Err(t.misuse(format!("extra operand '{extra}'")).await),
    };
    if let Err(error) = t.sys.link(&from, &to) {
        let message = t.words(
            format!("can't create hardlink '{to}' to '{from}': {error}"),
            format!("cannot create link '{to}' to '{from}': {error}"),
        );
        return Err(t.fail(message).await);
    }
    Ok(())
}

async fn mkfifo(t: &mut Tool) -> Run {
    let options = t.options("m:", &[("mode", 'm')]).await?;
    if options.rest.is_empty() {
        return Err(t.missing_operand().await);
    }
    let umask = t.sys.umask(0o22);
    t.sys.umask(umask);
    let mode = match options.value('m') {
        None => None,
        Some(text) => match change(text, 0o666, false, umask) {
            Some(mode) => Some(mode),
            None => return Err(t.fail(t.words(format!("invalid mode '{text}'"), "invalid mode".into())).await),
        },
    };
    for path in &options.rest {
        let made = t.sys.mkfifo(path, 0o666);
        let made = made.and_then(|()| mode.map_or(Ok(()), |mode| t.sys.chmod(path, mode)));
        if let Err(error) = made {
            let message = t.words(format!("{path}: {error}"), format!("cannot create fifo '{path}': {error}"));
            t.error(message).await;
        }
    }
    Ok(())
}
