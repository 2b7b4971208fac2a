//! Distinct texts of a column in blocks, so that a million of them cost no million allocations.

use kernels::cells::word;

/// Bytes of one block; a longer level has a block of its own.
const BLOCK_BYTES: usize = 1 << 16;
/// Levels between two marks: as many are passed at most to find a level's block, and hardly ever more than one.
const STEP: usize = 64;

/// Distinct values in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    blocks: Vec<String>,
    /// The last block while levels are added: whole words are written, so that zeros stand behind `open_bytes`.
    open: Vec<u8>,
    open_bytes: usize,
    /// The first level of each block.
    firsts: Vec<u32>,
    /// Where each level ends in its block.
    ends: Vec<u32>,
    /// The block of every so many-th level, [`STEP`].
    marks: Vec<u32>,
}

impl Levels {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The level with this code.
    #[inline]
    pub fn get(&self, code: usize) -> Option<&str> {
        let (block, start, end) = self.place(code)?;
        match self.blocks.get(block) {
            Some(block) => block.get(start..end),
            None => str::from_utf8(self.open.get(start..end)?).ok(),
        }
    }

    /// The bytes of the level with this code, and what happens to stand behind them in its block.
    #[inline(always)]
    pub(super) fn bytes(&self, code: usize) -> Option<(&[u8], usize, usize)> {
        let (block, start, end) = self.place(code)?;
        let bytes = match self.blocks.get(block) {
            Some(block) => block.as_bytes(),
            None => &self.open,
        };
        Some((bytes, start, end))
    }

    /// The block of a level, and where it begins and ends there.
    #[inline(always)]
    fn place(&self, code: usize) -> Option<(usize, usize, usize)> {
        let end = *self.ends.get(code)? as usize;
        let mut block = *self.marks.get(code / STEP)? as usize;
        while let Some(&first) = self.firsts.get(block + 1)
            && first as usize <= code
        {
            block += 1;
        }
        let start = match self.firsts.get(block) {
            Some(&first) if first as usize != code => *self.ends.get(code - 1)? as usize,
            _ => 0,
        };
        Some((block, start, end))
    }

    /// All levels in order of their codes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|code| self.get(code).unwrap_or_default())
    }

    /// Bytes that are asked for at once when so many levels are added, their texts not counted.
    pub(super) fn growth_bytes(&self, levels: usize) -> usize {
        BLOCK_BYTES
            + size_of::<u32>()
                * super::room::doubled(self.ends.len() + levels, self.ends.capacity())
    }

    /// Adds a level that is not there yet. Its bytes are UTF-8. [`Levels::close`] must follow the last one.
    pub(super) fn push(&mut self, level: &[u8]) {
        if self.open.is_empty()
            && let Some(last) = self.blocks.pop()
        {
            self.open = last.into_bytes();
            self.open_bytes = self.open.len();
        }
        let full = self.open_bytes + level.len() > BLOCK_BYTES;
        if full || self.firsts.is_empty() {
            if !self.firsts.is_empty() {
                self.close();
            }
            self.firsts.push(self.ends.len() as u32);
        }
        if self.ends.len().is_multiple_of(STEP) {
            self.marks.push(self.firsts.len() as u32 - 1);
        }
        let end = self.open_bytes + level.len();
        if end + 8 > self.open.len() {
            // The first block grows from nothing: most columns have a few short levels only.
            let length = match self.firsts.len() {
                1 => (2 * self.open.len()).clamp(64, BLOCK_BYTES + 8),
                _ => BLOCK_BYTES + 8,
            };
            self.open.resize(length.max(end + 8), 0);
        }
        if let Some(place) = self.open.get_mut(self.open_bytes..) {
            write(place, level);
        }
        self.open_bytes = end;
        self.ends.push(end as u32);
    }

    /// Makes text of the last block.
    pub(super) fn close(&mut self) {
        if self.firsts.len() == self.blocks.len() {
            return;
        }
        let mut bytes = std::mem::take(&mut self.open);
        bytes.truncate(self.open_bytes);
        self.open_bytes = 0;
        let text = String::from_utf8(bytes).unwrap_or_else(|wrong| {
            let plain = |byte: u8| if byte.is_ascii() { byte as char } else { '?' };
            wrong.into_bytes().into_iter().map(plain).collect()
        });
        self.blocks.push(text);
    }

    /// Bytes of all texts together.
    pub(super) fn text_bytes(&self) -> u64 {
        let closed: usize = self.blocks.iter().map(String::len).sum();
        (closed + self.open_bytes) as u64
    }
}

/// Copies in words: a call to copy a few bytes takes longer.
#[inline(always)]
fn write(place: &mut [u8], text: &[u8]) {
    let mut at = 0;
    while at < text.len() {
        if at > 0 && at + 8 > text.len() {
            at = text.len() - 8;
        }
        if let Some(place) = place.get_mut(at..).and_then(<[u8]>::first_chunk_mut) {
            *place = word::eight(text, at).to_le_bytes();
        }
        at += 8;
    }
}

impl<S: AsRef<str>> FromIterator<S> for Levels {
    fn from_iter<I: IntoIterator<Item = S>>(levels: I) -> Levels {
        let mut out = Levels::default();
        for level in levels {
            out.push(level.as_ref().as_bytes());
        }
        out.close();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn levels_come_back_from_their_blocks() {
        let text = |code: usize| match code % 1000 {
            0 => "long ".repeat(code),
            1 => String::new(),
            _ => format!("Grö{code}"),
        };
        let whole: Levels = (0..9000).map(text).collect();
        let mut parts: Levels = (0..17).map(text).collect();
        for code in 17..9000 {
            parts.push(text(code).as_bytes());
            assert_eq!(parts.get(code), Some(&*text(code)));
            if code % 3 == 0 {
                parts.close();
            }
        }
        parts.close();
        assert!(parts == whole);
        assert_eq!(whole.len(), 9000);
        for (code, level) in whole.iter().enumerate() {
            assert_eq!(level, text(code));
        }
        assert_eq!(whole.get(9000), None);
        let bytes: usize = whole.iter().map(str::len).sum();
        assert_eq!(whole.text_bytes(), bytes as u64);
    }
}
