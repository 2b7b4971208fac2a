//! From texts to codes while a file is read.

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::{BuildHasher, Hasher};

use super::levels::Levels;
use super::number::little_endian;

/// One seed for every run: the order of the table never reaches the output, codes follow first appearance.
const SEED: u64 = 0x6472_6966_7467_6c61;

/// Levels and the index that finds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    levels: Levels,
    index: HashTable<Entry>,
    recent: Recent,
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
        Dictionary {
            levels,
            index,
            recent: Recent::default(),
        }
    }

    /// The code of a short text, without a NUL at its end, that came again not long ago; `None` says nothing about
    /// the text.
    #[inline]
    pub(super) fn recent(&self, text: &[u8]) -> Option<u32> {
        self.recent.code(little_endian(text)?)
    }

    /// The code of a text, and true if it is new.
    pub(super) fn code(&mut self, text: &[u8]) -> (u32, bool) {
        let hash = hash(text);
        let found = self.index.find(spread(hash), |entry| {
            entry.hash == hash
                && self
                    .levels
                    .get(entry.code as usize)
                    .is_some_and(|level| level.as_bytes() == text)
        });
        let Some(&Entry { code, .. }) = found else {
            return (self.insert(hash, text), true);
        };
        if let Some(word) = little_endian(text) {
            self.recent.keep(word, code);
        }
        (code, false)
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

    /// Bytes that are asked for at once when so many levels are added, their texts not counted.
    pub(super) fn growth_bytes(&self, levels: usize) -> usize {
        // A place has an entry and a byte of its hash; one in eight stays empty, and their number is a power of two.
        let place = size_of::<Entry>() + 1;
        let index = super::room::doubled(self.levels.len() + levels, self.index.capacity());
        self.levels.growth_bytes(levels) + 2 * place * index
    }

    /// Memory that it takes, from what it holds and not from what was allocated.
    pub(super) fn memory_bytes(&self) -> u64 {
        self.levels.text_bytes() + 24 * self.levels.len() as u64
    }
}

/// Texts of one to eight bytes, each in one word, that came again: a place each, taken by whoever came last. A look
/// here is a few comparisons shorter than the index.
#[derive(Clone, Debug, Default)]
struct Recent {
    /// A word and its code; the word 0 stands for none. The length is a power of two, or 0.
    places: Vec<(u64, u32)>,
    taken: usize,
}

const LEAST_PLACES: usize = 16;
const MOST_PLACES: usize = 4096;

impl Recent {
    #[inline]
    fn code(&self, word: u64) -> Option<u32> {
        let &(kept, code) = self.places.get(self.place(word))?;
        (kept == word && word != 0).then_some(code)
    }

    /// By high bits of a product with the golden ratio (Knuth 1973, 6.4).
    #[inline]
    fn place(&self, word: u64) -> usize {
        let spread = word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
        spread as usize & self.places.len().wrapping_sub(1)
    }

    fn keep(&mut self, word: u64, code: u32) {
        if word == 0 {
            return;
        }
        if 2 * self.taken >= self.places.len() && self.places.len() < MOST_PLACES {
            let places = (4 * self.places.len()).clamp(LEAST_PLACES, MOST_PLACES);
            self.places = vec![(0, 0); places];
            self.taken = 0;
        }
        let place = self.place(word);
        if let Some(kept) = self.places.get_mut(place) {
            self.taken += usize::from(kept.0 == 0);
            *kept = (word, code);
        }
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

#[cfg(test)]
mod tests {
    use super::Dictionary;
    use std::collections::BTreeMap;

    #[test]
    fn recent_words_have_the_codes_of_the_index() {
        let mut dictionary = Dictionary::default();
        let mut codes: BTreeMap<String, u32> = BTreeMap::new();
        let (mut state, mut found) = (3u64, 0);
        for round in 0..100_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let levels = [5, 50, 900, 5000, 200_000][round / 20_000];
            let begin = ["x", "id", "", "long name "][(state >> 60) as usize % 4];
            let text = format!("{begin}{}", (state >> 20) % levels);
            let known = codes.get(&text).copied();
            if let Some(code) = dictionary.recent(text.as_bytes()) {
                assert_eq!(Some(code), known, "{text}");
                found += 1;
                continue;
            }
            let (code, new) = dictionary.code(text.as_bytes());
            assert_eq!(new, known.is_none());
            assert_eq!(known.unwrap_or(code), code);
            codes.insert(text, code);
        }
        assert!(found > 10_000, "{found}");
        assert_eq!(dictionary.recent(b""), None);
        assert_eq!(dictionary.recent(b"\0"), None);
    }
}
