//! `mysqld` and `mariadbd`: the server, with the log lines of its start and end (MySQL reference manual, "The MySQL
//! Server"). Simulated of its options: --port, --datadir, --skip-networking, --daemonize, --initialize[-insecure].

use super::server::{Log, Server, serve};
use super::stamp;
use crate::declared::Declaration;
use machine::{Signal, Sys};
use sql::{Database, Dialect, Instance};
use std::cell::{Cell, RefCell};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::time::Duration;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "mysqld, mariadbd, mysql, mysqladmin, mysqldump",
    does: "the same engine with MySQL's words",
    does_not: "the same, and privileges of users; the socket is the loopback address, so that `-h localhost` gets \
        no answer from the image's first, temporary server; `DROP TABLE` in dumps",
};

/// Which of the two, and its number.
pub struct Product {
    pub maria: bool,
    pub version: String,
}

/// What the image says it is.
pub fn product(sys: &Sys) -> Product {
    match sys.getenv("MARIADB_VERSION") {
        Some(version) => {
            let number = version
                .trim_start_matches("1:")
                .split('+')
                .next()
                .unwrap_or("11.4")
                .to_string();
            Product {
                maria: true,
                version: format!("{number}-MariaDB-ubu2404"),
            }
        }
        None => {
            let version = sys.getenv("MYSQL_VERSION").unwrap_or_else(|| "8.4.7".into());
            Product {
                maria: false,
                version: version.split('-').next().unwrap_or("8.4.7").to_string(),
            }
        }
    }
}

async fn log(sys: &Sys, product: &Product, kind: &str, code: &str, part: &str, text: &str) {
    let line = if product.maria {
        let time = stamp(sys, ' ', false);
        format!(
            "{} 0 [{}] {text}\n",
            time.split('.').next().unwrap_or(""),
            if kind == "System" { "Note" } else { kind }
        )
    } else {
        format!("{}Z 0 [{kind}] [{code}] [{part}] {text}\n", stamp(sys, 'T', true))
    };
    let _ = sys.write(2, line.as_bytes()).await;
}

