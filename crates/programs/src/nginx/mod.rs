//! nginx: a web server and reverse proxy, as the official image runs it.
//!
//! Simulated: nginx.conf with http, server, location (`=`, `^~`, `~`, `~*`, `@`, prefix), listen, server_name, root,
//! alias, index, try_files, return, rewrite, if, set, map, proxy_pass, upstream (weights, backups, ip_hash),
//! add_header, proxy_set_header, error_page, autoindex, allow and deny, auth_basic, expires, logs in formats of one's own, `-t -T -v -V -c -g -s`, reload on HUP, graceful quit. Specified by nginx's manual.

mod config;
mod exchange;
mod grammar;
mod guard;
mod pattern;
mod proxy;
mod rewrite;
mod serve;
mod settings;

use crate::declared::Declaration;
use crate::http::civil;
use config::Config;
use machine::{Errno, Fd, Signal, Sys, WaitTarget};
use serve::Context;
use std::net::Ipv4Addr;
use std::rc::Rc;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "nginx",
    does: "locations of all kinds, proxies, upstreams with weights, backups and ip_hash, static files, try_files, \
        rewrite, if, set, map, return, error_page, allow and deny, auth_basic (bcrypt), expires, log_format",
    does_not: "TLS, nested locations, regular expressions in server_name, caches, limit_req and limit_conn, sub_filter, \
        FastCGI, stub_status, stream; gzip, least_conn, max_fails and timeouts are accepted without effect; \
        times of requests in logs are 0.000",
};

const VERSION: &str = "1.29.3";
const PID_FILE: &str = "/run/nginx.pid";

/// A line of the error log.
pub(crate) fn log_line(sys: &Sys, level: &str, text: &str) -> String {
    let (year, month, day, hour, minute, second) = civil(sys.now().seconds());
    let pid = sys.pid();
    format!("{year}/{month:02}/{day:02} {hour:02}:{minute:02}:{second:02} [{level}] {pid}#{pid}: {text}\n")
}

async fn say(sys: &Sys, text: &str) {
    let _ = sys.write(2, text.as_bytes()).await;
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let mut file = "/etc/nginx/nginx.conf".to_string();
    let (mut test, mut dump, mut signal, mut foreground) = (false, false, None, false);
    let mut at = 1;
    while let Some(word) = argv.get(at) {
        at += 1;
        let mut value = || {
            let value = argv.get(at).cloned();
            at += 1;
            value.unwrap_or_default()
        };
        match word.as_str() {
            "-v" => {
                say(&sys, &format!("nginx version: nginx/{VERSION}\n")).await;
                return 0;
            }
            "-V" => {
                say(
                    &sys,
                    &format!("nginx version: nginx/{VERSION}\nbuilt by gcc 12.2.0 (Debian 12.2.0-14+deb12u1)\n"),
                )
                .await;
                return 0;
            }
            "-t" => test = true,
            "-T" => (test, dump) = (true, true),
            "-q" | "-p" | "-e" => {
                if word != "-q" {
                    value();
                }
            }
            "-c" => file = value(),
            "-g" => foreground |= value().contains("daemon off"),
            "-s" => signal = Some(value()),
            other => {
                say(
                    &sys,
                    &format!("nginx: invalid option: \"{}\"\n", other.trim_start_matches('-')),
                )
                .await;
                return 1;
            }
        }
    }
    if let Some(name) = signal {
        return send(&sys, &name).await;
    }
    let config = match read(&sys, &file) {
        Ok(config) => config,
        Err(error) => {
            say(
                &sys,
                &format!(
                    "{}nginx: [emerg] {error}\n",
                    if test {
                        String::new()
                    } else {
                        log_line(&sys, "emerg", &error)
                    }
                ),
            )
            .await;
            if test {
                say(&sys, &format!("nginx: configuration file {file} test failed\n")).await;
            }
            return 1;
        }
    };
    if test {
        say(
            &sys,
            &format!("nginx: the configuration file {file} syntax is ok\nnginx: configuration file {file} test is successful\n"),
        )
        .await;
        if dump {
            let text = sys.read_file(&file).unwrap_or_default();
            let _ = sys.write(1, format!("# configuration file {file}:\n").as_bytes()).await;
            let _ = sys.write(1, &text).await;
        }
        return 0;
    }
    if foreground {
        return master(sys, file, config).await;
    }
    let child = sys.fork(move |child| async move { master(child, file, config).await });
    i32::from(child.is_err())
}

/// Reads the configuration. Errors: the text behind `[emerg] `.
fn read(sys: &Sys, file: &str) -> Result<Config, String> {
    let mut config = config::understand(&grammar::load(sys, file, 0)?)?;
    for (host, place) in &config.hosts {
        let host = host.split(':').next().unwrap_or_default();
        let Ok(found) = sys.lookup_host(host) else {
            return Err(format!("host not found in upstream \"{host}\" {place}"));
        };
        config.addresses.insert(host.to_string(), found);
    }
    Ok(config)
}

async fn send(sys: &Sys, name: &str) -> i32 {
    let signal = match name {
        "stop" => Signal::TERM,
        "quit" => Signal::QUIT,
        "reload" => Signal::HUP,
        "reopen" => Signal::USR1,
        other => {
            say(sys, &format!("nginx: invalid option: \"-s {other}\"\n")).await;
            return 1;
        }
    };
    say(sys, &log_line(sys, "notice", "signal process started")).await;
    let pid = sys
        .read_file(PID_FILE)
        .ok()
        .and_then(|b| String::from_utf8_lossy(&b).trim().parse::<i64>().ok());
    let Some(pid) = pid else {
        let error = format!("open() \"{PID_FILE}\" failed (2: No such file or directory)");
        say(sys, &format!("{}nginx: [error] {error}\n", log_line(sys, "error", &error))).await;
        return 1;
    };
    i32::from(sys.kill(pid, Some(signal)).await.is_err())
}

