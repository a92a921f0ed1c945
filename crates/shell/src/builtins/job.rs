//! `jobs`, `fg`, `bg`, `wait`, `kill` and `disown`.

use crate::Flavour;
use crate::state::{Outcome, Shell, Voice};
use machine::{Errno, Pid, Signal, WaitStatus};

/// The table of `kill -l` and `trap -l` in bash.
pub(super) fn signal_table() -> String {
    let mut out = String::new();
    let mut column = 0;
    for number in (1..=64).filter(|n| *n != 32 && *n != 33) {
        let Some(signal) = Signal::from_number(number) else { continue };
        let name = match number {
            34 => "RTMIN".to_string(),
            64 => "RTMAX".to_string(),
            50..=63 => format!("RTMAX-{}", 64 - number),
            _ => signal.name(),
        };
        out.push_str(&format!("{number:2}) SIG{name}"));
        column += 1;
        out.push(if column % 5 == 0 { '\n' } else { '\t' });
    }
    out.push('\n');
    out
}

impl Shell {
    pub(super) async fn builtin_jobs(&mut self, args: &[String]) -> Outcome {
        let (mut long, mut pids, mut running, mut stopped) = (false, false, false, false);
        let mut specs = Vec::new();
        for arg in args {
            match arg.strip_prefix('-') {
                Some(letters) if !letters.is_empty() => {
                    for letter in letters.chars() {
                        match letter {
                            'l' => long = true,
                            'p' => pids = true,
                            'r' => running = true,
                            's' => stopped = true,
                            'n' => {}
                            other => {
                                let usage = "jobs [-lnprs] [jobspec ...] or jobs -x command [args]";
                                return self.bad_option("jobs", &format!("-{other}"), usage).await;
                            }
                        }
                    }
                }
                _ => specs.push(arg.clone()),
            }
        }
        self.poll_jobs();
        let mut numbers = self.jobs.listed(self.flavour);
        if !specs.is_empty() {
            numbers.clear();
            for spec in specs {
                match self.jobs.find(&spec) {
                    Some(number) => numbers.push(number),
                    None => return Ok(self.no_such_job("jobs", &spec).await),
                }
            }
        }
        let mut text = String::new();
        for number in numbers {
            let Some(job) = self.jobs.get(number) else { continue };
            let done = job.is_done();
            if running && (done || job.stopped.is_some()) || stopped && job.stopped.is_none() {
                continue;
            }
            if pids {
                text.push_str(&format!("{}\n", job.group()));
            } else {
                text.push_str(&self.jobs.line(number, self.flavour, long));
                text.push('\n');
            }
            if done {
                self.jobs.remove(number);
            }
        }
        Ok(self.output(text.as_bytes()).await)
    }

    async fn no_such_job(&mut self, builtin: &str, spec: &str) -> i32 {
        let message = match self.flavour {
            Flavour::Dash => format!("No such job: {spec}"),
            _ => format!("{spec}: no such job"),
        };
        self.complain_as(builtin, &message).await;
        if self.flavour.is_bash() { 1 } else { 2 }
    }

