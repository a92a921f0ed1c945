//! Signals: their numbers, names and default dispositions (signal(7), x86-64).

macro_rules! signals {
    ($($name:ident $number:literal $action:ident $text:literal),* $(,)?) => {
        /// A signal number that Linux knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct Signal(u8);

        impl Signal {
            $(pub const $name: Signal = Signal($number);)*

            /// The name without `SIG`, such as `TERM`.
            pub fn name(self) -> String {
                match self.0 { $($number => stringify!($name).to_string(),)* n if n >= 34 => format!("RTMIN+{}", n - 34), n => n.to_string() }
            }

            /// strsignal(3)'s words.
            pub fn describe(self) -> &'static str {
                match self.0 { $($number => $text,)* _ => "Real-time signal" }
            }

            pub(crate) fn default_action(self) -> Action {
                match self.0 { $($number => Action::$action,)* _ => Action::Terminate }
            }

            /// All named signals, by number.
            pub fn all() -> &'static [Signal] { &[$(Signal($number)),*] }
        }
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Terminate,
    Ignore,
    Stop,
    Continue,
}

signals! {
    HUP 1 Terminate "Hangup",
    INT 2 Terminate "Interrupt",
    QUIT 3 Terminate "Quit",
    ILL 4 Terminate "Illegal instruction",
    TRAP 5 Terminate "Trace/breakpoint trap",
    ABRT 6 Terminate "Aborted",
    BUS 7 Terminate "Bus error",
    FPE 8 Terminate "Floating point exception",
    KILL 9 Terminate "Killed",
    USR1 10 Terminate "User defined signal 1",
    SEGV 11 Terminate "Segmentation fault",
    USR2 12 Terminate "User defined signal 2",
    PIPE 13 Terminate "Broken pipe",
    ALRM 14 Terminate "Alarm clock",
    TERM 15 Terminate "Terminated",
    STKFLT 16 Terminate "Stack fault",
    CHLD 17 Ignore "Child exited",
    CONT 18 Continue "Continued",
    STOP 19 Stop "Stopped (signal)",
    TSTP 20 Stop "Stopped",
    TTIN 21 Stop "Stopped (tty input)",
    TTOU 22 Stop "Stopped (tty output)",
    URG 23 Ignore "Urgent I/O condition",
    XCPU 24 Terminate "CPU time limit exceeded",
    XFSZ 25 Terminate "File size limit exceeded",
    VTALRM 26 Terminate "Virtual timer expired",
    PROF 27 Terminate "Profiling timer expired",
    WINCH 28 Ignore "Window changed",
    IO 29 Terminate "I/O possible",
    PWR 30 Terminate "Power failure",
    SYS 31 Terminate "Bad system call",
}

impl Signal {
    /// From a number (1 to 64) or a name with or without `SIG`, in any case.
    pub fn parse(text: &str) -> Option<Signal> {
        if let Ok(number) = text.parse::<u8>() {
            return Signal::from_number(number);
        }
        let upper = text.to_ascii_uppercase();
        let name = upper.strip_prefix("SIG").unwrap_or(&upper);
        if let Some(offset) = name.strip_prefix("RTMIN") {
            let add: u8 = if offset.is_empty() {
                0
            } else {
                offset.strip_prefix('+')?.parse().ok()?
            };
            return Signal::from_number(34u8.checked_add(add)?);
        }
        if let Some(offset) = name.strip_prefix("RTMAX") {
            let sub: u8 = if offset.is_empty() {
                0
            } else {
                offset.strip_prefix('-')?.parse().ok()?
            };
            return Signal::from_number(64u8.checked_sub(sub)?).filter(|s| s.0 >= 34);
        }
        Signal::all().iter().copied().find(|s| s.name() == name)
    }

    pub fn from_number(number: u8) -> Option<Signal> {
        (1..=64).contains(&number).then_some(Signal(number))
    }

    pub fn number(self) -> u8 {
        self.0
    }
}
