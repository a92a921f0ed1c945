//! The utilities of busybox and coreutils, one file each.
//!
//! Each file's `main` is a program for the machine: it reads its arguments from the system calls it is
//! given and speaks as the family it was started as does (`busybox`, or else `gnu`). [`register`] makes
//! all of them known to a machine; [`applets`] names those that busybox holds. What the shell does
//! without a process of its own is public: [`echo`], [`printf`], [`test`].

mod accounts;
mod awk;
pub mod base64;
mod basename;
mod bc;
mod cat;
mod chmod;
mod chown;
mod clear;
mod clock;
mod column;
mod cp;
mod cut;
mod date;
mod dd;
mod diff;
mod dump;
pub mod echo;
mod env;
mod eol;
mod expr;
mod find;
mod flock;
mod getopt;
pub mod glob;
mod grep;
mod gzip;
mod head;
mod hostname;
mod id;
mod identity;
mod io;
pub mod kill;
mod lines;
mod ln;
mod ls;
mod memory;
mod mkdir;
mod mktemp;
pub mod mode;
mod mount;
mod multicall;
mod net;
mod node;
mod nproc;
mod number;
mod numfmt;
mod pager;
mod pgrep;
pub mod printf;
mod privileged;
mod ps;
mod pwd;
mod readlink;
pub mod regex;
mod rm;
mod schedule;
mod sed;
mod seq;
mod sleep;
mod sort;
mod stat;
mod strings;
mod stty;
mod sums;
mod sysctl;
mod tail;
mod tar;
mod tee;
pub mod test;
mod timeout;
mod tool;
mod touch;
mod tr;
mod tree;
mod truth;
mod tsort;
mod tty;
mod uname;
mod uniq;
mod usage;
mod users;
mod wc;
mod which;
mod xargs;
mod yes;

use machine::Machine;

/// One line a program: its main function, then its names with their synopses.
macro_rules! programs {
    ($($main:path { $($name:literal $synopsis:literal)* })*) => {
        /// The programs' names and synopses.
        pub(crate) const SYNOPSES: &[(&str, &str)] = &[$($(($name, $synopsis),)*)*];

        const NAMES: &[&str] = &[$($($name,)*)*];

        /// Makes every utility known to a machine, for any family, and busybox's multi-call binary.
        pub fn register(machine: &Machine) {
            $($(machine.register($name, $main);)*)*
            machine.register("busybox/busybox", multicall::main);
        }
    };
}