/// The server.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let product = product(&sys);
    let called = argv
        .first()
        .map_or("mysqld", |a| a.rsplit('/').next().unwrap_or("mysqld"))
        .to_string();
    let long = |name: &str| {
        argv.iter()
            .find_map(|w| w.strip_prefix(&format!("--{name}=")).map(str::to_string))
    };
    let has = |name: &str| argv.iter().any(|w| w == name);
    if has("--version") || has("-V") {
        let text = format!(
            "/usr/sbin/{called}  Ver {} for Linux on x86_64 ({})\n",
            product.version,
            edition(&product)
        );
        let _ = sys.write(1, text.as_bytes()).await;
        return 0;
    }
    let data = long("datadir").unwrap_or_else(|| "/var/lib/mysql".into());
    let port: u16 = long("port").and_then(|p| p.parse().ok()).unwrap_or(3306);
    if has("--initialize-insecure") || has("--initialize") {
        return initialize(&sys, &product, &data).await;
    }
    if has("--daemonize") {
        // A child is left behind when it is ready.
        let words: Vec<String> = argv.iter().filter(|w| *w != "--daemonize").cloned().collect();
        let program = ["/usr/sbin", "/usr/local/sbin", "/usr/bin"]
            .iter()
            .map(|d| format!("{d}/{called}"))
            .find(|p| sys.exists(p));
        let _ = sys.unlink("/var/run/mysqld/mysqld.sock");
        if sys
            .spawn(machine::Spawn {
                program,
                argv: words,
                new_group: true,
                ..Default::default()
            })
            .is_err()
        {
            return 1;
        }
        for _ in 0..600 {
            let _ = sys.sleep(Duration::from_millis(100)).await;
            if sys.exists("/var/run/mysqld/mysqld.sock") {
                return 0;
            }
        }
        return 1;
    }
    if sys.cred().uid == 0 && !argv.iter().any(|w| w.starts_with("--user")) {
        log(
            &sys,
            &product,
            "ERROR",
            "MY-010123",
            "Server",
            "Fatal error: Please read \"Security\" section of the manual to find out how to run mysqld as root!",
        )
        .await;
        return 1;
    }
    let name = if product.maria { "mariadbd" } else { "/usr/sbin/mysqld" };
    if product.maria {
        let text = format!(
            "Starting MariaDB {} source revision as process {}",
            product.version,
            sys.pid()
        );
        log(&sys, &product, "Note", "", "", &text).await;
    } else {
        log(&sys, &product, "System", "MY-015015", "Server", "MySQL Server - start.").await;
        let text = format!(
            "/usr/sbin/mysqld (mysqld {}) starting as process {}",
            product.version,
            sys.pid()
        );
        log(&sys, &product, "System", "MY-010116", "Server", &text).await;
    }
    if !sys.exists(&format!("{data}/mysql")) {
        log(
            &sys,
            &product,
            "ERROR",
            "MY-010457",
            "Server",
            "--initialize specified but the data directory has files in it. Aborting.",
        )
        .await;
        return 1;
    }
    if !product.maria {
        log(
            &sys,
            &product,
            "System",
            "MY-013576",
            "InnoDB",
            "InnoDB initialization has started.",
        )
        .await;
    }
    let server = Rc::new(Server {
        dialect: Dialect::MySql,
        instance: RefCell::new(Instance::default()),
        file: format!("{data}/mysql/content.sql"),
        version: product.version.clone(),
        trusts_local: false,
        trusts_all: false,
        stop: Cell::new(false),
    });
    server.load(&sys);
    let _ = sys.sleep(Duration::from_millis(600)).await;
    if product.maria {
        log(
            &sys,
            &product,
            "Note",
            "",
            "",
            "InnoDB: Completed initialization of buffer pool",
        )
        .await;
    } else {
        log(
            &sys,
            &product,
            "System",
            "MY-013577",
            "InnoDB",
            "InnoDB initialization has ended.",
        )
        .await;
        log(
            &sys,
            &product,
            "Warning",
            "MY-010068",
            "Server",
            "CA certificate ca.pem is self signed.",
        )
        .await;
    }
    let alone = has("--skip-networking");
    let listener = match sys.listen(if alone { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED }, port) {
        Ok(fd) => fd,
        Err(error) => {
            let text = format!("Can't start server: Bind on TCP/IP port: {error}");
            log(&sys, &product, "ERROR", "MY-010262", "Server", &text).await;
            return 1;
        }
    };
    let _ = sys.write_file("/var/run/mysqld/mysqld.sock", b"", 0o777);
    for signal in [Signal::TERM, Signal::QUIT] {
        sys.catch_signal(signal);
    }
    sys.ignore_signal(Signal::HUP);
    let shown = if alone { 0 } else { port };
    if product.maria {
        if !alone {
            log(
                &sys,
                &product,
                "Note",
                "",
                "",
                &format!("Server socket created on IP: '0.0.0.0', port: '{port}'."),
            )
            .await;
        }
        let text = format!(
            "{name}: ready for connections.\nVersion: '{}'  socket: '/run/mysqld/mysqld.sock'  port: {shown}  mariadb.org binary distribution",
            product.version
        );
        log(&sys, &product, "Note", "", "", &text).await;
    } else {
        if !alone {
            log(
                &sys,
                &product,
                "System",
                "MY-011323",
                "Server",
                "X Plugin ready for connections. Bind-address: '::' port: 33060, socket: /var/run/mysqld/mysqlx.sock",
            )
            .await;
        }
        let text = format!(
            "{name}: ready for connections. Version: '{}'  socket: '/var/run/mysqld/mysqld.sock'  port: {shown}  {}.",
            product.version,
            edition(&product)
        );
        log(&sys, &product, "System", "MY-010931", "Server", &text).await;
    }
    let silent: Log = Rc::new(|_: &Sys, _: &str| ());
    while sys.take_signal().is_none() {
        serve(&sys, &server, listener, &silent).await;
    }
    let _ = sys.close(listener);
    if product.maria {
        let who = if server.stop.get() {
            "root[root] @ localhost []"
        } else {
            "unknown"
        };
        log(
            &sys,
            &product,
            "Note",
            "",
            "",
            &format!("{name} (initiated by: {who}): Normal shutdown"),
        )
        .await;
    } else {
        let who = if server.stop.get() { "root" } else { "<via user signal>" };
        let text = format!(
            "Received SHUTDOWN from user {who}. Shutting down mysqld (Version: {}).",
            product.version
        );
        log(&sys, &product, "System", "MY-013172", "Server", &text).await;
    }
    server.keep(&sys);
    let _ = sys.sleep(Duration::from_millis(300)).await;
    let _ = sys.unlink("/var/run/mysqld/mysqld.sock");
    if product.maria {
        log(&sys, &product, "Note", "", "", &format!("{name}: Shutdown complete")).await;
    } else {
        let text = format!(
            "/usr/sbin/mysqld: Shutdown complete (mysqld {})  {}.",
            product.version,
            edition(&product)
        );
        log(&sys, &product, "System", "MY-010910", "Server", &text).await;
        log(&sys, &product, "System", "MY-015016", "Server", "MySQL Server - end.").await;
    }
    0
}

