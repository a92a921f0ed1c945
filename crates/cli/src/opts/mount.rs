//! `--mount type=…,source=…,target=…`, as docker/cli's opts.MountOpt reads it.
//!
//! What a type needs (a source, a target, a known type) is the daemon's to say.

use super::{parse_bytes, quote, split_csv};

/// One mount, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MountSpec {
    pub kind: String,
    pub source: String,
    pub target: String,
    pub read_only: bool,
    pub consistency: String,
    pub propagation: Option<String>,
    pub non_recursive: bool,
    pub create_source: bool,
    /// Whether any `bind-` option was given.
    pub bind_options: bool,
    pub no_copy: bool,
    pub subpath: String,
    pub labels: Vec<(String, String)>,
    pub driver: String,
    pub driver_options: Vec<(String, String)>,
    /// Whether any `volume-` option was given.
    pub volume_options: bool,
    pub tmpfs: Option<MountTmpfs>,
    pub image_subpath: Option<String>,
}

/// The options of a tmpfs mount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MountTmpfs {
    pub size: i64,
    pub mode: u32,
}

/// Reads one `--mount`.
pub fn parse_mount(value: &str) -> Result<MountSpec, String> {
    let mut mount = MountSpec {
        kind: "volume".into(),
        ..MountSpec::default()
    };
    let fields = if value.is_empty() {
        return Err("EOF".into());
    } else {
        split_csv(value)
    };
    let mut read_only_mode = "";
    for field in &fields {
        let (key, val) = match field.split_once('=') {
            Some((key, val)) => (key, Some(val)),
            None => (field.as_str(), None),
        };
        if key.trim() != key {
            return Err(format!(
                "invalid option '{}' in '{field}': option should not have whitespace",
                key.trim()
            ));
        }
        if let Some(val) = val {
            if val.trim().is_empty() {
                return Err(format!("invalid value for '{key}': value is empty"));
            }
            if val.trim() != val {
                return Err(format!(
                    "invalid value for '{key}' in '{field}': value should not have whitespace"
                ));
            }
        }
        let key = key.to_lowercase();
        let boolean = ["readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src"];
        if val.is_none() && !boolean.contains(&key.as_str()) {
            return Err(format!("invalid field '{field}' must be a key=value pair"));
        }
        let text = val.unwrap_or_default();
        match key.as_str() {
            "type" => mount.kind = text.to_lowercase(),
            "source" | "src" => mount.source = text.into(),
            "target" | "dst" | "destination" => mount.target = text.into(),
            "readonly" | "ro" => mount.read_only = boolean_value(&key, val)?,
            "consistency" => mount.consistency = text.to_lowercase(),
            "bind-propagation" => {
                mount.propagation = Some(text.to_lowercase());
                mount.bind_options = true;
            }
            "bind-nonrecursive" => {
                return Err("bind-nonrecursive is deprecated, use bind-recursive=disabled instead".into());
            }
            "bind-recursive" => match text {
                "enabled" => {}
                "disabled" => (mount.non_recursive, mount.bind_options) = (true, true),
                "writable" => (read_only_mode, mount.bind_options) = ("writable", true),
                "readonly" => (read_only_mode, mount.bind_options) = ("readonly", true),
                _ => {
                    return Err(format!(
                        "invalid value for {key}: {text} (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")"
                    ));
                }
            },
            "bind-create-src" => {
                mount.create_source = boolean_value(&key, val)?;
                mount.bind_options = true;
            }
            "volume-subpath" => (mount.subpath, mount.volume_options) = (text.into(), true),
            "volume-nocopy" => {
                mount.no_copy = boolean_value(&key, val)?;
                mount.volume_options = true;
            }
            "volume-label" => {
                mount.volume_options = true;
                push_pair(&mut mount.labels, text);
            }
            "volume-driver" => (mount.driver, mount.volume_options) = (text.into(), true),
            "volume-opt" => {
                mount.volume_options = true;
                push_pair(&mut mount.driver_options, text);
            }
            "image-subpath" => mount.image_subpath = Some(text.into()),
            "tmpfs-size" => {
                let size = parse_bytes(text).map_err(|_| format!("invalid value for {key}: {text}"))?;
                mount.tmpfs.get_or_insert_default().size = size;
            }
            "tmpfs-mode" => {
                let mode = u32::from_str_radix(text, 8).map_err(|_| format!("invalid value for {key}: {text}"))?;
                mount.tmpfs.get_or_insert_default().mode = mode;
            }
            _ => return Err(format!("unknown option '{key}' in '{field}'")),
        }
    }
    check_mix(&mount)?;
    match read_only_mode {
        "" => Ok(mount),
        _ if !mount.read_only => Err(format!(
            "option 'bind-recursive={read_only_mode}' requires 'readonly' to be specified in conjunction"
        )),
        "readonly" if mount.propagation.as_deref() != Some("rprivate") => {
            Err("option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction".into())
        }
        _ => Ok(mount),
    }
}

fn check_mix(mount: &MountSpec) -> Result<(), String> {
    let given = [
        ("bind", mount.bind_options),
        ("volume", mount.volume_options),
        ("image", mount.image_subpath.is_some()),
        ("tmpfs", mount.tmpfs.is_some()),
    ];
    match given.iter().find(|(kind, given)| *given && *kind != mount.kind) {
        Some((kind, _)) => Err(format!("cannot mix '{kind}-*' options with mount type '{}'", mount.kind)),
        None => Ok(()),
    }
}

fn boolean_value(key: &str, value: Option<&str>) -> Result<bool, String> {
    match value {
        None | Some("1" | "true") => Ok(true),
        Some("0" | "false") => Ok(false),
        Some(other) => Err(format!(
            "invalid value for '{key}': invalid boolean value ({}): must be one of \"true\", \"1\", \"false\", or \"0\" (default \"true\")",
            quote(other)
        )),
    }
}

fn push_pair(pairs: &mut Vec<(String, String)>, text: &str) {
    let (key, value) = text.split_once('=').unwrap_or((text, ""));
    if !key.is_empty() {
        pairs.push((key.into(), value.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mount_is_read() {
        let mount = parse_mount("type=bind,source=/a,target=/b,readonly").unwrap();
        assert_eq!((mount.kind.as_str(), mount.read_only), ("bind", true));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(
            parse_mount("logs:/x").unwrap_err(),
            "invalid field 'logs:/x' must be a key=value pair"
        );
        assert_eq!(
            parse_mount("type=volume,target=/x,colour=red").unwrap_err(),
            "unknown option 'colour' in 'colour=red'"
        );
        assert_eq!(
            parse_mount("type=bind,source=/a,target=/x,volume-nocopy").unwrap_err(),
            "cannot mix 'volume-*' options with mount type 'bind'"
        );
    }
}
