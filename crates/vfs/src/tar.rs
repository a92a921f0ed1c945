//! Archives: a tree as canonical tar, and hostile tar as a tree.
//!
//! Writing is deterministic: entries in the order given, numeric owners, whole seconds, PAX records
//! (POSIX pax, "Extended Header") for what a ustar header cannot hold. Two records are ours:
//! `DRYDOCK.padding` gives zeros at a file's end that the archive doesn't carry, and `DRYDOCK.holes`
//! the long runs of zeros inside it, so that a sparse file costs neither time nor memory.
//! Reading takes ustar, PAX and GNU long names, plain or gzipped. Left out: block devices, sockets,
//! extended attributes and the compressions bzip2, xz and zstd (which are named in the error).

use crate::{Errno, FileData, Fs, Ino, Meta, Node, ROOT};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;

/// One member of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Relative, clean, without a trailing slash; empty for the directory itself (`./`).
    pub path: String,
    pub meta: Meta,
    pub content: Content,
}

/// What a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    File(FileData),
    Dir,
    Symlink(Arc<str>),
    /// Another name of the member with this (clean, relative) path.
    Hardlink(String),
    CharDev(u32, u32),
    Fifo,
}

/// What reading may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes unpacked, headers included.
    pub bytes: u64,
    /// Zeros that are counted and not carried.
    pub padding: u64,
    pub entries: usize,
}

/// Why bytes could not be read as an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    /// Not tar, or cut off, or with numbers that make no sense; the reader's own words.
    Malformed(String),
    /// A member that would land outside, or whose name no file system takes.
    Path(String),
    /// More than [`Limits`] allow.
    TooLarge,
    /// A compression that is not simulated.
    Compression(&'static str),
}

const PADDING: &str = "DRYDOCK.padding";
const HOLES: &str = "DRYDOCK.holes";
/// Runs of zeros shorter than this are written out.
const HOLE: u64 = 1 << 20;
const NAME_FIELD: usize = 100;

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 256 << 20,
            padding: 16 << 30,
            entries: 200_000,
        }
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ArchiveError::Malformed(why) => f.write_str(why),
            ArchiveError::Path(path) => write!(f, "invalid name in archive: {path:?}"),
            ArchiveError::TooLarge => f.write_str("archive is too large: no space left on device"),
            ArchiveError::Compression(name) => write!(f, "drydock: {name} compression is not simulated"),
        }
    }
}

impl std::error::Error for ArchiveError {}

/// Writes entries, in the order given, and the end of the archive.
pub fn write<'a>(entries: impl IntoIterator<Item = &'a Entry>, out: impl Write) -> io::Result<()> {
    let mut builder = ::tar::Builder::new(out);
    for entry in entries {
        write_entry(&mut builder, &entry.path, &entry.meta, &entry.content)?;
    }
    builder.finish()
}

/// The archive of these entries.
pub fn to_bytes<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<u8> {
    let mut out = Vec::new();
    // Writing into a vector cannot fail.
    let _ = write(entries, &mut out);
    out
}

pub(crate) fn write_entry<W: Write>(
    builder: &mut ::tar::Builder<W>,
    path: &str,
    meta: &Meta,
    content: &Content,
) -> io::Result<()> {
    use ::tar::EntryType;
    let mut header = ::tar::Header::new_ustar();
    header.set_mode(meta.mode & 0o7777);
    header.set_uid(u64::from(meta.uid));
    header.set_gid(u64::from(meta.gid));
    header.set_mtime(meta.mtime.div_euclid(1_000_000_000).max(0) as u64);
    header.set_size(0);
    let mut pax: Vec<(&str, String)> = Vec::new();
    let mut name = path.to_string();
    let mut link = None;
    let mut segments = Segments::default();
    let kind = match content {
        Content::File(data) => {
            segments = Segments::of(data);
            if !segments.holes.is_empty() {
                let holes: Vec<String> = segments.holes.iter().map(|(at, len)| format!("{at}:{len}")).collect();
                pax.push((HOLES, holes.join(" ")));
            }
            if segments.padding > 0 {
                pax.push((PADDING, segments.padding.to_string()));
            }
            header.set_size(segments.carried);
            EntryType::Regular
        }
        Content::Dir => {
            name = if path.is_empty() { "./".into() } else { format!("{path}/") };
            EntryType::Directory
        }
        Content::Symlink(target) => {
            link = Some(&**target);
            EntryType::Symlink
        }
        Content::Hardlink(target) => {
            link = Some(&**target);
            EntryType::Link
        }
        Content::CharDev(major, minor) => {
            header.set_device_major(*major)?;
            header.set_device_minor(*minor)?;
            EntryType::Char
        }
        Content::Fifo => EntryType::Fifo,
    };
    header.set_entry_type(kind);
    let old = header.as_old_mut();
    if !fill(&mut old.name, &name) {
        pax.push(("path", name));
    }
    if let Some(link) = link
        && !fill(&mut old.linkname, link)
    {
        pax.push(("linkpath", link.to_string()));
    }
    header.set_cksum();
    pax.sort();
    builder.append_pax_extensions(pax.iter().map(|(key, value)| (*key, value.as_bytes())))?;
    match content {
        Content::File(data) => builder.append(&header, segments.reader(data)),
        _ => builder.append(&header, io::empty()),
    }
}

