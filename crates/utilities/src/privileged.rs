//! `dmesg`, `unshare` and `hwclock`: what a container's default capabilities don't allow says so as the kernel
//! would; with the capability it is named as not simulated.

use crate::timeout::become_program;
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    match t.name.as_str() {
        "dmesg" => dmesg(t).await,
        "hwclock" => hwclock(t).await,
        _ => unshare(t).await,
    }
}

async fn dmesg(t: &mut Tool) -> Run {
    t.options(
        t.words("crn:s:", "CcDdEeFfHhJkL::l:n:PprSs:TtuVwWx"),
        &[("follow", 'w'), ("human", 'H'), ("ctime", 'T'), ("clear", 'C')],
    )
    .await?;
    if t.sys.capable("SYSLOG") {
        return Err(t.not_simulated("dmesg").await);
    }
    let message = t.words(
        "klogctl: Operation not permitted",
        "read kernel buffer failed: Operation not permitted",
    );
    Err(t.fail(message).await)
}

async fn hwclock(t: &mut Tool) -> Run {
    if t.gnu {
        t.say("Cannot access the Hardware Clock via any known method.").await;
        return Err(t
            .fail("Use the --verbose option to see the details of our search for an access method.")
            .await);
    }
    Err(t.fail("can't open '/dev/misc/rtc': No such file or directory").await)
}

/// The namespaces' options, with the flags of unshare(2) that they stand for.
const NAMESPACES: [(&str, char, u32); 8] = [
    ("mount", 'm', 0x0002_0000),
    ("uts", 'u', 0x0400_0000),
    ("ipc", 'i', 0x0800_0000),
    ("net", 'n', 0x4000_0000),
    ("pid", 'p', 0x2000_0000),
    ("user", 'U', 0x1000_0000),
    ("cgroup", 'C', 0x0200_0000),
    ("time", 'T', 0x0000_0080),
];

async fn unshare(t: &mut Tool) -> Run {
    let mut long: Vec<(&str, char)> = NAMESPACES.iter().map(|(name, letter, _)| (*name, *letter)).collect();
    long.extend([
        ("fork", 'f'),
        ("map-root-user", 'r'),
        ("mount-proc", '%'),
        ("kill-child", '&'),
        ("propagation", '@'),
    ]);
    let options = t
        .options(t.words("+muinpUfr%&@:", "+m::u::i::n::p::U::C::T::frc%::&::@:"), &long)
        .await?;
    let asked = |(_, letter, flag): &(&str, char, u32)| if options.has(*letter) { *flag } else { 0 };
    let mut flags: u32 = NAMESPACES.iter().map(asked).sum();
    if options.has('r') && !options.has('U') {
        flags |= 0x1000_0000;
    }
    if flags == 0 {
        let shell = t.sys.getenv("SHELL").unwrap_or_else(|| "/bin/sh".into());
        let words = if options.rest.is_empty() { vec![shell] } else { options.rest };
        return Err(become_program(t, words).await);
    }
    // User namespaces, too, are closed by Docker's seccomp profile, to all but SYS_ADMIN.
    if t.sys.capable("SYS_ADMIN") {
        return Err(t.not_simulated("unshare").await);
    }
    let message = t.words(
        format!("unshare(0x{flags:x}): Operation not permitted"),
        "unshare failed: Operation not permitted".to_string(),
    );
    Err(t.fail(message).await)
}