    pub(super) async fn builtin_fg(&mut self, name: &str, args: &[String]) -> Outcome {
        if !self.options.monitor && self.flavour.is_bash() {
            self.complain_as(name, "no job control").await;
            return Ok(1);
        }
        self.poll_jobs();
        let spec = args.first().map_or("%+", String::as_str);
        let Some(number) = self.jobs.find(spec) else {
            if args.is_empty() {
                let message = match self.flavour {
                    Flavour::Bash => "current: no such job",
                    _ => "No current job",
                };
                self.complain_as(name, message).await;
                return Ok(if self.flavour.is_bash() { 1 } else { 2 });
            }
            return Ok(self.no_such_job(name, spec).await);
        };
        if !self.options.monitor {
            let spec = args.first().map_or("(null)", String::as_str);
            self.complain_as(name, &format!("job {spec} not created under job control"))
                .await;
            return Ok(2);
        }
        let (group, text, pids) = match self.jobs.get(number) {
            Some(job) => {
                let pids: Vec<Pid> = job.processes.iter().filter(|p| p.ended.is_none()).map(|p| p.pid).collect();
                (job.group(), job.text.clone(), pids)
            }
            None => return Ok(1),
        };
        if name == "bg" {
            if self.flavour.is_bash() && self.jobs.get(number).is_some_and(|j| j.background && j.stopped.is_none()) {
                self.complain_as("bg", &format!("job {number} already in background")).await;
                return Ok(0);
            }
            let line = match self.flavour {
                Flavour::Bash => format!("[{number}]+ {text} &\n"),
                _ => format!("[{number}] {text}\n"),
            };
            self.output(line.as_bytes()).await;
            if let Some(job) = self.jobs.get_mut(number) {
                job.stopped = None;
                job.background = true;
            }
            let _ = self.sys.kill(-i64::from(group), Some(Signal::CONT)).await;
            return Ok(0);
        }
        self.output(format!("{text}\n").as_bytes()).await;
        let _ = self.sys.set_foreground(group);
        self.jobs.remove(number);
        let _ = self.sys.kill(-i64::from(group), Some(Signal::CONT)).await;
        let statuses = self.wait_foreground(&pids, &text).await;
        Ok(statuses.last().map_or(0, |s| s.code()))
    }

    pub(super) async fn builtin_wait(&mut self, args: &[String]) -> Outcome {
        let mut next = false;
        let mut specs = Vec::new();
        for arg in args {
            match arg.as_str() {
                "-n" if self.flavour.is_extended() => next = true,
                "-f" | "--" => {}
                option if option.starts_with('-') && option.len() > 1 => {
                    let letter: String = option.chars().take(2).collect();
                    return self.bad_option("wait", &letter, "wait [-fn] [-p var] [id ...]").await;
                }
                _ => specs.push(arg.clone()),
            }
        }
        if next {
            return Ok(self.wait_next().await);
        }
        if specs.is_empty() {
            let numbers: Vec<usize> = self.jobs.iter().map(|j| j.number).collect();
            for number in numbers {
                if self.jobs.get(number).is_some_and(|j| j.stopped.is_some()) {
                    continue;
                }
                let ended = self.wait_job(number).await;
                if ended.is_none() {
                    return self.interrupted().await;
                }
                self.waited(number).await;
            }
            return Ok(0);
        }
        let mut status = 0;
        for spec in specs {
            let number = if spec.starts_with('%') {
                match self.jobs.find(&spec) {
                    Some(number) => number,
                    None => {
                        status = self.no_such_job("wait", &spec).await;
                        if self.flavour.is_bash() {
                            status = 127;
                        }
                        continue;
                    }
                }
            } else {
                let Ok(pid) = spec.parse::<Pid>() else {
                    let message = match self.flavour {
                        Flavour::Bash => format!("`{spec}': not a pid or valid job spec"),
                        _ => format!("Illegal number: {spec}"),
                    };
                    self.complain_as("wait", &message).await;
                    return Ok(if self.flavour.is_bash() { 1 } else { 2 });
                };
                match self.jobs.job_of(pid) {
                    Some(number) => number,
                    None => {
                        status = match self.jobs.remembered(pid) {
                            Some(ended) => ended.code(),
                            None => {
                                if self.flavour.is_bash() {
                                    self.complain_as("wait", &format!("pid {pid} is not a child of this shell"))
                                        .await;
                                }
                                127
                            }
                        };
                        continue;
                    }
                }
            };
            let Some(ended) = self.wait_job(number).await else {
                return self.interrupted().await;
            };
            if let WaitStatus::Signaled(signal) = ended
                && !self.flavour.is_bash()
                && signal != Signal::INT
                && signal != Signal::PIPE
            {
                self.write_error(&format!("{}\n", signal.describe())).await;
            }
            status = ended.code();
            if !matches!(ended, WaitStatus::Stopped(_)) {
                self.waited(number).await;
            }
        }
        Ok(status)
    }

