//! `uname` and `arch` (POSIX uname).

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    if t.name == "arch" {
        return t.line("x86_64").await;
    }
    let long = [
        ("all", 'a'),
        ("kernel-name", 's'),
        ("nodename", 'n'),
        ("kernel-release", 'r'),
        ("kernel-version", 'v'),
        ("machine", 'm'),
        ("processor", 'p'),
        ("hardware-platform", 'i'),
        ("operating-system", 'o'),
    ];
    let options = t.options("asnrvmpio", &long).await?;
    if let Some(extra) = options.rest.first() {
        return Err(if t.gnu {
            t.misuse(format!("extra operand '{extra}'")).await
        } else {
            t.usage().await
        });
    }
    let all = options.has('a');
    let release = t.sys.machine().release().to_string();
    let mut words = Vec::new();
    let fields = [
        ('s', "Linux".to_string()),
        ('n', t.sys.hostname()),
        ('r', release),
        ('v', "#1 SMP PREEMPT_DYNAMIC Thu Oct 16 10:02:30 UTC 2025".to_string()),
        ('m', "x86_64".to_string()),
        ('p', "unknown".to_string()),
        ('i', "unknown".to_string()),
        (
            'o',
            (if t.sys.exists("/etc/alpine-release") {
                "Linux"
            } else {
                "GNU/Linux"
            })
            .to_string(),
        ),
    ];
    for (letter, text) in fields {
        let unknown = text == "unknown";
        if options.has(letter) || all && !unknown || letter == 's' && options.given.is_empty() {
            words.push(text);
        }
    }
    t.line(words.join(" ")).await
}