/// Puts text in a header's field, cut to its length; false if a PAX record must carry it.
fn fill(field: &mut [u8; NAME_FIELD], text: &str) -> bool {
    let cut = text.len().min(NAME_FIELD);
    field[..cut].copy_from_slice(&text.as_bytes()[..cut]);
    text.len() <= NAME_FIELD && text.is_ascii()
}

/// Which parts of a file an archive carries.
#[derive(Default)]
struct Segments {
    /// Offset and length of what lies between holes.
    parts: Vec<(u64, u64)>,
    holes: Vec<(u64, u64)>,
    padding: u64,
    carried: u64,
}

impl Segments {
    fn of(data: &FileData) -> Segments {
        let mut runs: Vec<(u64, u64)> = Vec::new();
        let mut at = 0;
        for (bytes, len) in data.pieces() {
            let len = len as u64;
            match (bytes, runs.last_mut()) {
                (None, Some((start, run))) if *start + *run == at => *run += len,
                (None, _) => runs.push((at, len)),
                _ => {}
            }
            at += len;
        }
        let mut segments = Segments {
            padding: data.padding(),
            ..Segments::default()
        };
        if let Some(&(start, len)) = runs.last()
            && start + len == at
        {
            segments.padding += len;
            at = start;
            runs.pop();
        }
        segments.holes = runs.into_iter().filter(|(_, len)| *len >= HOLE).collect();
        let mut from = 0;
        for &(start, len) in segments.holes.iter().chain([&(at, 0)]) {
            if start > from {
                segments.parts.push((from, start - from));
                segments.carried += start - from;
            }
            from = start + len;
        }
        segments
    }

    fn reader<'a>(&self, data: &'a FileData) -> SegmentReader<'a> {
        let mut parts = self.parts.clone();
        parts.reverse();
        SegmentReader { data, parts }
    }
}

/// Streams the carried parts of a file, so that no archive needs a second copy of it.
struct SegmentReader<'a> {
    data: &'a FileData,
    parts: Vec<(u64, u64)>,
}

impl Read for SegmentReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some((at, len)) = self.parts.last_mut() else {
            return Ok(0);
        };
        let take = (*len).min(out.len() as u64) as usize;
        let bytes = self.data.read(*at, take);
        let got = bytes.len().min(out.len());
        out[..got].copy_from_slice(&bytes[..got]);
        *at += got as u64;
        *len -= got as u64;
        if *len == 0 || got == 0 {
            self.parts.pop();
        }
        Ok(got)
    }
}

/// Whether these first bytes are an archive that `ADD` unpacks: tar, or a known compression.
pub fn looks_like_archive(bytes: &[u8]) -> bool {
    compression(bytes).is_some() || bytes.get(257..262) == Some(b"ustar")
}

fn compression(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 4] = [
        (&[0x1f, 0x8b], "gzip"),
        (b"BZh", "bzip2"),
        (&[0xfd, b'7', b'z', b'X', b'Z', 0], "xz"),
        (&[0x28, 0xb5, 0x2f, 0xfd], "zstd"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, name)| *name)
}

