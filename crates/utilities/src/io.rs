//! Streams as the C library gives them to utilities: buffered output, lines of input.
//!
//! Standard output is kept back until 4 KiB have come together, until a line's end when it is a
//! terminal, and until the program ends (setvbuf(3)); standard error goes out at once. So two streams
//! that land in one place interleave as they do on Linux. Input comes in chunks or in lines of any
//! length up to [`LIMIT`]. Left out: wide characters, `ungetc`.

use crate::regex::Regex;
use machine::{Errno, Fd, Flags, Sys};

/// The most bytes that a utility holds of one input, and the longest line.
pub const LIMIT: usize = 64 << 20;

const BUFFER: usize = 4096;

/// A buffered writer on a descriptor.
pub struct Out {
    sys: Sys,
    fd: Fd,
    buffer: Vec<u8>,
    by_line: bool,
    failed: Option<Errno>,
}

impl Out {
    pub fn new(sys: &Sys, fd: Fd) -> Out {
        Out {
            sys: sys.clone(),
            fd,
            buffer: Vec::new(),
            by_line: sys.isatty(fd),
            failed: None,
        }
    }

    /// Flushes at every line's end from now on.
    pub fn set_line_buffered(&mut self) {
        self.by_line = true;
    }

    /// Keeps bytes for later without writing yet.
    pub fn push(&mut self, bytes: impl AsRef<[u8]>) {
        self.buffer.extend_from_slice(bytes.as_ref());
    }

    /// Adds bytes and writes when there are enough of them. Errors stay: later calls fail as well.
    pub async fn write(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), Errno> {
        let bytes = bytes.as_ref();
        self.buffer.extend_from_slice(bytes);
        if self.by_line && bytes.contains(&b'\n') {
            return self.flush().await;
        }
        while self.buffer.len() >= BUFFER {
            let cut = self.buffer.len() - self.buffer.len() % BUFFER;
            let rest = self.buffer.split_off(cut);
            let full = std::mem::replace(&mut self.buffer, rest);
            self.send(&full).await?;
        }
        self.failed.map_or(Ok(()), Err)
    }

    /// Writes what is kept.
    pub async fn flush(&mut self) -> Result<(), Errno> {
        let bytes = std::mem::take(&mut self.buffer);
        self.send(&bytes).await
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), Errno> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        let result = self.sys.write(self.fd, bytes).await;
        self.failed = result.err();
        result
    }
}

/// How much a buffer grows before the machine is told of it.
pub const MEMORY_STEP: usize = 1 << 20;

/// Tells the machine of a buffer that has outgrown what was `told`: twice its length, since it doubles as it
/// grows. Past its container's limit the process is killed here.
pub async fn tell_memory(sys: &Sys, len: usize, told: &mut usize) {
    if len > *told {
        *told = len.saturating_mul(2);
        sys.set_memory(len as u64 * 2).await;
    }
}

/// A buffered reader on a descriptor; one that it opened itself it also closes.
pub struct Reader {
    sys: Sys,
    fd: Fd,
    owned: bool,
    buffer: Vec<u8>,
    /// What was handed out already.
    start: usize,
    ended: bool,
}

impl Reader {
    /// A file, or standard input for `-`. Errors: open(2)'s; EISDIR comes with the first read.
    pub fn open(sys: &Sys, path: &str) -> Result<Reader, Errno> {
        if path == "-" {
            return Ok(Reader::on(sys, 0));
        }
        let fd = sys.open(path, Flags::READ, 0)?;
        Ok(Reader::owning(sys, fd))
    }

    /// A descriptor that stays open.
    pub fn on(sys: &Sys, fd: Fd) -> Reader {
        Reader {
            sys: sys.clone(),
            fd,
            owned: false,
            buffer: Vec::new(),
            start: 0,
            ended: false,
        }
    }

    /// A descriptor that is closed with the reader.
    pub fn owning(sys: &Sys, fd: Fd) -> Reader {
        let mut reader = Reader::on(sys, fd);
        reader.owned = true;
        reader
    }

    pub fn fd(&self) -> Fd {
        self.fd
    }

    /// The next bytes, however many there are; empty at the end.
    pub async fn chunk(&mut self) -> Result<Vec<u8>, Errno> {
        if self.start < self.buffer.len() {
            let rest = self.buffer.split_off(self.start);
            self.buffer.clear();
            self.start = 0;
            return Ok(rest);
        }
        self.buffer.clear();
        self.start = 0;
        self.sys.read(self.fd, 65_536).await
    }

    /// The next line with its end, a newline or another byte (which the last line may lack); `None` at the
    /// end of input. Errors: EFBIG past [`LIMIT`].
    pub async fn record(&mut self, end: u8) -> Result<Option<Vec<u8>>, Errno> {
        let mut seen = self.start;
        let mut told = MEMORY_STEP;
        loop {
            if let Some(at) = self.buffer.get(seen..).and_then(|b| b.iter().position(|b| *b == end)) {
                let line = self.buffer.get(self.start..seen + at + 1).unwrap_or_default().to_vec();
                self.start = seen + at + 1;
                self.sys.tick().await;
                return Ok(Some(line));
            }
            if self.ended {
                let rest = self.buffer.split_off(self.start);
                self.buffer.clear();
                self.start = 0;
                return Ok((!rest.is_empty()).then_some(rest));
            }
            if self.start > 0 {
                self.buffer.drain(..self.start);
                self.start = 0;
            }
            seen = self.buffer.len();
            tell_memory(&self.sys, seen, &mut told).await;
            if seen > LIMIT {
                return Err(Errno::EFBIG);
            }
            let more = self.sys.read(self.fd, 65_536).await?;
            self.ended = more.is_empty();
            self.buffer.extend(more);
        }
    }

    /// Everything that is left. Errors: ENOMEM past [`LIMIT`].
    pub async fn all(&mut self) -> Result<Vec<u8>, Errno> {
        let mut out = Vec::new();
        let mut told = MEMORY_STEP;
        loop {
            let bytes = self.chunk().await?;
            if bytes.is_empty() {
                return Ok(out);
            }
            out.extend(bytes);
            tell_memory(&self.sys, out.len(), &mut told).await;
            if out.len() > LIMIT {
                return Err(Errno::ENOMEM);
            }
        }
    }

    /// What comes before the next match of a pattern, which is left out; the whole rest is read ahead.
    pub async fn until(&mut self, end: &Regex) -> Result<Option<Vec<u8>>, Errno> {
        if !self.ended {
            let rest = self.all().await?;
            (self.buffer, self.start, self.ended) = (rest, 0, true);
        }
        let rest = self.buffer.get(self.start..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let found = end
            .find(rest, 0)
            .and_then(|g| g.first().copied().flatten())
            .filter(|(a, b)| b > a);
        let (stop, next) = match found {
            Some((a, b)) => (a, b),
            None => (rest.len() - usize::from(rest.last() == Some(&b'\n')), rest.len()),
        };
        let record = rest.get(..stop).unwrap_or_default().to_vec();
        self.start += next;
        Ok(Some(record))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if self.owned {
            let _ = self.sys.close(self.fd);
        }
    }
}

/// Lines without their ends; and whether the last one had an end.
pub fn split_lines(bytes: &[u8]) -> (Vec<Vec<u8>>, bool) {
    let ended = bytes.last().is_none_or(|b| *b == b'\n');
    let mut lines: Vec<Vec<u8>> = bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    if ended {
        lines.pop();
    }
    (lines, ended)
}

/// A line without its end.
pub fn chomp(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\n").unwrap_or(line)
}
