//! The values of RUN's `--mount` and `--device`.
//!
//! Comma-separated fields with CSV quotes, read twice: at first only `from` matters, since all else may hold variables;
//! then with an expander, which validates everything. Specified by BuildKit's `instructions/commands_runmount.go` and
//! `commands_rundevice.go`.

use crate::error::Error;
use crate::go::{parse_bool, parse_uint, quote, to_lower};
use crate::instruction::{Device, Expander};
use crate::suggest::nearest;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountType {
    Bind,
    Cache,
    Tmpfs,
    Secret,
    Ssh,
}

impl MountType {
    const ALL: [MountType; 5] = [
        MountType::Bind,
        MountType::Cache,
        MountType::Secret,
        MountType::Ssh,
        MountType::Tmpfs,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            MountType::Bind => "bind",
            MountType::Cache => "cache",
            MountType::Tmpfs => "tmpfs",
            MountType::Secret => "secret",
            MountType::Ssh => "ssh",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheSharing {
    Shared,
    Private,
    Locked,
}

/// A mount of RUN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    pub kind: MountType,
    pub from: String,
    pub source: String,
    pub target: String,
    pub read_only: bool,
    /// Bytes, 0 without a limit.
    pub size_limit: i64,
    /// The value of `id`, for caches, secrets and ssh.
    pub id: String,
    pub sharing: Option<CacheSharing>,
    pub required: bool,
    /// The environment variable of a secret.
    pub env: Option<String>,
    pub mode: Option<u32>,
    pub uid: Option<u32>,
    pub gid: Option<u32>,
}

/// The keys of a `--mount`, in BuildKit's order.
pub const MOUNT_KEYS: [&str; 19] = [
    "type",
    "from",
    "source",
    "target",
    "readonly",
    "id",
    "sharing",
    "required",
    "size",
    "mode",
    "uid",
    "gid",
    "src",
    "dst",
    "destination",
    "ro",
    "rw",
    "readwrite",
    "env",
];

fn wrong<T>(message: String) -> Result<T, Error> {
    Err(Error::Mount(message))
}

fn suggested<'a>(message: String, value: &str, options: impl IntoIterator<Item = &'a str>) -> Error {
    Error::Mount(match nearest(value, options, true) {
        Some(name) => format!("{message} (did you mean {name}?)"),
        None => message,
    })
}

impl Mount {
    /// Reads the value of a `--mount`. Without an expander only `from` is looked at.
    pub fn parse(value: &str, mut expander: Option<&mut Expander<'_>>) -> Result<Mount, Error> {
        let fields = csv_fields(value).map_err(|cause| Error::Mount(format!("failed to parse csv mounts: {cause}")))?;
        let mut mount = Mount {
            kind: MountType::Bind,
            from: String::new(),
            source: String::new(),
            target: String::new(),
            read_only: false,
            size_limit: 0,
            id: String::new(),
            sharing: None,
            required: false,
            env: None,
            mode: None,
            uid: None,
            gid: None,
        };
        let mut read_only: Option<bool> = None;
        for field in &fields {
            let (key, value) = match field.split_once('=') {
                Some((key, value)) => (to_lower(key), Some(value)),
                None => (to_lower(field), None),
            };
            let key = key.as_str();
            let Some(value) = value else {
                if expander.is_some() {
                    match key {
                        "readonly" | "ro" => read_only = Some(true),
                        "readwrite" | "rw" => read_only = Some(false),
                        "required" => {
                            mount.allow(key, &[MountType::Secret, MountType::Ssh])?;
                            mount.required = true;
                        }
                        _ => {
                            return wrong(format!("invalid field '{field}' must be a key=value pair"));
                        }
                    }
                }
                continue;
            };
            let value = match &mut expander {
                Some(expand) => expand(value).map_err(Error::Expand)?,
                None if key != "from" => continue,
                None => {
                    if value.find('$').is_some_and(|at| at + 1 != value.len()) {
                        return wrong(format!(
                            "'{key}' doesn't support variable expansion, define alias stage instead"
                        ));
                    }
                    value.to_owned()
                }
            };
            let invalid = || Error::Mount(format!("invalid value for {key}: {value}"));
            let number = |radix| parse_uint(&value, radix).map_err(|_| Error::Mount(format!("invalid value {value} for {key}")));
            match key {
                "type" => {
                    let kind = to_lower(&value);
                    mount.kind = MountType::ALL.into_iter().find(|k| k.as_str() == kind).ok_or_else(|| {
                        suggested(
                            format!("unsupported mount type {}", quote(&value)),
                            &value,
                            MountType::ALL.map(MountType::as_str),
                        )
                    })?;
                }
                "from" => mount.from = value,
                "source" | "src" => mount.source = value,
                "target" | "dst" | "destination" => mount.target = value,
                "readonly" | "ro" => read_only = Some(parse_bool(&value).ok_or_else(invalid)?),
                "readwrite" | "rw" => read_only = Some(!parse_bool(&value).ok_or_else(invalid)?),
                "required" => {
                    mount.allow(key, &[MountType::Secret, MountType::Ssh])?;
                    mount.required = parse_bool(&value).ok_or_else(invalid)?;
                }
                "size" => {
                    mount.allow(key, &[MountType::Tmpfs])?;
                    mount.size_limit = ram_in_bytes(&value).ok_or_else(invalid)?;
                }
                "id" => mount.id = value,
                "sharing" => {
                    mount.sharing = Some(match to_lower(&value).as_str() {
                        "shared" => CacheSharing::Shared,
                        "private" => CacheSharing::Private,
                        "locked" => CacheSharing::Locked,
                        _ => {
                            return Err(suggested(
                                format!("unsupported sharing value {}", quote(&value)),
                                &value,
                                ["locked", "private", "shared"],
                            ));
                        }
                    });
                }
                "mode" => mount.mode = Some(number(8)?),
                "uid" => mount.uid = Some(number(10)?),
                "gid" => mount.gid = Some(number(10)?),
                "env" => mount.env = Some(value),
                _ => {
                    return Err(suggested(format!("unexpected key '{key}' in '{field}'"), key, MOUNT_KEYS));
                }
            }
        }
        mount.validate(read_only)?;
        Ok(mount)
    }

