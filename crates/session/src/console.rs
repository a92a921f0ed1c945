//! A person at the host's shell, without a terminal: one command line after the other.
//!
//! Each line is run by a shell of its own, as `drydock exec` does it; the folder and the exported variables are
//! carried from one to the next, as they are where a person types. Other variables, functions and aliases are not.

use crate::used::Used;
use crate::{Effort, Ran, World};
use std::time::Duration;

/// Where a shell stands.
pub struct Console<'a> {
    world: &'a World,
    cwd: String,
    env: Vec<String>,
    /// What was used so far.
    pub used: Used,
}

/// Separates what a line prints from what is asked of the shell behind it.
const MARK: u8 = 0x1e;

impl<'a> Console<'a> {
    /// A shell in the workspace.
    pub fn new(world: &'a World) -> Console<'a> {
        Console {
            world,
            cwd: world.workspace().to_string(),
            env: world.environment(false),
            used: Used::default(),
        }
    }

    /// Runs a command line or a whole script. `watch` is called now and then while it runs, and at its end.
    pub fn run(&mut self, line: &str, effort: &Effort, watch: &mut dyn FnMut(&Used)) -> Ran {
        let machine = self.world.machine();
        machine.take_started();
        // Behind the line, builtins tell how it ended and where the shell stands.
        let script = format!("{line}\nprintf '\\036%s\\n' \"$?\"; pwd; export -p; printf '\\036'");
        let (mut number, mut marked) = (None, false);
        let used = &mut self.used;
        let mut ran = self
            .world
            .run_script(&script, (&self.cwd, &self.env), effort, &mut |shell, printed| {
                // What stands behind the mark is no longer the line's own.
                let own = printed.iter().position(|b| *b == MARK);
                let printed = match (marked, own) {
                    (true, _) => &[],
                    (false, Some(end)) => printed.get(..end).unwrap_or_default(),
                    (false, None) => printed,
                };
                marked |= own.is_some();
                if let Some(number) = number {
                    used.print(number, printed);
                }
                let mut first = number.is_none();
                for started in machine.take_started() {
                    if started.parent == shell {
                        let begun = used.begin(started.argv.join(" "));
                        if std::mem::take(&mut first) {
                            used.print(begun, printed);
                        }
                        number = Some(begun);
                    }
                }
                watch(used);
            });
        let first = ran.output.iter().position(|b| *b == MARK);
        let last = ran.output.iter().rposition(|b| *b == MARK);
        if let (Some(first), Some(last)) = (first, last)
            && first < last
        {
            let told: Vec<u8> = ran.output.drain(first..=last).collect();
            let told = String::from_utf8_lossy(&told).replace(char::from(MARK), "");
            let mut lines = told.splitn(3, '\n');
            if let Some(status) = lines.next().and_then(|s| s.parse().ok()) {
                ran.status = status;
            }
            if let Some(cwd) = lines.next().filter(|c| c.starts_with('/')) {
                self.cwd = cwd.to_string();
            }
            let exported = exports(lines.next().unwrap_or_default());
            if !exported.is_empty() {
                self.env = exported;
            }
        }
        ran
    }

    /// Lets time pass, as it does while a person reads.
    pub fn wait(&mut self, time: Duration, effort: &Effort, watch: &mut dyn FnMut(&Used)) {
        let limit = self.world.machine().now().after(time);
        self.world.work(effort, Some(limit), || false, || watch(&self.used));
        self.world.machine().take_started();
    }
}

/// Variables out of `export -p`: `declare -x NAME="value"`, with backslashes before `"`, `$`, `` ` `` and `\`.
fn exports(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("declare -x ") {
        rest = rest.get(at + 11..).unwrap_or_default();
        let end = rest.find(['=', '\n']).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        let Some(value) = rest.get(end..).and_then(|r| r.strip_prefix("=\"")) else {
            continue;
        };
        let mut text = String::new();
        let mut chars = value.char_indices();
        let mut length = value.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    length = at + 1;
                    break;
                }
                '\\' => text.extend(chars.next().map(|(_, c)| c)),
                c => text.push(c),
            }
        }
        out.push(format!("{name}={text}"));
        rest = value.get(length..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Start;

    const EFFORT: Effort = Effort {
        polls: 1_000_000,
        work: Duration::from_millis(200),
        slice: 1,
    };

    #[test]
    fn folder_and_exported_variables_are_carried() {
        let world = World::new(Start::default());
        let mut console = Console::new(&world);
        for line in ["mkdir -p a", "cd a", "export GREETING='hi \"you\"'"] {
            assert_eq!(console.run(line, &EFFORT, &mut |_| {}).output, b"", "{line}");
        }
        let ran = console.run("pwd; echo \"$GREETING\"; (exit 3)", &EFFORT, &mut |_| {});
        assert_eq!(
            (String::from_utf8_lossy(&ran.output).as_ref(), ran.status),
            ("/home/learner/work/a\nhi \"you\"\n", 3)
        );
        assert_eq!(console.used.outputs_of("mkdir").count(), 1);
    }

    #[test]
    fn what_a_script_prints_belongs_to_its_commands() {
        let world = World::new(Start::default());
        let mut console = Console::new(&world);
        console.run("cat /etc/hostname\nuname -s\n", &EFFORT, &mut |_| {});
        assert_eq!(console.used.outputs_of("uname").collect::<Vec<_>>(), ["Linux\n"]);
        assert_eq!(console.used.outputs_of("cat /etc").collect::<Vec<_>>(), ["drydock\n"]);
    }

    #[test]
    fn a_line_that_loops_is_stopped() {
        let world = World::new(Start::default());
        let ran = Console::new(&world).run("while :; do :; done", &EFFORT, &mut |_| {});
        assert!(ran.stopped);
    }
}