/// The listening sockets of a configuration. Errors: the text behind `[emerg] `.
fn bind(sys: &Sys, config: &Config, open: &mut Vec<((Ipv4Addr, u16), Fd)>) -> Result<(), String> {
    for address in config.servers.iter().flat_map(|s| &s.listen) {
        if open.iter().any(|(a, _)| a == address) {
            continue;
        }
        let (ip, port) = address;
        if *port < 1024 && sys.cred().uid != 0 && sys.cred().uid != 101 {
            return Err(format!("bind() to {ip}:{port} failed (13: Permission denied)"));
        }
        match sys.listen(*ip, *port) {
            Ok(fd) => open.push((*address, fd)),
            Err(error) => return Err(format!("bind() to {ip}:{port} failed ({}: {error})", error.number())),
        }
    }
    Ok(())
}

async fn master(sys: Sys, file: String, config: Config) -> i32 {
    for signal in [
        Signal::TERM,
        Signal::QUIT,
        Signal::INT,
        Signal::HUP,
        Signal::CHLD,
        Signal::USR1,
        Signal::WINCH,
    ] {
        sys.catch_signal(signal);
    }
    let mut config = Rc::new(config);
    let mut open = Vec::new();
    if let Err(error) = bind(&sys, &config, &mut open) {
        say(&sys, &format!("{}nginx: [emerg] {error}\n", log_line(&sys, "emerg", &error))).await;
        return 1;
    }
    let title = sys.argv().join(" ");
    sys.set_title(&format!("nginx: master process {title}"));
    let _ = sys.write_file(PID_FILE, format!("{}\n", sys.pid()).as_bytes(), 0o644);
    for text in [
        "using the \"epoll\" event method".to_string(),
        format!("nginx/{VERSION}"),
        "built by gcc 12.2.0 (Debian 12.2.0-14+deb12u1)".into(),
        format!("OS: Linux {}", sys.machine().release()),
        "getrlimit(RLIMIT_NOFILE): 1048576:1048576".into(),
        "start worker processes".into(),
    ] {
        say(&sys, &log_line(&sys, "notice", &text)).await;
    }
    let mut worker = start_worker(&sys, &config, &open).await;
    loop {
        while let Some(signal) = sys.take_signal() {
            match signal {
                Signal::TERM | Signal::INT | Signal::QUIT => {
                    let how = if signal == Signal::QUIT {
                        "gracefully shutting down"
                    } else {
                        "exiting"
                    };
                    if signal == Signal::QUIT {
                        say(&sys, &log_line(&sys, "notice", "signal 3 (SIGQUIT) received, shutting down")).await;
                    } else {
                        say(
                            &sys,
                            &log_line(
                                &sys,
                                "notice",
                                &format!("signal {} (SIG{}) received, exiting", signal.number(), signal.name()),
                            ),
                        )
                        .await;
                    }
                    let _ = how;
                    let _ = sys.kill(i64::from(worker), Some(Signal::TERM)).await;
                    let _ = sys.wait(WaitTarget::Pid(worker), false).await;
                    say(&sys, &log_line(&sys, "notice", "exit")).await;
                    let _ = sys.unlink(PID_FILE);
                    return 0;
                }
                Signal::HUP => {
                    say(&sys, &log_line(&sys, "notice", "signal 1 (SIGHUP) received, reconfiguring")).await;
                    say(&sys, &log_line(&sys, "notice", "reconfiguring")).await;
                    match read(&sys, &file).and_then(|new| bind(&sys, &new, &mut open).map(|()| new)) {
                        Ok(new) => {
                            config = Rc::new(new);
                            let wanted: Vec<_> = config.servers.iter().flat_map(|s| s.listen.clone()).collect();
                            open.retain(|(address, fd)| wanted.contains(address) || sys.close(*fd).is_err());
                            let old = worker;
                            worker = start_worker(&sys, &config, &open).await;
                            let _ = sys.kill(i64::from(old), Some(Signal::TERM)).await;
                        }
                        Err(error) => say(&sys, &log_line(&sys, "emerg", &error)).await,
                    }
                }
                _ => {}
            }
        }
        match sys.wait(WaitTarget::Any, false).await {
            Ok((pid, status)) if pid == worker => {
                say(
                    &sys,
                    &log_line(
                        &sys,
                        "alert",
                        &format!("worker process {pid} exited with code {}", status.code()),
                    ),
                )
                .await;
                worker = start_worker(&sys, &config, &open).await;
            }
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => sys.pause().await,
        }
    }
}

async fn start_worker(sys: &Sys, config: &Rc<Config>, open: &[((Ipv4Addr, u16), Fd)]) -> u32 {
    let (config, open) = (config.clone(), open.to_vec());
    let worker = sys.fork(move |child| async move {
        for signal in [
            Signal::TERM,
            Signal::QUIT,
            Signal::INT,
            Signal::HUP,
            Signal::CHLD,
            Signal::USR1,
            Signal::WINCH,
        ] {
            child.default_signal(signal);
        }
        child.set_title("nginx: worker process");
        let context = Rc::new(Context::new(child.clone(), config));
        for (address, fd) in open {
            let context = context.clone();
            child.spawn_thread(async move { serve::accept(context, address, fd).await });
        }
        loop {
            child.pause().await;
        }
    });
    let pid = worker.unwrap_or(0);
    say(sys, &log_line(sys, "notice", &format!("start worker process {pid}"))).await;
    pid
}
