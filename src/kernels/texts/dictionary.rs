//! From texts to codes while a file is read.

use super::codes::Cells;
use super::few::Few;
use super::index::Index;
use super::levels::Levels;
use crate::cells::word;

/// Levels and the index that finds them.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    levels: Levels,
    index: Index,
    few: Few,
}

impl Dictionary {
    /// A dictionary that goes on behind these levels.
    pub fn of(levels: Levels) -> Dictionary {
        let mut index = Index::with_room(levels.len());
        for level in levels.iter() {
            index.add(hash(level.as_bytes(), 0, level.len()));
        }
        Dictionary {
            levels,
            index,
            few: Few::default(),
        }
    }

    /// As [`Few::codes`].
    pub(super) fn take_few(&self, cells: &Cells, out: &mut [u32]) -> (u64, u64) {
        self.few.codes(cells, out)
    }

    /// Reads where the text of this hash will be looked for first: asked for many texts at once, memory answers for all of them
    /// in the time of a few.
    #[inline(always)]
    pub(super) fn touch(&self, hash: u32) -> u32 {
        self.index.touch(hash)
    }

    /// The first level with this hash.
    #[inline(always)]
    pub(super) fn first(&self, hash: u32) -> Option<Stored> {
        let code = self.index.find(hash, |_| true)?;
        let (block, start, end) = self.levels.place(code as usize)?;
        Some(Stored {
            code,
            block: block as u32,
            start: start as u32,
            end: end as u32,
        })
    }

    /// Reads the first bytes of a level.
    #[inline(always)]
    pub(super) fn touch_text(&self, level: Stored) -> u8 {
        let bytes = self.levels.block(level.block as usize);
        bytes.get(level.start as usize).copied().unwrap_or(0)
    }

    /// True if this level is the text from `start` to `end`.
    #[inline(always)]
    pub(super) fn is(&self, level: Stored, text: &[u8], start: usize, end: usize) -> bool {
        let (from, to) = (level.start as usize, level.end as usize);
        let bytes = self.levels.block(level.block as usize);
        match (bytes.get(from..to), text.get(start..end)) {
            (Some(level), Some(text)) => same(level, text),
            _ => false,
        }
    }

    /// The code of a text with this hash, if it is known.
    #[inline(always)]
    pub(super) fn find(&self, hash: u32, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let text = text.get(start..end)?;
        self.index.find(hash, |code| {
            let place = self.levels.place(code as usize);
            place
                .and_then(|(block, from, to)| self.levels.block(block).get(from..to))
                .is_some_and(|level| same(level, text))
        })
    }

    /// The code of a text, and true if it is new.
    pub fn code(&mut self, text: &[u8]) -> (u32, bool) {
        let hash = hash(text, 0, text.len());
        match self.find(hash, text, 0, text.len()) {
            Some(code) => (code, false),
            None => (self.insert(hash, text, 0, text.len()), true),
        }
    }

    /// Adds the text from `start` to `end`, with this hash, that is not known yet.
    pub(super) fn insert(&mut self, hash: u32, bytes: &[u8], start: usize, end: usize) -> u32 {
        let code = self.levels.len() as u32;
        self.levels.push(bytes, start, end);
        self.index.add(hash);
        self.few.keep(bytes, start, end, code);
        code
    }

    /// The levels so far.
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// The levels; the index is dropped.
    pub fn into_levels(mut self) -> Levels {
        self.levels.close();
        self.levels
    }

    /// Bytes that are asked for at once when so many levels are added, their texts not counted.
    pub fn growth_bytes(&self, levels: usize) -> usize {
        self.levels.growth_bytes(levels) + self.index.growth_bytes(levels)
    }

    /// Memory that it takes, from what it holds and not from what was allocated.
    pub fn memory_bytes(&self) -> u64 {
        self.levels.text_bytes() + 24 * self.levels.len() as u64
    }
}

/// A level, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored {
    pub(super) code: u32,
    block: u32,
    start: u32,
    end: u32,
}

/// Odd numbers whose bits are spread evenly: the golden ratio, and the multiplier of MurmurHash3 (Appleby 2011).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
const MIXED: u64 = 0xff51_afd7_ed55_8ccd;