/// The members of an archive, gzipped or not, in its order. Names come out clean; one that climbs
/// out (`..`) is an error. Block devices and other members that no file stands for are skipped.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, ArchiveError> {
    match compression(bytes) {
        Some("gzip") => read_plain(flate2::read::MultiGzDecoder::new(bytes), limits),
        Some(other) => Err(ArchiveError::Compression(other)),
        None => read_plain(bytes, limits),
    }
}

fn read_plain(bytes: impl Read, limits: &Limits) -> Result<Vec<Entry>, ArchiveError> {
    let mut archive = ::tar::Archive::new(bytes.take(limits.bytes));
    let mut left = *limits;
    let mut out = Vec::new();
    for entry in archive.entries().map_err(malformed)? {
        if out.len() >= limits.entries {
            return Err(ArchiveError::TooLarge);
        }
        if let Some(entry) = read_entry(&mut entry.map_err(malformed)?, &mut left)? {
            out.push(entry);
        }
    }
    if archive.into_inner().limit() == 0 {
        return Err(ArchiveError::TooLarge);
    }
    Ok(out)
}

fn malformed(error: io::Error) -> ArchiveError {
    ArchiveError::Malformed(match error.kind() {
        io::ErrorKind::UnexpectedEof => "unexpected EOF".into(),
        _ => "archive/tar: invalid tar header".into(),
    })
}

fn read_entry<R: Read>(entry: &mut ::tar::Entry<'_, R>, left: &mut Limits) -> Result<Option<Entry>, ArchiveError> {
    use ::tar::EntryType;
    let path = clean(&entry.path_bytes())?;
    let link = entry
        .link_name_bytes()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mut records = BTreeMap::new();
    if let Some(pax) = entry.pax_extensions().map_err(malformed)? {
        for record in pax.flatten() {
            if let (Ok(key @ (PADDING | HOLES)), Ok(value)) = (record.key(), record.value()) {
                records.insert(key.to_string(), value.to_string());
            }
        }
    }
    let header = entry.header();
    let id = |n: io::Result<u64>| n.ok().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let seconds = header.mtime().ok().and_then(|s| i64::try_from(s).ok()).unwrap_or(0);
    let meta = Meta {
        mode: header.mode().unwrap_or(0o644) & 0o7777,
        uid: id(header.uid()),
        gid: id(header.gid()),
        mtime: seconds.saturating_mul(1_000_000_000),
    };
    let device = |n: io::Result<Option<u32>>| n.ok().flatten().unwrap_or(0);
    let content = match header.entry_type() {
        EntryType::Directory => Content::Dir,
        EntryType::Symlink => match link {
            Some(target) if target.len() <= 4096 && !target.contains('\0') => Content::Symlink(target.into()),
            _ => return Err(ArchiveError::Path(path)),
        },
        EntryType::Link => Content::Hardlink(clean(link.unwrap_or_default().as_bytes())?),
        EntryType::Char => Content::CharDev(device(header.device_major()), device(header.device_minor())),
        EntryType::Fifo => Content::Fifo,
        EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Content::File(read_file(entry, &records, left)?),
        _ => return Ok(None),
    };
    if path.is_empty() && content != Content::Dir {
        return Err(ArchiveError::Path(path));
    }
    Ok(Some(Entry { path, meta, content }))
}

/// `left` shrinks by what the file takes; a sparse file of GNU's kind is larger than its archive.
fn read_file(entry: &mut impl Read, records: &BTreeMap<String, String>, left: &mut Limits) -> Result<FileData, ArchiveError> {
    let mut spend = |text: &str| -> Result<u64, ArchiveError> {
        let amount: u64 = text
            .parse()
            .map_err(|_| ArchiveError::Malformed("archive/tar: invalid tar header".into()))?;
        left.padding = left.padding.checked_sub(amount).ok_or(ArchiveError::TooLarge)?;
        Ok(amount)
    };
    let mut holes: Vec<(u64, u64)> = Vec::new();
    for text in records.get(HOLES).map_or("", String::as_str).split_whitespace() {
        let (at, len) = text.split_once(':').unwrap_or((text, "0"));
        holes.push((at.parse().unwrap_or(u64::MAX), spend(len)?));
    }
    let mut data = FileData::default();
    let mut at = 0u64;
    let mut next = holes.into_iter().peekable();
    let mut buffer = [0; 32 * 1024];
    loop {
        while let Some((_, len)) = next.next_if(|(start, _)| *start <= at) {
            at += len;
        }
        let room = next.peek().map_or(u64::MAX, |(start, _)| start - at).min(buffer.len() as u64) as usize;
        let got = entry.read(&mut buffer[..room]).map_err(malformed)?;
        if got == 0 {
            break;
        }
        left.bytes = left.bytes.checked_sub(got as u64).ok_or(ArchiveError::TooLarge)?;
        data.write(at, &buffer[..got]);
        at += got as u64;
    }
    match records.get(PADDING) {
        Some(text) => Ok(data.padded(spend(text)?)),
        None => Ok(data),
    }
}