pub fn edition(product: &Product) -> &'static str {
    if product.maria {
        "mariadb.org binary distribution"
    } else {
        "MySQL Community Server - GPL"
    }
}

async fn initialize(sys: &Sys, product: &Product, data: &str) -> i32 {
    if !product.maria {
        log(
            sys,
            product,
            "System",
            "MY-015017",
            "Server",
            "MySQL Server Initialization - start.",
        )
        .await;
        let text = format!(
            "/usr/sbin/mysqld (mysqld {}) initializing of server in progress as process {}",
            product.version,
            sys.pid()
        );
        log(sys, product, "System", "MY-013169", "Server", &text).await;
        log(
            sys,
            product,
            "System",
            "MY-013576",
            "InnoDB",
            "InnoDB initialization has started.",
        )
        .await;
    }
    let mut instance = Instance::default();
    instance.users.insert("root".into(), None);
    for name in ["information_schema", "mysql", "performance_schema", "sys"] {
        instance.databases.insert(name.into(), Database::default());
    }
    let _ = sys.sleep(Duration::from_secs(2)).await;
    for dir in ["mysql", "performance_schema", "sys"] {
        if let Err(error) = sys.mkdir_all(&format!("{data}/{dir}"), 0o750) {
            log(
                sys,
                product,
                "ERROR",
                "MY-010187",
                "Server",
                &format!("Could not open file '{data}/{dir}': {error}"),
            )
            .await;
            return 1;
        }
    }
    let _ = sys.write_file(
        &format!("{data}/mysql/content.sql"),
        sql::dump(&instance, Dialect::MySql).as_bytes(),
        0o640,
    );
    let _ = sys.write_file(&format!("{data}/ibdata1"), b"", 0o640);
    let _ = sys.truncate(&format!("{data}/ibdata1"), 12 << 20);
    if !product.maria {
        log(
            sys,
            product,
            "System",
            "MY-013577",
            "InnoDB",
            "InnoDB initialization has ended.",
        )
        .await;
        let text =
            "root@localhost is created with an empty password ! Please consider switching off the --initialize-insecure option.";
        log(sys, product, "Warning", "MY-010453", "Server", text).await;
        log(
            sys,
            product,
            "System",
            "MY-015018",
            "Server",
            "MySQL Server Initialization - end.",
        )
        .await;
    }
    0
}
