//! What servers and locations can say, what is accepted without effect, and what is refused by name.

use super::grammar::Directive;
use super::rewrite::{self, Rule};

/// What is shown instead of an error.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    pub code: u16,
    /// `=CODE`, or `=` for the code that the page itself has.
    pub answer: Option<Option<u16>>,
    pub page: String,
}

/// What servers and locations can say.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub rules: Vec<Rule>,
    pub root: Option<String>,
    pub alias: Option<String>,
    pub index: Vec<String>,
    pub try_files: Vec<String>,
    pub proxy_pass: Option<String>,
    /// Name, value, and whether it is there for errors too.
    pub headers: Vec<(String, String, bool)>,
    pub proxy_headers: Vec<(String, String)>,
    pub error_pages: Vec<ErrorPage>,
    pub autoindex: bool,
    pub access_log_off: bool,
    /// A log of one's own: its file and its format's name.
    pub access_log: Option<(String, String)>,
    pub default_type: Option<String>,
    /// Whether an address may ask: in order, the first that fits.
    pub access: Vec<(bool, String)>,
    pub realm: Option<String>,
    pub users: Option<String>,
    pub expires: Option<String>,
    pub charset: Option<String>,
    pub hides_version: bool,
    pub internal: bool,
}

/// Directives that are accepted and have no effect here.
pub(super) const ACCEPTED: &[&str] = &[
    "user",
    "worker_processes",
    "error_log",
    "pid",
    "events",
    "worker_connections",
    "sendfile",
    "tcp_nopush",
    "tcp_nodelay",
    "keepalive_timeout",
    "gzip",
    "gzip_types",
    "gzip_vary",
    "gzip_min_length",
    "gzip_comp_level",
    "gzip_proxied",
    "client_max_body_size",
    "etag",
    "proxy_http_version",
    "proxy_read_timeout",
    "proxy_connect_timeout",
    "proxy_send_timeout",
    "proxy_buffering",
    "proxy_redirect",
    "proxy_cache_bypass",
    "proxy_buffers",
    "proxy_buffer_size",
    "resolver",
    "resolver_timeout",
    "proxy_request_buffering",
    "proxy_busy_buffers_size",
    "proxy_next_upstream",
    "log_not_found",
    "map_hash_bucket_size",
    "map_hash_max_size",
    "variables_hash_max_size",
    "gzip_buffers",
    "gzip_http_version",
    "gzip_disable",
    "gzip_static",
    "keepalive_requests",
    "aio",
    "directio",
    "open_file_cache_valid",
    "recursive_error_pages",
    "server_name_in_redirect",
    "types_hash_max_size",
    "server_names_hash_bucket_size",
    "client_body_timeout",
    "send_timeout",
    "multi_accept",
    "use",
    "worker_rlimit_nofile",
    "daemon",
    "master_process",
    "load_module",
    "http",
    "keepalive",
    "least_conn",
    "open_file_cache",
    "limit_req_zone",
    "limit_conn_zone",
    "large_client_header_buffers",
    "client_header_timeout",
    "client_body_buffer_size",
    "reset_timedout_connection",
    "ssl_protocols",
    "ssl_prefer_server_ciphers",
    "underscores_in_headers",
    "merge_slashes",
    "absolute_redirect",
    "port_in_redirect",
    "worker_shutdown_timeout",
];

/// Directives that nginx has and that are not simulated.
const NOT_SIMULATED: &[&str] = &[
    "geo",
    "split_clients",
    "fastcgi_pass",
    "uwsgi_pass",
    "scgi_pass",
    "grpc_pass",
    "memcached_pass",
    "ssl_certificate",
    "ssl_certificate_key",
    "auth_request",
    "sub_filter",
    "mirror",
    "stream",
    "mail",
    "limit_req",
    "limit_conn",
    "proxy_cache",
    "proxy_cache_path",
    "perl",
    "js_import",
    "stub_status",
    "add_trailer",
    "secure_link",
    "proxy_hide_header",
    "proxy_intercept_errors",
    "proxy_pass_header",
    "proxy_ssl_verify",
    "proxy_cookie_path",
    "limit_except",
    "limit_rate",
    "sub_filter_once",
    "satisfy",
    "zone",
    "hash",
    "random",
];

pub(super) fn unknown(directive: &Directive) -> String {
    if NOT_SIMULATED.contains(&directive.name.as_str()) {
        return format!(
            "drydock: the nginx directive \"{}\" is not simulated {}",
            directive.name,
            directive.place()
        );
    }
    format!("unknown directive \"{}\" {}", directive.name, directive.place())
}

