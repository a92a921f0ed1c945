//! The package managers at work in a catalogue image, as a learner would see them.

use super::*;
use catalogue::catalogue;
use machine::{Boot, Init, OpenFile, Outcome, WaitStatus};
use std::cell::RefCell;
use std::rc::Rc;
use vfs::{Cred, Fs, FsRef, MountKind, MountNs};

pub(crate) struct Bench {
    pub(crate) machine: Machine,
    root: FsRef,
}

impl Bench {
    pub(crate) fn new(image: &str) -> Bench {
        let machine = Machine::new(Boot::default());
        crate::register(&machine);
        let mut fs = Fs::default();
        for line in catalogue().image(image).unwrap().layers(catalogue()) {
            if let Some(layer) = &line.layer {
                layer.apply(&mut fs).unwrap();
            }
        }
        Bench {
            machine,
            root: Rc::new(RefCell::new(fs)),
        }
    }

    /// Runs a command on the machine's own network; both streams as one, and the status.
    pub(crate) fn run(&self, line: &str) -> (String, i32) {
        self.start(line, None, 0)
    }

    fn start(&self, line: &str, ns: Option<NetNsId>, uid: u32) -> (String, i32) {
        let mounts = MountNs::new(self.root.clone(), MountKind::Overlay, false);
        let mut namespaces = self.machine.host_namespaces(mounts, "box");
        if let Some(ns) = ns {
            namespaces.net = ns;
        }
        let (reader, writer) = OpenFile::pipe();
        let cred = if uid == 0 {
            Cred::root()
        } else {
            Cred {
                uid,
                gid: uid,
                groups: vec![],
                dac_override: false,
            }
        };
        let pid = self
            .machine
            .start(Init {
                argv: line.split(' ').map(str::to_string).collect(),
                env: vec!["PATH=/usr/local/bin:/usr/bin:/bin".into(), "HOME=/root".into()],
                cwd: "/tmp".into(),
                cred,
                namespaces,
                stdio: [OpenFile::null(), writer.clone(), writer],
                tty: None,
                join: None,
            })
            .unwrap();
        let status = Rc::new(RefCell::new(None));
        let (sink, waiter) = (status.clone(), self.machine.clone());
        self.machine
            .spawn_task(async move { *sink.borrow_mut() = Some(waiter.wait_exit(pid).await) });
        let text = Rc::new(RefCell::new(Vec::new()));
        let out = text.clone();
        self.machine.spawn_task(async move {
            if let FileObject::PipeReader(pipe) = &reader.object {
                loop {
                    let bytes = pipe.read(65_536).await;
                    if bytes.is_empty() {
                        break;
                    }
                    out.borrow_mut().extend(bytes);
                }
            }
        });
        assert_eq!(
            self.machine.run(10_000_000, None, || status.borrow().is_some()),
            Outcome::Done
        );
        self.machine.run(10_000, None, || false);
        let code = match status.take().unwrap() {
            WaitStatus::Exited(code) => i32::from(code),
            other => panic!("{other:?}"),
        };
        (String::from_utf8(text.take()).unwrap(), code)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let entry = Entry {
            path: path.trim_start_matches('/').into(),
            meta: vfs::Meta {
                mode: 0o644,
                uid: 0,
                gid: 0,
                mtime: 0,
            },
            content: Content::File(text.as_bytes().into()),
        };
        vfs::tar::unpack(&mut self.root.borrow_mut(), vfs::ROOT, [&entry]).unwrap();
    }

