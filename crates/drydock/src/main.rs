//! The headless program for authors, tests and CI.

mod dockerfile;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let status = match args.split_first() {
        Some((verb, rest)) if verb == "dockerfile" => dockerfile::run(rest),
        _ => {
            eprintln!("usage: drydock dockerfile parse|check FILE…");
            2
        }
    };
    std::process::exit(status);
}
