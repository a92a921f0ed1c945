//! Public web servers that a machine can reach by name: what `curl example.com` answers.

use serde::Deserialize;

/// One host name and what it serves at every path that has no page of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Host names, the first of them the canonical one.
    pub names: Vec<String>,
    /// Its IPv4 address, from a range kept for documentation or the real one.
    pub address: String,
    /// Whether it answers on 443 as well.
    #[serde(default)]
    pub https: bool,
    /// Pages by path; `*` stands for every other path.
    #[serde(default)]
    pub pages: std::collections::BTreeMap<String, Page>,
}

/// One answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default = "html")]
    pub content_type: String,
    /// The `Location` header of a redirection.
    #[serde(default)]
    pub location: Option<String>,
    #[serde(default)]
    pub body: String,
}

fn ok() -> u16 {
    200
}

fn html() -> String {
    "text/html".into()
}
