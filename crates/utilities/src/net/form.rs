//! The body of `curl -F`: multipart/form-data (RFC 7578), as curl writes it.
//!
//! Left out: several files in one field, and `headers=`.

use crate::tool::{Exit, Options, Tool, basename};

/// What curl takes a file for, by its name.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase().as_str() {
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        "htm" | "html" => "text/html",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// The boundary that a body of this kind begins with.
pub(super) fn boundary(body: &[u8]) -> String {
    let line = body.split(|b| *b == b'\r').next().unwrap_or_default();
    String::from_utf8_lossy(line.get(2..).unwrap_or_default()).into_owned()
}

/// The body of all `-F` and `--form-string` fields; `None` without any. A file that can't be read ends curl with 26.
pub(super) async fn body(t: &mut Tool, options: &Options) -> Result<Option<Vec<u8>>, Exit> {
    if !options.has('F') {
        return Ok(None);
    }
    let digits = t.sys.machine().random(|r| r.bytes(8));
    let digits: String = digits.iter().map(|b| format!("{b:02x}")).collect();
    let boundary = format!("------------------------{digits}");
    let mut out = Vec::new();
    for field in options.values('F') {
        let Some((name, value)) = field.split_once('=') else {
            t.stderr(&format!(
                "Warning: Illegally formatted input field!\ncurl: option -F: is badly used here\n{}",
                "curl: try 'curl --help' or 'curl --manual' for more information\n"
            ))
            .await;
            return Err(Exit(2));
        };
        let mut parts = value.split(';');
        let content = parts.next().unwrap_or_default();
        let (mut given_kind, mut given_name, mut text) = (None, None, content.to_string());
        for part in parts {
            match part.trim().split_once('=') {
                Some(("type", kind)) => given_kind = Some(kind.to_string()),
                Some(("filename", name)) => given_name = Some(name.trim_matches('"').to_string()),
                _ => text = format!("{text};{part}"),
            }
        }
        let (bytes, file) = match (text.strip_prefix('@'), text.strip_prefix('<')) {
            (Some(path), _) => (read(t, options, path).await?, Some(basename(path).to_string())),
            (_, Some(path)) => (read(t, options, path).await?, None),
            _ => (text.into_bytes(), None),
        };
        let shown = given_name.or(file);
        out.extend(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"").bytes());
        if let Some(shown) = &shown {
            out.extend(format!("; filename=\"{shown}\"").bytes());
        }
        let kind = given_kind.or_else(|| shown.map(|name| kind(&name).to_string()));
        if let Some(kind) = kind {
            out.extend(format!("\r\nContent-Type: {kind}").bytes());
        }
        out.extend(b"\r\n\r\n");
        out.extend(bytes);
        out.extend(b"\r\n");
    }
    out.extend(format!("--{boundary}--\r\n").bytes());
    Ok(Some(out))
}

async fn read(t: &mut Tool, options: &Options, path: &str) -> Result<Vec<u8>, Exit> {
    let bytes = match crate::io::Reader::open(&t.sys, path) {
        Ok(mut reader) => reader.all().await,
        Err(error) => Err(error),
    };
    match bytes {
        Ok(bytes) => Ok(bytes),
        Err(_) => {
            if !options.has('s') || options.has('S') {
                t.stderr("curl: (26) Failed to open/read local data from file/application\n")
                    .await;
            }
            Err(Exit(26))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_kind_follows_its_name() {
        assert_eq!(kind("a.TXT"), "text/plain");
        assert_eq!(kind("archive.tar.gz"), "application/octet-stream");
        assert_eq!(kind("README"), "application/octet-stream");
    }

    #[test]
    fn the_boundary_is_the_first_line() {
        assert_eq!(boundary(b"--------x1\r\nContent"), "------x1");
        assert_eq!(boundary(b""), "");
    }
}
