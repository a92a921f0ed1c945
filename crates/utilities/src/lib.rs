//! The utilities of busybox and coreutils, one file each.
//!
//! Each file's `main` is a program for the machine: it reads its arguments from the system calls it is
//! given and speaks as the family it was started as does (`busybox`, or else `gnu`). [`register`] makes
//! all of them known to a machine; [`applets`] names those that busybox holds. What the shell does
//! without a process of its own is public: [`echo`], [`printf`], [`test`].

mod clock;
pub mod glob;
mod io;
mod mode;
mod multicall;
mod number;
pub mod regex;
mod tool;
mod usage;
mod users;

use machine::Machine;

/// One line a program: the module, then its names with their synopses. A name before which `gnu` or
/// `busybox` stands is known in that family only.
macro_rules! programs {
    ($($(#[$doc:meta])* $visibility:vis $module:ident { $($name:literal $synopsis:literal)* })*) => {
        $($(#[$doc])* $visibility mod $module;)*

        /// The programs' names and synopses.
        pub(crate) const SYNOPSES: &[(&str, &str)] = &[$($(($name, $synopsis),)*)*];

        const NAMES: &[&str] = &[$($($name,)*)*];

        /// Makes every utility known to a machine, for any family, and busybox's multi-call binary.
        pub fn register(machine: &Machine) {
            $($(machine.register($name, $module::main);)*)*
            machine.register("busybox/busybox", multicall::main);
        }
    };
}

programs! {
    basename { "basename" "FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE..." "dirname" "FILENAME" }
    cat { "cat" "[-nbvteA] [FILE]..." }
    chmod { "chmod" "[-Rcvf] MODE[,MODE]... FILE..." }
    chown { "chown" "[-Rhcvf]... USER[:[GRP]] FILE..." "chgrp" "[-Rhcvf]... GROUP FILE..." }
    cp { "cp" "[-arPLHpfinlsTu] SOURCE DEST\nor: cp [-arPLHpfinlsu] SOURCE... { -t DIRECTORY | DIRECTORY }" "mv" "[-finT] SOURCE DEST\nor: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }" "install" "[-cdDsp] [-o USER] [-g GRP] [-m MODE] [-t DIR] [SOURCE]... DEST" }
    cut { "cut" "{-b|c LIST | -f LIST [-d SEP] [-s]} [-D] [-O SEP] [FILE]..." }
    date { "date" "[OPTIONS] [+FMT] [[-s] TIME]" }
    pub echo { "echo" "[-neE] [ARG]..." }
    env { "env" "[-iu] [-] [name=value]... [PROG ARGS]" "printenv" "[VARIABLE]..." }
    expr { "expr" "EXPRESSION" }
    find { "find" "[-HL] [PATH]... [OPTIONS] [ACTIONS]" }
    grep { "grep" "[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]..." "egrep" "[-HhnlLoqvsrRiwF] PATTERN [FILE]..." "fgrep" "[-HhnlLoqvsrRiw] PATTERN [FILE]..." }
    head { "head" "[OPTIONS] [FILE]..." }
    hostname { "hostname" "[-sidf] [HOSTNAME | -F FILE]" }
    id { "id" "[-ugGnr] [USER]..." "whoami" "" "groups" "[USER]" }
    pub kill { "kill" "[-l] [-SIG] PID..." "killall" "[-lq] [-SIG] PROCESS_NAME..." }
    ln { "ln" "[-sfnbtv] [-S SUF] TARGET... LINK|DIR" }
    ls { "ls" "[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]..." "dir" "[OPTION]... [FILE]..." }
    mkdir { "mkdir" "[-m MODE] [-p] DIRECTORY..." "rmdir" "[-p] DIRECTORY..." }
    mktemp { "mktemp" "[-dt] [-p DIR] [TEMPLATE]" }
    nproc { "nproc" "[--all] [--ignore=N]" }
    pub printf { "printf" "FORMAT [ARG]..." }
    ps { "ps" "[-o COL1,COL2=HEADER] [-T]" }
    pwd { "pwd" "[-LP]" }
    readlink { "readlink" "[-fnv] FILE" "realpath" "FILE..." }
    rm { "rm" "[-irf] FILE..." "unlink" "FILE" }
    sed { "sed" "[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\nor: sed [-i[SFX]] [-nrE] CMD [FILE]..." }
    seq { "seq" "[-w] [-s SEP] [FIRST [INC]] LAST" }
    sleep { "sleep" "[N]..." }
    sort { "sort" "[-nrughMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]..." }
    stat { "stat" "[-ltf] [-c FMT] FILE..." }
    tail { "tail" "[OPTIONS] [FILE]..." }
    tee { "tee" "[-ai] [FILE]..." }
    pub test { "test" "EXPRESSION ]" "[" "EXPRESSION ]" }
    touch { "touch" "[-cham] [-d DATE] [-t DATE] [-r FILE] FILE..." }
    tr { "tr" "[-cds] STRING1 [STRING2]" }
    truth { "true" "" "false" "" }
    uname { "uname" "[-amnrspvio]" "arch" "" }
    uniq { "uniq" "[-cduiz] [-f,s,w N] [FILE [OUTFILE]]" }
    wc { "wc" "[-cmlwL] [FILE]..." }
    which { "which" "[-a] COMMAND..." }
    xargs { "xargs" "[OPTIONS] [PROG ARGS]" }
    yes { "yes" "[STRING]" }
}

/// Programs of Debian that busybox does not hold.
const GNU_ONLY: &[&str] = &["dir"];

/// Names of busybox that other rooms of the machine stand for.
const ELSEWHERE: &[&str] = &["ash", "bc", "sh"];

/// The applets of busybox, sorted.
pub fn applets() -> Vec<&'static str> {
    let own = NAMES.iter().chain(ELSEWHERE).copied();
    let mut names: Vec<&str> = own.filter(|n| !GNU_ONLY.contains(n)).collect();
    names.sort_unstable();
    names
}
