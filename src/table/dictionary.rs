//! From texts to codes while a file is read.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};

use super::levels::Levels;

/// One seed for every run: the order of the table never reaches the output, codes follow first appearance.
const SEED: u64 = 0x6472_6966_7467_6c61;

/// Levels and the index that finds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    levels: Levels,
    index: HashTable<Entry>,
}

/// The hash is kept so that growing the index reads no text.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    code: u32,
}

impl Dictionary {
    /// A dictionary that goes on behind these levels.
    pub(super) fn of(levels: Levels) -> Dictionary {
        let mut index = HashTable::with_capacity(levels.len());
        for (code, level) in (0u32..).zip(levels.iter()) {
            let hash = hash(level.as_bytes());
            index.insert_unique(spread(hash), Entry { hash, code }, |entry: &Entry| {
                spread(entry.hash)
            });
        }
        Dictionary { levels, index }
    }

    /// The code of a text, and true if it is new.
    #[inline]
    pub(super) fn code(&mut self, text: &[u8]) -> (u32, bool) {
        let hash = hash(text);
        let found = self.index.find(spread(hash), |entry| {
            entry.hash == hash
                && self
                    .levels
                    .get(entry.code as usize)
                    .is_some_and(|level| level.as_bytes() == text)
        });
        match found {
            Some(entry) => (entry.code, false),
            None => (self.insert(hash, text), true),
        }
    }

    #[cold]
    fn insert(&mut self, hash: u32, text: &[u8]) -> u32 {
        let code = self.levels.len() as u32;
        self.levels.push(&String::from_utf8_lossy(text));
        self.index
            .insert_unique(spread(hash), Entry { hash, code }, |entry| {
                spread(entry.hash)
            });
        code
    }

    /// The levels so far.
    pub(super) fn levels(&self) -> &Levels {
        &self.levels
    }

    /// The levels; the index is dropped.
    pub(super) fn into_levels(self) -> Levels {
        self.levels
    }

    /// Memory that it takes, from what it holds and not from what was allocated.
    pub(super) fn memory_bytes(&self) -> u64 {
        self.levels.text_bytes() + 24 * self.levels.len() as u64
    }
}

fn hash(text: &[u8]) -> u32 {
    let mut hasher = FixedState::with_seed(SEED).build_hasher();
    hasher.write(text);
    hasher.finish() as u32
}

/// The index takes its place from the low bits and its tag from the high ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash) | u64::from(hash) << 32
}