    fn find(&self, path: &str) -> Option<vfs::Ino> {
        let fs = self.root.borrow();
        path.split('/')
            .filter(|name| !name.is_empty())
            .try_fold(vfs::ROOT, |dir, name| fs.lookup(dir, name))
            .ok()
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// A text file's content.
    pub(crate) fn text(&self, path: &str) -> String {
        let ino = self.find(path).unwrap();
        let bytes = self.root.borrow().data(ino).unwrap().bytes();
        String::from_utf8(bytes).unwrap()
    }
}

#[test]
fn apt_finds_nothing_before_update_and_installs_after_it() {
    let bench = Bench::new("debian:bookworm-slim");
    let (text, code) = bench.run("/usr/bin/apt-get install -y curl");
    assert_eq!(code, 100);
    assert!(
        text.ends_with("Reading state information...\nE: Unable to locate package curl\n"),
        "{text}"
    );
    let (text, code) = bench.run("/usr/bin/apt-get update");
    assert_eq!(code, 0);
    assert!(
        text.starts_with("Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]\n"),
        "{text}"
    );
    assert!(
        text.contains("Packages [8793 kB]\n") && text.ends_with("Reading package lists...\n"),
        "{text}"
    );
    assert!(
        bench
            .run("/usr/bin/apt-get update")
            .0
            .starts_with("Hit:1 http://deb.debian.org/debian bookworm InRelease\n")
    );
    let (text, code) = bench.run("/usr/bin/apt-get install -y --no-install-recommends curl");
    assert_eq!(code, 0, "{text}");
    for line in [
        "The following additional packages will be installed:\n  ",
        "Recommended packages:\n  ca-certificates",
        "The following NEW packages will be installed:\n  curl libbrotli1",
        "0 upgraded, ",
        " newly installed, 0 to remove and 0 not upgraded.\nNeed to get ",
        "debconf: delaying package configuration, since apt-utils is not installed\nFetched ",
        "Selecting previously unselected package curl.\n",
        "Setting up curl (7.88.1",
        "Processing triggers for libc-bin (2.36",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(bench.has("/usr/bin/curl"));
    assert!(!bench.has("/var/cache/apt/archives/curl_7.88.1-10+deb12u15_amd64.deb"));
    let (text, code) = bench.run("/usr/bin/apt-get install curl");
    assert_eq!(code, 0);
    assert!(text.contains("curl is already the newest version (7.88.1"), "{text}");
    let (text, _) = bench.run("/usr/bin/apt-get remove -y curl");
    assert!(text.contains("no longer required:\n  libbrotli1"), "{text}");
    assert!(
        text.contains("Removing curl (7.88.1") && !bench.has("/usr/bin/curl"),
        "{text}"
    );
    let (text, _) = bench.run("/usr/bin/apt-get autoremove -y");
    assert!(text.contains("Removing libcurl4"), "{text}");
}

#[test]
fn apt_fetches_from_where_the_sources_say() {
    let bench = Bench::new("ubuntu");
    let (text, _) = bench.run("/usr/bin/apt-get update");
    assert!(
        text.starts_with("Get:1 http://archive.ubuntu.com/ubuntu/ noble InRelease "),
        "{text}"
    );
    let (text, code) = bench.run("/usr/bin/apt-get install -y hello");
    assert_eq!(code, 0);
    assert!(
        text.contains("Get:1 http://archive.ubuntu.com/ubuntu noble/main amd64 hello amd64 "),
        "{text}"
    );
}

#[test]
fn apt_asks_and_takes_no_answer_for_no() {
    let bench = Bench::new("debian:bookworm-slim");
    bench.run("/usr/bin/apt-get update");
    let (text, code) = bench.run("/usr/bin/apt-get install git");
    assert_eq!(code, 1);
    assert!(text.ends_with("Do you want to continue? [Y/n] Abort.\n"), "{text}");
}

#[test]
fn apt_names_what_it_does_not_know() {
    let bench = Bench::new("debian:bookworm-slim");
    bench.run("/usr/bin/apt-get -qq update");
    let (text, code) = bench.run("/usr/bin/apt-get install -y curll");
    assert_eq!(code, 100);
    assert!(
        text.contains("E: Unable to locate package curll\ndrydock: curll is not among the "),
        "{text}"
    );
    assert_eq!(
        bench.run("/usr/bin/apt-get install -y curl=1.0").0.lines().last(),
        Some("E: Version '1.0' for 'curl' was not found")
    );
    assert_eq!(
        bench.run("/usr/bin/apt-get frobnicate"),
        ("E: Invalid operation frobnicate\n".into(), 100)
    );
}

#[test]
fn apt_needs_root_and_a_network() {
    let bench = Bench::new("debian:bookworm-slim");
    let (text, code) = bench.start("/usr/bin/apt-get install -y curl", None, 1000);
    assert_eq!(code, 100);
    assert!(
        text.contains("E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?"),
        "{text}"
    );
    let ns = bench.machine.net(|net| net.new_namespace());
    let (text, code) = bench.start("/usr/bin/apt-get update", Some(ns), 0);
    assert_eq!(code, 0);
    assert!(
        text.starts_with(
            "Err:1 http://deb.debian.org/debian bookworm InRelease\n  Temporary failure resolving 'deb.debian.org'\n"
        ),
        "{text}"
    );
    assert!(
        text.ends_with("They have been ignored, or old ones used instead.\n"),
        "{text}"
    );
}

#[test]
fn dpkg_knows_what_the_image_holds() {
    let bench = Bench::new("debian:bookworm-slim");
    let (text, code) = bench.run("/usr/bin/dpkg -l bash");
    assert_eq!(code, 0);
    assert!(
        text.lines().last().is_some_and(|line| line.starts_with("ii  bash ")),
        "{text}"
    );
    assert_eq!(bench.run("/usr/bin/dpkg -S /usr/bin/ls").0, "coreutils: /usr/bin/ls\n");
    assert_eq!(bench.run("/usr/bin/dpkg -s nosuch").1, 1);
}

#[test]
fn apk_adds_what_is_needed_and_purges_it_again() {
    let bench = Bench::new("alpine");
    let (text, code) = bench.run("/sbin/apk add --no-cache curl");
    assert_eq!(code, 0, "{text}");
    assert!(
        text.starts_with("fetch https://dl-cdn.alpinelinux.org/alpine/v3.20/main/x86_64/APKINDEX.tar.gz\nfetch https://dl-cdn.alpinelinux.org/alpine/v3.20/community/x86_64/APKINDEX.tar.gz\n( 1/10) Installing ca-certificates ("),
        "{text}"
    );
    assert!(
        text.contains("(10/10) Installing curl (8.14.1-r2)\nExecuting busybox-1.36.1-r31.trigger\nExecuting ca-certificates-"),
        "{text}"
    );
    assert!(text.ends_with(" MiB in 25 packages\n"), "{text}");
    assert!(bench.has("/usr/bin/curl") && !bench.has("/var/cache/apk/APKINDEX.0.tar.gz"));
    let (text, code) = bench.run("/sbin/apk del curl");
    assert_eq!(code, 0);
    assert!(
        text.contains("Purging curl (8.14.1-r2)\n") && text.ends_with(" MiB in 15 packages\n"),
        "{text}"
    );
    assert!(!bench.has("/usr/bin/curl") && bench.has("/bin/busybox"));
}

#[test]
fn apk_keeps_build_dependencies_under_a_name() {
    let bench = Bench::new("alpine");
    let (text, code) = bench.run("/sbin/apk add --no-cache --virtual .build-deps gcc musl-dev");
    assert_eq!(code, 0);
    assert!(text.contains(" Installing .build-deps (20260101."), "{text}");
    assert!(bench.has("/usr/bin/gcc"));
    let (text, _) = bench.run("/sbin/apk del .build-deps");
    assert!(
        text.contains("Purging .build-deps (") && text.contains("Purging gcc ("),
        "{text}"
    );
    assert!(!bench.has("/usr/bin/gcc"));
}

#[test]
fn apk_says_who_wants_what_is_missing() {
    let bench = Bench::new("alpine");
    let (text, code) = bench.run("/sbin/apk add nosuch");
    assert_eq!(code, 1);
    assert!(
        text.contains("ERROR: unable to select packages:\n  nosuch (no such package):\n    required by: world[nosuch]\n"),
        "{text}"
    );
    let (text, code) = bench.start("/sbin/apk add curl", None, 1000);
    assert_eq!(
        (text.as_str(), code),
        (
            "ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n",
            99
        )
    );
}

#[test]
fn pip_installs_with_dependencies_and_keeps_a_cache() {
    let bench = Bench::new("python:3.12-slim");
    let (text, code) = bench.run("/usr/local/bin/pip install requests");
    assert_eq!(code, 0, "{text}");
    assert!(
        text.starts_with("Collecting requests\n  Downloading requests-2.32.5-py3-none-any.whl.metadata ("),
        "{text}"
    );
    assert!(text.contains("Collecting idna<4,>=2.5 (from requests)\n"), "{text}");
    assert!(
        text.contains("Downloading requests-2.32.5-py3-none-any.whl (64 kB)\n"),
        "{text}"
    );
    assert!(
        text.contains(
            "\nSuccessfully installed certifi-2025.10.5 charset-normalizer-3.4.4 idna-3.11 requests-2.32.5 urllib3-2.5.0\n"
        ),
        "{text}"
    );
    assert!(text.contains("WARNING: Running pip as the 'root' user"), "{text}");
    assert!(
        text.ends_with(
            "[notice] A new release of pip is available: 25.0.1 -> 25.3\n[notice] To update, run: pip install --upgrade pip\n"
        ),
        "{text}"
    );
    assert!(bench.has("/root/.cache/pip/http-v2"));
    assert!(bench.has("/usr/local/lib/python3.12/site-packages/requests/__init__.py"));
    let (text, _) = bench.run("/usr/local/bin/pip install requests");
    assert!(
        text.starts_with("Requirement already satisfied: requests in /usr/local/lib/python3.12/site-packages (2.32.5)\n"),
        "{text}"
    );
    let (text, code) = bench.run("/usr/local/bin/pip uninstall -y requests");
    assert_eq!(
        (code, text.as_str()),
        (
            0,
            "Found existing installation: requests 2.32.5\nUninstalling requests-2.32.5:\n  Successfully uninstalled requests-2.32.5\n"
        )
    );
    assert!(!bench.has("/usr/local/lib/python3.12/site-packages/requests/__init__.py"));
}

#[test]
fn pip_reads_requirements_files() {
    let bench = Bench::new("drydock/python:3.12-slim");
    bench.write("/tmp/requirements.txt", "# pinned\nflask==2.2.2\nredis>=4,<5  # client\n\n");
    let (text, code) = bench.run("/usr/local/bin/pip install --no-cache-dir -r requirements.txt");
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("Requirement already satisfied: flask==2.2.2 in /usr/local/lib/python3.12/site-packages (from -r requirements.txt (line 2)) (2.2.2)\n"), "{text}");
    assert!(
        text.contains("Collecting redis<5,>=4 (from -r requirements.txt (line 3))\n"),
        "{text}"
    );
    assert!(text.contains("Successfully installed redis-4.6.0\n"), "{text}");
    assert!(!bench.has("/root/.cache/pip"));
    let (text, code) = bench.run("/usr/local/bin/pip install -r missing.txt");
    assert_eq!(
        (text.as_str(), code),
        (
            "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'missing.txt'\n",
            1
        )
    );
}

#[test]
fn pip_tells_a_missing_project_from_a_missing_release() {
    let bench = Bench::new("python:3.12-slim");
    let (text, code) = bench.run("/usr/local/bin/pip install flaskk");
    assert_eq!(code, 1);
    assert!(text.starts_with("ERROR: Could not find a version that satisfies the requirement flaskk (from versions: none)\nERROR: No matching distribution found for flaskk\ndrydock: "), "{text}");
    let (text, code) = bench.run("/usr/local/bin/pip install flask==99");
    assert_eq!(code, 1);
    assert!(
        text.starts_with("ERROR: Could not find a version that satisfies the requirement flask==99 (from versions: 0.10, "),
        "{text}"
    );
    assert!(
        text.contains("3.1.2)\nERROR: No matching distribution found for flask==99\n"),
        "{text}"
    );
    let (text, code) = bench.run("/usr/local/bin/pip install flask==3.1.2 werkzeug==2.0.0");
    assert_eq!(code, 1);
    assert!(text.contains("ERROR: Cannot install flask==3.1.2 and werkzeug==2.0.0 because these package versions have conflicting dependencies.\n") || text.contains("ERROR: Cannot install werkzeug==2.0.0 and flask==3.1.2 because"), "{text}");
    assert!(text.contains("ERROR: ResolutionImpossible"), "{text}");
}

#[test]
fn pip_has_no_network_in_a_closed_namespace() {
    let bench = Bench::new("python:3.12-slim");
    let ns = bench.machine.net(|net| net.new_namespace());
    let (text, code) = bench.start("/usr/local/bin/pip install requests", Some(ns), 0);
    assert_eq!(code, 1);
    assert_eq!(text.matches("WARNING: Retrying").count(), 5);
    assert!(
        text.ends_with("ERROR: No matching distribution found for requests\n"),
        "{text}"
    );
}

#[test]
fn npm_installs_and_writes_its_files() {
    let bench = Bench::new("node:22-slim");
    let (text, code) = bench.run("/usr/local/bin/npm init -y");
    assert_eq!(code, 0);
    assert!(
        text.starts_with("Wrote to /tmp/package.json:\n\n{\n  \"name\": \"tmp\","),
        "{text}"
    );
    let (text, code) = bench.run("/usr/local/bin/npm install express");
    assert_eq!(code, 0, "{text}");
    assert!(
        text.starts_with("\nadded ") && text.ends_with("found 0 vulnerabilities\n"),
        "{text}"
    );
    assert!(bench.has("/tmp/node_modules/express/package.json") && bench.has("/tmp/package-lock.json"));
    assert!(bench.run("/usr/local/bin/npm install").0.starts_with("\nup to date"));
    assert!(bench.run("/usr/local/bin/npm ci").1 == 0);
    let (text, code) = bench.run("/usr/local/bin/npm run build");
    assert_eq!(code, 1);
    assert!(text.starts_with("npm error Missing script: \"build\"\n"), "{text}");
    let (text, code) = bench.run("/usr/local/bin/npm install nosuchpackage");
    assert_eq!(code, 1);
    assert!(text.starts_with("npm error code E404\n"), "{text}");
}

#[test]
fn pip_installs_under_a_prefix_and_says_whose_programs_are_not_on_the_path() {
    let bench = Bench::new("python:3.12-slim");
    let (text, code) = bench.run("/usr/local/bin/pip install --no-cache-dir --prefix=/install flask");
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("  WARNING: The script flask is installed in '/install/bin' which is not on PATH.\n"),
        "{text}"
    );
    assert!(bench.has("/install/lib/python3.12/site-packages/flask/__init__.py"));
    assert!(bench.has("/install/bin/flask"));
    assert!(!bench.has("/usr/local/lib/python3.12/site-packages/flask"));
}

