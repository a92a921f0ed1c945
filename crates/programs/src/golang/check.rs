//! What `go build` refuses: names that are not there, imports and variables that are not used; and what is not simulated.

use super::parser::{Expr, File, Stmt};
use std::collections::{BTreeMap, BTreeSet};

/// The members of packages that [`super::run`] knows.
const MEMBERS: &[(&str, &str)] = &[
    (
        "fmt",
        "Println Print Printf Sprintf Sprint Sprintln Errorf Fprintln Fprint Fprintf",
    ),
    ("errors", "New"),
    ("io", "WriteString"),
    ("log", "Println Print Printf Fatal Fatalln Fatalf"),
    ("os", "Exit Getenv LookupEnv Hostname Getpid ReadFile Args Stdout Stderr"),
    ("time", "Sleep Second Millisecond Minute"),
    ("strconv", "Itoa Atoi"),
    (
        "strings",
        "ToUpper ToLower TrimSpace Contains HasPrefix HasSuffix TrimPrefix Repeat ReplaceAll Split Fields Join",
    ),
    ("math", "Sqrt Pi"),
    ("runtime", "NumCPU Version GOOS GOARCH"),
    (
        "net/http",
        "HandleFunc ListenAndServe Error NotFound ResponseWriter Request StatusOK StatusCreated StatusNotFound StatusBadRequest StatusInternalServerError StatusMethodNotAllowed",
    ),
];

/// Packages of Go's library that exist and are not simulated at all.
const OTHERS: &str = " bufio bytes context crypto/sha256 database/sql embed encoding/json flag html/template io/ioutil math/rand net net/url os/exec os/signal path path/filepath regexp sort sync sync/atomic syscall testing text/template unicode slices maps log/slog ";

/// Built-in names that are not simulated.
const BUILT_IN: &str = " println print recover copy cap close min max clear new complex iota ";

const OWN: &[&str] = &[
    "true", "false", "nil", "len", "append", "delete", "panic", "string", "int", "int64", "float64", "[]byte", "_",
];

#[derive(Default)]
struct Names {
    /// Every name that is used, with where it was first.
    used: BTreeMap<String, (u32, u32)>,
    declared: BTreeSet<String>,
    /// Variables of functions, with their places.
    variables: Vec<(String, u32, u32)>,
    members: Vec<(String, String)>,
    beyond: Option<String>,
}

/// What keeps the program from being built: lines `LINE:COLUMN: words`, and what is not simulated.
pub fn check(file: &File) -> (Vec<String>, Option<String>) {
    let mut names = Names::default();
    for (name, _) in &file.functions {
        names.declared.insert(name.clone());
    }
    for stmt in &file.globals {
        names.stmt(stmt, true);
    }
    for (_, func) in &file.functions {
        names.declared.extend(func.params.iter().cloned());
        func.body.iter().for_each(|s| names.stmt(s, false));
    }
    let mut out: Vec<(u32, u32, String)> = Vec::new();
    let mut packages: BTreeMap<String, &str> = BTreeMap::new();
    for (path, line, column) in &file.imports {
        let name = path.rsplit('/').next().unwrap_or(path).to_string();
        if !names.used.contains_key(&name) && !matches!(path.as_str(), "net/http") {
            out.push((*line, *column, format!("{path:?} imported and not used")));
        }
        packages.insert(name, path);
    }
    for (name, (line, column)) in &names.used {
        if BUILT_IN.contains(&format!(" {name} ")) && !names.declared.contains(name) {
            names.beyond.get_or_insert_with(|| format!("{name} of Go"));
            continue;
        }
        if !names.declared.contains(name) && !packages.contains_key(name) && !OWN.contains(&name.as_str()) {
            out.push((*line, *column, format!("undefined: {name}")));
        }
    }
    for (name, line, column) in &names.variables {
        if !names.used.contains_key(name) && name != "_" {
            out.push((*line, *column, format!("declared and not used: {name}")));
        }
    }
    let mut beyond = names.beyond;
    for (package, member) in &names.members {
        let Some(path) = packages.get(package).filter(|_| !names.declared.contains(package)) else {
            continue;
        };
        let known = MEMBERS.iter().find(|(p, _)| p == path);
        if !known.is_some_and(|(_, list)| list.split(' ').any(|m| m == member)) {
            beyond = beyond.or(Some(format!("{path}.{member} of Go")));
        }
    }
    out.sort();
    (
        out.into_iter()
            .map(|(line, column, words)| format!("{line}:{column}: {words}"))
            .collect(),
        beyond,
    )
}

