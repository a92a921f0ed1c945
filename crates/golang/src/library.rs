//! Go's library, as far as it is simulated: written in Go, with natives beneath (`natives`).

/// Packages with their files.
const PACKAGES: &[(&str, &str)] = &[
    ("runtime", include_str!("../lib/runtime.go")),
    ("errors", include_str!("../lib/errors.go")),
    ("io", include_str!("../lib/io.go")),
    ("fmt", include_str!("../lib/fmt.go")),
    ("os", include_str!("../lib/os.go")),
    ("strings", include_str!("../lib/strings.go")),
    ("strconv", include_str!("../lib/strconv.go")),
    ("unicode", include_str!("../lib/unicode.go")),
    ("unicode/utf8", include_str!("../lib/utf8.go")),
    ("math", include_str!("../lib/math.go")),
    ("sort", include_str!("../lib/sort.go")),
    ("sync", include_str!("../lib/sync.go")),
    ("sync/atomic", include_str!("../lib/atomic.go")),
    ("time", include_str!("../lib/time.go")),
    ("log", include_str!("../lib/log.go")),
    ("bytes", include_str!("../lib/bytes.go")),
    ("bufio", include_str!("../lib/bufio.go")),
    ("context", include_str!("../lib/context.go")),
    ("os/signal", include_str!("../lib/signal.go")),
    ("syscall", include_str!("../lib/syscall.go")),
    ("math/rand", include_str!("../lib/rand.go")),
    ("cmp", include_str!("../lib/cmp.go")),
    ("slices", include_str!("../lib/slices.go")),
    ("maps", include_str!("../lib/maps.go")),
    ("reflect", include_str!("../lib/reflect.go")),
    ("flag", include_str!("../lib/flag.go")),
    ("path", include_str!("../lib/path.go")),
    ("path/filepath", include_str!("../lib/filepath.go")),
    ("internal/mirror", include_str!("../lib/mirror.go")),
    ("encoding/json", include_str!("../lib/json.go")),
    ("net", include_str!("../lib/net.go")),
    ("net/url", include_str!("../lib/url.go")),
    ("net/http", include_str!("../lib/http.go")),
];

/// Every package of Go's library, for those that are not simulated.
const OTHERS: &str = include_str!("../lib/names.txt");

/// A package's source.
pub fn source(path: &str) -> Option<&'static str> {
    PACKAGES.iter().find(|(p, _)| *p == path).map(|(_, text)| *text)
}

/// The paths of all that are simulated.
pub fn paths() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|(path, _)| *path)
}

/// Whether Go's own library has such a package.
pub fn is_standard(path: &str) -> bool {
    OTHERS.lines().any(|line| line.split(' ').next() == Some(path))
}

/// Whether a package of Go's own library has such a name.
pub fn exists(path: &str, name: &str) -> bool {
    OTHERS.lines().any(|line| {
        let mut words = line.split(' ');
        words.next() == Some(path) && words.any(|w| w == name)
    })
}

/// Whether something in Go's own library has a field or method of this name.
pub fn has_member(name: &str) -> bool {
    OTHERS.lines().filter(|l| l.starts_with('.')).any(|l| l.split(' ').any(|w| w == name))
}
