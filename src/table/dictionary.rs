//! From texts to codes while a file is read.

use super::few::Few;
use super::levels::Levels;
use kernels::cells::word;

/// Levels and the index that finds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    levels: Levels,
    /// A hash in the lower half and a code plus one in the upper one; 0 stands for none. The length is a power of two.
    /// The order of the places never reaches the output: codes follow first appearance.
    places: Vec<u64>,
    few: Few,
}

const LEAST_PLACES: usize = 16;

impl Dictionary {
    /// A dictionary that goes on behind these levels.
    pub(super) fn of(levels: Levels) -> Dictionary {
        let mut places = vec![0; places_for(levels.len(), LEAST_PLACES)];
        for (code, level) in (0u32..).zip(levels.iter()) {
            put(&mut places, hash(level.as_bytes()), code);
        }
        Dictionary {
            levels,
            places,
            few: Few::default(),
        }
    }

    /// The code of a text of one to sixteen bytes, in two words, if it is one of a few; `None` says nothing.
    #[inline(always)]
    pub(super) fn of_few(&self, low: u64, high: u64, hash: u32) -> Option<u32> {
        self.few.code(low, high, hash)
    }

    /// Reads where the text of this hash would be looked for first: asked for many texts at once, memory answers for
    /// all of them in the time of a few.
    #[inline(always)]
    pub(super) fn look(&self, hash: u32) -> u64 {
        let last = self.places.len().wrapping_sub(1);
        self.places.get(hash as usize & last).copied().unwrap_or(0)
    }

    /// Reads the text that [`Dictionary::look`] found, if it has this hash: another one's is not needed.
    #[inline(always)]
    pub(super) fn look_closer(&self, place: u64, hash: u32) -> u64 {
        if place as u32 != hash {
            return 0;
        }
        let code = ((place >> 32) as usize).wrapping_sub(1);
        match self.levels.bytes(code) {
            Some((bytes, start, _)) => word::eight(bytes, start),
            None => 0,
        }
    }

    /// The code of a text with this hash, if it is known.
    #[inline(always)]
    pub(super) fn find(&self, hash: u32, text: &[u8], start: usize, end: usize) -> Option<u32> {
        let last = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        loop {
            let place = *self.places.get(at & last)?;
            let code = ((place >> 32) as u32).checked_sub(1)?;
            if place as u32 == hash
                && let Some((level, from, to)) = self.levels.bytes(code as usize)
                && to - from == end - start
                && same(level, from, text, start, end - start)
            {
                return Some(code);
            }
            at += 1;
        }
    }

    /// The code of a text, and true if it is new.
    pub(super) fn code(&mut self, text: &[u8]) -> (u32, bool) {
        let hash = hash(text);
        match self.find(hash, text, 0, text.len()) {
            Some(code) => (code, false),
            None => (self.insert(hash, text), true),
        }
    }

    /// Adds a text with this hash that is not known yet.
    pub(super) fn insert(&mut self, hash: u32, text: &[u8]) -> u32 {
        let code = self.levels.len() as u32;
        self.levels.push(text);
        let places = places_for(self.levels.len(), self.places.len());
        if places > self.places.len() {
            let old = std::mem::replace(&mut self.places, vec![0; places]);
            for place in old.into_iter().filter(|&place| place != 0) {
                put(&mut self.places, place as u32, (place >> 32) as u32 - 1);
            }
        }
        put(&mut self.places, hash, code);
        if text.len() <= 16 && self.few.is_open() {
            let (low, high) = word::pair(text, 0, text.len());
            self.few.keep(low, high, hash, code, hash_pair);
        }
        code
    }

    /// The levels so far.
    pub(super) fn levels(&self) -> &Levels {
        &self.levels
    }

    /// The levels; the index is dropped.
    pub(super) fn into_levels(mut self) -> Levels {
        self.levels.close();
        self.levels
    }

    /// Bytes that are asked for at once when so many levels are added, their texts not counted.
    pub(super) fn growth_bytes(&self, levels: usize) -> usize {
        let places = places_for(self.levels.len() + levels, self.places.len());
        let index = if places > self.places.len() {
            places
        } else {
            0
        };
        self.levels.growth_bytes(levels) + size_of::<u64>() * index
    }

    /// Memory that it takes, from what it holds and not from what was allocated.
    pub(super) fn memory_bytes(&self) -> u64 {
        self.levels.text_bytes() + 24 * self.levels.len() as u64
    }
}

/// Places so that three in five are taken at most.
fn places_for(levels: usize, before: usize) -> usize {
    let mut places = before.max(LEAST_PLACES);
    while 5 * levels > 3 * places {
        places *= 2;
    }
    places
}

/// Puts a code into the first free place.
#[inline(always)]
fn put(places: &mut [u64], hash: u32, code: u32) {
    let last = places.len().wrapping_sub(1);
    let mut at = hash as usize;
    while let Some(place) = places.get_mut(at & last) {
        if *place == 0 {
            *place = u64::from(hash) | (u64::from(code) + 1) << 32;
            return;
        }
        at += 1;
    }
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

/// The hash of a text of at most sixteen bytes in two words.
#[inline(always)]
pub(super) fn hash_pair(low: u64, high: u64) -> u32 {
    ended(mixed(mixed(0, low), high))
}

/// The hash of a text.
#[inline(always)]
pub(super) fn hash(text: &[u8]) -> u32 {
    let length = text.len();
    if length <= 16 {
        let (low, high) = word::pair(text, 0, length);
        return hash_pair(low, high);
    }
    let mut hash = length as u64;
    let mut at = 0;
    while at + 8 < length {
        hash = mixed(hash, word::eight(text, at));
        at += 8;
    }
    ended(mixed(hash, word::eight(text, length - 8)))
}

/// Equality of so many bytes of two texts, eight at a time.
#[inline(always)]
fn same(a: &[u8], a_start: usize, b: &[u8], b_start: usize, length: usize) -> bool {
    let mut at = 0;
    while at + 8 < length {
        if word::eight(a, a_start + at) != word::eight(b, b_start + at) {
            return false;
        }
        at += 8;
    }
    let rest = length - at;
    word::first(word::eight(a, a_start + at), rest)
        == word::first(word::eight(b, b_start + at), rest)
}

#[cfg(test)]
mod tests {
    use super::{Dictionary, hash, word};
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
                let (low, high) = word::pair(bytes, 0, bytes.len());
                let few = dictionary.of_few(low, high, hash(bytes));
                assert!(few.is_none() || few == known, "{text}");
                found += usize::from(few.is_some());
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
            let found = again.find(hash(bytes), bytes, 0, bytes.len());
            assert_eq!(found, Some(code), "{text}");
        }
    }
}
