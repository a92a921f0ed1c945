//! `drydock`, the stage hands' program on the host: what a lesson's setup declares of the world outside.
//!
//! ```text
//! drydock registry add registry.example.com --closed --user ann:secret
//! drydock registry user docker.io learner:secret
//! drydock registry private docker.io/learner/app
//! drydock registry limit 0        (pulls from Docker Hub left to who is not logged in; or off)
//! drydock registry rm registry.example.com
//! ```
//!
//! It is no part of Docker and appears in no transcript; a learner who finds it may use it.

use dockerfile::Reference;
use engine::{Engine, HUB, Registry};
use machine::Sys;

const USAGE: &str = "usage: drydock registry add DOMAIN [--closed] [--user NAME:PASSWORD]...\n       drydock registry user DOMAIN NAME:PASSWORD\n       drydock registry private REPOSITORY\n       drydock registry limit NUMBER|off\n       drydock registry rm DOMAIN\n";

/// The program.
pub async fn drydock(sys: Sys, engine: Engine) -> i32 {
    let argv = sys.argv();
    let words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    let problem = match words.as_slice() {
        ["registry", "add", domain, options @ ..] => add(&engine, domain, options),
        ["registry", "user", domain, pair] => pair_of(pair).and_then(|(name, password)| {
            engine
                .with_registry(domain, |r| r.users.insert(name, password))
                .map(|_| ())
                .ok_or_else(|| format!("no registry {domain} is declared"))
        }),
        ["registry", "private", repository] => Reference::parse(repository).map_err(|e| e.to_string()).and_then(|r| {
            engine
                .with_registry(&r.domain, |registry| registry.private.insert(r.path.clone()))
                .map(|_| ())
                .ok_or_else(|| format!("no registry {} is declared", r.domain))
        }),
        ["registry", "limit", number] => match (*number, number.parse::<u32>()) {
            ("off", _) => limit(&engine, None),
            (_, Ok(left)) => limit(&engine, Some(left)),
            _ => Err(format!("{number} is no number")),
        },
        ["registry", "rm", domain] => match engine.remove_registry(domain) {
            true => Ok(()),
            false => Err(format!("no registry {domain} is declared")),
        },
        _ => {
            let _ = sys.write(2, USAGE.as_bytes()).await;
            return 2;
        }
    };
    match problem {
        Ok(()) => 0,
        Err(why) => {
            let _ = sys.write(2, format!("drydock: {why}\n").as_bytes()).await;
            1
        }
    }
}

fn limit(engine: &Engine, left: Option<u32>) -> Result<(), String> {
    engine
        .with_registry(HUB, |hub| hub.anonymous_pulls = left)
        .ok_or_else(|| "there is no Docker Hub".to_string())
}

fn pair_of(pair: &str) -> Result<(String, String), String> {
    pair.split_once(':')
        .map(|(name, password)| (name.to_string(), password.to_string()))
        .ok_or_else(|| format!("{pair} is not NAME:PASSWORD"))
}

fn add(engine: &Engine, domain: &str, options: &[&str]) -> Result<(), String> {
    let mut registry = Registry::default();
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--closed" => registry.closed = true,
            "--user" => {
                let (name, password) = pair_of(rest.next().copied().unwrap_or_default())?;
                registry.users.insert(name, password);
            }
            other => return Err(format!("{other} is no option")),
        }
    }
    let named = Reference::parse(&format!("{domain}/x")).is_ok_and(|r| r.domain == domain);
    match named && domain != HUB {
        true => {
            engine.add_registry(domain, registry);
            Ok(())
        }
        false => Err(format!("{domain} is no name of a registry")),
    }
}