programs! {
    accounts::main { "adduser" "[OPTIONS] USER [GROUP]" "addgroup" "[-g GID] [-S] [USER] GROUP" "deluser" "[--remove-home] USER" "delgroup" "[USER] GROUP" "useradd" "[options] LOGIN" "groupadd" "[options] GROUP" "usermod" "[options] LOGIN" "userdel" "[options] LOGIN" "groupdel" "[options] GROUP" "passwd" "[-dlu] [USER]" "chpasswd" "[--md5|--encrypted]" "su" "[-lmp] [-s SH] [-] [USER [SCRIPT ARGS / -c 'CMD' ARG0 ARGS]]" }
    diff::main { "diff" "[-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2" "cmp" "[-ls] [-n NUM] FILE1 [FILE2]" }
    lines::main { "rev" "[FILE]..." "tac" "[FILE]..." "nl" "[OPTIONS] [FILE]..." "fold" "[-bs] [-w WIDTH] [FILE]..." "paste" "[-d LIST] [-s] [FILE]..." "comm" "[-123] FILE1 FILE2" "join" "[OPTION]... FILE1 FILE2" "split" "[OPTIONS] [INPUT [PREFIX]]" "expand" "[-i] [-t N] [FILE]..." "unexpand" "[-fa][-t N] [FILE]..." "shuf" "[-n NUM] [-e|-i L-H] [FILE]..." "truncate" "[-c] -s SIZE FILE..." "factor" "[NUMBER]..." }
    pager::main { "less" "[-EFIMmNSR~] [FILE]..." "more" "[FILE]..." }
    memory::main { "free" "[-bkmgh]" "uptime" "" "top" "[-bmH] [-n COUNT] [-d SECONDS]" "watch" "[-n SEC] [-t] PROG ARGS" "sync" "[-df] [FILE]..." }
    pgrep::main { "pgrep" "[-flanovx] [-s SID|-P PPID|PATTERN]" "pkill" "[-l|-SIGNAL] [-xfvno] [-s SID|-P PPID|PATTERN]" "pidof" "[-s] [NAME]..." }
    awk::main { "awk" "[OPTIONS] [AWK_PROGRAM] [FILE]..." "mawk" "[Options] [Program] [file ...]" "gawk" "[options] 'program' file ..." }
    bc::main { "bc" "[-sqlw] [FILE]..." }
    basename::main { "basename" "FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE..." "dirname" "FILENAME" }
    cat::main { "cat" "[-nbvteA] [FILE]..." }
    chmod::main { "chmod" "[-Rcvf] MODE[,MODE]... FILE..." }
    chown::main { "chown" "[-Rhcvf]... USER[:[GRP]] FILE..." "chgrp" "[-Rhcvf]... GROUP FILE..." }
    clear::main { "clear" "" }
    cp::main { "cp" "[-arPLHpfinlsTu] SOURCE DEST\nor: cp [-arPLHpfinlsu] SOURCE... { -t DIRECTORY | DIRECTORY }" "mv" "[-finT] SOURCE DEST\nor: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }" "install" "[-cdDsp] [-o USER] [-g GRP] [-m MODE] [-t DIR] [SOURCE]... DEST" }
    cut::main { "cut" "{-b|c LIST | -f LIST [-d SEP] [-s]} [-D] [-O SEP] [FILE]..." }
    date::main { "date" "[OPTIONS] [+FMT] [[-s] TIME]" }
    echo::main { "echo" "[-neE] [ARG]..." }
    env::main { "env" "[-iu] [-] [name=value]... [PROG ARGS]" "printenv" "[VARIABLE]..." }
    expr::main { "expr" "EXPRESSION" }
    find::main { "find" "[-HL] [PATH]... [OPTIONS] [ACTIONS]" }
    grep::main { "grep" "[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]..." "egrep" "[-HhnlLoqvsrRiwF] PATTERN [FILE]..." "fgrep" "[-HhnlLoqvsrRiw] PATTERN [FILE]..." }
    head::main { "head" "[OPTIONS] [FILE]..." }
    hostname::main { "hostname" "[-sidf] [HOSTNAME | -F FILE]" }
    id::main { "id" "[-ugGnr] [USER]..." "whoami" "" "groups" "[USER]" }
    kill::main { "kill" "[-l] [-SIG] PID..." "killall" "[-lq] [-SIG] PROCESS_NAME..." }
    ln::main { "ln" "[-sfnbtv] [-S SUF] TARGET... LINK|DIR" }
    ls::main { "ls" "[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]..." "dir" "[OPTION]... [FILE]..." }
    mkdir::main { "mkdir" "[-m MODE] [-p] DIRECTORY..." "rmdir" "[-p] DIRECTORY..." }
    mktemp::main { "mktemp" "[-dt] [-p DIR] [TEMPLATE]" }
    node::main { "mkfifo" "[-m MODE] NAME..." "mknod" "[-m MODE] NAME TYPE [MAJOR MINOR]" "link" "FILE LINK" }
    nproc::main { "nproc" "[--all] [--ignore=N]" }
    printf::main { "printf" "FORMAT [ARG]..." }
    ps::main { "ps" "[-o COL1,COL2=HEADER] [-T]" }
    pwd::main { "pwd" "[-LP]" }
    readlink::main { "readlink" "[-fnv] FILE" "realpath" "FILE..." }
    rm::main { "rm" "[-irf] FILE..." "unlink" "FILE" }
    sed::main { "sed" "[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\nor: sed [-i[SFX]] [-nrE] CMD [FILE]..." }
    seq::main { "seq" "[-w] [-s SEP] [FIRST [INC]] LAST" }
    sleep::main { "sleep" "[N]..." "usleep" "N" }
    sort::main { "sort" "[-nrughMcszbdfiokt] [-o FILE] [-k START[.OFS][OPTS][,END[.OFS][OPTS]] [-t CHAR] [FILE]..." }
    stat::main { "stat" "[-ltf] [-c FMT] FILE..." }
    tail::main { "tail" "[OPTIONS] [FILE]..." }
    tee::main { "tee" "[-ai] [FILE]..." }
    test::main { "test" "EXPRESSION ]" "[" "EXPRESSION ]" }
    touch::main { "touch" "[-cham] [-d DATE] [-t DATE] [-r FILE] FILE..." }
    tr::main { "tr" "[-cds] STRING1 [STRING2]" }
    truth::main { "true" "" "false" "" }
    tty::main { "tty" "" "logname" "" "who" "[-aH]" }
    uname::main { "uname" "[-amnrspvio]" "arch" "" }
    uniq::main { "uniq" "[-cduiz] [-f,s,w N] [FILE [OUTFILE]]" }
    wc::main { "wc" "[-cmlwL] [FILE]..." }
    which::main { "which" "[-a] COMMAND..." }
    xargs::main { "xargs" "[OPTIONS] [PROG ARGS]" }
    column::main { "column" "[options] [<file>...]" }
    tsort::main { "tsort" "[FILE]" }
    strings::main { "strings" "[-fo] [-t o|d|x] [-n LEN] [FILE]..." }
    tree::main { "tree" "" }
    sysctl::main { "sysctl" "[-enq] { -a | -p [FILE]... | [KEY[=VALUE]]... }" }
    yes::main { "yes" "[STRING]" }
    base64::main { "base64" "[-d] [-w COL] [FILE]" "base32" "[-d] [-w COL] [FILE]" }
    dd::main { "dd" "[if=FILE] [of=FILE] [bs=N] [count=N] [skip=N] [seek=N] [conv=notrunc|noerror|sync|fsync]" }
    dump::main { "od" "[-abcdeFfhilov] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [-w WIDTH] [FILE]..." "hexdump" "[-bcdoxCv] [-n LEN] [-s OFS] [FILE]..." "hd" "FILE..." "xxd" "[-ps] [-l LEN] [-s OFS] [-c COLS] [-g BYTES] [FILE]" }
    gzip::main { "gzip" "[-cfkdt123456789] [FILE]..." "gunzip" "[-cfkt] [FILE]..." "zcat" "[FILE]..." }
    mount::main { "mount" "[OPTIONS] [-o OPT] DEVICE NODE" "umount" "[-rlfa] [-t FSTYPE] FILESYSTEM|DIRECTORY" "df" "[-PkmhTai] [-t TYPE] [FILESYSTEM]..." "du" "[-aHLdclsxhmk] [FILE]..." "mountpoint" "[-q] { [-dn] DIR | -x DEVICE }" }
    net::address::main { "ip" "[OPTIONS] address|route|link|neigh|rule [ARGS]" "ifconfig" "[-a] [INTERFACE]" "route" "[-ne]" }
    net::curl::main { "curl" "[options...] <url>" }
    net::dns::main { "nslookup" "[-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]" "dig" "[@server] [name] [type] [+short]" "host" "NAME" "getent" "[OPTION...] database [key ...]" }
    net::httpd::main { "httpd" "[-fv] [-p [IP:]PORT] [-h HOME]" }
    net::nc::main { "nc" "[IPADDR PORT]\n   or: nc -l -p PORT" }
    net::ping::main { "ping" "[OPTIONS] HOST" }
    net::sockets::main { "netstat" "[-ral] [-tuwx] [-en]" "ss" "[OPTIONS]" }
    net::wget::main { "wget" "[-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]\n\t[--post-data STR | --post-file FILE] [-Y on/off]\n\t[--no-check-certificate] [-P DIR] [-U AGENT] [-T SEC] URL..." }
    sums::main { "md5sum" "[-c[sw]] [FILE]..." "sha1sum" "[-c[sw]] [FILE]..." "sha224sum" "[OPTION]... [FILE]..." "sha256sum" "[-c[sw]] [FILE]..." "sha384sum" "[OPTION]... [FILE]..." "sha512sum" "[-c[sw]] [FILE]..." "cksum" "FILE..." }
    tar::main { "tar" "c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]..." }
    schedule::main { "nice" "[-n ADJUST] [PROG ARGS]" "renice" "[-n] PRIORITY [[-p|g|u] ID...]..." "ionice" "[-c 1-3] [-n 0-7] [-t] { -p PID | PROG [ARGS] }" "taskset" "[-ap] [HEXMASK | -c LIST] { PID | PROG ARGS }" }
    eol::main { "dos2unix" "[-ud] [FILE]" "unix2dos" "[-ud] [FILE]" }
    numfmt::main { "numfmt" "[OPTION]... [NUMBER]..." }
    flock::main { "flock" "[-sxun] FD | { FILE [-c] PROG ARGS }" "fsync" "[-d] FILE..." }
    getopt::main { "getopt" "[OPTIONS] [--] OPTSTRING PARAMS" }
    stty::main { "stty" "[-a|g] [-F DEVICE] [SETTING]..." }
    identity::main { "setpriv" "[OPTIONS] PROG ARGS" "runuser" "[options] -u <user> [[--] <command>]" }
    privileged::main { "dmesg" "[-cr] [-n LEVEL] [-s SIZE]" "unshare" "[OPTIONS] [PROG ARGS]" "hwclock" "[-swul] [--systz] [-f DEV]" }
    timeout::main { "timeout" "[-s SIG] [-k KILL_SECS] SECS PROG ARGS" "nohup" "PROG ARGS" "time" "[-vpa] [-o FILE] PROG ARGS" "setsid" "[-c] PROG ARGS" "chroot" "NEWROOT [PROG ARGS]" }
}

/// Programs of Debian that busybox does not hold.
const GNU_ONLY: &[&str] = &[
    "column",
    "curl",
    "dig",
    "dir",
    "gawk",
    "getent",
    "groupadd",
    "groupdel",
    "host",
    "join",
    "runuser",
    "mawk",
    "numfmt",
    "sha224sum",
    "sha384sum",
    "ss",
    "useradd",
    "userdel",
    "usermod",
];

/// Names of busybox that other rooms of the machine stand for.
const ELSEWHERE: &[&str] = &["ash", "sh"];

/// Whether busybox has an applet of this name.
pub(crate) fn is_applet(name: &str) -> bool {
    (NAMES.contains(&name) || ELSEWHERE.contains(&name)) && !GNU_ONLY.contains(&name)
}

/// The applets of busybox, sorted.
pub fn applets() -> Vec<&'static str> {
    let own = NAMES.iter().chain(ELSEWHERE).copied();
    let mut names: Vec<&str> = own.filter(|n| !GNU_ONLY.contains(n)).collect();
    names.sort_unstable();
    names
}
