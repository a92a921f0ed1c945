//! `free`, `uptime`, `top`, `watch`: what the machine is busy with.

use crate::clock::{Civil, format};
use crate::number::human;
use crate::tool::{Exit, Run, Tool, run_and_wait, tool};
use crate::users::Users;
use std::time::Duration;

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "uptime" => uptime(t).await,
        "top" => top(t).await,
        "watch" => watch(t).await,
        "sync" => Ok(()),
        _ => free(t).await,
    }
}

/// Total and used memory in bytes.
fn memory(t: &Tool) -> (u64, u64) {
    let (total, _) = t.sys.machine().hardware();
    let used: u64 = t.sys.machine().processes(0).iter().map(|p| p.memory).sum();
    (total, (used + (600 << 20)).min(total))
}

async fn free(t: &mut Tool) -> Run {
    let long = [
        ("bytes", 'b'),
        ("kibi", 'k'),
        ("mebi", 'm'),
        ("gibi", 'g'),
        ("human", 'h'),
        ("total", 't'),
        ("wide", 'w'),
    ];
    let options = t.options("bkmghtw", &long).await?;
    let (total, used) = memory(t);
    let cache = total / 8;
    let rest = total.saturating_sub(used + cache);
    let gnu = t.gnu;
    let show = |bytes: u64| match options.last_of("bkmgh") {
        Some('b') => bytes.to_string(),
        Some('m') => (bytes >> 20).to_string(),
        Some('g') => (bytes >> 30).to_string(),
        Some('h') => format!("{}{}", human(bytes), if gnu && bytes >= 1024 { "i" } else { "" }),
        _ => (bytes >> 10).to_string(),
    };
    let cells = [total, used, rest, 1 << 20, cache, rest + cache].map(show);
    let row = |cells: &[String]| cells.iter().map(|c| format!("{c:>12}")).collect::<String>();
    t.line("               total        used        free      shared  buff/cache   available")
        .await?;
    t.line(format!("Mem:    {}", row(&cells))).await?;
    t.line(format!("Swap:   {}", row(&[0, 0, 0].map(show)))).await
}

fn uptime_text(t: &Tool) -> String {
    let now = t.sys.now();
    let up = now.since(t.sys.machine().boot_time()).as_secs();
    let at = format("%H:%M:%S", &Civil::from_nanos(now.0));
    let (days, hours, minutes) = (up / 86_400, up / 3600 % 24, up / 60 % 60);
    let mut text = format!(" {at} up ");
    if days > 0 {
        text.push_str(&format!("{days} day{}, ", if days == 1 { "" } else { "s" }));
    }
    text.push_str(&if hours > 0 {
        format!("{hours:2}:{minutes:02}")
    } else {
        format!("{minutes} min")
    });
    text.push_str(
        &t.words(
            ",  0 users,  load average: 0.00, 0.00, 0.00",
            ",  0 user,  load average: 0.00, 0.00, 0.00",
        )
        .replace("0 user,", "0 users,"),
    );
    text
}

async fn uptime(t: &mut Tool) -> Run {
    let text = uptime_text(t);
    t.line(text).await
}

async fn top(t: &mut Tool) -> Run {
    let options = t.options("bn:d:Hp:", &[]).await?;
    let users = Users::load(&t.sys);
    let tty = t.sys.isatty(1) && !options.has('b');
    let times: u64 = options.value('n').and_then(|n| n.parse().ok()).unwrap_or(u64::MAX);
    let pause = options
        .value('d')
        .and_then(|d| d.parse::<f64>().ok())
        .unwrap_or(5.0)
        .clamp(0.1, 1e6);
    let mut round = 0;
    while round < times {
        if round > 0 && t.sys.sleep(Duration::from_secs_f64(pause)).await.is_err() {
            return Ok(());
        }
        round += 1;
        let (total, used) = memory(t);
        if tty {
            t.put("\u{1b}[H\u{1b}[J").await?;
        }
        t.line(format!(
            "Mem: {}K used, {}K free, 0K shrd, 0K buff, {}K cached",
            used >> 10,
            (total - used) >> 10,
            total >> 13
        ))
        .await?;
        t.line("CPU:   0% usr   0% sys   0% nic 100% idle   0% io   0% irq   0% sirq")
            .await?;
        t.line(format!(
            "Load average: 0.00 0.00 0.00 1/{} {}",
            t.sys.processes().len(),
            t.sys.pid()
        ))
        .await?;
        t.line("  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND").await?;
        for view in t.sys.processes() {
            let percent = view.memory * 100 / total.max(1);
            t.line(format!(
                "{:>5} {:>5} {:<8} {:<4} {:>5} {percent:>3}%   0   0% {}",
                view.local,
                view.local_parent,
                users.user_name(view.uid),
                view.state,
                view.memory >> 10,
                view.argv.join(" ")
            ))
            .await?;
        }
        let _ = t.out.flush().await;
    }
    Ok(())
}

async fn watch(t: &mut Tool) -> Run {
    let options = t.options("+n:tdge", &[("interval", 'n'), ("no-title", 't')]).await?;
    if options.rest.is_empty() {
        return Err(t.usage().await);
    }
    let seconds = options.value('n').unwrap_or("2").to_string();
    let Some(pause) = seconds.parse::<f64>().ok().filter(|s| *s >= 0.1 && *s < 1e6) else {
        return Err(t.fail(format!("invalid number '{seconds}'")).await);
    };
    let command = options.rest.join(" ");
    loop {
        if !options.has('t') {
            let at = format("%a %b %e %H:%M:%S %Y", &Civil::from_nanos(t.sys.now().0));
            t.put(format!("\u{1b}[H\u{1b}[JEvery {pause:.1}s: {command:<40} {at}\n\n"))
                .await?;
        } else {
            t.put("\u{1b}[H\u{1b}[J").await?;
        }
        let _ = t.out.flush().await;
        let words = ["sh", "-c", &command].map(str::to_string).to_vec();
        let _ = run_and_wait(&t.sys, words, |e| format!("watch: sh: {e}\n")).await;
        if t.sys.sleep(Duration::from_secs_f64(pause)).await.is_err() {
            return Err(Exit(130));
        }
    }
}
