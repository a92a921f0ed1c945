//! Requests of the OCI distribution specification, as Distribution answers them.

use super::Server;
use super::storage::is_digest;
use crate::bcrypt;
use crate::http::{self, Request, Response};
use serde_json::{Value, json};
use utilities::base64;
use vfs::Digest;

/// Answers one request.
pub(super) async fn answer(server: &Server, request: &Request) -> Response {
    let mut response = match &server.auth {
        Some((realm, path)) if request.target.starts_with("/v2") && !authorized(server, request, path).await => {
            let mut refused = error(401, "UNAUTHORIZED", "authentication required", Value::Null);
            refused
                .headers
                .push(("Www-Authenticate".into(), format!("Basic realm=\"{realm}\"")));
            refused
        }
        _ => route(server, request),
    };
    let mut first = Vec::new();
    if request.target.starts_with("/v2") {
        first.push(("Docker-Distribution-Api-Version".to_string(), "registry/2.0".to_string()));
    }
    first.push(("X-Content-Type-Options".to_string(), "nosniff".to_string()));
    response.headers.splice(0..0, first);
    response
        .headers
        .push(("Date".into(), http::http_date(server.sys.now().seconds())));
    response
}

async fn authorized(server: &Server, request: &Request, path: &str) -> bool {
    let Some(given) = request.header("authorization").and_then(|v| v.strip_prefix("Basic ")) else {
        return false;
    };
    let users = server.sys.read_file(path).unwrap_or_default();
    admits(&String::from_utf8_lossy(&users), given)
}

/// Whether `user:password` in base 64, as the Authorization header has it, is in a password file.
fn admits(file: &str, given: &str) -> bool {
    let (bytes, whole) = base64::decode(given.as_bytes(), false);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let Some((user, password)) = text.split_once(':').filter(|_| whole) else {
        return false;
    };
    file.lines()
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| *name == user)
        .any(|(_, hash)| bcrypt::verify(password, hash.trim_end()))
}

fn error(status: u16, code: &str, message: &str, detail: Value) -> Response {
    let body = json!({"errors": [{"code": code, "message": message, "detail": detail}]});
    Response {
        status,
        headers: vec![("Content-Type".into(), "application/json; charset=utf-8".into())],
        body: format!("{body}\n").into_bytes(),
    }
}

fn given(status: u16, headers: &[(&str, &str)], body: Vec<u8>) -> Response {
    Response {
        status,
        headers: headers.iter().map(|(n, v)| ((*n).to_string(), (*v).to_string())).collect(),
        body,
    }
}

fn json_answer(value: &Value) -> Response {
    given(
        200,
        &[("Content-Type", "application/json; charset=utf-8")],
        format!("{value}\n").into_bytes(),
    )
}

fn unknown_name(name: &str) -> Response {
    error(
        404,
        "NAME_UNKNOWN",
        "repository name not known to registry",
        json!({"name": name}),
    )
}

/// A value of the query.
fn query(request: &Request, name: &str) -> Option<String> {
    let (_, query) = request.target.split_once('?')?;
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| http::decode(v))
}

fn route(server: &Server, request: &Request) -> Response {
    let path = request.path();
    let Some(rest) = path.strip_prefix("/v2/") else {
        return match path.as_str() {
            "/" => given(200, &[("Cache-Control", "no-cache")], Vec::new()),
            "/v2" => given(301, &[("Location", "/v2/")], Vec::new()),
            _ => given(
                404,
                &[("Content-Type", "text/plain; charset=utf-8")],
                b"404 page not found\n".to_vec(),
            ),
        };
    };
    if rest.is_empty() {
        return given(200, &[("Content-Type", "application/json; charset=utf-8")], b"{}".to_vec());
    }
    if rest == "_catalog" {
        return page(request, server.storage.repositories(), "repositories", Value::Null);
    }
    // A repository's name has slashes itself: what it asks for stands at the end.
    if let Some(name) = rest.strip_suffix("/tags/list").filter(|n| is_name(n)) {
        return match server.storage.has_repository(name) {
            true => page(request, server.storage.tags(name), "tags", json!(name)),
            false => unknown_name(name),
        };
    }
    if let Some((name, id)) = rest.split_once("/blobs/uploads/").filter(|(n, _)| is_name(n)) {
        return uploads(server, request, name, id.trim_end_matches('/'));
    }
    if let Some((name, digest)) = rest.rsplit_once("/blobs/").filter(|(n, _)| is_name(n)) {
        return blobs(server, request, name, digest);
    }
    if let Some((name, reference)) = rest.rsplit_once("/manifests/").filter(|(n, _)| is_name(n)) {
        return manifests(server, request, name, reference);
    }
    given(
        404,
        &[("Content-Type", "text/plain; charset=utf-8")],
        b"404 page not found\n".to_vec(),
    )
}

