//! Who may ask, and how long an answer may be kept: `allow`, `deny`, `auth_basic`, `expires`.

use super::exchange::Exchange;
use super::log_line;
use super::serve::{append, error_page};
use super::settings::Settings;
use crate::http::{Response, http_date};
use std::net::Ipv4Addr;

/// Whether an address is `all`, an address, or within a network in CIDR's form.
fn fits(rule: &str, peer: Ipv4Addr) -> bool {
    if rule == "all" {
        return true;
    }
    let (address, bits) = rule.split_once('/').unwrap_or((rule, "32"));
    let (Ok(address), Ok(bits)) = (address.parse::<Ipv4Addr>(), bits.parse::<u32>()) else {
        return false;
    };
    let mask = u32::MAX.checked_shl(32u32.saturating_sub(bits)).unwrap_or(0);
    u32::from(address) & mask == u32::from(peer) & mask
}

/// The refusal of a request that may not be answered.
pub(super) async fn check(x: &mut Exchange<'_>, settings: &Settings) -> Option<Response> {
    let decided = settings.access.iter().find(|(_, rule)| fits(rule, x.peer.0));
    if decided.is_some_and(|(allowed, _)| !allowed) {
        let text = format!(
            "*1 access forbidden by rule, client: {}, server: {}, request: \"{} {} {}\", host: \"{}\"",
            x.peer.0,
            x.server.names.first().cloned().unwrap_or_default(),
            x.request.method,
            x.request.target,
            x.request.version,
            x.host
        );
        append(x.sys, "/var/log/nginx/error.log", 2, &log_line(x.sys, "error", &text)).await;
        return Some(error_page(403));
    }
    let realm = settings.realm.as_ref()?;
    let file = settings.users.clone().unwrap_or_default();
    let file = if file.starts_with('/') {
        file
    } else {
        format!("/etc/nginx/{file}")
    };
    let lines = x.sys.read_file(&file);
    let given = x.request.header("authorization").and_then(|text| text.strip_prefix("Basic "));
    let given = given.map(|text| utilities::base64::decode(text.trim().as_bytes(), false).0);
    let given = given.and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some((user, password)) = given.as_deref().and_then(|text| text.split_once(':')) {
        let Ok(lines) = lines else {
            let text = format!("*1 open() \"{file}\" failed (2: No such file or directory)");
            append(x.sys, "/var/log/nginx/error.log", 2, &log_line(x.sys, "error", &text)).await;
            return Some(error_page(403));
        };
        let lines = String::from_utf8_lossy(&lines).into_owned();
        let known = lines
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| *name == user);
        let why = match known {
            None => format!("user \"{user}\" was not found in \"{file}\""),
            Some((_, hash)) => {
                let hash = hash.split(':').next().unwrap_or_default();
                let right = match hash.strip_prefix("{PLAIN}") {
                    Some(plain) => plain == password,
                    None if hash.starts_with("$2") => crate::bcrypt::verify(password, hash),
                    None => {
                        let text = "drydock: passwords of an htpasswd file other than bcrypt's are not simulated";
                        append(x.sys, "/var/log/nginx/error.log", 2, &log_line(x.sys, "error", text)).await;
                        return Some(error_page(500));
                    }
                };
                if right {
                    x.user = Some(user.to_string());
                    return None;
                }
                format!("user \"{user}\": password mismatch")
            }
        };
        append(
            x.sys,
            "/var/log/nginx/error.log",
            2,
            &log_line(x.sys, "error", &format!("*1 {why}")),
        )
        .await;
    }
    let mut response = error_page(401);
    response
        .headers
        .push(("WWW-Authenticate".into(), format!("Basic realm=\"{}\"", x.fill(realm))));
    Some(response)
}

/// The headers of `expires`.
pub(super) fn expires(now: i64, time: &str) -> Vec<(String, String)> {
    let both = |at: i64, cache: String| vec![("Expires".into(), http_date(at)), ("Cache-Control".into(), cache)];
    match time {
        "epoch" => both(1, "no-cache".into()),
        "max" => vec![
            ("Expires".into(), "Thu, 31 Dec 2037 23:55:55 GMT".into()),
            ("Cache-Control".into(), "max-age=315360000".into()),
        ],
        _ => {
            let mut seconds = 0i64;
            let mut number = String::new();
            for c in time.trim_start_matches(['-', '+']).chars() {
                let unit = match c {
                    's' => 1,
                    'm' => 60,
                    'h' => 3_600,
                    'd' => 86_400,
                    'w' => 604_800,
                    'M' => 2_592_000,
                    'y' => 31_536_000,
                    digit => {
                        number.push(digit);
                        continue;
                    }
                };
                seconds = seconds.saturating_add(number.parse::<i64>().unwrap_or(0).saturating_mul(unit));
                number.clear();
            }
            seconds = seconds.saturating_add(number.parse().unwrap_or(0)).min(1 << 40);
            if time.starts_with('-') {
                return both(now - seconds, "no-cache".into());
            }
            both(now + seconds, format!("max-age={seconds}"))
        }
    }
}
