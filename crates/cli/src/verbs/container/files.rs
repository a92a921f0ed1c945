//! `docker diff`, `docker export` and `docker commit`.

use crate::call::{Call, Failure, Outcome};
use crate::verbs::refuse;
use vfs::{ChangeKind, FileKind};

pub async fn diff(call: Call) -> Outcome {
    let name = call.argument(0);
    if name.is_empty() {
        return refuse("Container name cannot be empty");
    }
    for change in call.engine.diff(name)? {
        let letter = match change.kind {
            ChangeKind::Added => 'A',
            ChangeKind::Changed => 'C',
            ChangeKind::Deleted => 'D',
        };
        let path = format!("/{}", change.path.trim_start_matches('/'));
        call.line(&format!("{letter} {path}")).await;
    }
    Ok(())
}

pub async fn export(call: Call) -> Outcome {
    let output = call.flags.text("output");
    if output.is_empty() && call.sys.isatty(1) {
        return refuse("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    check_output(&call, &output).map_err(|why| Failure::new(format!("failed to export container: {why}")))?;
    let bytes = call.engine.export(call.argument(0))?;
    write_archive(&call, &output, &bytes).await
}

/// Whether a file can be made at a path, before anything is asked of the daemon. Nothing is standard output.
pub fn check_output(call: &Call, path: &str) -> Result<(), String> {
    if path.is_empty() {
        return Ok(());
    }
    let dir = match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((dir, _)) => dir,
        None => ".",
    };
    match call.sys.stat(dir) {
        Err(why) => return Err(format!("invalid output path: stat {dir}: {}", why.to_string().to_lowercase())),
        Ok(stat) if stat.kind != FileKind::Dir => {
            return Err(format!("invalid output path: stat {dir}: not a directory"));
        }
        Ok(_) => {}
    }
    match call.sys.lstat(path).map(|stat| stat.kind) {
        Ok(FileKind::Dir) => Err("cannot write to a directory".into()),
        Ok(FileKind::Symlink) => Err("cannot write to a symbolic link directly".into()),
        Ok(FileKind::File) | Err(_) => Ok(()),
        Ok(_) => Err("cannot write to a character device file".into()),
    }
}

/// Writes an archive to a file, or to standard output if there is none.
pub async fn write_archive(call: &Call, path: &str, bytes: &[u8]) -> Outcome {
    if path.is_empty() {
        let _ = call.sys.write(1, bytes).await;
        return Ok(());
    }
    call.write_file(path, bytes)
        .await
        .map_err(|e| Failure::new(format!("open {path}: {}", e.to_string().to_lowercase())))
}

pub async fn commit(call: Call) -> Outcome {
    let image = commit_image(&call)?;
    call.line(&image).await;
    Ok(())
}

/// Makes an image of a container. Gives its digest.
pub fn commit_image(call: &Call) -> Result<String, Failure> {
    let flags = &call.flags;
    let name = call.argument(0);
    let target = call.argument(1);
    if !target.is_empty() {
        dockerfile::Reference::parse(target).map_err(|e| Failure::new(format!("Error response from daemon: {e}")))?;
    }
    let config = call.engine.container(name, |c| c.config.config.clone())?;
    let config = super::super::build::change::apply(config, &flags.all("change"))?;
    let pause = !flags.on("no-pause") && flags.on_by_default("pause");
    let image = call
        .engine
        .commit(name, target, &flags.text("author"), &flags.text("message"), config, pause)?;
    Ok(image.id.to_string())
}