#[inline(always)]
fn mixed(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(SPREAD);
    product ^ product >> 29
}

#[inline(always)]
fn ended(hash: u64) -> u32 {
    (hash.wrapping_mul(MIXED) >> 32) as u32
}

/// The hash of the text from `start` to `end`.
#[inline(always)]
pub(super) fn hash(bytes: &[u8], start: usize, end: usize) -> u32 {
    let length = end - start;
    if length <= SHORT {
        return hash_pair(word::pair(bytes, start, length));
    }
    let text = bytes.get(start..end).unwrap_or_default();
    hash_long(text).unwrap_or_default()
}

/// The same without a call; `None` where a short text stands too near the end of the bytes.
#[inline(always)]
pub(super) fn quick_hash(bytes: &[u8], start: usize, end: usize) -> Option<u32> {
    if end - start > SHORT {
        return hash_long(bytes.get(start..end)?);
    }
    let words = bytes.get(start..)?.first_chunk()?;
    Some(hash_pair(word::pair_of(words, end - start)))
}

/// Bytes of a text whose hash is that of two words.
const SHORT: usize = 16;

#[inline(always)]
fn hash_pair((low, high): (u64, u64)) -> u32 {
    ended(mixed(mixed(0, low), high))
}

/// The hash of a text of more than sixteen bytes.
#[inline(always)]
fn hash_long(text: &[u8]) -> Option<u32> {
    let last = u64::from_le_bytes(*text.last_chunk()?);
    let mut hash = text.len() as u64;
    // The last word stands for all that is behind the others.
    for word in text.get(..text.len() - 1)?.as_chunks().0 {
        hash = mixed(hash, u64::from_le_bytes(*word));
    }
    Some(ended(mixed(hash, last)))
}

/// Equality of two texts, eight bytes at a time.
#[inline(always)]
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (Some(a_last), Some(b_last)) = (a.last_chunk(), b.last_chunk()) else {
        // Fewer than eight.
        return a.iter().zip(b).fold(0, |other, (a, b)| other | (a ^ b)) == 0;
    };
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let words = a.as_chunks().0.iter().zip(b.as_chunks().0);
    let others = words.fold(0, |other, (a, b)| other | (word(a) ^ word(b)));
    others | (word(a_last) ^ word(b_last)) == 0
}

#[cfg(test)]
mod tests {
    use super::{Cells, Dictionary, hash};
    use crate::cells::{Quotes, Span};
    use std::collections::BTreeMap;

    #[test]
    fn a_text_has_the_code_of_its_first_appearance() {
        let mut dictionary = Dictionary::default();
        let mut codes: BTreeMap<String, u32> = BTreeMap::new();
        let (mut state, mut found) = (3u64, 0);
        for round in 0..100_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let levels = [5, 50, 900, 5000, 200_000][round / 20_000];
            let begin = ["x", "id", "", "a name of more bytes "][(state >> 60) as usize % 4];
            let text = format!("{begin}{}", (state >> 20) % levels);
            let known = codes.get(&text).copied();
            let bytes = text.as_bytes();
            if bytes.len() <= 16 && !bytes.is_empty() {
                let cell = [bytes, &[b','; 16]].concat();
                let cells = Cells {
                    buffer: &cell,
                    quotes: Quotes {
                        quote: b'"',
                        backslash: false,
                    },
                    spans: &[Span::plain(0, bytes.len())],
                    width: 1,
                };
                let mut few = [7];
                if dictionary.take_few(&cells, &mut few) == (0, 0) {
                    assert_eq!(Some(few[0]), known, "{text}");
                    found += 1;
                }
            }
            let (code, new) = dictionary.code(text.as_bytes());
            assert_eq!(new, known.is_none());
            assert_eq!(known.unwrap_or(code), code);
            codes.insert(text, code);
        }
        assert!(found > 10_000, "{found}");
        let again = Dictionary::of(dictionary.into_levels());
        for (text, code) in codes {
            let bytes = text.as_bytes();
            let found = again.find(hash(bytes, 0, bytes.len()), bytes, 0, bytes.len());
            assert_eq!(found, Some(code), "{text}");
        }
    }
}
