//! Distinct texts of a column in blocks, so that a million of them cost no million allocations.

use super::doubled;

/// Bytes of one block; a longer level has a block of its own.
const BLOCK_BYTES: usize = 1 << 16;
/// Levels between two marks: as many are passed at most to find a level's block, and hardly ever more than one.
const STEP: usize = 64;

/// Distinct values in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    blocks: Vec<String>,
    /// The last block while levels are added: whole words are written, so that anything may stand behind `open_bytes`.
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

    /// The bytes of a block.
    #[inline(always)]
    pub(super) fn block(&self, block: usize) -> &[u8] {
        match self.blocks.get(block) {
            Some(block) => block.as_bytes(),
            None => &self.open,
        }
    }

    /// The block of a level, and where it begins and ends there.
    #[inline(always)]
    pub(super) fn place(&self, code: usize) -> Option<(usize, usize, usize)> {
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
        InOrder {
            levels: self,
            code: 0,
            block: 0,
            start: 0,
        }
    }

    /// Bytes that are asked for at once when so many levels are added, their texts not counted.
    pub fn growth_bytes(&self, levels: usize) -> usize {
        BLOCK_BYTES + size_of::<u32>() * doubled(self.ends.len() + levels, self.ends.capacity())
    }

    /// Adds the level from `start` to `end`, which is not there yet. Its bytes are UTF-8. [`Levels::close`] must follow the
    /// last one.
    pub fn push(&mut self, bytes: &[u8], start: usize, end: usize) {
        let text = bytes.get(start..end).unwrap_or_default();
        let open_end = self.open_bytes + text.len();
        if self.ends.len().is_multiple_of(STEP)
            || open_end > BLOCK_BYTES
            || open_end + 8 > self.open.len()
        {
            self.make_room(text.len());
        }
        if let Some(place) = self.open.get_mut(self.open_bytes..) {
            write(place, text);
        }
        self.open_bytes += text.len();
        self.ends.push(self.open_bytes as u32);
    }

    /// Room for a level of so many bytes, in a new block where it does not fit into the last one, and a mark if it is due.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self, length: usize) {
        if self.open.is_empty()
            && let Some(last) = self.blocks.pop()
        {
            self.open = last.into_bytes();
            self.open_bytes = self.open.len();
        }
        let full = self.open_bytes + length > BLOCK_BYTES;
        if full || self.firsts.is_empty() {
            if !self.firsts.is_empty() {
                self.close();
            }
            self.firsts.push(self.ends.len() as u32);
        }
        if self.ends.len().is_multiple_of(STEP) {
            self.marks.push(self.firsts.len() as u32 - 1);
        }
        let open_end = self.open_bytes + length;
        if open_end + 8 > self.open.len() {
            // The first block grows from nothing: most columns have a few short levels only.
            let room = match self.firsts.len() {
                1 => (2 * self.open.len()).clamp(64, BLOCK_BYTES + 8),
                _ => BLOCK_BYTES + 8,
            };
            self.open.resize(room.max(open_end + 8), 0);
        }
    }

    /// Makes text of the last block.
    pub fn close(&mut self) {
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
    pub fn text_bytes(&self) -> u64 {
        let closed: usize = self.blocks.iter().map(String::len).sum();
        (closed + self.open_bytes) as u64
    }
}

/// The levels one after the other: none is looked for.
struct InOrder<'a> {
    levels: &'a Levels,
    /// The next one's code, its block, and where it begins there.
    code: usize,
    block: usize,
    start: usize,
}

impl<'a> Iterator for InOrder<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let end = *self.levels.ends.get(self.code)? as usize;
        if let Some(&first) = self.levels.firsts.get(self.block + 1)
            && first as usize == self.code
        {
            self.block += 1;
            self.start = 0;
        }
        let range = self.start..end;
        (self.code, self.start) = (self.code + 1, end);
        let text = match self.levels.blocks.get(self.block) {
            Some(block) => block.get(range),
            None => self
                .levels
                .open
                .get(range)
                .and_then(|bytes| str::from_utf8(bytes).ok()),
        };
        Some(text.unwrap_or_default())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.levels.len() - self.code;
        (left, Some(left))
    }
}

impl ExactSizeIterator for InOrder<'_> {}

/// Copies in words: a call to copy a few bytes takes longer. There is room for a word more than the text.
#[inline(always)]
fn write(place: &mut [u8], text: &[u8]) {
    let (words, rest) = text.as_chunks::<8>();
    let places = place.as_chunks_mut::<8>().0;
    let Some((places, place)) = places.split_at_mut_checked(words.len()) else {
        return;
    };
    for (place, word) in places.iter_mut().zip(words) {
        *place = *word;
    }
    if let Some(place) = place.first_mut() {
        for (place, byte) in place.iter_mut().zip(rest) {
            *place = *byte;
        }
    }
}

impl<S: AsRef<str>> FromIterator<S> for Levels {
    fn from_iter<I: IntoIterator<Item = S>>(levels: I) -> Levels {
        let mut out = Levels::default();
        for level in levels {
            let level = level.as_ref().as_bytes();
            out.push(level, 0, level.len());
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
            let level = text(code);
            parts.push(level.as_bytes(), 0, level.len());
            assert_eq!(parts.get(code), Some(&*level));
            if code % 3 == 0 {
                parts.close();
            }
            if code % 500 == 0 {
                let levels = parts.iter().enumerate();
                assert!(levels.len() == code + 1);
                assert!(levels.into_iter().all(|(code, level)| level == text(code)));
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
