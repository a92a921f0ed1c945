//! `clear`: an empty screen. Terminals are all ANSI here, so TERM is not asked (busybox: clear.c; ncurses: clear(1)).

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let sequence = t.words("\x1b[H\x1b[J", "\x1b[H\x1b[2J\x1b[3J");
    t.put(sequence).await
}
