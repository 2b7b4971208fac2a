//! From texts to codes while a file is read.

use super::levels::Levels;
use super::recent::Recent;
use super::word;

/// Levels and the index that finds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    levels: Levels,
    /// A hash in the lower half and a code plus one in the upper one; 0 stands for none. The length is a power of two.
    /// The order of the places never reaches the output: codes follow first appearance.
    places: Vec<u64>,
    recent: Recent,
}

const LEAST_PLACES: usize = 16;
/// Columns of more levels come back to one of the last few too seldom.
const FEW_LEVELS: usize = 4096;

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
            recent: Recent::default(),
        }
    }

    /// The code of a text of at most sixteen bytes, none of them NUL, in two words, if it is known.
    #[inline(always)]
    pub(super) fn short(&mut self, low: u64, high: u64, length: usize) -> Option<u32> {
        let few = length > 0 && self.levels.len() <= FEW_LEVELS;
        if few && let Some(code) = self.recent.code(low, high) {
            return Some(code);
        }
        let code = self.find(hash_pair(low, high), |level| {
            level.len() == length && word::pair(level, 0, length) == (low, high)
        })?;
        if few {
            self.recent.keep(low, high, code);
        }
        Some(code)
    }

    /// The code of a text, if it is known.
    #[inline]
    pub(super) fn known(&mut self, text: &[u8]) -> Option<u32> {
        if text.len() <= 16 {
            let (low, high) = word::pair(text, 0, text.len());
            return self.short(low, high, text.len());
        }
        self.find(hash(text), |level| same(level, text))
    }

    /// The code of a text, and true if it is new.
    pub(super) fn code(&mut self, text: &[u8]) -> (u32, bool) {
        match self.known(text) {
            Some(code) => (code, false),
            None => (self.insert(text), true),
        }
    }

    #[inline(always)]
    fn find(&self, hash: u32, is: impl Fn(&[u8]) -> bool) -> Option<u32> {
        let last = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        loop {
            let place = *self.places.get(at & last)?;
            let code = ((place >> 32) as u32).checked_sub(1)?;
            if place as u32 == hash && self.levels.bytes(code as usize).is_some_and(&is) {
                return Some(code);
            }
            at += 1;
        }
    }

    /// Adds a text that is not known yet.
    pub(super) fn insert(&mut self, text: &[u8]) -> u32 {
        let code = self.levels.len() as u32;
        self.levels.push(&String::from_utf8_lossy(text));
        let places = places_for(self.levels.len(), self.places.len());
        if places > self.places.len() {
            let old = std::mem::replace(&mut self.places, vec![0; places]);
            for place in old.into_iter().filter(|&place| place != 0) {
                put(&mut self.places, place as u32, (place >> 32) as u32 - 1);
            }
        }
        put(&mut self.places, hash(text), code);
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

#[inline(always)]
fn hash_pair(low: u64, high: u64) -> u32 {
    ended(mixed(mixed(0, low), high))
}

fn hash(text: &[u8]) -> u32 {
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

/// Equality of texts of more than sixteen bytes, eight at a time.
#[inline(always)]
fn same(a: &[u8], b: &[u8]) -> bool {
    let length = a.len();
    if length != b.len() || length < 8 {
        return a == b;
    }
    let mut at = 0;
    while at + 8 < length {
        if word::eight(a, at) != word::eight(b, at) {
            return false;
        }
        at += 8;
    }
    word::eight(a, length - 8) == word::eight(b, length - 8)
}

#[cfg(test)]
mod tests {
    use super::Dictionary;
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
            assert_eq!(dictionary.known(text.as_bytes()), known, "{text}");
            found += usize::from(known.is_some());
            let (code, new) = dictionary.code(text.as_bytes());
            assert_eq!(new, known.is_none());
            assert_eq!(known.unwrap_or(code), code);
            codes.insert(text, code);
        }
        assert!(found > 10_000, "{found}");
        let mut again = Dictionary::of(dictionary.levels().clone());
        for (text, code) in codes {
            assert_eq!(again.known(text.as_bytes()), Some(code), "{text}");
        }
    }
}