fn is_name(name: &str) -> bool {
    name.len() < 256
        && name.split('/').all(|part| {
            part.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
        })
}

/// A list, from `last` on and at most `n`.
fn page(request: &Request, names: Vec<String>, key: &str, name: Value) -> Response {
    let last = query(request, "last").unwrap_or_default();
    let limit = query(request, "n").and_then(|n| n.parse::<usize>().ok());
    let rest: Vec<String> = names.into_iter().filter(|n| last.is_empty() || *n > last).collect();
    let shown: Vec<&String> = rest.iter().take(limit.unwrap_or(rest.len())).collect();
    let value = match name {
        Value::Null => json!({key: shown}),
        name => json!({"name": name, key: if rest.is_empty() { Value::Null } else { json!(shown) }}),
    };
    let mut response = json_answer(&value);
    if let (true, Some(end), Some(n)) = (shown.len() < rest.len(), shown.last(), limit) {
        let path = request.path();
        response
            .headers
            .push(("Link".into(), format!("<{path}?last={end}&n={n}>; rel=\"next\"")));
    }
    response
}

fn blobs(server: &Server, request: &Request, name: &str, digest: &str) -> Response {
    let unknown = || error(404, "BLOB_UNKNOWN", "blob unknown to registry", json!({"digest": digest}));
    if !is_digest(digest) {
        return error(
            404,
            "DIGEST_INVALID",
            "provided digest did not match uploaded content",
            Value::Null,
        );
    }
    match request.method.as_str() {
        "GET" | "HEAD" => {
            let Some(bytes) = server.storage.blob(name, digest) else {
                return unknown();
            };
            let etag = format!("\"{digest}\"");
            let size = bytes.len().to_string();
            let headers = [
                ("Content-Type", "application/octet-stream"),
                ("Docker-Content-Digest", digest),
                ("Etag", etag.as_str()),
            ];
            let Some((from, to)) = range(request, bytes.len()) else {
                let mut response = given(200, &headers, bytes);
                response.headers.push(("Content-Length".into(), size));
                return response;
            };
            let part = bytes.get(from..=to).unwrap_or_default().to_vec();
            let mut response = given(206, &headers, part);
            response
                .headers
                .push(("Content-Range".into(), format!("bytes {from}-{to}/{size}")));
            response
        }
        "DELETE" if !server.deletes => error(405, "UNSUPPORTED", "The operation is unsupported.", Value::Null),
        "DELETE" => match server.storage.unlink_blob(name, digest) {
            true => given(202, &[("Docker-Content-Digest", digest)], Vec::new()),
            false => unknown(),
        },
        _ => error(405, "UNSUPPORTED", "The operation is unsupported.", Value::Null),
    }
}

/// The first and last byte that a Range header asks for.
fn range(request: &Request, size: usize) -> Option<(usize, usize)> {
    let (from, to) = request.header("range")?.strip_prefix("bytes=")?.split_once('-')?;
    let from: usize = from.parse().ok()?;
    let last = size.checked_sub(1)?;
    let to = to.parse().unwrap_or(last).min(last);
    (from <= to).then_some((from, to))
}

