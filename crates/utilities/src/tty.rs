//! `tty`, `logname` and `who`: the terminal, and who is logged in on one (POSIX tty, logname, who). In a container nobody is.

use crate::tool::{Exit, Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "logname" => {
            t.options("", &[]).await?;
            let message = t.words("getlogin: Inappropriate ioctl for device", "no login name");
            Err(t.fail(message).await)
        }
        "who" => t.options(t.words("aH", "abdHlmpqrstTu"), &[]).await.map(drop),
        _ => {
            let options = t.options("s", &[("silent", 's'), ("quiet", 's')]).await?;
            let terminal = t.sys.isatty(0);
            if !options.has('s') {
                t.line(if terminal { "/dev/pts/0" } else { "not a tty" }).await?;
            }
            if terminal { Ok(()) } else { Err(Exit(1)) }
        }
    }
}