    /// A job whose end `wait` was told: bash forgets it, and says where a signal ended it; the others list it once more.
    async fn waited(&mut self, number: usize) {
        if !self.flavour.is_bash() {
            if let Some(job) = self.jobs.get_mut(number) {
                job.waited = true;
            }
            return;
        }
        if !self.interactive && !self.options.monitor {
            self.tell_of_ended_job(number).await;
        }
        self.jobs.remove(number);
    }

    /// `wait` ends with the signal's status when a trap is to run.
    async fn interrupted(&mut self) -> Outcome {
        let status = self.caught.first().map_or(130, |s| 128 + i32::from(s.number()));
        self.run_traps().await?;
        Ok(status)
    }

    async fn wait_next(&mut self) -> i32 {
        loop {
            let ended = self.jobs.iter().find(|j| j.is_done()).map(|j| (j.number, j.status()));
            if let Some((number, status)) = ended {
                self.jobs.remove(number);
                return status.map_or(0, |s| s.code());
            }
            if self.jobs.is_empty() {
                return 127;
            }
            match self.sys.wait(machine::WaitTarget::Any, false).await {
                Ok((pid, status)) => self.jobs.note(pid, status),
                Err(Errno::EINTR) => {
                    self.collect_signals();
                    if let Some(signal) = self.caught.first() {
                        return 128 + i32::from(signal.number());
                    }
                }
                Err(_) => return 127,
            }
        }
    }

    pub(super) async fn builtin_disown(&mut self, args: &[String]) -> Outcome {
        let numbers: Vec<usize> = match args.iter().find(|a| !a.starts_with('-')) {
            Some(spec) => self.jobs.find(spec).into_iter().collect(),
            None if args.iter().any(|a| a == "-a") => self.jobs.iter().map(|j| j.number).collect(),
            None => self.jobs.current().0.into_iter().collect(),
        };
        for number in numbers {
            self.jobs.remove(number);
        }
        Ok(0)
    }

    pub(super) async fn builtin_kill(&mut self, args: &[String]) -> Outcome {
        let mut signal = Some(Signal::TERM);
        let mut args = args;
        match args.first().map(String::as_str) {
            None => return self.kill_usage().await,
            Some("-l" | "-L") => return self.kill_list(&args[1..]).await,
            Some("-s" | "-n") if args.len() > 1 => {
                match self.parse_signal(&args[1]).await {
                    Ok(found) => signal = found,
                    Err(status) => return Ok(status),
                }
                args = &args[2..];
            }
            Some("--") => args = &args[1..],
            Some(option) if option.starts_with('-') && option.len() > 1 => {
                match self.parse_signal(&option[1..]).await {
                    Ok(found) => signal = found,
                    Err(status) => return Ok(status),
                }
                args = &args[1..];
                if args.first().is_some_and(|a| a == "--") {
                    args = &args[1..];
                }
            }
            _ => {}
        }
        if args.is_empty() {
            return self.kill_usage().await;
        }
        let mut status = 0;
        for target in args {
            let number = if target.starts_with('%') {
                match self.jobs.find(target) {
                    Some(number) => {
                        let group = self.jobs.get(number).map_or(0, |j| j.group());
                        // dash names the group even where the job has none of its own.
                        if self.options.monitor || self.flavour == Flavour::Dash {
                            -i64::from(group)
                        } else {
                            i64::from(group)
                        }
                    }
                    None => {
                        self.no_such_job("kill", target).await;
                        status = 1;
                        continue;
                    }
                }
            } else {
                match target.parse::<i64>() {
                    Ok(number) => number,
                    Err(_) => {
                        match self.flavour {
                            Flavour::Dash => {
                                self.complain_as("kill", &format!("Illegal number: {target}")).await;
                                return Ok(2);
                            }
                            Flavour::Ash => self.applet_error("kill", &format!("invalid number '{target}'")).await,
                            Flavour::Bash => {
                                self.complain_as("kill", &format!("{target}: arguments must be process or job IDs"))
                                    .await;
                            }
                        }
                        status = 1;
                        continue;
                    }
                }
            };
            if let Err(error) = self.sys.kill(number, signal).await {
                match self.flavour {
                    Flavour::Dash => self.complain_as("kill", &format!("{error}\n")).await,
                    Flavour::Ash => self.applet_error("kill", &format!("can't kill pid {number}: {error}")).await,
                    Flavour::Bash => self.complain_as("kill", &format!("({number}) - {error}")).await,
                }
                status = 1;
            }
        }
        Ok(status)
    }

