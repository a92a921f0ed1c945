//! The client's configuration file, `config.json` under `~/.docker`, `$DOCKER_CONFIG` or `--config`.
//!
//! Known of it: `auths` (credentials in base 64), `detachKeys` and the formats of lists. What else stands
//! there is kept when the file is written. Left out: credential helpers and stores, proxies, contexts.

use crate::call::{Call, Failure};
use engine::{Credentials, HUB, INDEX_SERVER};
use serde_json::{Map, Value, json};
use utilities::base64;

/// The file's content and where it is.
pub struct ConfigFile {
    path: String,
    content: Map<String, Value>,
}

impl ConfigFile {
    /// Reads the file; one that is missing is empty.
    pub fn load(call: &Call) -> ConfigFile {
        let path = format!("{}/config.json", call.config_dir.trim_end_matches('/'));
        let content = call
            .sys
            .read_file(&path)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
            .and_then(|value| value.as_object().cloned())
            .unwrap_or_default();
        ConfigFile { path, content }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// A text setting, such as `psFormat`; empty if it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.content.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Sets a text setting, or with an empty one takes it away. True if that changed anything.
    pub fn set_text(&mut self, name: &str, value: &str) -> bool {
        let before = self.content.get(name).cloned();
        let after = match value.is_empty() {
            true => {
                self.content.remove(name);
                None
            }
            false => {
                self.content.insert(name.into(), json!(value));
                Some(json!(value))
            }
        };
        before != after
    }

    /// The credentials that are kept for a server.
    pub fn credentials(&self, server: &str) -> Option<Credentials> {
        let auths = self.content.get("auths")?.as_object()?;
        let entry = auths.get(server).or_else(|| {
            let of_host = |(name, _): &(&String, &Value)| hostname(name) == server;
            auths.iter().find(of_host).map(|(_, entry)| entry)
        })?;
        let (bytes, _) = base64::decode(entry.get("auth")?.as_str()?.as_bytes(), true);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (username, password) = text.split_once(':')?;
        Some(Credentials {
            username: username.into(),
            password: password.trim_matches('\0').into(),
        })
    }

    /// Keeps credentials. True if that changed anything.
    pub fn store(&mut self, server: &str, credentials: &Credentials) -> bool {
        let pair = format!("{}:{}", credentials.username, credentials.password);
        let coded = String::from_utf8_lossy(&base64::encode(pair.as_bytes(), 0))
            .trim_end()
            .to_string();
        let entry = json!({"auth": coded});
        let auths = self.content.entry("auths").or_insert_with(|| json!({}));
        let Some(auths) = auths.as_object_mut() else { return false };
        auths.insert(server.into(), entry.clone()) != Some(entry)
    }

    /// Forgets a server's credentials. False if there were none.
    pub fn erase(&mut self, server: &str) -> bool {
        let auths = self.content.get_mut("auths").and_then(Value::as_object_mut);
        auths.is_some_and(|auths| auths.remove(server).is_some())
    }

    /// Writes the file, with its folder if there is none. Errors: the system's words.
    pub fn save(&self, call: &Call) -> Result<(), Failure> {
        let failed = |error: machine::Errno| Failure::new(format!("open {}: {}", self.path, error.to_string().to_lowercase()));
        if let Some((dir, _)) = self.path.rsplit_once('/')
            && !call.sys.exists(dir)
        {
            call.sys.mkdir_all(dir, 0o700).map_err(failed)?;
        }
        let text = crate::format::indented(&Value::Object(self.content.clone())).replace("    ", "\t");
        call.sys.write_file(&self.path, text.as_bytes(), 0o600).map_err(failed)
    }
}

/// A server's address without scheme and path, as credentials are kept.
pub fn hostname(server: &str) -> &str {
    let rest = server.split_once("://").map_or(server, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// The server under which a registry's credentials are kept.
pub fn key_of(domain: &str) -> &str {
    match domain {
        HUB | "index.docker.io" => INDEX_SERVER,
        other => other,
    }
}

impl Call {
    /// What is kept for the registry of an image.
    pub fn credentials_for(&self, domain: &str) -> Option<Credentials> {
        ConfigFile::load(self).credentials(key_of(domain))
    }
}
