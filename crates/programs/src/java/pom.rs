//! `pom.xml`, as far as a project of one module needs it: elements as paths with their texts.

/// What a project says of itself.
#[derive(Debug, Default)]
pub struct Pom {
    /// Paths from below `project`, such as `build/finalName`, in their order.
    values: Vec<(String, String)>,
}

/// Reads elements; the line where a text stops being XML.
pub fn parse(text: &str) -> Result<Pom, usize> {
    let (mut pom, mut stack, mut rest) = (Pom::default(), Vec::<(String, String)>::new(), text);
    let line = |rest: &str| text.get(..text.len() - rest.len()).map_or(1, |t| t.matches('\n').count() + 1);
    while let Some(at) = rest.find('<') {
        if let (Some((_, inner)), Some(before)) = (stack.last_mut(), rest.get(..at)) {
            inner.push_str(before);
        }
        rest = rest.get(at..).unwrap_or("");
        let close = match () {
            () if rest.starts_with("<!--") => rest.find("-->").map(|n| n + 3),
            () if rest.starts_with("<?") => rest.find("?>").map(|n| n + 2),
            () => rest.find('>').map(|n| n + 1),
        };
        let Some(close) = close else { return Err(line(rest)) };
        let tag = rest.get(1..close - 1).unwrap_or("").trim();
        if tag.starts_with('!') || tag.starts_with('?') {
        } else if let Some(name) = tag.strip_prefix('/') {
            match stack.pop() {
                Some((open, inner)) if open == name.trim() => {
                    let path: Vec<&str> = stack.iter().skip(1).map(|(n, _)| n.as_str()).chain([open.as_str()]).collect();
                    if !stack.is_empty() {
                        pom.values.push((path.join("/"), inner.trim().to_string()));
                    }
                }
                _ => return Err(line(rest)),
            }
        } else if !tag.ends_with('/') {
            if stack.len() > 60 {
                return Err(line(rest));
            }
            let name = tag.split_whitespace().next().unwrap_or("");
            stack.push((name.to_string(), String::new()));
        }
        rest = rest.get(close..).unwrap_or("");
    }
    if stack.is_empty() && !pom.values.is_empty() {
        Ok(pom)
    } else {
        Err(line(rest))
    }
}

impl Pom {
    /// The text at a path, properties put in.
    pub fn get(&self, path: &str) -> Option<String> {
        let found = self.values.iter().find(|(p, _)| p == path)?;
        Some(self.filled(&found.1))
    }

    /// The texts of all elements of a path's end, with the artifact of the plugin each is in.
    pub fn all(&self, end: &str) -> Vec<String> {
        self.values
            .iter()
            .filter(|(p, _)| p.ends_with(end))
            .map(|(_, v)| self.filled(v))
            .collect()
    }

    pub fn has_plugin(&self, name: &str) -> bool {
        self.values.iter().any(|(p, v)| p.ends_with("plugin/artifactId") && v == name)
    }

    fn filled(&self, text: &str) -> String {
        let mut out = text.to_string();
        for _ in 0..20 {
            let Some((before, after)) = out.split_once("${") else { break };
            let Some((name, after)) = after.split_once('}') else { break };
            let path = name
                .strip_prefix("project.")
                .map_or(format!("properties/{name}"), str::to_string);
            let Some((_, value)) = self.values.iter().find(|(p, _)| *p == path) else {
                break;
            };
            out = format!("{before}{value}{after}");
        }
        out
    }
}
