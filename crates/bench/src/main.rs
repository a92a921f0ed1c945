//! The native program: `bench [PART…]` writes the figures of the parts named, or of all, and of the peers at hand.
//!
//! `bench --parts` lists the parts with their numbers, which is how the module is asked for them.

use bench::PARTS;
use bench::report::Report;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).map(|word| word.to_lowercase()).collect();
    if words.iter().any(|word| word == "--parts") {
        for (number, (name, _)) in PARTS.iter().enumerate() {
            println!("{number}\t{name}");
        }
        return;
    }
    let mut report = Report::new(|line| println!("{line}"));
    for (name, part) in PARTS {
        if !words.is_empty() && !words.contains(&name.to_lowercase()) {
            continue;
        }
        report.begin(name);
        part(&mut report);
        #[cfg(unix)]
        bench::peers::ask(name, &mut report);
    }
}