    pub(super) async fn applet_error(&mut self, name: &str, message: &str) {
        let text = format!("{}{message}\n", self.prefix(Voice::Applet(name)));
        self.write_error(&text).await;
    }

    async fn parse_signal(&mut self, text: &str) -> Result<Option<Signal>, i32> {
        if text == "0" {
            return Ok(None);
        }
        if let Some(signal) = Signal::parse(text) {
            return Ok(Some(signal));
        }
        match self.flavour {
            Flavour::Dash => {
                let letter: String = text.chars().take(1).collect();
                self.complain_as("kill", &format!("Illegal option -{letter}")).await;
                Err(2)
            }
            Flavour::Ash => {
                self.applet_error("kill", &format!("bad signal name '{text}'")).await;
                Err(1)
            }
            Flavour::Bash => {
                self.complain_as("kill", &format!("{text}: invalid signal specification"))
                    .await;
                Err(1)
            }
        }
    }

    async fn kill_usage(&mut self) -> Outcome {
        match self.flavour {
            Flavour::Dash => {
                let usage = "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]";
                self.complain_as("kill", usage).await;
                Ok(2)
            }
            Flavour::Ash => {
                self.applet_error("kill", "you need to specify whom to kill").await;
                Ok(1)
            }
            Flavour::Bash => {
                let usage = "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n";
                self.write_error(usage).await;
                Ok(2)
            }
        }
    }

    async fn kill_list(&mut self, args: &[String]) -> Outcome {
        let mut text = String::new();
        for arg in args {
            let found = match arg.parse::<u32>() {
                Ok(number) => u8::try_from(if number > 128 { number - 128 } else { number })
                    .ok()
                    .and_then(Signal::from_number),
                Err(_) => Signal::parse(arg),
            };
            match found {
                Some(signal) if arg.parse::<u32>().is_ok() => text.push_str(&format!("{}\n", signal.name())),
                Some(signal) => text.push_str(&format!("{}\n", signal.number())),
                None => {
                    match self.flavour {
                        Flavour::Ash => self.applet_error("kill", &format!("unknown signal '{arg}'")).await,
                        Flavour::Dash => {
                            self.complain_as("kill", &format!("invalid signal number or exit status: {arg}"))
                                .await
                        }
                        Flavour::Bash => {
                            self.complain_as("kill", &format!("{arg}: invalid signal specification"))
                                .await
                        }
                    }
                    return Ok(1);
                }
            }
        }
        if args.is_empty() {
            text = match self.flavour {
                Flavour::Bash => signal_table(),
                Flavour::Dash => {
                    let names = (1..=64).map(|n| match (n, Signal::from_number(n)) {
                        (1..=31, Some(signal)) => signal.name(),
                        (34, _) => "RTMIN".into(),
                        (64, _) => "RTMAX".into(),
                        (35..=49, _) => format!("RTMIN+{}", n - 34),
                        (50..=63, _) => format!("RTMAX-{}", 64 - n),
                        _ => n.to_string(),
                    });
                    let lines: Vec<String> = names.collect();
                    format!("0\n{}\n", lines.join("\n"))
                }
                Flavour::Ash => Signal::all()
                    .iter()
                    .map(|s| format!("{:2}) {}\n", s.number(), s.name()))
                    .collect(),
            };
        }
        Ok(self.output(text.as_bytes()).await)
    }
}