/// A relative path without `.`, doubled or outer slashes. Errors: `..`, NUL, names past 255 bytes.
fn clean(path: &[u8]) -> Result<String, ArchiveError> {
    let text = String::from_utf8_lossy(path);
    let names: Vec<&str> = text.split('/').filter(|name| !name.is_empty() && *name != ".").collect();
    let bad = |name: &&str| *name == ".." || name.len() > 255 || name.contains('\0');
    if text.len() > 4096 || names.iter().any(bad) {
        return Err(ArchiveError::Path(text.chars().take(120).collect()));
    }
    Ok(names.join("/"))
}

/// The bytes gzipped, without a name or a time in the header.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing into a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The bytes behind gzip, at most `limit` of them.
pub fn gunzip(bytes: &[u8], limit: u64) -> Result<Vec<u8>, ArchiveError> {
    let mut out = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes).take(limit.saturating_add(1));
    decoder
        .read_to_end(&mut out)
        .map_err(|_| ArchiveError::Malformed("gzip: invalid header".into()))?;
    if out.len() as u64 > limit {
        return Err(ArchiveError::TooLarge);
    }
    Ok(out)
}

/// The entries of the tree at `ino`, which is called `name` in the archive (empty: `./`), depth
/// first by name. A second name of a file is a hard link to the first.
pub fn pack(fs: &Fs, ino: Ino, name: &str) -> Result<Vec<Entry>, Errno> {
    let mut out = Vec::new();
    let mut first: BTreeMap<Ino, String> = BTreeMap::new();
    let mut todo = vec![(ino, name.to_string())];
    while let Some((ino, path)) = todo.pop() {
        if let Node::Dir(entries) = &fs.get(ino)?.node {
            let below = entries.iter().map(|(name, child)| (*child, join(&path, name)));
            let start = todo.len();
            todo.extend(below);
            todo[start..].reverse();
        }
        if let Some(entry) = pack_one(fs, ino, path, &mut first)? {
            out.push(entry);
        }
    }
    Ok(out)
}

/// One inode as an entry; None for a socket. `first` remembers under which path an inode went in.
pub(crate) fn pack_one(fs: &Fs, ino: Ino, path: String, first: &mut BTreeMap<Ino, String>) -> Result<Option<Entry>, Errno> {
    let inode = fs.get(ino)?;
    let linked = inode.nlink > 1 && !matches!(inode.node, Node::Dir(_));
    let content = match &inode.node {
        _ if linked && first.contains_key(&ino) => Content::Hardlink(first.get(&ino).cloned().unwrap_or_default()),
        Node::File(data) => Content::File(data.clone()),
        Node::Dir(_) => Content::Dir,
        Node::Symlink(target) => Content::Symlink(target.clone()),
        Node::CharDev(major, minor) => Content::CharDev(*major, *minor),
        Node::Fifo => Content::Fifo,
        Node::Socket => return Ok(None),
    };
    if linked {
        first.entry(ino).or_insert_with(|| path.clone());
    }
    let meta = inode.meta;
    Ok(Some(Entry { path, meta, content }))
}

/// Puts entries below a directory, as `tar -x` does: symbolic links to directories that are on the
/// way are followed (never out of the file system), other files are replaced, directories merged.
pub fn unpack<'a>(fs: &mut Fs, dir: Ino, entries: impl IntoIterator<Item = &'a Entry>) -> Result<(), Errno> {
    for entry in entries {
        let find = |fs: &mut Fs, parent: &str| follow(fs, dir, parent, entry.meta.mtime);
        put(fs, dir, entry, &find)?;
    }
    Ok(())
}

/// Finds or makes the directory that a path's parent names.
pub(crate) type Find<'a> = &'a dyn Fn(&mut Fs, &str) -> Result<Ino, Errno>;

