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
        let end = *self.ends.get(code)? as usize;
        let block = if self.firsts.len() == 1 {
            0
        } else {
            self.firsts
                .partition_point(|&first| first as usize <= code)
                .checked_sub(1)?
        };
        let start = if self.firsts[block] as usize == code {
            0
        } else {
            self.ends[code - 1] as usize
        };
        self.blocks[block].get(start..end)
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