    fn allow(&self, key: &str, kinds: &[MountType]) -> Result<(), Error> {
        if kinds.contains(&self.kind) {
            return Ok(());
        }
        wrong(format!("unexpected key '{key}' for mount type '{}'", self.kind.as_str()))
    }

    fn validate(&mut self, read_only: Option<bool>) -> Result<(), Error> {
        let kind = self.kind;
        if !matches!(kind, MountType::Secret | MountType::Ssh | MountType::Cache) {
            for (key, given) in [
                ("mode", self.mode.is_some()),
                ("uid", self.uid.is_some()),
                ("gid", self.gid.is_some()),
            ] {
                if given {
                    return wrong(format!("{key} not allowed for {} type mounts", quote(kind.as_str())));
                }
            }
        }
        self.read_only = read_only.unwrap_or(!matches!(kind, MountType::Cache | MountType::Tmpfs));
        if kind == MountType::Secret {
            if !self.from.is_empty() {
                return wrong("secret mount should not have a from".to_owned());
            }
            if self.sharing.is_some() {
                return wrong("secret mount should not define sharing".to_owned());
            }
            if self.source.is_empty() && self.target.is_empty() && self.id.is_empty() {
                return wrong("invalid secret mount. one of source, target required".to_owned());
            }
            if !self.source.is_empty() && !self.id.is_empty() {
                return wrong("both source and id can't be set".to_owned());
            }
        }
        if self.sharing.is_some() && kind != MountType::Cache {
            return wrong(format!("invalid cache sharing set for {} mount", kind.as_str()));
        }
        Ok(())
    }
}

impl Device {
    /// Reads the value of a `--device`.
    pub(crate) fn parse(value: &str) -> Result<Device, Error> {
        let fields = csv_fields(value).map_err(|cause| Error::Mount(format!("failed to parse csv devices: {cause}")))?;
        let mut device = Device::default();
        for field in &fields {
            let (key, value) = match field.split_once('=') {
                Some((key, value)) => (to_lower(key), Some(value)),
                None => (to_lower(field), None),
            };
            match (key.as_str(), value) {
                ("required", None) => device.required = true,
                ("name", Some(value)) => {
                    if !device.name.is_empty() {
                        return wrong(format!("device name already set to {}", device.name));
                    }
                    device.name = value.to_owned();
                }
                ("required", Some(value)) => {
                    device.required =
                        parse_bool(value).ok_or_else(|| Error::Mount(format!("invalid value for {key}: {value}")))?;
                }
                _ if device.name.is_empty() => device.name = field.clone(),
                (_, None) => {
                    return wrong(format!("invalid field '{field}' must be a key=value pair"));
                }
                (key, Some(_)) => {
                    return Err(suggested(
                        format!("unexpected key '{key}' in '{field}'"),
                        key,
                        ["name", "required"],
                    ));
                }
            }
        }
        Ok(device)
    }
}

