//! `md5sum`, `sha1sum`, `sha224sum`, `sha256sum`, `sha384sum`, `sha512sum`, `cksum`.

use crate::io::Reader;
use crate::tool::{Exit, Run, Tool, tool};
use sha2::Digest;

tool!();

enum Sum {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl Sum {
    fn named(name: &str) -> (Sum, usize) {
        match name {
            "md5sum" => (Sum::Md5(Digest::new()), 32),
            "sha1sum" => (Sum::Sha1(Digest::new()), 40),
            "sha224sum" => (Sum::Sha224(Digest::new()), 56),
            "sha384sum" => (Sum::Sha384(Digest::new()), 96),
            "sha512sum" => (Sum::Sha512(Digest::new()), 128),
            _ => (Sum::Sha256(Digest::new()), 64),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Sum::Md5(d) => d.update(bytes),
            Sum::Sha1(d) => d.update(bytes),
            Sum::Sha224(d) => d.update(bytes),
            Sum::Sha256(d) => d.update(bytes),
            Sum::Sha384(d) => d.update(bytes),
            Sum::Sha512(d) => d.update(bytes),
        }
    }

    fn hex(self) -> String {
        let bytes = match self {
            Sum::Md5(d) => d.finalize().to_vec(),
            Sum::Sha1(d) => d.finalize().to_vec(),
            Sum::Sha224(d) => d.finalize().to_vec(),
            Sum::Sha256(d) => d.finalize().to_vec(),
            Sum::Sha384(d) => d.finalize().to_vec(),
            Sum::Sha512(d) => d.finalize().to_vec(),
        };
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }
}

async fn sum(t: &Tool, reader: &mut Reader) -> Result<String, machine::Errno> {
    let (mut sum, _) = Sum::named(&t.name);
    loop {
        let bytes = reader.chunk().await?;
        if bytes.is_empty() {
            return Ok(sum.hex());
        }
        sum.update(&bytes);
    }
}

async fn run(t: &mut Tool) -> Run {
    if t.name == "cksum" {
        return cksum(t).await;
    }
    let long = [
        ("check", 'c'),
        ("status", 's'),
        ("quiet", 'q'),
        ("warn", 'w'),
        ("binary", 'b'),
        ("text", 't'),
        ("strict", 'S'),
        ("tag", 'T'),
        ("ignore-missing", 'i'),
    ];
    let options = t.options("cswbtq", &long).await?;
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    if options.has('c') {
        for file in files {
            check(t, &file, &options).await?;
        }
        return Ok(());
    }
    for file in files {
        let Some(hex) = of_file(t, &file).await else { continue };
        let line = if options.has('T') {
            format!("{} ({file}) = {hex}", t.name.trim_end_matches("sum").to_uppercase())
        } else {
            format!("{hex} {}{file}", if options.has('b') { '*' } else { ' ' })
        };
        t.line(line).await?;
    }
    Ok(())
}

async fn of_file(t: &mut Tool, file: &str) -> Option<String> {
    let result = match Reader::open(&t.sys, file) {
        Ok(mut reader) => match sum(t, &mut reader).await {
            Ok(hex) => Ok(hex),
            Err(error) => Err(t.words("read error: ".to_string(), format!("{file}: ")) + &error.to_string()),
        },
        Err(error) => Err(t.words(format!("can't open '{file}': {error}"), format!("{file}: {error}"))),
    };
    match result {
        Ok(hex) => Some(hex),
        Err(message) => {
            t.error(message).await;
            None
        }
    }
}

async fn check(t: &mut Tool, list: &str, options: &crate::tool::Options) -> Run {
    let bytes = match Reader::open(&t.sys, list) {
        Ok(mut reader) => reader.all().await,
        Err(error) => Err(error),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = t.words(format!("can't open '{list}': {error}"), format!("{list}: {error}"));
            t.error(message).await;
            return Ok(());
        }
    };
    let silent = options.has('s');
    let (_, digits) = Sum::named(&t.name);
    let (mut wrong, mut unread, mut seen, mut malformed) = (0u64, 0u64, 0u64, 0u64);
    for line in String::from_utf8_lossy(&bytes).into_owned().lines() {
        // busybox takes whatever stands before two blanks for a sum.
        let blanks = || line.find("  ").or_else(|| line.find(" *"));
        let parsed = if t.gnu {
            line.split_at_checked(digits)
                .filter(|(h, r)| h.bytes().all(|b| b.is_ascii_hexdigit()) && r.len() > 2)
        } else {
            blanks().and_then(|at| line.split_at_checked(at))
        };
        let Some((expected, rest)) = parsed else {
            malformed += 1;
            continue;
        };
        let file = rest
            .strip_prefix("  ")
            .or_else(|| rest.strip_prefix(" *"))
            .unwrap_or(rest.trim_start());
        seen += 1;
        let before = t.status;
        match of_file(t, file).await {
            None => {
                t.status = before.max(1);
                unread += 1;
                if !silent {
                    t.line(format!("{file}: FAILED{}", t.words("", " open or read"))).await?;
                }
            }
            Some(hex) if hex.eq_ignore_ascii_case(expected) => {
                if !silent && !options.has('q') {
                    t.line(format!("{file}: OK")).await?;
                }
            }
            Some(_) => {
                wrong += 1;
                if !silent {
                    t.line(format!("{file}: FAILED")).await?;
                }
            }
        }
    }
    let name = t.name.clone();
    if seen == 0 {
        let message = t.words(
            format!("{list}: no checksum lines found"),
            format!("{list}: no properly formatted checksum lines found"),
        );
        let _ = name;
        return Err(t.fail(message).await);
    }
    let plural = |n: u64, one: &str, many: &str| if n == 1 { one.to_string() } else { many.to_string() };
    if t.gnu {
        if malformed > 0 && !silent {
            t.say(&format!(
                "WARNING: {malformed} {} improperly formatted",
                plural(malformed, "line is", "lines are")
            ))
            .await;
        }
        if unread > 0 && !silent {
            t.say(&format!(
                "WARNING: {unread} listed {} could not be read",
                plural(unread, "file", "files")
            ))
            .await;
        }
        if wrong > 0 && !silent {
            t.say(&format!(
                "WARNING: {wrong} computed {} did NOT match",
                plural(wrong, "checksum", "checksums")
            ))
            .await;
        }
    } else if wrong + unread > 0 && !silent {
        t.say(&format!(
            "WARNING: {} of {seen} computed checksums did NOT match",
            wrong + unread
        ))
        .await;
    }
    if wrong + unread > 0 { Err(Exit(1)) } else { Ok(()) }
}

