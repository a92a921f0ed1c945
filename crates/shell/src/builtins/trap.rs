//! `trap` (POSIX XCU trap).

use crate::Flavour;
use crate::state::{Outcome, Shell};
use machine::Signal;
use std::rc::Rc;

/// What a trap is set on.
enum Condition {
    Exit,
    Error,
    Debug,
    Return,
    Signal(Signal),
}

impl Shell {
    fn trap_condition(&self, text: &str) -> Option<Condition> {
        let bash = self.flavour.is_bash();
        match text.to_ascii_uppercase().as_str() {
            "0" | "EXIT" | "SIGEXIT" => Some(Condition::Exit),
            "ERR" if self.flavour.is_extended() => Some(Condition::Error),
            "DEBUG" if bash => Some(Condition::Debug),
            "RETURN" if bash => Some(Condition::Return),
            upper => {
                if upper.starts_with("SIG") && self.flavour == Flavour::Dash {
                    return None;
                }
                Signal::parse(text).map(Condition::Signal)
            }
        }
    }

    fn trap_listing(&self) -> String {
        let quote = |text: &str| {
            if self.flavour.is_bash() {
                crate::expand::quote_for_reuse(text)
            } else {
                self.single_quote(text)
            }
        };
        let mut out = String::new();
        if let Some(text) = &self.traps.exit {
            out.push_str(&format!("trap -- {} EXIT\n", quote(text)));
        }
        for (number, text) in &self.traps.signals {
            if let Some(signal) = Signal::from_number(*number) {
                out.push_str(&format!("trap -- {} {}\n", quote(text), self.condition_name(signal)));
            }
        }
        for (text, name) in [
            (&self.traps.debug, "DEBUG"),
            (&self.traps.error, "ERR"),
            (&self.traps.on_return, "RETURN"),
        ] {
            if let Some(text) = text {
                out.push_str(&format!("trap -- {} {name}\n", quote(text)));
            }
        }
        out
    }

    pub(super) async fn builtin_trap(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        match args.first().map(String::as_str) {
            None | Some("-p") => {
                let text = self.trap_listing();
                return Ok(self.output(text.as_bytes()).await);
            }
            Some("-l") if self.flavour.is_bash() => {
                let text = super::job::signal_table();
                return Ok(self.output(text.as_bytes()).await);
            }
            Some("--") => args = &args[1..],
            _ => {}
        }
        let Some((action, conditions)) = args.split_first() else {
            return Ok(0);
        };
        // A number alone, or first, means that what follows are conditions to be reset.
        let resets = conditions.is_empty() || action.parse::<u8>().is_ok();
        let (action, conditions) = if resets {
            (None, args)
        } else {
            (Some(action.as_str()), conditions)
        };
        let action: Option<Rc<str>> = action.filter(|a| *a != "-").map(Rc::from);
        let mut status = 0;
        for text in conditions {
            let Some(condition) = self.trap_condition(text) else {
                match self.flavour {
                    Flavour::Dash => self.write_error(&format!("trap: {text}: bad trap\n")).await,
                    _ => {
                        self.complain_as("trap", &format!("{text}: invalid signal specification"))
                            .await
                    }
                }
                status = 1;
                if !self.flavour.is_bash() {
                    return Ok(1);
                }
                continue;
            };
            self.set_trap(condition, action.clone());
        }
        Ok(status)
    }

    fn set_trap(&mut self, condition: Condition, action: Option<Rc<str>>) {
        match condition {
            Condition::Exit => self.traps.exit = action,
            Condition::Error => self.traps.error = action,
            Condition::Debug => self.traps.debug = action,
            Condition::Return => self.traps.on_return = action,
            Condition::Signal(signal) => match action {
                Some(text) => {
                    if text.is_empty() {
                        self.sys.ignore_signal(signal);
                    } else {
                        self.sys.catch_signal(signal);
                    }
                    self.traps.signals.insert(signal.number(), text);
                }
                None => {
                    self.traps.signals.remove(&signal.number());
                    let kept = self.interactive
                        && matches!(
                            signal,
                            Signal::INT | Signal::TERM | Signal::QUIT | Signal::TSTP | Signal::TTIN | Signal::TTOU
                        );
                    if kept {
                        self.sys.catch_signal(signal);
                    } else {
                        self.sys.default_signal(signal);
                    }
                }
            },
        }
    }
}