fn uploads(server: &Server, request: &Request, name: &str, id: &str) -> Response {
    let storage = &server.storage;
    let created = |digest: &str| {
        let location = format!("/v2/{name}/blobs/{digest}");
        given(
            201,
            &[("Location", location.as_str()), ("Docker-Content-Digest", digest)],
            Vec::new(),
        )
    };
    let accepted = |id: &str, size: usize| {
        let location = format!("/v2/{name}/blobs/uploads/{id}");
        let range = format!("0-{}", size.saturating_sub(1));
        given(
            202,
            &[
                ("Docker-Upload-Uuid", id),
                ("Location", location.as_str()),
                ("Range", range.as_str()),
            ],
            Vec::new(),
        )
    };
    let failed = || error(500, "UNKNOWN", "unknown error", Value::Null);
    if request.method == "POST" && id.is_empty() {
        if let (Some(digest), Some(from)) = (query(request, "mount"), query(request, "from"))
            && storage.blob(&from, &digest).is_some()
        {
            return match storage.link_blob(name, &digest) {
                Ok(()) => created(&digest),
                Err(_) => failed(),
            };
        }
        return match storage.start_upload(name) {
            Ok(id) => accepted(&id, 0),
            Err(_) => failed(),
        };
    }
    let Some(so_far) = storage.upload(name, id) else {
        return error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry", Value::Null);
    };
    match request.method.as_str() {
        "GET" => {
            let mut response = accepted(id, so_far.len());
            response.status = 204;
            response
        }
        "PATCH" => match storage.append(name, id, &request.body) {
            Ok(size) => accepted(id, size),
            Err(_) => failed(),
        },
        "PUT" => {
            let Some(digest) = query(request, "digest") else {
                return error(400, "DIGEST_INVALID", "digest missing", Value::Null);
            };
            let mut whole = so_far;
            whole.extend_from_slice(&request.body);
            storage.end_upload(name, id);
            if Digest::of(&whole).to_string() != digest {
                return error(
                    400,
                    "DIGEST_INVALID",
                    "provided digest did not match uploaded content",
                    json!({"Digest": digest, "Reason": {}}),
                );
            }
            match storage.put_blob(name, &whole) {
                Ok(digest) => created(&digest),
                Err(_) => failed(),
            }
        }
        "DELETE" => {
            storage.end_upload(name, id);
            given(204, &[("Docker-Upload-Uuid", id)], Vec::new())
        }
        _ => error(405, "UNSUPPORTED", "The operation is unsupported.", Value::Null),
    }
}

fn manifests(server: &Server, request: &Request, name: &str, reference: &str) -> Response {
    let storage = &server.storage;
    let unknown = || {
        let detail = match is_digest(reference) {
            true => json!({"Name": name, "Revision": reference}),
            false => json!({"Tag": reference}),
        };
        error(404, "MANIFEST_UNKNOWN", "manifest unknown", detail)
    };
    let tag_like = reference.len() <= 128
        && reference
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_')
        && reference
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
    if !tag_like && !is_digest(reference) {
        return error(404, "TAG_INVALID", "manifest tag did not match URI", Value::Null);
    }
    match request.method.as_str() {
        "GET" | "HEAD" => {
            let Some((digest, bytes)) = storage.manifest(name, reference) else {
                return unknown();
            };
            let kind = serde_json::from_slice::<Value>(&bytes)
                .ok()
                .and_then(|m| Some(m.get("mediaType")?.as_str()?.to_string()))
                .unwrap_or_else(|| "application/vnd.oci.image.manifest.v1+json".into());
            let etag = format!("\"{digest}\"");
            let size = bytes.len().to_string();
            given(
                200,
                &[
                    ("Content-Length", size.as_str()),
                    ("Content-Type", kind.as_str()),
                    ("Docker-Content-Digest", digest.as_str()),
                    ("Etag", etag.as_str()),
                ],
                bytes,
            )
        }
        "PUT" => {
            let Ok(manifest) = serde_json::from_slice::<Value>(&request.body) else {
                return error(400, "MANIFEST_INVALID", "manifest invalid", Value::Null);
            };
            let parts = manifest
                .get("layers")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .chain(manifest.get("config"));
            let missing = parts
                .filter_map(|part| part.get("digest").and_then(Value::as_str))
                .find(|digest| storage.blob(name, digest).is_none());
            if let Some(digest) = missing {
                let detail = json!({"digest": digest});
                return error(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry", detail);
            }
            let tag = (!is_digest(reference)).then_some(reference);
            match storage.put_manifest(name, tag, &request.body) {
                Ok(digest) => {
                    let location = format!("/v2/{name}/manifests/{digest}");
                    given(
                        201,
                        &[("Docker-Content-Digest", digest.as_str()), ("Location", location.as_str())],
                        Vec::new(),
                    )
                }
                Err(_) => error(500, "UNKNOWN", "unknown error", Value::Null),
            }
        }
        "DELETE" if !server.deletes => error(405, "UNSUPPORTED", "The operation is unsupported.", Value::Null),
        "DELETE" if !is_digest(reference) => error(
            400,
            "DIGEST_INVALID",
            "provided digest did not match uploaded content",
            Value::Null,
        ),
        "DELETE" => match storage.delete_manifest(name, reference) {
            true => given(202, &[], Vec::new()),
            false => unknown(),
        },
        _ => error(405, "UNSUPPORTED", "The operation is unsupported.", Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_admits_its_user() {
        let file = format!("ann:{}\n", bcrypt::make("secret", 5, &[7; 16]));
        assert!(admits(&file, "YW5uOnNlY3JldA=="));
        assert!(!admits(&file, "YW5uOndyb25n"));
        assert!(!admits(&file, "Ym9iOnNlY3JldA=="));
    }
}
