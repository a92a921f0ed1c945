//! One-line scripts and what the real programs answered (`cases/*.txt`, one file a family).
//!
//! A case is a line `$ SCRIPT`, then lines `| OUTPUT` (both streams, in the order they were written), a line
//! `\ no newline` if the output does not end with one, and `[STATUS]` unless it is 0. Every case begins in
//! an empty directory. `check-against-real.sh` runs the same cases on the real programs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use machine::{Boot, Init, Machine, OpenFile, Outcome, WaitStatus};
use std::cell::RefCell;
use std::rc::Rc;
use vfs::{Cred, FileData, Fs, Meta, MountKind, MountNs, Node, ROOT};

struct Case {
    script: String,
    output: String,
    status: i32,
}

fn cases(text: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(script) = line.strip_prefix("$ ") {
            out.push(Case {
                script: script.into(),
                output: String::new(),
                status: 0,
            });
            continue;
        }
        let Some(case) = out.last_mut() else { continue };
        if let Some(output) = line.strip_prefix("| ").or(line.strip_prefix('|')) {
            case.output.push_str(output);
            case.output.push('\n');
        } else if line == "\\ no newline" {
            case.output.pop();
        } else if let Some(status) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            case.status = status.parse().unwrap();
        }
    }
    out
}

fn root(family: &str) -> Fs {
    let mut fs = Fs::default();
    let meta = |mode| Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime: 0,
    };
    let bin = fs.mkdir(ROOT, "bin", meta(0o755)).unwrap();
    let etc = fs.mkdir(ROOT, "etc", meta(0o755)).unwrap();
    let dev = fs.mkdir(ROOT, "dev", meta(0o755)).unwrap();
    for dir in ["tmp", "work"] {
        fs.mkdir(ROOT, dir, meta(0o777)).unwrap();
    }
    let passwd = b"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";
    fs.create(
        etc,
        "passwd",
        meta(0o644),
        Node::File(FileData::stand_in(passwd, passwd.len() as u64)),
    )
    .unwrap();
    fs.create(dev, "null", meta(0o666), Node::CharDev(1, 3)).unwrap();
    let mut names = utilities::applets();
    names.extend(["column", "dir", "numfmt", "sha384sum", "join"]);
    for name in names {
        let program = match (family, name) {
            ("gnu", "sh") => "bash/sh".to_string(),
            (family, name) => format!("{family}/{name}"),
        };
        let head = format!("\x7fELF\x02\x01\x01drydock:{program}\n");
        fs.create(bin, name, meta(0o755), Node::File(FileData::stand_in(head.as_bytes(), 1000)))
            .unwrap();
    }
    fs
}

fn run(family: &str, script: &str) -> (String, i32) {
    let machine = Machine::new(Boot::default());
    utilities::register(&machine);
    shell::register(&machine);
    let mounts = MountNs::new(Rc::new(RefCell::new(root(family))), MountKind::Overlay, false);
    let namespaces = machine.host_namespaces(mounts, "box");
    let (reader, writer) = OpenFile::pipe();
    let pid = machine
        .start(Init {
            argv: ["/bin/sh", "-c", &format!("exec 2>&1; {script}")]
                .map(str::to_string)
                .to_vec(),
            env: vec!["PATH=/bin".into(), "HOME=/tmp".into(), "LC_ALL=C".into()],
            cwd: "/work".into(),
            cred: Cred {
                uid: 65534,
                gid: 65534,
                groups: vec![65534],
                dac_override: false,
            },
            namespaces,
            stdio: [OpenFile::null(), writer.clone(), writer],
            tty: None,
            join: None,
        })
        .unwrap();
    let output = Rc::new(RefCell::new(Vec::new()));
    let status = Rc::new(RefCell::new(None));
    let (sink, end, waiter) = (output.clone(), status.clone(), machine.clone());
    let machine::FileObject::PipeReader(pipe) = &reader.object else {
        panic!("a pipe")
    };
    let pipe = pipe.clone();
    machine.spawn_task(async move {
        loop {
            let bytes = pipe.read(65_536).await;
            if bytes.is_empty() {
                break;
            }
            sink.borrow_mut().extend(bytes);
        }
        *end.borrow_mut() = Some(waiter.wait_exit(pid).await);
    });
    let outcome = machine.run(5_000_000, None, || status.borrow().is_some());
    let code = match (outcome, status.borrow().as_ref()) {
        (Outcome::Done, Some(status)) => WaitStatus::code(*status),
        _ => -1,
    };
    let text = output.borrow().iter().map(|b| char::from(*b)).collect();
    (text, code)
}

fn check(family: &str, text: &str) {
    let mut wrong = Vec::new();
    let cases = cases(text);
    for case in &cases {
        let (output, status) = run(family, &case.script);
        if output != case.output || status != case.status {
            wrong.push(format!(
                "$ {}\nwant {:?} [{}]\ngot  {output:?} [{status}]",
                case.script, case.output, case.status
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} cases differ\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn busybox_answers_as_busybox_does() {
    check("busybox", include_str!("cases/busybox.txt"));
}

#[test]
fn coreutils_answer_as_coreutils_do() {
    check("gnu", include_str!("cases/gnu.txt"));
}
