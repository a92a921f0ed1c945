//! The headless program for authors, tests and CI.

mod dockerfile;
mod exec;
mod explain;
mod lesson;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let status = match args.split_first() {
        Some((verb, rest)) if verb == "dockerfile" => dockerfile::run(rest),
        Some((verb, _)) if verb == "exec" => exec::run(),
        Some((verb, rest)) if verb == "explain" => explain::run(rest),
        Some((verb, _)) if verb == "support" => {
            print!("{}", cli::support::page());
            0
        }
        Some((verb, rest)) if verb == "lesson" => lesson::run(rest),
        Some((verb, rest)) if verb == "play" => lesson::play(rest),
        _ => {
            eprintln!(
                "usage: drydock dockerfile parse|check FILE…\n       drydock exec < LINES.json\n       drydock explain [--json] < LINES.json | [-f FILE] DIR\n       drydock lesson check|new|serve|schema|sheets …\n       drydock play [DIR]\n       drydock support"
            );
            2
        }
    };
    std::process::exit(status);
}
