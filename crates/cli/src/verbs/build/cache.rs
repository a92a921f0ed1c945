//! `docker buildx du` and `prune`: the builder's cache.
//!
//! Specified by buildx's `commands/diskusage.go` and `commands/prune.go`. Left out: records of contexts and
//! of pulled images, which BuildKit lists as well; limits on space.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use crate::gotemplate::Value;
use crate::opts;
use engine::{CacheRecord, DiskUsage};
use machine::Instant;
use std::collections::BTreeSet;
use std::time::Duration;
use vfs::Digest;

/// One line of what the cache holds.
struct Record {
    id: String,
    kind: &'static str,
    description: String,
    size: u64,
    created: Instant,
    last_used: Option<Instant>,
    uses: u32,
    /// An image has the same layer.
    shared: bool,
    mutable: bool,
}

/// A record's id as BuildKit writes them: 25 letters and digits.
fn id(key: &Digest) -> String {
    const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    key.as_bytes()
        .iter()
        .take(25)
        .map(|b| char::from(LETTERS.get(usize::from(*b) % 36).copied().unwrap_or(b'0')))
        .collect()
}

fn of_step(key: &Digest, record: &CacheRecord, used: &BTreeSet<Digest>) -> Record {
    Record {
        id: id(key),
        kind: "regular",
        description: record.description.clone(),
        size: record.layer.size(),
        created: record.created,
        last_used: Some(record.last_used),
        uses: record.uses,
        shared: used.contains(&record.layer.diff_id()),
        mutable: false,
    }
}

fn of_mount(name: &str, size: u64, now: Instant) -> Record {
    Record {
        id: id(&Digest::of(name.as_bytes())),
        kind: "exec.cachemount",
        description: format!("cached mount {name} from exec"),
        size,
        created: now,
        last_used: None,
        uses: 1,
        shared: false,
        mutable: true,
    }
}

fn layers_of_images(call: &Call) -> BTreeSet<Digest> {
    call.engine
        .images(|store| store.all().flat_map(|i| i.layers.iter().map(|l| l.diff_id())).collect())
}

fn records(call: &Call) -> Vec<Record> {
    let used = layers_of_images(call);
    let now = call.engine.now();
    let steps = call.engine.build_cache();
    let mounts = call.engine.cache_mounts();
    steps
        .iter()
        .map(|(key, record)| of_step(key, record, &used))
        .chain(mounts.iter().map(|(name, size)| of_mount(name, *size, now)))
        .collect()
}

/// What the build cache holds.
pub fn usage(call: &Call) -> DiskUsage {
    let mut usage = DiskUsage::default();
    for record in records(call) {
        usage.count += 1;
        usage.size += record.size;
        if !record.shared {
            usage.reclaimable += record.size;
        }
    }
    usage
}

/// The cache's records as rows of `docker system df -v`. A record's parents are not kept.
pub fn rows(call: &Call, trunc: bool) -> Vec<Value> {
    let now = call.engine.now();
    records(call)
        .iter()
        .map(|record| {
            format::row(
                "*formatter.buildCacheContext",
                vec![
                    ("CacheType", record.kind.into()),
                    ("CreatedAt", format::go_time(record.created).into()),
                    ("CreatedSince", format::ago(now, record.created).into()),
                    ("Description", record.description.as_str().into()),
                    (
                        "ID",
                        if trunc {
                            format::short_id(&record.id)
                        } else {
                            record.id.clone()
                        }
                        .into(),
                    ),
                    ("InUse", "false".into()),
                    ("LastUsedAt", record.last_used.map(format::go_time).unwrap_or_default().into()),
                    (
                        "LastUsedSince",
                        record.last_used.map(|at| format::ago(now, at)).unwrap_or_default().into(),
                    ),
                    ("Parent", "".into()),
                    ("Shared", record.shared.to_string().into()),
                    ("Size", format::human_size(record.size).into()),
                    ("UsageCount", record.uses.to_string().into()),
                ],
            )
        })
        .collect()
}

/// The cache's records as `docker system df -v` lists them.
pub fn table(call: &Call) -> Result<String, Failure> {
    let rows = rows(call, true);
    format::render(
        "table {{.ID}}\\t{{.CacheType}}\\t{{.Size}}\\t{{.CreatedSince}}\\t{{.LastUsedSince}}\\t{{.UsageCount}}\\t{{.Shared}}",
        &[
            ("ID", "CACHE ID"),
            ("CacheType", "CACHE TYPE"),
            ("Size", "SIZE"),
            ("CreatedSince", "CREATED"),
            ("LastUsedSince", "LAST USED"),
            ("UsageCount", "USAGE"),
            ("Shared", "SHARED"),
        ],
        &rows,
    )
}

