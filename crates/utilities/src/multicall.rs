//! `busybox`: one binary that is many, by the name it is called or by its first argument.
//!
//! Left out: `--install` into an applet's usual directory (links go where they are asked to go).

use crate::tool::basename;
use crate::{applets, is_applet, usage};
use machine::Sys;

/// The program behind `/bin/busybox` and its links.
pub async fn main(sys: Sys) -> i32 {
    sys.set_flavor("busybox");
    let argv = sys.argv();
    let called = argv
        .first()
        .map(|n| basename(n).trim_start_matches('-').to_string())
        .unwrap_or_default();
    if !called.starts_with("busybox") {
        return applet(&sys, &called, argv).await;
    }
    let Some(first) = argv.get(1).cloned() else {
        return overview(&sys).await;
    };
    match first.as_str() {
        "--help" => overview(&sys).await,
        "--list" | "--list-full" => {
            let at = if first == "--list" { "" } else { "bin/" };
            let text: String = applets().iter().map(|a| format!("{at}{a}\n")).collect();
            let _ = sys.write(1, text.as_bytes()).await;
            0
        }
        "--install" => install(&sys, &argv).await,
        _ => {
            let name = basename(&first).to_string();
            applet(&sys, &name, argv.into_iter().skip(1).collect()).await
        }
    }
}

async fn applet(sys: &Sys, name: &str, argv: Vec<String>) -> i32 {
    let program = is_applet(name).then(|| sys.machine().program("busybox", name)).flatten();
    let Some(program) = program else {
        let _ = sys.write(2, format!("{name}: applet not found\n").as_bytes()).await;
        return 127;
    };
    sys.set_argv(argv);
    program(sys.clone()).await
}

async fn install(sys: &Sys, argv: &[String]) -> i32 {
    let symbolic = argv.iter().any(|a| a == "-s");
    let dir = argv
        .iter()
        .skip(2)
        .find(|a| !a.starts_with('-'))
        .cloned()
        .unwrap_or_else(|| "/bin".into());
    for name in applets() {
        let to = format!("{}/{name}", dir.trim_end_matches('/'));
        let _ = if symbolic {
            sys.symlink("/bin/busybox", &to)
        } else {
            sys.link("/bin/busybox", &to)
        };
    }
    0
}

async fn overview(sys: &Sys) -> i32 {
    let mut text = format!(
        "{}\nBusyBox is copyrighted by many authors between 1998-2015.\nLicensed under GPLv2. See source distribution for detailed\ncopyright notices.\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n   or: busybox --show SCRIPT\n   or: busybox --install [-s] [DIR]\n   or: function [arguments]...\n\n\tBusyBox is a multi-call binary that combines many common Unix\n\tutilities into a single executable.  Most people will create a\n\tlink to busybox for each function they wish to use and BusyBox\n\twill act like whatever it was invoked as.\n\nCurrently defined functions:\n",
        usage::BANNER
    );
    let mut line = String::from("\t");
    for name in applets() {
        if line.len() + name.len() + 2 > 78 {
            text.push_str(line.trim_end());
            text.push('\n');
            line = String::from("\t");
        }
        line.push_str(name);
        line.push_str(", ");
    }
    text.push_str(line.trim_end_matches([',', ' ']));
    text.push('\n');
    let _ = sys.write(1, text.as_bytes()).await;
    0
}
