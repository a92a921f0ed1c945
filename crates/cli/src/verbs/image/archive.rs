//! `docker save`, `docker load` and `docker import`.

use crate::call::{Call, Failure, Outcome};
use crate::verbs::container::files::{check_output, write_archive};
use crate::verbs::refuse;

pub async fn save(call: Call) -> Outcome {
    let output = call.flags.text("output");
    if output.is_empty() && call.sys.isatty(1) {
        return refuse("cowardly refusing to save to a terminal. Use the -o flag or redirect");
    }
    check_output(&call, &output).map_err(|why| Failure::new(format!("failed to save image: {why}")))?;
    let bytes = call.engine.save(call.arguments())?;
    write_archive(&call, &output, &bytes).await
}

pub async fn load(call: Call) -> Outcome {
    let input = call.flags.text("input");
    let bytes = if input.is_empty() {
        if call.sys.isatty(0) {
            return refuse("requested load from stdin, but stdin is empty");
        }
        call.input().await
    } else {
        call.read_file(&input)
            .await
            .map_err(|e| Failure::new(format!("open {input}: {}", e.to_string().to_lowercase())))?
    };
    // What is wrong with an archive comes in the stream of progress, without the daemon's prefix.
    let loaded = call.engine.load(&bytes).map_err(|e| Failure::new(e.to_string()))?;
    for line in loaded {
        call.line(&line).await;
    }
    Ok(())
}

pub async fn import(call: Call) -> Outcome {
    let (source, name) = (call.argument(0), call.argument(1));
    if source.starts_with("http://") || source.starts_with("https://") {
        return Err(Failure::not_simulated("docker import from a URL"));
    }
    if !name.is_empty() {
        dockerfile::Reference::parse(name).map_err(|e| Failure::new(e.to_string()))?;
    }
    let bytes = match source {
        "-" => call.input().await,
        path => call
            .read_file(path)
            .await
            .map_err(|e| Failure::new(format!("open {path}: {}", e.to_string().to_lowercase())))?,
    };
    let config = crate::verbs::build::change::apply(engine::Config::default(), &call.flags.all("change"))?;
    let image = call.engine.import(&bytes, name, &call.flags.text("message"), config)?;
    call.line(&image.id.to_string()).await;
    Ok(())
}