/// Takes the cache away. Gives the records' ids and their bytes.
pub fn prune_all(call: &Call, all: bool) -> (Vec<String>, u64) {
    let gone = take(call, all, &Wanted::default());
    let bytes = gone.iter().map(|r| r.size).sum();
    (gone.into_iter().map(|r| r.id).collect(), bytes)
}

/// What `--filter` picks out.
#[derive(Default)]
struct Wanted {
    /// Only what was not used for so long.
    unused_for: Duration,
    id: Option<String>,
    kind: Option<String>,
    description: Option<String>,
    shared: Option<bool>,
    mutable: Option<bool>,
    inuse: Option<bool>,
}

impl Wanted {
    fn parse(filters: &[String]) -> Result<Wanted, Failure> {
        let failed = |why: String| Failure::new(format!("ERROR: {why}"));
        let mut wanted = Wanted::default();
        for (name, value) in opts::parse_filters(filters) {
            let flag = || Some(matches!(value.as_str(), "" | "true" | "1"));
            match name.as_str() {
                "until" | "unused-for" => {
                    let nanos = opts::parse_duration(&value).map_err(|why| {
                        failed(format!(
                            "{} filter expects a duration (e.g., '24h'): {why}",
                            opts::quote(&name)
                        ))
                    })?;
                    wanted.unused_for = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
                }
                "id" | "id~" => wanted.id = Some(value),
                "type" => wanted.kind = Some(value),
                "description" | "description~" => wanted.description = Some(value),
                "shared" => wanted.shared = flag(),
                "private" => wanted.shared = flag().map(|b| !b),
                "mutable" => wanted.mutable = flag(),
                "immutable" => wanted.mutable = flag().map(|b| !b),
                "inuse" => wanted.inuse = flag(),
                _ => return Err(Failure::not_simulated(&format!("the build cache filter {name}"))),
            }
        }
        Ok(wanted)
    }

    fn takes(&self, record: &Record, now: Instant) -> bool {
        let unused = now.since(record.last_used.unwrap_or(record.created));
        unused >= self.unused_for
            && self.id.as_ref().is_none_or(|id| record.id.contains(id))
            && self.kind.as_ref().is_none_or(|kind| record.kind == kind)
            && self.description.as_ref().is_none_or(|d| record.description.contains(d))
            && self.shared.is_none_or(|shared| record.shared == shared)
            && self.mutable.is_none_or(|mutable| record.mutable == mutable)
            && self.inuse.is_none_or(|used| !used)
    }
}

fn take(call: &Call, all: bool, wanted: &Wanted) -> Vec<Record> {
    let used = layers_of_images(call);
    let now = call.engine.now();
    let mut gone: Vec<Record> = call
        .engine
        .prune_build_cache(all, &|key, record| !wanted.takes(&of_step(key, record, &used), now))
        .iter()
        .map(|(key, record)| of_step(key, record, &used))
        .collect();
    let mounts: Vec<Record> = call
        .engine
        .cache_mounts()
        .iter()
        .map(|(name, size)| of_mount(name, *size, now))
        .collect();
    if mounts.iter().all(|record| wanted.takes(record, now)) {
        call.engine.prune_cache_mounts();
        gone.extend(mounts);
    }
    gone
}

const TABLE: &str = "table {{.ID}}\\t{{.Reclaimable}}\\t{{.Size}}\\t{{.LastUsedAt}}";

const HEADINGS: format::Headings = &[
    ("ID", "ID"),
    ("Parents", "PARENTS"),
    ("CreatedAt", "CREATED AT"),
    ("Mutable", "MUTABLE"),
    ("Reclaimable", "RECLAIMABLE"),
    ("Shared", "SHARED"),
    ("Size", "SIZE"),
    ("Description", "DESCRIPTION"),
    ("UsageCount", "USAGE COUNT"),
    ("LastUsedAt", "LAST ACCESSED"),
    ("Type", "TYPE"),
];