pub(crate) fn put(fs: &mut Fs, root: Ino, entry: &Entry, find: Find) -> Result<(), Errno> {
    let (parent, name) = entry.path.rsplit_once('/').unwrap_or(("", &entry.path));
    if name.is_empty() {
        return fs.set_meta(root, |meta| *meta = entry.meta);
    }
    let dir = find(fs, parent)?;
    let target = match &entry.content {
        Content::Hardlink(target) => {
            let (parent, name) = target.rsplit_once('/').unwrap_or(("", target));
            let dir = find(fs, parent)?;
            Some(fs.lookup(dir, name)?)
        }
        _ => None,
    };
    let before = fs.get(dir)?.meta.mtime;
    if let Ok(there) = fs.lookup(dir, name) {
        let is_dir = matches!(fs.get(there)?.node, Node::Dir(_));
        if is_dir && entry.content == Content::Dir {
            return fs.set_meta(there, |meta| *meta = entry.meta);
        }
        if target == Some(there) {
            return Ok(());
        }
        remove(fs, dir, name)?;
    }
    let node = match &entry.content {
        Content::File(data) => Some(Node::File(data.clone())),
        Content::Symlink(target) => Some(Node::Symlink(target.clone())),
        Content::CharDev(major, minor) => Some(Node::CharDev(*major, *minor)),
        Content::Fifo => Some(Node::Fifo),
        Content::Dir | Content::Hardlink(_) => None,
    };
    match (node, target) {
        (Some(node), _) => fs.create(dir, name, entry.meta, node).map(|_| ())?,
        (None, Some(target)) => fs.link(target, dir, name, before)?,
        (None, None) => fs.mkdir(dir, name, entry.meta).map(|_| ())?,
    }
    // What an archive says of a directory stands, although something came into it afterwards.
    fs.set_meta(dir, |meta| meta.mtime = before)
}

/// Removes a name and all below it.
pub(crate) fn remove(fs: &mut Fs, dir: Ino, name: &str) -> Result<(), Errno> {
    let mtime = fs.get(dir)?.meta.mtime;
    let mut todo = vec![(dir, Arc::<str>::from(name), false)];
    while let Some((dir, name, emptied)) = todo.pop() {
        let ino = fs.lookup(dir, &name)?;
        match &fs.get(ino)?.node {
            Node::Dir(_) if emptied => fs.rmdir(dir, &name, mtime)?,
            Node::Dir(entries) => {
                let below: Vec<Arc<str>> = entries.keys().cloned().collect();
                todo.push((dir, name, true));
                todo.extend(below.into_iter().map(|name| (ino, name, false)));
            }
            _ => fs.unlink(dir, &name, mtime)?,
        }
    }
    Ok(())
}

/// The directory at `path` below `root`, made where it is missing; symbolic links are followed.
fn follow(fs: &mut Fs, root: Ino, path: &str, mtime: i64) -> Result<Ino, Errno> {
    let names = |path: &str| -> Vec<String> { path.split('/').filter(|n| !n.is_empty()).rev().map(str::to_string).collect() };
    let mut rest = names(path);
    let mut at = root;
    let mut links = 0;
    while let Some(name) = rest.pop() {
        if name == "." || name == ".." {
            at = if name == ".." { fs.parent(at) } else { at };
            continue;
        }
        let ino = match fs.lookup(at, &name) {
            Ok(ino) => ino,
            Err(Errno::ENOENT) => fs.mkdir(at, &name, implied(mtime))?,
            Err(other) => return Err(other),
        };
        match &fs.get(ino)?.node {
            Node::Symlink(target) => {
                links += 1;
                if links > 40 {
                    return Err(Errno::ELOOP);
                }
                if target.starts_with('/') {
                    at = ROOT;
                }
                rest.extend(names(target));
            }
            Node::Dir(_) => at = ino,
            _ => return Err(Errno::ENOTDIR),
        }
    }
    Ok(at)
}

/// The attributes of a directory that an archive needs and doesn't have.
pub(crate) fn implied(mtime: i64) -> Meta {
    Meta {
        mode: 0o755,
        uid: 0,
        gid: 0,
        mtime,
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_string()
    } else {
        format!("{path}/{name}")
    }
}
