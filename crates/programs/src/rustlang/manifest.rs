//! The parts of `Cargo.toml` that matter here (doc.rust-lang.org/cargo/reference/manifest.html), read line by line.

/// What a manifest says.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    pub name: String,
    pub version: String,
    /// The programs it names: name and path.
    pub bins: Vec<(String, String)>,
    pub dependencies: Vec<String>,
    pub workspace: bool,
}

/// Reads a manifest; the line and what is wrong with it.
pub fn parse(text: &str) -> Result<Manifest, (usize, String)> {
    let mut out = Manifest {
        version: "0.0.0".into(),
        ..Manifest::default()
    };
    let mut section = String::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            section = name
                .split(']')
                .next()
                .unwrap_or("")
                .trim_start_matches('[')
                .trim()
                .to_string();
            match section.as_str() {
                "bin" => out.bins.push(Default::default()),
                "workspace" => out.workspace = true,
                name => out
                    .dependencies
                    .extend(name.strip_prefix("dependencies.").map(str::to_string)),
            }
            continue;
        }
        // The rest of a list that goes over several lines.
        if line.starts_with([']', '"', '}']) {
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            return Err((n + 1, line.to_string()));
        };
        let (key, value) = (key.trim().trim_matches('"'), value.trim());
        let text = value
            .split('#')
            .next()
            .unwrap_or("")
            .trim()
            .trim_matches(['"', '\''])
            .to_string();
        match (section.as_str(), key) {
            ("package", "name") => out.name = text,
            ("package", "version") => out.version = text,
            ("bin", "name") => out.bins.last_mut().iter_mut().for_each(|b| b.0 = text.clone()),
            ("bin", "path") => out.bins.last_mut().iter_mut().for_each(|b| b.1 = text.clone()),
            ("dependencies", name) => out.dependencies.push(name.split('.').next().unwrap_or(name).to_string()),
            _ => {}
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_versions_and_dependencies_are_read() {
        let text = "[package]\nname = \"app\" # mine\nversion = \"0.2.0\"\n\n[dependencies]\nrand = \"0.8\"\n\n[[bin]]\nname = \"tool\"\npath = \"src/tool.rs\"\n";
        let manifest = super::parse(text).unwrap();
        assert_eq!((manifest.name.as_str(), manifest.version.as_str()), ("app", "0.2.0"));
        assert_eq!(manifest.dependencies, ["rand"]);
        assert_eq!(manifest.bins, [("tool".to_string(), "src/tool.rs".to_string())]);
    }
}