/// Whether a package is of Go's library, and whether something of it is simulated.
pub fn package(path: &str) -> (bool, bool) {
    let known = MEMBERS.iter().any(|(p, _)| *p == path);
    (known || OTHERS.contains(&format!(" {path} ")), known)
}

impl Names {
    fn stmts(&mut self, stmts: &[Stmt]) {
        stmts.iter().for_each(|s| self.stmt(s, false));
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        exprs.iter().for_each(|e| self.expr(e));
    }

    fn stmt(&mut self, stmt: &Stmt, global: bool) {
        match stmt {
            Stmt::Expr(e) | Stmt::Defer(e) => self.expr(e),
            Stmt::Go(e) => {
                self.beyond.get_or_insert_with(|| "the statement go of Go".into());
                self.expr(e);
            }
            Stmt::Define(new, values, line, column) => {
                self.exprs(values);
                for name in new {
                    self.declared.insert(name.clone());
                    self.variables.push((name.clone(), *line, *column));
                }
            }
            Stmt::Var(name, value, _, line, column) => {
                value.iter().for_each(|e| self.expr(e));
                self.declared.insert(name.clone());
                if !global {
                    self.variables.push((name.clone(), *line, *column));
                }
            }
            Stmt::Assign(places, op, values) => {
                self.exprs(values);
                for place in places {
                    // Giving a variable a value is no use of it.
                    if !matches!(place, Expr::Name(..)) || *op != "=" {
                        self.expr(place);
                    } else if let Expr::Name(name, line, column) = place
                        && !self.declared.contains(name)
                        && name != "_"
                    {
                        self.used.entry(name.clone()).or_insert((*line, *column));
                    }
                }
            }
            Stmt::If(first, test, then, other) => {
                self.stmts(first);
                self.expr(test);
                self.stmts(then);
                self.stmts(other);
            }
            Stmt::For(first, test, step, body) => {
                first.iter().for_each(|s| self.stmt(s, false));
                test.iter().for_each(|e| self.expr(e));
                step.iter().for_each(|s| self.stmt(s, false));
                self.stmts(body);
            }
            Stmt::Range(new, over, body) => {
                self.declared.extend(new.iter().cloned());
                self.expr(over);
                self.stmts(body);
            }
            Stmt::Switch(subject, arms) => {
                subject.iter().for_each(|e| self.expr(e));
                for (tests, body) in arms {
                    self.exprs(tests);
                    self.stmts(body);
                }
            }
            Stmt::Return(values) => self.exprs(values),
            Stmt::Break | Stmt::Continue => {}
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Name(name, line, column) => {
                self.used.entry(name.clone()).or_insert((*line, *column));
            }
            Expr::Field(inner, member) => {
                if let Expr::Name(package, ..) = &**inner {
                    self.members.push((package.clone(), member.clone()));
                }
                self.expr(inner);
            }
            Expr::Index(a, b) | Expr::Binary(_, a, b) => {
                self.expr(a);
                self.expr(b);
            }
            Expr::Slice(a, b, c) => {
                self.expr(a);
                b.iter().chain(c).for_each(|e| self.expr(e));
            }
            Expr::Call(what, args, _) => {
                self.expr(what);
                self.exprs(args);
            }
            Expr::Not(e) | Expr::Minus(e) => self.expr(e),
            Expr::Func(func) => {
                self.declared.extend(func.params.iter().cloned());
                self.stmts(&func.body);
            }
            Expr::List(items) => self.exprs(items),
            Expr::Map(pairs) => pairs.iter().for_each(|(k, v)| {
                self.expr(k);
                self.expr(v);
            }),
            Expr::Make(_, size) => size.iter().for_each(|e| self.expr(e)),
            Expr::Int(_) | Expr::Float(_) | Expr::Text(_) => {}
        }
    }
}
