//! A source of Dockerfiles for property tests: half grammar, half accident, the same for the same seed.

/// Xorshift: enough chance for tests, and the same everywhere.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const KEYWORDS: [&str; 22] = [
    "FROM",
    "RUN",
    "COPY",
    "ADD",
    "ENV",
    "ARG",
    "CMD",
    "ENTRYPOINT",
    "LABEL",
    "EXPOSE",
    "USER",
    "WORKDIR",
    "VOLUME",
    "ONBUILD",
    "HEALTHCHECK",
    "SHELL",
    "STOPSIGNAL",
    "MAINTAINER",
    "run",
    "from",
    "Copy",
    "RUNN",
];

const PIECES: [&str; 60] = [
    " ",
    "  ",
    "\t",
    "a",
    "b",
    "build",
    "AS",
    "as",
    "scratch",
    "busybox:latest",
    "$V",
    "${V}",
    "${V:-x}",
    "${V##*/}",
    "'",
    "\"",
    "\\",
    "`",
    "\\\n",
    " \\ \n",
    "`\n",
    "\\\n# c\n",
    "\\\n\n",
    "<<EOF",
    "<<-EOF",
    "<<\"EOF\"",
    "3<<E",
    "EOF",
    "--from=build",
    "--mount=type=cache,target=/x",
    "--link",
    "--chown=1:2",
    "--interval=5s",
    "--",
    "[\"a\", \"b\"]",
    "['a']",
    "[1]",
    "[]",
    "=",
    "A=1",
    "B='x y'",
    "C=\"$A\"",
    "NAME value",
    "&&",
    "|",
    ";",
    "apt-get update",
    "apt-get install -y curl",
    "pip install -r requirements.txt",
    "cd /x",
    "rm /tmp/a",
    "/tmp/a",
    "80/TCP",
    "CMD",
    "NONE",
    "é",
    "\u{a0}",
    "\u{feff}",
    "\r",
    "#",
];

const LINES: [&str; 14] = [
    "",
    "# comment",
    "#",
    "# syntax=docker/dockerfile:1",
    "# escape=`",
    "# escape=\\",
    "# check=skip=all",
    "# check=error=true;skip=JSONArgsRecommended",
    "EOF",
    "E",
    "   ",
    "ARG V=1",
    "FROM busybox AS build",
    "RUN <<EOF",
];

/// A text of up to `most` lines.
pub fn dockerfile(chance: &mut Chance, most: usize) -> String {
    let mut text = String::new();
    if chance.below(3) > 0 {
        text.push_str("FROM busybox AS build\n");
    }
    for _ in 0..chance.below(most + 1) {
        if chance.below(4) == 0 {
            text.push_str(chance.one(&LINES));
        } else {
            text.push_str(chance.one(&KEYWORDS));
            for _ in 0..chance.below(6) {
                if chance.below(3) > 0 {
                    text.push(' ');
                }
                text.push_str(chance.one(&PIECES));
            }
        }
        text.push_str(chance.one(&["\n", "\n", "\n", "\r\n", " \n", ""]));
    }
    text
}

/// A small change: a span within `text`, on character boundaries, and what takes its place.
pub fn edit(chance: &mut Chance, text: &str) -> (usize, usize, String) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(chance.below(text.len() + 1));
    let end = boundary((start + chance.below(12)).min(text.len())).max(start);
    let replacement = match chance.below(4) {
        0 => String::new(),
        1 => chance.one(&LINES).to_owned() + "\n",
        2 => "\n".to_owned(),
        _ => chance.one(&PIECES).to_owned(),
    };
    (start, end, replacement)
}