pub async fn du(call: Call) -> Outcome {
    let given = call.flags.text("format");
    let verbose = call.flags.on("verbose");
    if verbose && !given.is_empty() {
        return Err(Failure::new("ERROR: --format and --verbose cannot be used together"));
    }
    let filters = call.flags.all("filter");
    let wanted = Wanted::parse(&filters)?;
    let now = call.engine.now();
    let found: Vec<Record> = records(&call).into_iter().filter(|r| wanted.takes(r, now)).collect();
    let plain = ["", "table"].contains(&given.as_str()) && !verbose;
    let pretty = verbose || given == "pretty";
    if pretty {
        for record in &found {
            call.out(&record.pretty(now)).await;
        }
    } else {
        let in_table = plain || given.starts_with("table ");
        let rows: Vec<Value> = found.iter().map(|r| r.row(now, in_table)).collect();
        let template = if plain { TABLE } else { given.as_str() };
        call.out(&format::render(template, HEADINGS, &rows)?).await;
    }
    if (plain || pretty) && filters.is_empty() {
        let sum = |pick: &dyn Fn(&Record) -> bool| -> u64 { found.iter().filter(|r| pick(r)).map(|r| r.size).sum() };
        let total = sum(&|_| true);
        let shared = sum(&|r| r.shared);
        let mut lines = Vec::new();
        if shared > 0 {
            lines.push(("Shared:\t\t", shared));
            lines.push(("Private:\t", total - shared));
        }
        lines.push(("Reclaimable:\t", total));
        lines.push(("Total:\t\t", total));
        for (name, bytes) in lines {
            call.line(&format!("{name}{}", format::human_size(bytes))).await;
        }
    }
    Ok(())
}

impl Record {
    fn row(&self, now: Instant, table: bool) -> Value {
        let mark = |on: bool| if table && on { "*" } else { "" };
        format::row(
            "*commands.diskusageContext",
            vec![
                ("CreatedAt", format::go_time(self.created).into()),
                ("Description", self.description.clone().into()),
                ("ID", format!("{}{}", self.id, mark(self.mutable)).into()),
                (
                    "LastUsedAt",
                    self.last_used.map(|at| format::ago(now, at)).unwrap_or_default().into(),
                ),
                ("Mutable", self.mutable.into()),
                ("Reclaimable", true.into()),
                ("Shared", self.shared.into()),
                (
                    "Size",
                    format!("{}{}", format::human_size(self.size), mark(self.shared)).into(),
                ),
                ("Type", self.kind.into()),
                ("UsageCount", i64::from(self.uses).into()),
            ],
        )
    }

    fn pretty(&self, now: Instant) -> String {
        let mut out = format!(
            "ID:           {}\nCreated at:   {}\nMutable:      {}\nReclaimable:  true\nShared:       {}\nSize:         {}\nDescription:  {}\nUsage count:  {}\n",
            self.id,
            format::go_time(self.created),
            self.mutable,
            self.shared,
            format::human_size(self.size),
            self.description,
            self.uses,
        );
        if let Some(at) = self.last_used {
            out.push_str(&format!("Last used:    {}\n", format::ago(now, at)));
        }
        out.push_str(&format!("Type:         {}\n\n", self.kind));
        out
    }
}

pub async fn prune(call: Call) -> Outcome {
    let all = call.flags.on("all");
    let wanted = Wanted::parse(&call.flags.all("filter"))?;
    for flag in ["max-used-space", "min-free-space", "reserved-space"] {
        if call.flags.changed(flag) {
            return Err(Failure::not_simulated(&format!("docker buildx prune --{flag}")));
        }
    }
    let warning = match all {
        true => "WARNING! This will remove all build cache. Are you sure you want to continue?",
        false => "WARNING! This will remove all dangling build cache. Are you sure you want to continue?",
    };
    if !call.flags.on("force") && !call.confirm(warning).await {
        return Ok(());
    }
    let now = call.engine.now();
    let gone = take(&call, all, &wanted);
    for (index, record) in gone.iter().enumerate() {
        if call.flags.on("verbose") {
            call.out(&record.pretty(now)).await;
            continue;
        }
        // The heading is written with the first row and shares its columns, which are tabs wide.
        if index == 0 {
            call.line("ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED").await;
        }
        let id = format!("{}{}", record.id, if record.mutable { "*" } else { "" });
        let size = format!("{}{}", format::human_size(record.size), if record.shared { "*" } else { "" });
        let used = record.last_used.map(|at| format::ago(now, at)).unwrap_or_default();
        let gap = if index == 0 { "\t\t" } else { "\t" };
        call.line(&format!("{id:<40}\ttrue {gap}{size:<10}\t{used}")).await;
    }
    let bytes: u64 = gone.iter().map(|r| r.size).sum();
    call.line(&format!("Total:\t{}", format::human_size(bytes))).await;
    Ok(())
}
