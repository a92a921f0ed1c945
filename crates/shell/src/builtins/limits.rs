//! `ulimit` (POSIX, and what dash, ash and bash add): the limits of the shell and of its children to come.
//!
//! That a number of descriptors is exceeded is felt (EMFILE); the other limits are kept and shown.

use crate::Flavour;
use crate::state::{Outcome, Shell};
use machine::Errno;

/// One limit: its letter, its name for the machine, and how many of the machine's units one of bash's are.
struct Limit {
    letter: char,
    name: &'static str,
    unit: i64,
    /// Its names in the listings of bash, ash and dash (which has not all of them).
    bash: (&'static str, &'static str),
    ash: &'static str,
    dash: &'static str,
}

const fn limit(
    letter: char,
    name: &'static str,
    unit: i64,
    bash: (&'static str, &'static str),
    ash: &'static str,
    dash: &'static str,
) -> Limit {
    Limit {
        letter,
        name,
        unit,
        bash,
        ash,
        dash,
    }
}

/// In bash's order.
const LIMITS: [Limit; 16] = [
    limit(
        'R',
        "rttime",
        1,
        ("real-time non-blocking time", "(microseconds, -R)"),
        "",
        "",
    ),
    limit(
        'c',
        "core",
        1024,
        ("core file size", "(blocks, -c)"),
        "core file size (blocks)",
        "coredump(blocks)",
    ),
    limit(
        'd',
        "data",
        1024,
        ("data seg size", "(kbytes, -d)"),
        "data seg size (kb)",
        "data(kbytes)",
    ),
    limit('e', "nice", 1, ("scheduling priority", "(-e)"), "scheduling priority", ""),
    limit(
        'f',
        "fsize",
        1024,
        ("file size", "(blocks, -f)"),
        "file size (blocks)",
        "file(blocks)",
    ),
    limit('i', "sigpending", 1, ("pending signals", "(-i)"), "pending signals", ""),
    limit(
        'l',
        "memlock",
        1024,
        ("max locked memory", "(kbytes, -l)"),
        "max locked memory (kb)",
        "locked memory(kbytes)",
    ),
    limit(
        'm',
        "rss",
        1024,
        ("max memory size", "(kbytes, -m)"),
        "max memory size (kb)",
        "memory(kbytes)",
    ),
    limit('n', "nofile", 1, ("open files", "(-n)"), "open files", "nofiles"),
    limit(
        'q',
        "msgqueue",
        1,
        ("POSIX message queues", "(bytes, -q)"),
        "POSIX message queues (bytes)",
        "",
    ),
    limit(
        'r',
        "rtprio",
        1,
        ("real-time priority", "(-r)"),
        "real-time priority",
        "rtprio",
    ),
    limit(
        's',
        "stack",
        1024,
        ("stack size", "(kbytes, -s)"),
        "stack size (kb)",
        "stack(kbytes)",
    ),
    limit(
        't',
        "cpu",
        1,
        ("cpu time", "(seconds, -t)"),
        "cpu time (seconds)",
        "time(seconds)",
    ),
    limit(
        'u',
        "nproc",
        1,
        ("max user processes", "(-u)"),
        "max user processes",
        "process",
    ),
    limit(
        'v',
        "as",
        1024,
        ("virtual memory", "(kbytes, -v)"),
        "virtual memory (kb)",
        "vmemory(kbytes)",
    ),
    limit('x', "locks", 1, ("file locks", "(-x)"), "file locks", "locks"),
];

/// dash's order and letters.
const DASH: &str = "tfdscmlpnvwr";

/// The machine's letter for one of dash's.
fn of_dash(letter: char) -> char {
    match letter {
        'p' => 'u',
        'w' => 'x',
        other => other,
    }
}

