//! Jar files: zip archives whose members are stored as they are (PKWARE's APPNOTE, methods 0 only).
//!
//! Read are the archives written here; a jar from elsewhere is deflated, which is told apart and refused.

/// A member: its path and bytes.
pub type Member = (String, Vec<u8>);

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

fn head(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    for half in [10u16, 0x0800, 0, 0, 0x5a21] {
        out.extend(half.to_le_bytes());
    }
    out.extend(crc(bytes).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend((name.len() as u16).to_le_bytes());
    out.extend(0u16.to_le_bytes());
}

/// The archive of members.
pub fn write(members: &[Member]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in members {
        let at = out.len() as u32;
        out.extend(b"PK\x03\x04");
        head(&mut out, name, bytes);
        out.extend(name.as_bytes());
        out.extend(bytes);
        directory.extend(b"PK\x01\x02\x0a\x00");
        head(&mut directory, name, bytes);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, count) = (out.len() as u32, members.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]);
    out
}

fn number(bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(len)?)?;
    Some(part.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b)))
}

/// The members of an archive; `None` if it is none, or one that is deflated.
pub fn read(bytes: &[u8]) -> Option<Vec<Member>> {
    let (mut at, mut out) = (0usize, Vec::new());
    while bytes.get(at..at.checked_add(4)?) == Some(b"PK\x03\x04") {
        if number(bytes, at + 8, 2)? != 0 {
            return None;
        }
        let (size, name, extra) = (
            number(bytes, at + 18, 4)?,
            number(bytes, at + 26, 2)?,
            number(bytes, at + 28, 2)?,
        );
        let start = at.checked_add(30)?;
        let text = String::from_utf8_lossy(bytes.get(start..start.checked_add(name)?)?).into_owned();
        let from = start.checked_add(name)?.checked_add(extra)?;
        let to = from.checked_add(size)?;
        out.push((text, bytes.get(from..to)?.to_vec()));
        at = to;
    }
    (!out.is_empty()).then_some(out)
}
