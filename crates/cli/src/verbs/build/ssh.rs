//! `docker build --ssh`: keys that RUN reaches through a socket.
//!
//! Specified by buildx's `util/buildflags/ssh.go` and BuildKit's `session/sshforward`. Left out: an agent of the host's
//! own, as none runs there, and the keys themselves, which no program here could use.

use super::error;
use crate::call::{Call, Failure};
use crate::opts;
use std::collections::BTreeSet;
use utilities::base64;

/// The ids for which keys are given. Errors: BuildKit's words.
pub async fn forwarded(call: &Call) -> Result<BTreeSet<String>, Failure> {
    let mut ids = BTreeSet::new();
    let mut specs = call.flags.all("ssh");
    // A repository behind SSH is asked for with the keys of the agent, unless others are given.
    if specs.is_empty() && engine::is_ssh_context(call.argument(0)) {
        specs.push("default".to_string());
    }
    for spec in specs.iter().filter(|spec| !spec.is_empty()) {
        let (id, paths) = spec
            .split_once('=')
            .map_or((spec.as_str(), None), |(id, paths)| (id, Some(paths)));
        let paths: Vec<&str> = paths.into_iter().flat_map(|paths| paths.split(',')).collect();
        let id = if id.is_empty() { "default" } else { id };
        let failed = |why: String| error(format!("failed to build: {why}"));
        if !ids.insert(id.to_string()) {
            return Err(failed(format!("duplicate agent ID {}", opts::quote(id))));
        }
        let refused = |why: String| {
            failed(format!(
                "failed to convert agent config {{{id} [{}] false}}: {why}",
                paths.join(" ")
            ))
        };
        let own = call.sys.getenv("SSH_AUTH_SOCK").filter(|path| !path.is_empty());
        let given = match (paths.as_slice(), &own) {
            ([] | [""], Some(own)) => vec![own.as_str()],
            ([] | [""], None) => {
                let why = "invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set";
                return Err(refused(why.into()));
            }
            (paths, _) => paths.to_vec(),
        };
        for path in given {
            read(call, path).await.map_err(|why| {
                let id = opts::quote(id);
                refused(format!("failed to convert agent config for ID: {id}: {why}"))
            })?;
        }
    }
    Ok(ids)
}

/// Reads a key as far as to tell whether it is one.
async fn read(call: &Call, path: &str) -> Result<(), String> {
    let lower = |why: machine::Errno| why.to_string().to_lowercase();
    call.sys.stat(path).map_err(|why| format!("stat {path}: {}", lower(why)))?;
    let bytes = call.read_file(path).await;
    let bytes = bytes.map_err(|why| match why {
        machine::Errno::EISDIR => format!("failed to read {path}: read {path}: {}", lower(why)),
        _ => format!("failed to open {path}: open {path}: {}", lower(why)),
    })?;
    check(&String::from_utf8_lossy(&bytes)).map_err(|why| format!("failed to parse {path}: ssh: {why}"))
}

/// Whether a text is a private key without a passphrase. Errors: the words of Go's `x/crypto/ssh`.
fn check(text: &str) -> Result<(), String> {
    let block = text.split_once("-----BEGIN ").and_then(|(_, rest)| rest.split_once("-----"));
    let (kind, rest) = block.ok_or("no key found")?;
    let (body, _) = rest.split_once(&format!("-----END {kind}-----")).ok_or("no key found")?;
    if body.contains("ENCRYPTED") {
        return Err("this private key is passphrase protected".into());
    }
    match kind {
        "RSA PRIVATE KEY" | "PRIVATE KEY" | "EC PRIVATE KEY" | "DSA PRIVATE KEY" => Ok(()),
        "OPENSSH PRIVATE KEY" => {
            let (bytes, _) = base64::decode(body.as_bytes(), true);
            let rest = bytes
                .strip_prefix(b"openssh-key-v1\0")
                .ok_or("invalid openssh private key format")?;
            // The name of the cipher, behind its length.
            match rest.get(..8) {
                Some([0, 0, 0, 4, b'n', b'o', b'n', b'e']) => Ok(()),
                Some(_) => Err("this private key is passphrase protected".into()),
                None => Err("invalid openssh private key format".into()),
            }
        }
        other => Err(format!("unsupported key type {}", opts::quote(other))),
    }
}