/// The fields of one CSV line, or the reason why it is none, in the words of Go's `encoding/csv`.
fn csv_fields(line: &str) -> Result<Vec<String>, String> {
    let line = match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => line,
    };
    if line.is_empty() {
        return Err("EOF".to_owned());
    }
    let error = |at: usize, what: &str| format!("parse error on line 1, column {}: {what}", at + 1);
    const BARE: &str = "bare \" in non-quoted field";
    const QUOTE: &str = "extraneous or missing \" in quoted-field";
    let mut fields = Vec::new();
    let mut pos = 0;
    loop {
        let rest = &line[pos..];
        let Some(quoted) = rest.strip_prefix('"') else {
            let len = rest.find(',').unwrap_or(rest.len());
            if let Some(bare) = rest[..len].find('"') {
                return Err(error(pos + bare, BARE));
            }
            fields.push(rest[..len].to_owned());
            if len == rest.len() {
                return Ok(fields);
            }
            pos += len + 1;
            continue;
        };
        let mut field = String::new();
        let mut inner = quoted;
        pos += 1;
        loop {
            let Some(close) = inner.find('"') else {
                return Err(error(pos, QUOTE));
            };
            field.push_str(&inner[..close]);
            inner = &inner[close + 1..];
            pos += close + 1;
            if let Some(after) = inner.strip_prefix('"') {
                field.push('"');
                inner = after;
                pos += 1;
            } else if inner.is_empty() {
                fields.push(field);
                return Ok(fields);
            } else if inner.starts_with(',') {
                pos += 1;
                break;
            } else {
                return Err(error(pos - 1, QUOTE));
            }
        }
        fields.push(field);
    }
}

/// A size such as `64m`, in powers of 1024.
fn ram_in_bytes(text: &str) -> Option<i64> {
    let last = text.rfind(|c: char| c.is_ascii_digit() || c == '.' || c == ' ')?;
    let number = if text.as_bytes()[last] == b' ' {
        &text[..last]
    } else {
        &text[..=last]
    };
    let suffix = text[last + 1..].to_ascii_lowercase();
    let size: f64 = number.parse().ok().filter(|n: &f64| *n >= 0.0)?;
    let power = match suffix.as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        "p" | "pb" | "pib" => 5,
        _ => return None,
    };
    Some((size * 1024f64.powi(power)) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full(value: &str) -> Result<Mount, String> {
        Mount::parse(value, Some(&mut |word: &str| Ok(word.to_owned()))).map_err(|e| e.to_string())
    }

    #[test]
    fn fields_of_a_mount() {
        let mount = full("type=cache,\"target=/a,b\",sharing=locked,id=x").unwrap();
        assert_eq!(mount.target, "/a,b");
        assert_eq!(mount.sharing, Some(CacheSharing::Locked));
        assert!(!mount.read_only);
        assert_eq!(full("type=tmpfs,target=/t,size=64m").unwrap().size_limit, 64 << 20);
    }

    #[test]
    fn mistakes_in_a_mount() {
        for (value, want) in [
            ("target=/x,readonly=maybe", "invalid value for readonly: maybe"),
            ("type=bnd", "unsupported mount type \"bnd\" (did you mean bind?)"),
            ("typ=bind", "unexpected key 'typ' in 'typ=bind' (did you mean type?)"),
            ("type=secret", "invalid secret mount. one of source, target required"),
            ("uid=1", "uid not allowed for \"bind\" type mounts"),
            (
                "a\"b",
                "failed to parse csv mounts: parse error on line 1, column 2: bare \" in non-quoted field",
            ),
            ("", "failed to parse csv mounts: EOF"),
            ("wat", "invalid field 'wat' must be a key=value pair"),
        ] {
            assert_eq!(full(value), Err(want.to_owned()));
        }
    }

    #[test]
    fn only_from_matters_before_expansion() {
        assert!(Mount::parse("readonly=maybe,what", None).is_ok());
        assert!(Mount::parse("from=$x", None).is_err());
    }
}
