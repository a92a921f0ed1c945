//! Finding the program to run, as runc does, and the small init that `--init` puts before it (tini).

use machine::{Errno, Machine, Pid, Signal, Sys, WaitTarget};
use vfs::{Cred, FileKind, MountNs};

/// Finds the program to run as runc does. Errors: what runc says, and the status of docker run.
pub(crate) fn find_program(
    mounts: &MountNs,
    name: &str,
    env: &[String],
    cwd: &str,
    cred: &Cred,
) -> Result<String, (String, i32)> {
    let look = |path: &str| -> Result<(), Errno> {
        let root = mounts.root()?;
        let at = mounts.walk(&root, path, cred, true, &mut |_| {})?;
        let stat = at.stat()?;
        if stat.kind == FileKind::Dir {
            return Err(Errno::EISDIR);
        }
        if cred.may(&stat.meta, false, 1) {
            Ok(())
        } else {
            Err(Errno::EACCES)
        }
    };
    if name.contains('/') {
        let path = if name.starts_with('/') {
            name.to_string()
        } else {
            format!("{}/{name}", cwd.trim_end_matches('/'))
        };
        return match look(&path) {
            Ok(()) => Ok(path),
            Err(Errno::EACCES) => Err((format!("exec: {name:?}: permission denied"), 126)),
            Err(Errno::EISDIR) => Err((format!("exec: {name:?}: is a directory"), 126)),
            Err(Errno::ENOTDIR) => Err((format!("exec: {name:?}: stat {name}: not a directory"), 126)),
            Err(error) => Err((
                format!("exec: {name:?}: stat {name}: {}", error.to_string().to_lowercase()),
                127,
            )),
        };
    }
    let path = env
        .iter()
        .find_map(|e| e.strip_prefix("PATH="))
        .unwrap_or("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    let mut denied = false;
    for dir in path.split(':').filter(|d| !d.is_empty() && !name.is_empty()) {
        let candidate = format!("{}/{name}", dir.trim_end_matches('/'));
        match look(&candidate) {
            Ok(()) => return Ok(candidate),
            Err(Errno::EACCES) => denied = true,
            Err(_) => {}
        }
    }
    if denied {
        return Err((format!("exec: {name:?}: permission denied"), 126));
    }
    Err((format!("exec: {name:?}: executable file not found in $PATH"), 127))
}

/// `docker run --init`: a small init that starts the program, passes signals on and reaps.
pub(crate) fn register_init(machine: &Machine) {
    machine.register("program/docker-init", |sys: Sys| async move { init_main(sys).await });
}

async fn init_main(sys: Sys) -> i32 {
    let argv: Vec<String> = sys.argv().into_iter().skip(2).collect();
    for signal in Signal::all() {
        if ![Signal::KILL, Signal::STOP, Signal::CHLD].contains(signal) {
            sys.catch_signal(*signal);
        }
    }
    let path = match argv.first() {
        Some(name) if name.contains('/') => name.clone(),
        Some(name) => {
            let path = sys.getenv("PATH").unwrap_or_default();
            let found = path
                .split(':')
                .map(|dir| format!("{dir}/{name}"))
                .find(|p| sys.access(p, 1).is_ok());
            found.unwrap_or_else(|| name.clone())
        }
        None => return 1,
    };
    let child: Result<Pid, Errno> = {
        let argv = argv.clone();
        sys.fork(move |child| async move {
            for signal in Signal::all() {
                child.default_signal(*signal);
            }
            let env = child.env();
            let error = child.exec(&path, argv.clone(), env).await;
            let text = format!(
                "[FATAL tini (7)] exec {} failed: {error}\n",
                argv.first().map(String::as_str).unwrap_or_default()
            );
            let _ = child.write(2, text.as_bytes()).await;
            if error == Errno::ENOENT { 127 } else { 126 }
        })
    };
    let Ok(child) = child else { return 1 };
    loop {
        match sys.wait(WaitTarget::Any, false).await {
            Ok((pid, status)) if pid == child => return status.code(),
            Ok(_) => {}
            Err(Errno::EINTR) => {
                while let Some(signal) = sys.take_signal() {
                    let _ = sys.kill(i64::from(child), Some(signal)).await;
                }
            }
            Err(_) => return 0,
        }
    }
}
