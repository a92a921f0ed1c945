//! `docker diff`, `docker export` and `docker commit`.

use crate::call::{Call, Failure, Outcome};
use crate::verbs::refuse;
use vfs::ChangeKind;

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
    let bytes = call.engine.export(call.argument(0))?;
    write_archive(&call, &output, &bytes).await
}

/// Writes an archive to a file, or to standard output if there is none.
pub async fn write_archive(call: &Call, path: &str, bytes: &[u8]) -> Outcome {
    if path.is_empty() {
        let _ = call.sys.write(1, bytes).await;
        return Ok(());
    }
    if let Some((dir, _)) = path.rsplit_once('/')
        && !dir.is_empty()
        && !call.sys.exists(dir)
    {
        return refuse(format!(
            "invalid output path: directory {} does not exist",
            crate::opts::quote(dir)
        ));
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
