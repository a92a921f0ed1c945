//! Figures with their goals, written as lines of tab-separated fields: part, what, figure, unit, goal, verdict.
//!
//! `cargo xtask bench` makes a table of them. A goal may differ between the native program and the module.

use std::collections::BTreeMap;
use std::time::Duration;

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    None,
    Below(f64),
    Above(f64),
}

/// A limit for the native program and one for the module.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    native: Limit,
    wasm: Limit,
}

impl Goal {
    pub const NONE: Goal = Goal::each(Limit::None, Limit::None);

    pub const fn both(limit: Limit) -> Goal {
        Goal::each(limit, limit)
    }

    pub const fn native(limit: Limit) -> Goal {
        Goal::each(limit, Limit::None)
    }

    pub const fn wasm(limit: Limit) -> Goal {
        Goal::each(Limit::None, limit)
    }

    pub const fn each(native: Limit, wasm: Limit) -> Goal {
        Goal { native, wasm }
    }

    fn here(self) -> Limit {
        if cfg!(target_arch = "wasm32") {
            self.wasm
        } else {
            self.native
        }
    }
}

/// Collects the figures, and writes each as it comes.
pub struct Report {
    part: &'static str,
    write: fn(&str),
    figures: BTreeMap<String, f64>,
}

impl Report {
    pub fn new(write: fn(&str)) -> Report {
        Report {
            part: "",
            write,
            figures: BTreeMap::new(),
        }
    }

    /// What follows belongs to this part.
    pub fn begin(&mut self, part: &'static str) {
        self.part = part;
    }

    /// A figure that was written before, by what it is of.
    pub fn figure(&self, what: &str) -> Option<f64> {
        self.figures.get(what).copied()
    }

    /// Writes a figure.
    pub fn row(&mut self, what: &str, figure: f64, unit: &str, goal: Goal) {
        let (goal, verdict) = match goal.here() {
            Limit::None => (String::new(), ""),
            Limit::Below(limit) => (format!("< {}", number(limit)), if figure < limit { "met" } else { "missed" }),
            Limit::Above(limit) => (format!("> {}", number(limit)), if figure > limit { "met" } else { "missed" }),
        };
        (self.write)(&format!(
            "{}\t{what}\t{}\t{unit}\t{goal}\t{verdict}",
            self.part,
            number(figure)
        ));
        self.figures.insert(what.to_owned(), figure);
    }

    /// Writes a time in milliseconds.
    pub fn milliseconds(&mut self, what: &str, took: Duration, goal: Goal) {
        self.row(what, took.as_secs_f64() * 1e3, "ms", goal);
    }

    /// Writes a time in microseconds.
    pub fn microseconds(&mut self, what: &str, took: Duration, goal: Goal) {
        self.row(what, took.as_secs_f64() * 1e6, "µs", goal);
    }
}

/// Three digits that count.
fn number(figure: f64) -> String {
    match figure.abs() {
        size if size >= 100.0 => format!("{figure:.0}"),
        size if size >= 10.0 => format!("{figure:.1}"),
        size if size >= 1.0 => format!("{figure:.2}"),
        size if size >= 0.01 => format!("{figure:.3}"),
        _ => format!("{figure:.5}"),
    }
}
