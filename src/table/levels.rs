//! Distinct texts of a column in blocks, so that a million of them cost no million allocations.

/// Bytes of one block; a longer level has a block of its own.
const BLOCK_BYTES: usize = 1 << 16;

/// Distinct values in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    blocks: Vec<String>,
    /// The first level of each block.
    firsts: Vec<u32>,
    /// Where each level ends in its block.
    ends: Vec<u32>,
    /// The block of every so many-th level, [`STEP`].
    marks: Vec<u32>,
}

/// Levels between two marks: as many are passed at most to find a level's block, and hardly ever more than one.
const STEP: usize = 64;

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
        self.blocks[block].get(start..end)
    }

    /// The bytes of the level with this code.
    #[inline]
    pub(super) fn bytes(&self, code: usize) -> Option<&[u8]> {
        let (block, start, end) = self.place(code)?;
        self.blocks[block].as_bytes().get(start..end)
    }

    /// The block of a level, and where it begins and ends there.
    #[inline]
    fn place(&self, code: usize) -> Option<(usize, usize, usize)> {
        let end = *self.ends.get(code)? as usize;
        let mut block = *self.marks.get(code / STEP)? as usize;
        while let Some(&first) = self.firsts.get(block + 1)
            && first as usize <= code
        {
            block += 1;
        }
        let start = if self.firsts[block] as usize == code {
            0
        } else {
            self.ends[code - 1] as usize
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

    /// Adds a level that is not there yet.
    pub(super) fn push(&mut self, level: &str) {
        let full = self
            .blocks
            .last()
            .is_none_or(|block| block.len() + level.len() > BLOCK_BYTES);
        if full {
            // The first block grows from nothing: most columns have a few short levels only.
            let capacity = if self.blocks.is_empty() {
                0
            } else {
                BLOCK_BYTES
            };
            self.blocks.push(String::with_capacity(capacity));
            self.firsts.push(self.ends.len() as u32);
        }
        if self.ends.len().is_multiple_of(STEP) {
            self.marks.push(self.blocks.len() as u32 - 1);
        }
        if let Some(block) = self.blocks.last_mut() {
            block.push_str(level);
            self.ends.push(block.len() as u32);
        }
    }

    /// Bytes of all texts together.
    pub(super) fn text_bytes(&self) -> u64 {
        self.blocks.iter().map(|block| block.len() as u64).sum()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Levels {
    fn from_iter<I: IntoIterator<Item = S>>(levels: I) -> Levels {
        let mut out = Levels::default();
        for level in levels {
            out.push(level.as_ref());
        }
        out
    }
}
