//! `yes`.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let text = if t.args.is_empty() {
        "y\n".to_string()
    } else {
        format!("{}\n", t.args.join(" "))
    };
    let many = text.repeat((8192 / text.len()).max(1));
    loop {
        t.put(&many).await?;
        t.sys.tick().await;
    }
}