impl Shell {
    fn limit(&self, letter: char) -> Option<&'static Limit> {
        let letter = match self.flavour {
            Flavour::Dash if !DASH.contains(letter) => return None,
            Flavour::Dash => of_dash(letter),
            Flavour::Ash if letter == 'p' => 'u',
            _ => letter,
        };
        LIMITS
            .iter()
            .find(|l| l.letter == letter && (self.flavour.is_bash() || letter != 'R'))
    }

    /// How many of the machine's units one of this shell's is: blocks have 512 bytes, in bash 1024.
    fn unit(&self, limit: &Limit) -> i64 {
        match limit.letter {
            'c' | 'f' if !self.flavour.is_bash() => 512,
            _ => limit.unit,
        }
    }

    fn limit_shown(&self, limit: &Limit, hard: bool) -> String {
        let (soft, top) = self.sys.ulimit(limit.name);
        match if hard { top } else { soft } {
            none if none < 0 => "unlimited".into(),
            value => (value / self.unit(limit)).to_string(),
        }
    }

    fn limit_row(&self, limit: &Limit, hard: bool) -> String {
        let value = self.limit_shown(limit, hard);
        match self.flavour {
            Flavour::Bash => format!("{:<20}{:>20} {value}\n", limit.bash.0, limit.bash.1),
            Flavour::Ash => format!("{:<32}(-{}) {value}\n", limit.ash, limit.letter),
            Flavour::Dash => format!("{:<20} {value}\n", limit.dash),
        }
    }

    fn all_limits(&self, hard: bool) -> String {
        let rows = |letters: &str| -> String {
            let known = letters.chars().filter_map(|c| self.limit(c));
            known.map(|l| self.limit_row(l, hard)).collect()
        };
        match self.flavour {
            Flavour::Dash => rows(DASH),
            Flavour::Ash => rows("cdefilmnqrstuvx"),
            Flavour::Bash => {
                let pipe = format!("{:<20}{:>20} 8\n", "pipe size", "(512 bytes, -p)");
                rows("Rcdefilmn") + &pipe + &rows("qrstuvx")
            }
        }
    }

    pub(super) async fn builtin_ulimit(&mut self, args: &[String]) -> Outcome {
        let (mut soft, mut hard, mut all) = (false, false, false);
        let mut asked: Vec<(char, Option<String>)> = Vec::new();
        for arg in args {
            let Some(letters) = arg.strip_prefix('-').filter(|l| !l.is_empty()) else {
                match asked.last_mut() {
                    Some((_, value @ None)) => *value = Some(arg.clone()),
                    _ => asked.push(('f', Some(arg.clone()))),
                }
                continue;
            };
            for letter in letters.chars() {
                match letter {
                    'S' => soft = true,
                    'H' => hard = true,
                    'a' => all = true,
                    letter if self.limit(letter).is_some() || letter == 'p' && self.flavour.is_bash() => {
                        asked.push((letter, None));
                    }
                    other if self.flavour == Flavour::Ash => {
                        self.write_error(&format!("ulimit: invalid option -- '{other}'\n")).await;
                        return Ok(1);
                    }
                    other => {
                        let usage = "ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]";
                        return self.bad_option("ulimit", &format!("-{other}"), usage).await;
                    }
                }
            }
        }
        if all {
            let text = self.all_limits(hard);
            return Ok(self.output(text.as_bytes()).await);
        }
        if asked.is_empty() {
            asked.push(('f', None));
        }
        // dash keeps the last letter only.
        if self.flavour == Flavour::Dash {
            asked = asked.split_off(asked.len() - 1);
        }
        let titled = asked.len() > 1;
        for (letter, value) in asked {
            let text = match (self.limit(letter), value) {
                (Some(limit), Some(value)) => {
                    let status = self.change_limit(limit, &value, soft, hard).await;
                    if status != 0 {
                        return Ok(status);
                    }
                    continue;
                }
                (Some(limit), None) if titled => self.limit_row(limit, hard),
                (Some(limit), None) => self.limit_shown(limit, hard) + "\n",
                (None, _) => "8\n".into(),
            };
            self.output(text.as_bytes()).await;
        }
        Ok(0)
    }

    async fn change_limit(&mut self, limit: &Limit, value: &str, soft: bool, hard: bool) -> i32 {
        let now = self.sys.ulimit(limit.name);
        let number = value.parse::<i64>().ok().filter(|n| *n >= 0);
        let new = match (value, number) {
            ("unlimited", _) => -1,
            ("hard", _) if self.flavour.is_bash() => now.1,
            ("soft", _) if self.flavour.is_bash() => now.0,
            (_, Some(number)) => number.saturating_mul(self.unit(limit)),
            _ => {
                return match self.flavour {
                    Flavour::Bash => {
                        self.complain_as("ulimit", &format!("{value}: invalid number")).await;
                        1
                    }
                    Flavour::Dash => {
                        self.complain_as("ulimit", "bad number").await;
                        2
                    }
                    Flavour::Ash => {
                        self.complain(&format!("invalid number '{value}'")).await;
                        1
                    }
                };
            }
        };
        let both = soft == hard;
        let wanted = (if soft || both { new } else { now.0 }, if hard || both { new } else { now.1 });
        let Err(error) = self.sys.set_ulimit(limit.name, wanted) else {
            return 0;
        };
        self.limit_refused(limit, error).await
    }

    async fn limit_refused(&mut self, limit: &Limit, error: Errno) -> i32 {
        match self.flavour {
            Flavour::Bash => {
                let text = format!("{}: cannot modify limit: {error}", limit.bash.0);
                self.complain_as("ulimit", &text).await;
                1
            }
            Flavour::Dash => {
                self.complain_as("ulimit", &format!("error setting limit ({error})")).await;
                2
            }
            Flavour::Ash => {
                self.complain(&format!("error setting limit: {error}")).await;
                1
            }
        }
    }
}
