//! The options of `set`, and bash's `shopt`.

use crate::Flavour;
use crate::state::{Options, Outcome, Shell};
use std::rc::Rc;

type Field = fn(&mut Options) -> &mut bool;

/// Name, letter, where it is kept, and which shells have it (dash, ash, bash).
const OPTIONS: [(&str, char, Field, &str); 27] = [
    ("allexport", 'a', |o| &mut o.allexport, "dab"),
    ("braceexpand", 'B', |o| &mut o.nobraceexpand, "b"),
    ("emacs", 'E', |o| &mut o.emacs, "d"),
    ("emacs", '\0', |o| &mut o.emacs, "b"),
    ("errexit", 'e', |o| &mut o.errexit, "dab"),
    ("errtrace", 'E', |o| &mut o.errtrace, "ab"),
    ("functrace", 'T', |o| &mut o.functrace, "b"),
    ("hashall", 'h', |o| &mut o.hashall, "b"),
    ("histexpand", 'H', |o| &mut o.histexpand, "b"),
    ("history", '\0', |o| &mut o.history, "b"),
    ("ignoreeof", 'I', |o| &mut o.ignoreeof, "dab"),
    ("interactive-comments", '\0', |o| &mut o.interactive_comments, "b"),
    ("keyword", 'k', |o| &mut o.keyword, "b"),
    ("monitor", 'm', |o| &mut o.monitor, "dab"),
    ("noclobber", 'C', |o| &mut o.noclobber, "dab"),
    ("noexec", 'n', |o| &mut o.noexec, "dab"),
    ("noglob", 'f', |o| &mut o.noglob, "dab"),
    ("nolog", '\0', |o| &mut o.nolog, "db"),
    ("notify", 'b', |o| &mut o.notify, "dab"),
    ("nounset", 'u', |o| &mut o.nounset, "dab"),
    ("onecmd", 't', |o| &mut o.onecmd, "b"),
    ("physical", 'P', |o| &mut o.physical, "b"),
    ("pipefail", '\0', |o| &mut o.pipefail, "ab"),
    ("posix", '\0', |o| &mut o.posix, "b"),
    ("privileged", 'p', |o| &mut o.privileged, "db"),
    ("verbose", 'v', |o| &mut o.verbose, "dab"),
    ("xtrace", 'x', |o| &mut o.xtrace, "dab"),
];

const VI: (&str, char, Field, &str) = ("vi", 'V', |o| &mut o.vi, "dab");

fn known(flavour: Flavour) -> impl Iterator<Item = &'static (&'static str, char, Field, &'static str)> {
    let mark = match flavour {
        Flavour::Dash => 'd',
        Flavour::Ash => 'a',
        Flavour::Bash => 'b',
    };
    OPTIONS.iter().chain([&VI]).filter(move |(.., shells)| shells.contains(mark))
}

fn set(shell: &mut Shell, name: &str, field: Field, on: bool) {
    *field(&mut shell.options) = on != (name == "braceexpand");
}

pub fn set_letter(shell: &mut Shell, letter: char, on: bool) -> bool {
    let found = known(shell.flavour)
        .find(|(_, l, ..)| *l == letter)
        .map(|(name, _, field, _)| (*name, *field));
    match found {
        Some((name, field)) => {
            set(shell, name, field, on);
            true
        }
        None => false,
    }
}

pub fn set_named(shell: &mut Shell, name: &str, on: bool) -> bool {
    let found = known(shell.flavour)
        .find(|(n, ..)| *n == name)
        .map(|(name, _, field, _)| (*name, *field));
    match found {
        Some((name, field)) => {
            set(shell, name, field, on);
            true
        }
        None => false,
    }
}

/// Whether the option of this name is on.
pub fn is_on(shell: &Shell, name: &str) -> bool {
    let mut options = shell.options.clone();
    known(shell.flavour)
        .find(|(n, ..)| *n == name)
        .is_some_and(|(n, _, field, _)| *field(&mut options) != (*n == "braceexpand"))
}

/// The names of those that are on, sorted.
pub fn enabled(shell: &Shell) -> Vec<&'static str> {
    let mut names: Vec<&str> = known(shell.flavour).map(|(n, ..)| *n).filter(|n| is_on(shell, n)).collect();
    names.sort_unstable();
    names
}