/// What stands in an `if`: rules, and settings of its own where it has some.
pub fn inside_if(directive: &Directive, around: &Settings) -> Result<(Vec<Rule>, Option<Settings>), String> {
    let inner: Vec<&Directive> = directive.block.iter().flatten().collect();
    let mut settings = Settings {
        rules: Vec::new(),
        ..around.clone()
    };
    let own: Vec<&Directive> = inner.iter().copied().filter(|d| !rewrite::is_rule(&d.name)).collect();
    const SIMULATED: [&str; 6] = [
        "proxy_pass",
        "add_header",
        "root",
        "proxy_set_header",
        "expires",
        "access_log",
    ];
    if let Some(other) = own.iter().find(|d| !SIMULATED.contains(&d.name.as_str())) {
        return Err(format!(
            "drydock: \"{}\" inside of an nginx if is not simulated {}",
            other.name,
            other.place()
        ));
    }
    apply(&mut settings, own.iter().copied(), &mut Vec::new())?;
    let mut rules = Vec::new();
    for rule in inner.iter().filter(|d| rewrite::is_rule(&d.name)) {
        if rule.name == "if" {
            return Err(format!("\"if\" directive is not allowed here {}", rule.place()));
        }
        rules.push(rewrite::understand(rule, around)?);
    }
    Ok((rules, (!own.is_empty()).then_some(settings)))
}

/// The settings of a block: what is given there replaces what was inherited of the same kind; rules come last, since an
/// `if` among them begins with all the others.
pub(super) fn apply<'d>(
    settings: &mut Settings,
    directives: impl Iterator<Item = &'d Directive> + Clone,
    hosts: &mut Vec<(String, String)>,
) -> Result<(), String> {
    let gives = |name: &str| directives.clone().any(|d| d.name == name);
    if gives("add_header") {
        settings.headers.clear();
    }
    if gives("proxy_set_header") {
        settings.proxy_headers.clear();
    }
    if gives("error_page") {
        settings.error_pages.clear();
    }
    if gives("allow") || gives("deny") {
        settings.access.clear();
    }
    for directive in directives.clone().filter(|d| !rewrite::is_rule(&d.name)) {
        setting(settings, directive, hosts)?;
    }
    for directive in directives.filter(|d| rewrite::is_rule(&d.name)) {
        let rule = rewrite::understand(directive, settings)?;
        settings.rules.push(rule);
    }
    Ok(())
}

pub(super) fn setting(settings: &mut Settings, directive: &Directive, hosts: &mut Vec<(String, String)>) -> Result<(), String> {
    let first = directive.args.first().cloned().unwrap_or_default();
    let need = |n: usize| {
        if directive.args.len() < n {
            Err(format!(
                "invalid number of arguments in \"{}\" directive {}",
                directive.name,
                directive.place()
            ))
        } else {
            Ok(())
        }
    };
    match directive.name.as_str() {
        "root" => {
            need(1)?;
            settings.root = Some(first);
            settings.alias = None;
        }
        "alias" => settings.alias = Some(first),
        "index" => settings.index.clone_from(&directive.args),
        "try_files" => {
            need(2)?;
            settings.try_files.clone_from(&directive.args);
        }
        "proxy_pass" => {
            need(1)?;
            let Some(rest) = first.strip_prefix("http://") else {
                return Err(format!("invalid URL prefix {}", directive.place()));
            };
            let host = rest.split(['/', ':']).next().unwrap_or_default();
            if !host.contains('$') {
                hosts.push((host.to_string(), directive.place()));
            }
            settings.proxy_pass = Some(first);
        }
        "add_header" => {
            need(2)?;
            let value = directive.args.get(1).cloned().unwrap_or_default();
            let always = directive.args.get(2).is_some_and(|word| word == "always");
            settings.headers.push((first, value, always));
        }
        "proxy_set_header" => {
            need(2)?;
            settings
                .proxy_headers
                .push((first, directive.args.get(1).cloned().unwrap_or_default()));
        }
        "error_page" => {
            need(2)?;
            let page = directive.args.last().cloned().unwrap_or_default();
            let answer = directive
                .args
                .iter()
                .find_map(|word| word.strip_prefix('='))
                .map(|code| code.parse().ok());
            for code in directive.args.iter().take(directive.args.len() - 1) {
                if let Ok(code) = code.parse() {
                    let page = page.clone();
                    settings.error_pages.push(ErrorPage { code, answer, page });
                }
            }
        }
        "autoindex" => settings.autoindex = first == "on",
        "access_log" => {
            settings.access_log_off = first == "off";
            let format = directive.args.get(1).cloned().unwrap_or_else(|| "combined".into());
            settings.access_log = (first != "off").then_some((first, format));
        }
        "allow" | "deny" => settings.access.push((directive.name == "allow", first)),
        "auth_basic" => settings.realm = (first != "off").then_some(first),
        "auth_basic_user_file" => settings.users = Some(first),
        "expires" => settings.expires = (first != "off").then_some(first),
        "charset" => settings.charset = (first != "off").then_some(first),
        "server_tokens" => settings.hides_version = first == "off",
        "internal" => settings.internal = true,
        "default_type" => settings.default_type = Some(first),
        "types" => {}
        "location" => {
            return Err(format!(
                "drydock: nested nginx locations are not simulated {}",
                directive.place()
            ));
        }
        name if ACCEPTED.contains(&name) => {}
        _ => return Err(unknown(directive)),
    }
    Ok(())
}
