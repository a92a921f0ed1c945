//! The bytes of a file: pages that snapshots share, holes that cost nothing, and a stand-in's padding.
//!
//! A program of a catalogue image weighs megabytes that nobody reads. Its file holds a few real bytes
//! and `padding`: a length that counts as size, reads as zeros, and that an archive does not carry.

use std::sync::Arc;

const PAGE: usize = 32 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Page {
    /// A full page of zeros.
    Zero,
    /// At most `PAGE` bytes; only the last page of a file may hold fewer.
    Bytes(Arc<Vec<u8>>),
}

/// The content of a regular file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileData {
    pages: Vec<Page>,
    len: u64,
    padding: u64,
}

impl From<&[u8]> for FileData {
    fn from(bytes: &[u8]) -> Self {
        let mut data = FileData::default();
        data.write(0, bytes);
        data
    }
}

impl From<Vec<u8>> for FileData {
    fn from(bytes: Vec<u8>) -> Self {
        if bytes.len() <= PAGE && !bytes.is_empty() {
            let len = bytes.len() as u64;
            return FileData {
                pages: vec![Page::Bytes(Arc::new(bytes))],
                len,
                padding: 0,
            };
        }
        FileData::from(&bytes[..])
    }
}

impl FileData {
    /// Real bytes followed by `padding` bytes that only count.
    pub fn stand_in(bytes: &[u8], size: u64) -> Self {
        let mut data = FileData::from(bytes);
        data.padding = size.saturating_sub(data.len);
        data
    }

    /// The same with this many more bytes that only count.
    pub fn padded(mut self, bytes: u64) -> Self {
        self.padding = self.padding.saturating_add(bytes);
        self
    }

    /// The size in bytes that stat(2) reports.
    pub fn size(&self) -> u64 {
        self.len + self.padding
    }

    /// How many bytes at the end are padding (see the file's first lines).
    pub fn padding(&self) -> u64 {
        self.padding
    }

    /// Memory held: bytes in pages that are not holes.
    pub fn held(&self) -> u64 {
        self.pages
            .iter()
            .map(|p| if let Page::Bytes(b) = p { b.len() as u64 } else { 0 })
            .sum()
    }

    /// Up to `max` bytes from `offset`; empty at the end.
    pub fn read(&self, offset: u64, max: usize) -> Vec<u8> {
        let end = self.size().min(offset.saturating_add(max as u64));
        if offset >= end {
            return Vec::new();
        }
        let mut out = Vec::with_capacity((end - offset) as usize);
        let mut at = offset;
        while at < end.min(self.len) {
            let (index, within) = ((at / PAGE as u64) as usize, (at % PAGE as u64) as usize);
            let room = (PAGE - within).min((end.min(self.len) - at) as usize);
            match self.pages.get(index) {
                Some(Page::Bytes(bytes)) => {
                    let have = bytes.get(within..).unwrap_or_default();
                    let take = have.len().min(room);
                    out.extend_from_slice(&have[..take]);
                    out.resize(out.len() + room - take, 0);
                }
                _ => out.resize(out.len() + room, 0),
            }
            at += room as u64;
        }
        out.resize((end - offset) as usize, 0);
        out
    }

    /// Everything that is not padding.
    pub fn bytes(&self) -> Vec<u8> {
        self.read(0, self.len as usize)
    }

    /// The non-padding bytes, page by page, without copying; `None` stands for a page of zeros.
    pub fn pieces(&self) -> impl Iterator<Item = (Option<&[u8]>, usize)> + '_ {
        self.pages.iter().enumerate().map(|(i, page)| {
            let len = (self.len - (i * PAGE) as u64).min(PAGE as u64) as usize;
            match page {
                Page::Zero => (None, len),
                Page::Bytes(b) => (Some(&b[..]), len),
            }
        })
    }

    /// Writes at `offset`, filling a gap with a hole.
    pub fn write(&mut self, offset: u64, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if self.padding > 0 {
            let size = self.size();
            self.padding = 0;
            self.resize(size);
        }
        let end = offset + bytes.len() as u64;
        if offset > self.len {
            self.resize(offset);
        }
        let mut at = offset;
        let mut rest = bytes;
        while !rest.is_empty() {
            let (index, within) = ((at / PAGE as u64) as usize, (at % PAGE as u64) as usize);
            let take = (PAGE - within).min(rest.len());
            let (now, later) = rest.split_at(take);
            if index == self.pages.len() {
                self.pages.push(Page::Bytes(Arc::new(Vec::new())));
            }
            let page = &mut self.pages[index];
            let zeros = now.iter().all(|b| *b == 0);
            match page {
                Page::Zero if zeros => {}
                Page::Bytes(_) if zeros && take == PAGE => *page = Page::Zero,
                Page::Zero => {
                    let mut full = vec![0; PAGE];
                    full[within..within + take].copy_from_slice(now);
                    *page = Page::Bytes(Arc::new(full));
                }
                Page::Bytes(have) => {
                    let have = Arc::make_mut(have);
                    if have.len() < within + take {
                        have.resize(within, 0);
                        have.extend_from_slice(now);
                    } else {
                        have[within..within + take].copy_from_slice(now);
                    }
                }
            }
            at += take as u64;
            rest = later;
        }
        self.len = self.len.max(end);
    }

    /// Cuts or extends (with a hole) to `size` bytes.
    pub fn resize(&mut self, size: u64) {
        self.padding = 0;
        let pages = size.div_ceil(PAGE as u64) as usize;
        self.pages.truncate(pages);
        if size > self.len {
            let within = (self.len % PAGE as u64) as usize;
            if within > 0
                && let Some(Page::Bytes(last)) = self.pages.last_mut()
            {
                let target = if pages > self.len.div_ceil(PAGE as u64) as usize {
                    PAGE
                } else {
                    (size - 1) as usize % PAGE + 1
                };
                Arc::make_mut(last).resize(target, 0);
            }
            self.pages.resize(pages, Page::Zero);
        } else {
            let within = (size % PAGE as u64) as usize;
            if within > 0
                && let Some(Page::Bytes(last)) = self.pages.last_mut()
                && last.len() > within
            {
                Arc::make_mut(last).truncate(within);
            }
        }
        self.len = size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_behaves_like_a_vector_of_bytes() {
        let mut data = FileData::default();
        let mut model: Vec<u8> = Vec::new();
        let mut seed = 7u64;
        for step in 0..400u64 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(step);
            let offset = (seed >> 33) % 100_000;
            let len = (seed >> 13) % 50_000;
            if step % 5 == 4 {
                data.resize(offset);
                model.resize(offset as usize, 0);
            } else {
                let bytes = vec![if step % 3 == 0 { 0 } else { step as u8 }; len as usize];
                data.write(offset, &bytes);
                if !bytes.is_empty() {
                    let end = (offset + len) as usize;
                    model.resize(model.len().max(end), 0);
                    model[offset as usize..end].copy_from_slice(&bytes);
                }
            }
            assert_eq!(data.size(), model.len() as u64);
        }
        assert_eq!(data.bytes(), model);
    }

    #[test]
    fn zeros_written_page_by_page_hold_no_memory() {
        let mut data = FileData::default();
        for i in 0..64 {
            data.write(i * 65536, &[0; 65536]);
        }
        assert_eq!((data.size(), data.held()), (64 * 65536, 0));
    }
}