/// What `set -o` (or `set +o`) prints.
pub fn listing(shell: &Shell, table: bool) -> String {
    let mut names: Vec<&str> = match shell.flavour {
        Flavour::Dash => vec![
            "errexit",
            "noglob",
            "ignoreeof",
            "interactive",
            "monitor",
            "noexec",
            "stdin",
            "xtrace",
            "verbose",
            "vi",
            "emacs",
            "noclobber",
            "allexport",
            "notify",
            "nounset",
            "privileged",
            "nolog",
            "debug",
        ],
        Flavour::Ash => vec![
            "errexit",
            "noglob",
            "ignoreeof",
            "monitor",
            "noexec",
            "xtrace",
            "verbose",
            "noclobber",
            "allexport",
            "notify",
            "nounset",
            "errtrace",
            "vi",
            "pipefail",
        ],
        Flavour::Bash => known(Flavour::Bash).map(|(n, ..)| *n).collect(),
    };
    if shell.flavour.is_bash() {
        names.sort_unstable();
    }
    let bash = shell.flavour.is_bash();
    let mut out = String::new();
    if table && !bash {
        out.push_str("Current option settings\n");
        if shell.flavour == Flavour::Ash {
            out.clear();
        }
    }
    for name in names {
        let on = is_on(shell, name);
        if table {
            let state = if on { "on" } else { "off" };
            if bash {
                out.push_str(&format!("{name:<15}\t{state}\n"));
            } else {
                out.push_str(&format!("{name:<16}{state}\n"));
            }
        } else {
            out.push_str(&format!("set {}o {name}\n", if on { '-' } else { '+' }));
        }
    }
    out
}

/// bash's `shopt` options and whether they are on at the start.
const SHOPTS: [(&str, bool); 53] = [
    ("autocd", false),
    ("assoc_expand_once", false),
    ("cdable_vars", false),
    ("cdspell", false),
    ("checkhash", false),
    ("checkjobs", false),
    ("checkwinsize", true),
    ("cmdhist", true),
    ("compat31", false),
    ("compat32", false),
    ("compat40", false),
    ("compat41", false),
    ("compat42", false),
    ("compat43", false),
    ("compat44", false),
    ("complete_fullquote", true),
    ("direxpand", false),
    ("dirspell", false),
    ("dotglob", false),
    ("execfail", false),
    ("expand_aliases", false),
    ("extdebug", false),
    ("extglob", false),
    ("extquote", true),
    ("failglob", false),
    ("force_fignore", true),
    ("globasciiranges", true),
    ("globskipdots", true),
    ("globstar", false),
    ("gnu_errfmt", false),
    ("histappend", false),
    ("histreedit", false),
    ("histverify", false),
    ("hostcomplete", true),
    ("huponexit", false),
    ("inherit_errexit", false),
    ("interactive_comments", true),
    ("lastpipe", false),
    ("lithist", false),
    ("localvar_inherit", false),
    ("localvar_unset", false),
    ("login_shell", false),
    ("mailwarn", false),
    ("no_empty_cmd_completion", false),
    ("nocaseglob", false),
    ("nocasematch", false),
    ("noexpand_translation", false),
    ("nullglob", false),
    ("patsub_replacement", true),
    ("progcomp", true),
    ("promptvars", true),
    ("sourcepath", true),
    ("xpg_echo", false),
];

impl Shell {
    pub(super) async fn builtin_shopt(&mut self, args: &[String]) -> Outcome {
        let (mut set, mut quiet, mut print, mut options) = (None, false, false, false);
        let mut names = Vec::new();
        for arg in args {
            match arg.strip_prefix('-') {
                Some(letters) if names.is_empty() && !letters.is_empty() => {
                    for letter in letters.chars() {
                        match letter {
                            's' => set = Some(true),
                            'u' => set = Some(false),
                            'q' => quiet = true,
                            'p' => print = true,
                            'o' => options = true,
                            other => {
                                return self
                                    .bad_option("shopt", &format!("-{other}"), "shopt [-pqsu] [-o] [optname ...]")
                                    .await;
                            }
                        }
                    }
                }
                _ => names.push(arg.clone()),
            }
        }
        let mut status = 0;
        if names.is_empty() {
            let mut text = String::new();
            for (name, default) in SHOPTS {
                let on = self.shopts.get(name).copied().unwrap_or(default);
                if set.is_some_and(|wanted| wanted != on) {
                    continue;
                }
                text.push_str(&shopt_line(name, on, print));
            }
            return Ok(self.output(text.as_bytes()).await);
        }
        for name in names {
            if options {
                if let Some(on) = set {
                    set_named(self, &name, on);
                } else if !is_on(self, &name) {
                    status = 1;
                }
                continue;
            }
            let Some((_, default)) = SHOPTS.iter().find(|(n, _)| *n == name) else {
                self.complain_as("shopt", &format!("{name}: invalid shell option name")).await;
                status = 1;
                continue;
            };
            match set {
                Some(on) => {
                    Rc::make_mut(&mut self.shopts).insert(name, on);
                }
                None => {
                    let on = self.shopts.get(&name).copied().unwrap_or(*default);
                    if !on {
                        status = 1;
                    }
                    if !quiet {
                        let line = shopt_line(&name, on, print);
                        self.output(line.as_bytes()).await;
                    }
                }
            }
        }
        Ok(status)
    }
}

fn shopt_line(name: &str, on: bool, print: bool) -> String {
    if print {
        format!("shopt -{} {name}\n", if on { 's' } else { 'u' })
    } else {
        format!("{name:<15}\t{}\n", if on { "on" } else { "off" })
    }
}
