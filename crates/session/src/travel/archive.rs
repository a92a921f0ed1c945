//! .zip files (PKWARE's APPNOTE 6.3): read as hostile, written plainly.
//!
//! Entries that are stored or deflated are read; encrypted ones, several volumes and zip64 are refused. The crate `zip`
//! would bring more than that to the page, and leaves the limits to its caller.

use super::path::workspace_path;
use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};
use std::collections::BTreeMap;
use std::fmt;
use std::io::{Read, Write};

/// Bytes of an archive, and of all that it unfolds to.
pub const MOST_BYTES: usize = 20 << 20;
/// Files of an archive.
pub const MOST_FILES: usize = 2_000;

const END: &[u8] = b"PK\x05\x06";
const CENTRAL: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
/// The end's length without its comment, and the longest comment.
const END_LENGTH: usize = 22;
const COMMENT: usize = 65_535;
/// 1980-01-01, the first day a .zip knows.
const DATE: u16 = 0x21;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArchiveError {
    /// It is none, or is cut off.
    NotAnArchive,
    /// It is encrypted, or made in a way that is not read.
    NotRead,
    /// Too many files, or too many bytes.
    TooLarge,
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAnArchive => "this is not a .zip file, or it is damaged",
            Self::NotRead => "this .zip file is encrypted or made in a way that Drydock does not read",
            Self::TooLarge => "this .zip file holds too much",
        })
    }
}

impl std::error::Error for ArchiveError {}

/// What an archive held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// By paths that stay inside a workspace.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Names that were passed over: links, devices, and what would lead out of the workspace.
    pub passed_over: Vec<String>,
}

/// Reads an archive.
pub fn read_zip(bytes: &[u8]) -> Result<Archive, ArchiveError> {
    if bytes.len() > MOST_BYTES {
        return Err(ArchiveError::TooLarge);
    }
    let end = end(bytes).ok_or(ArchiveError::NotAnArchive)?;
    let count = u16_at(end, 10).ok_or(ArchiveError::NotAnArchive)?;
    let start = u32_at(end, 16).ok_or(ArchiveError::NotAnArchive)?;
    if count == u16::MAX || start == u32::MAX {
        return Err(ArchiveError::NotRead);
    }
    if usize::from(count) > MOST_FILES {
        return Err(ArchiveError::TooLarge);
    }
    let mut archive = Archive::default();
    let mut left = MOST_BYTES;
    let mut at = start as usize;
    for _ in 0..count {
        let entry = bytes.get(at..).filter(|rest| rest.starts_with(CENTRAL));
        let entry = entry.ok_or(ArchiveError::NotAnArchive)?;
        at = at.saturating_add(one(bytes, entry, &mut archive, &mut left)?);
    }
    Ok(archive)
}

/// Takes one entry of the central directory; gives its length there.
fn one(bytes: &[u8], entry: &[u8], archive: &mut Archive, left: &mut usize) -> Result<usize, ArchiveError> {
    let damaged = ArchiveError::NotAnArchive;
    let short = |at| u16_at(entry, at).map(usize::from).ok_or(damaged);
    let long = |at| u32_at(entry, at).ok_or(damaged);
    let (flags, method) = (short(8)?, short(10)?);
    let (crc, folded, unfolded) = (long(16)?, long(20)? as usize, long(24)? as usize);
    let (name_length, extra, comment) = (short(28)?, short(30)?, short(32)?);
    let name = entry.get(46..46 + name_length).ok_or(damaged)?;
    let name = String::from_utf8_lossy(name).into_owned();
    let length = 46 + name_length + extra + comment;
    // Made on UNIX: the upper half is the mode, of which the first digit is the kind.
    let kind = (short(4)? >> 8 == 3).then_some((long(38)? >> 28) & 15);
    if name.ends_with('/') || is_clutter(&name) {
        return Ok(length);
    }
    let Some(path) = workspace_path(&name).filter(|_| matches!(kind, None | Some(0 | 8))) else {
        archive.passed_over.push(name);
        return Ok(length);
    };
    if flags & 1 != 0 {
        return Err(ArchiveError::NotRead);
    }
    if unfolded > *left {
        return Err(ArchiveError::TooLarge);
    }
    let local = bytes
        .get(long(42)? as usize..)
        .filter(|rest| rest.starts_with(LOCAL))
        .ok_or(damaged)?;
    let skip = 30 + usize::from(u16_at(local, 26).ok_or(damaged)?) + usize::from(u16_at(local, 28).ok_or(damaged)?);
    let data = local.get(skip..skip.saturating_add(folded)).ok_or(damaged)?;
    let contents = match method {
        0 => data.to_vec(),
        8 => {
            let mut out = Vec::new();
            let most = unfolded as u64 + 1;
            DeflateDecoder::new(data)
                .take(most)
                .read_to_end(&mut out)
                .map_err(|_| damaged)?;
            out
        }
        _ => return Err(ArchiveError::NotRead),
    };
    if contents.len() != unfolded || checksum(&contents) != crc {
        return Err(damaged);
    }
    *left -= contents.len();
    archive.files.insert(path, contents);
    Ok(length)
}

/// What packers and tools leave, and nobody means.
fn is_clutter(name: &str) -> bool {
    name.starts_with("__MACOSX/")
        || name
            .split('/')
            .any(|part| matches!(part, ".git" | ".DS_Store" | "node_modules" | "__pycache__"))
}

fn end(bytes: &[u8]) -> Option<&[u8]> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    (last.saturating_sub(COMMENT)..=last)
        .rev()
        .filter_map(|at| bytes.get(at..))
        .find(|rest| rest.starts_with(END))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Writes an archive of these files; what begins with `#!` can be run.