#[test]
fn python_m_pip_is_pip() {
    let bench = Bench::new("python:3.12-slim");
    let (text, code) = bench.run("/usr/local/bin/python3 -u -m pip --version");
    assert_eq!(
        text,
        "pip 25.0.1 from /usr/local/lib/python3.12/site-packages/pip (python 3.12)\n"
    );
    assert_eq!(code, 0);
}

#[test]
fn what_pip_installs_for_a_user_can_be_imported() {
    let bench = Bench::new("python:3.12-slim");
    let (text, code) = bench.run("/usr/local/bin/pip install --no-cache-dir --user flask");
    assert_eq!(code, 0, "{text}");
    let (text, _) = bench.run("/usr/local/bin/python3 -c import\tflask;print(flask.__file__)");
    assert_eq!(text, "/root/.local/lib/python3.12/site-packages/flask/__init__.py\n");
}

#[test]
fn a_virtual_environment_has_its_own_packages_and_the_library_of_its_interpreter() {
    let bench = Bench::new("python:3.12-slim");
    let (text, code) = bench.run("/usr/local/bin/python3 -m venv --without-pip /venv");
    assert_eq!((text.as_str(), code), ("", 0));
    let (text, code) = bench.run("/usr/local/bin/pip install --no-cache-dir --prefix /venv flask");
    assert_eq!(code, 0, "{text}");
    assert!(bench.has("/venv/bin/flask"));
    let (text, _) = bench.run(
        "/venv/bin/python -c import\tsys,flask,json;print(sys.prefix,sys.base_prefix);print(flask.__file__);print(json.__file__)",
    );
    assert_eq!(
        text,
        "/venv /usr/local\n/venv/lib/python3.12/site-packages/flask/__init__.py\n/usr/local/lib/python3.12/json/__init__.py\n"
    );
    let (text, code) = bench.run("/usr/local/bin/python3 -c import\tflask");
    assert_eq!(code, 1, "{text}");
}