async fn cksum(t: &mut Tool) -> Run {
    let options = t.options("", &[]).await?;
    let files = if options.rest.is_empty() {
        vec!["-".to_string()]
    } else {
        options.rest.clone()
    };
    let table: Vec<u32> = (0..256u32)
        .map(|n| {
            (0..8).fold(
                n << 24,
                |c, _| if c & 0x8000_0000 != 0 { c << 1 ^ 0x04c1_1db7 } else { c << 1 },
            )
        })
        .collect();
    for file in files {
        let Some(mut reader) = t.open(&file).await else { continue };
        let (mut crc, mut length) = (0u32, 0u64);
        let step = |crc: u32, byte: u8| crc << 8 ^ table.get((crc >> 24 ^ u32::from(byte)) as usize & 255).copied().unwrap_or(0);
        while let Ok(bytes) = reader.chunk().await {
            if bytes.is_empty() {
                break;
            }
            length += bytes.len() as u64;
            crc = bytes.iter().fold(crc, |c, b| step(c, *b));
        }
        let mut rest = length;
        while rest > 0 {
            crc = step(crc, rest as u8);
            rest >>= 8;
        }
        let name = if options.rest.is_empty() {
            String::new()
        } else {
            format!(" {file}")
        };
        t.line(format!("{} {length}{name}", !crc)).await?;
    }
    Ok(())
}