pub fn write_zip(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut central = Vec::new();
    let mut count = 0_u16;
    for (path, contents) in files.iter().take(MOST_FILES) {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        let folded = encoder.write_all(contents).and_then(|()| encoder.finish());
        let (method, data) = match folded {
            Ok(folded) if folded.len() < contents.len() => (8_u16, folded),
            _ => (0, contents.clone()),
        };
        let (Ok(size), Ok(packed), Ok(name), Ok(offset)) = (
            u32::try_from(contents.len()),
            u32::try_from(data.len()),
            u16::try_from(path.len()),
            u32::try_from(out.len()),
        ) else {
            continue;
        };
        // Version 2.0, names in UTF-8.
        let mut common = Vec::new();
        for field in [20, 0x800, method, 0, DATE] {
            common.extend(field.to_le_bytes());
        }
        for field in [checksum(contents), packed, size] {
            common.extend(field.to_le_bytes());
        }
        common.extend(name.to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        out.extend(LOCAL);
        out.extend(&common);
        out.extend(path.as_bytes());
        out.extend(&data);
        let mode: u32 = if contents.starts_with(b"#!") { 0o100_755 } else { 0o100_644 };
        central.extend(CENTRAL);
        // Made on UNIX.
        central.extend([20, 3]);
        central.extend(&common);
        // No comment, the first volume, no internal attributes.
        central.extend([0; 6]);
        central.extend((mode << 16).to_le_bytes());
        central.extend(offset.to_le_bytes());
        central.extend(path.as_bytes());
        count = count.saturating_add(1);
    }
    let (Ok(size), Ok(offset)) = (u32::try_from(central.len()), u32::try_from(out.len())) else {
        return Vec::new();
    };
    out.extend(central);
    out.extend(END);
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend([0; 2]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
        of.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect()
    }

    /// The archive of these files with one text in place of another of its length, everywhere.
    fn forged(of: &[(&str, &[u8])], from: &str, to: &str) -> Vec<u8> {
        let mut bytes = write_zip(&files(of));
        assert_eq!(from.len(), to.len());
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from.as_bytes()) {
                bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
            }
        }
        bytes
    }

    #[test]
    fn what_is_written_is_read() {
        let long = b"FROM busybox\n".repeat(500);
        let some = files(&[
            ("Dockerfile", &long),
            ("src/empty", b""),
            ("run.sh", b"#!/bin/sh\n"),
            ("\u{4f60}\u{597d}.txt", b"x"),
        ]);
        let bytes = write_zip(&some);
        assert!(bytes.len() < 1_500);
        let read = read_zip(&bytes).expect("it is ours");
        assert_eq!((read.files, read.passed_over), (some, Vec::new()));
    }

    #[test]
    fn names_that_lead_out_are_passed_over() {
        for to in [
            "../../passwd",
            "/etc/passwd1",
            "a/../../../b",
            "C:\\windows\\a",
            "a\u{1b}]0;owned23",
        ] {
            let bytes = forged(&[("etc_xx_passw", b"x"), ("b", b"y")], "etc_xx_passw", to);
            let read = read_zip(&bytes).expect("the rest is read");
            assert_eq!(read.files, files(&[("b", b"y")]), "{to:?}");
            assert_eq!(read.passed_over, [to]);
        }
    }

    #[test]
    fn links_are_passed_over() {
        let mut bytes = write_zip(&files(&[("link", b"/etc/passwd")]));
        let mode = bytes.len() - END_LENGTH - "link".len() - 8;
        bytes[mode..mode + 4].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes());
        assert_eq!(read_zip(&bytes).expect("it is read").passed_over, ["link"]);
    }

    #[test]
    fn clutter_is_left_out() {
        let bytes = write_zip(&files(&[
            ("__MACOSX/a", b"x"),
            ("app/.git/config", b"x"),
            (".DS_Store", b"x"),
            ("a", b"y"),
        ]));
        assert_eq!(read_zip(&bytes).expect("it is read").files, files(&[("a", b"y")]));
    }

    #[test]
    fn a_bomb_is_refused() {
        let bytes = write_zip(&files(&[("zeros", &vec![0; MOST_BYTES + 1])]));
        assert!(bytes.len() < 100_000);
        assert_eq!(read_zip(&bytes), Err(ArchiveError::TooLarge));
        let two = write_zip(&files(&[
            ("a", &vec![0; MOST_BYTES / 2 + 1]),
            ("b", &vec![0; MOST_BYTES / 2 + 1]),
        ]));
        assert_eq!(read_zip(&two), Err(ArchiveError::TooLarge));
    }

    #[test]
    fn a_size_that_lies_is_refused() {
        let mut bytes = write_zip(&files(&[("zeros", &vec![0; 1 << 20])]));
        let directory = bytes.len() - END_LENGTH - 46 - "zeros".len();
        bytes[directory + 24..directory + 28].copy_from_slice(&10_u32.to_le_bytes());
        assert_eq!(read_zip(&bytes), Err(ArchiveError::NotAnArchive));
    }

    #[test]
    fn anything_else_is_no_archive() {
        assert_eq!(read_zip(b""), Err(ArchiveError::NotAnArchive));
        assert_eq!(read_zip(&b"PK".repeat(100)), Err(ArchiveError::NotAnArchive));
        let whole = write_zip(&files(&[("a", b"x"), ("b", &b"y".repeat(100))]));
        for cut in 0..whole.len() {
            assert!(read_zip(&whole[..cut]).is_err());
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                let _ = read_zip(&bytes);
            }
        }
    }
}
