//! The bytes of a file: pages that snapshots share, holes that cost nothing, and a stand-in's padding.
//!
//! A program of a catalogue image weighs megabytes that nobody reads. Its file holds a few real bytes
//! and `padding`: a length that counts as size, reads as zeros, and that an archive does not carry.

use std::sync::Arc;

const PAGE: usize = 32 * 1024;

/// The most that [`FileData::bytes`] gives: more than any file system may hold, and less than a hole can be long.
const WHOLE: u64 = 256 << 20;

/// The longest hole that [`FileData::pieces`] gives in one piece.
const LONGEST_HOLE: u64 = 1 << 30;

/// The content of a regular file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileData {
    /// Pages that are no holes, by number. Each is full, but for one in which the file ends.
    pages: Vec<(u64, Arc<Vec<u8>>)>,
    len: u64,
    padding: u64,
    /// Bytes in those pages, kept along: a writer of small pieces asks for it each time.
    held: u64,
}

/// Whether there is nothing but zeros, looked at by the cache line.
fn is_zero(bytes: &[u8]) -> bool {
    bytes.chunks(64).all(|line| line.iter().fold(0, |sum, byte| sum | byte) == 0)
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
                pages: vec![(0, Arc::new(bytes))],
                len,
                padding: 0,
                held: len,
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
        self.len.saturating_add(self.padding)
    }

    /// How many bytes at the end are padding (see the file's first lines).
    pub fn padding(&self) -> u64 {
        self.padding
    }

    /// Memory held: bytes in pages that are not holes.
    pub fn held(&self) -> u64 {
        self.held
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
            let (index, within) = (at / PAGE as u64, (at % PAGE as u64) as usize);
            let room = (PAGE - within).min((end.min(self.len) - at) as usize);
            match self.page(index) {
                Some(bytes) => {
                    let have = bytes.get(within..).unwrap_or_default();
                    let take = have.len().min(room);
                    out.extend_from_slice(&have[..take]);
                    out.resize(out.len() + room - take, 0);
                }
                None => out.resize(out.len() + room, 0),
            }
            at += room as u64;
        }
        out.resize((end - offset) as usize, 0);
        out
    }

    /// Where a page is, or where it would be.
    fn find(&self, index: u64) -> Result<usize, usize> {
        // A file without holes has each page at its number.
        match self.pages.last() {
            Some((last, _)) if *last < index => return Err(self.pages.len()),
            Some((last, _)) if *last == index => return Ok(self.pages.len() - 1),
            _ => {}
        }
        self.pages.binary_search_by_key(&index, |(number, _)| *number)
    }

    fn page(&self, index: u64) -> Option<&[u8]> {
        let at = self.find(index).ok()?;
        self.pages.get(at).map(|(_, bytes)| bytes.as_slice())
    }

    /// Everything that is not padding, up to the most that a file system holds.
    pub fn bytes(&self) -> Vec<u8> {
        self.read(0, self.len.min(WHOLE) as usize)
    }

    /// The non-padding bytes, piece by piece, without copying; `None` stands for a hole.
    pub fn pieces(&self) -> impl Iterator<Item = (Option<&[u8]>, usize)> + '_ {
        let mut pages = self.pages.iter().peekable();
        let mut at = 0;
        std::iter::from_fn(move || {
            if at >= self.len {
                return None;
            }
            if let Some((_, bytes)) = pages.next_if(|(index, _)| index * PAGE as u64 == at) {
                let len = (self.len - at).min(PAGE as u64) as usize;
                at += len as u64;
                return Some((Some(bytes.as_slice()), len));
            }
            let next = pages.peek().map_or(self.len, |(index, _)| index * PAGE as u64);
            let len = (next - at).min(LONGEST_HOLE);
            at += len;
            Some((None, len as usize))
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
            let (index, within) = (at / PAGE as u64, (at % PAGE as u64) as usize);
            let take = (PAGE - within).min(rest.len());
            let (now, later) = rest.split_at(take);
            let start = index * PAGE as u64;
            let is_hole = start < self.len;
            match self.find(index) {
                Ok(place) if take == PAGE && is_zero(now) => {
                    let (_, gone) = self.pages.remove(place);
                    self.held = self.held.saturating_sub(gone.len() as u64);
                }
                Err(_) if (is_hole || take == PAGE) && is_zero(now) => {}
                Ok(place) => {
                    if let Some((_, have)) = self.pages.get_mut(place) {
                        let have = Arc::make_mut(have);
                        let before = have.len() as u64;
                        if have.len() < within + take {
                            have.resize(within, 0);
                            have.extend_from_slice(now);
                        } else {
                            have[within..within + take].copy_from_slice(now);
                        }
                        self.held = (self.held + have.len() as u64).saturating_sub(before);
                    }
                }
                Err(place) => {
                    let len = (self.len.max(end) - start).min(PAGE as u64) as usize;
                    // A writer that goes on fills the page; room is made as it comes.
                    let mut page = Vec::with_capacity(len);
                    page.resize(within, 0);
                    page.extend_from_slice(now);
                    page.resize(len, 0);
                    self.held += len as u64;
                    self.pages.insert(place, (index, Arc::new(page)));
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
        let keep = match self.find(size.div_ceil(PAGE as u64)) {
            Ok(at) | Err(at) => at,
        };
        self.held = self
            .held
            .saturating_sub(self.pages.drain(keep..).map(|(_, page)| page.len() as u64).sum());
        // The page in which the file ended, or ends now.
        let last = size.min(self.len) / PAGE as u64;
        if let Some((index, page)) = self.pages.last_mut()
            && *index == last
        {
            let len = (size - last * PAGE as u64).min(PAGE as u64) as usize;
            let page = Arc::make_mut(page);
            self.held = (self.held + len as u64).saturating_sub(page.len() as u64);
            page.resize(len, 0);
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
            assert_eq!(data.held(), data.pages.iter().map(|(_, page)| page.len() as u64).sum::<u64>());
            let pieces: usize = data.pieces().map(|(_, len)| len).sum();
            assert_eq!(pieces, model.len());
        }
        assert_eq!(data.bytes(), model);
    }

    #[test]
    fn a_hole_of_terabytes_holds_no_memory() {
        let mut data = FileData::default();
        data.resize(16 << 40);
        data.write(8 << 40, b"middle");
        assert_eq!((data.size(), data.held(), data.pages.len()), (16 << 40, PAGE as u64, 1));
        assert_eq!(data.read((8 << 40) + 1, 4), b"iddl");
        data.resize(3);
        assert_eq!((data.bytes(), data.held()), (vec![0; 3], 0));
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
