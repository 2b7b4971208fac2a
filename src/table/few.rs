//! The short texts of a column that has not many.

/// Texts of one to sixteen bytes, none of them NUL, each in two words, with their codes: a look here reads no text. Given
/// up once there are too many.
#[derive(Clone, Debug, Default)]
pub(super) struct Few {
    /// The word 0 stands for none. The length is a power of two, or 0.
    places: Vec<Place>,
    taken: usize,
    given_up: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    low: u64,
    high: u64,
    code: u32,
}

const LEAST_PLACES: usize = 16;
const MOST_TEXTS: usize = 2048;

impl Few {
    /// The code of a text that is known.
    #[inline(always)]
    pub(super) fn code(&self, low: u64, high: u64, hash: u32) -> Option<u32> {
        let last = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        loop {
            let place = self.places.get(at & last)?;
            if place.low == low && place.high == high {
                return (low != 0).then_some(place.code);
            }
            if place.low == 0 {
                return None;
            }
            at += 1;
        }
    }

    /// True if texts are still added.
    pub(super) fn is_open(&self) -> bool {
        !self.given_up
    }

    /// Adds a text that is not known yet.
    pub(super) fn keep(
        &mut self,
        low: u64,
        high: u64,
        hash: u32,
        code: u32,
        rehash: impl Fn(u64, u64) -> u32,
    ) {
        if low == 0 {
            return;
        }
        if self.taken >= MOST_TEXTS {
            self.places = Vec::new();
            self.given_up = true;
            return;
        }
        if 2 * self.taken >= self.places.len() {
            let length = (2 * self.places.len()).max(LEAST_PLACES);
            let old = std::mem::replace(&mut self.places, vec![Place::default(); length]);
            for place in old.into_iter().filter(|place| place.low != 0) {
                self.put(rehash(place.low, place.high), place);
            }
        }
        self.taken += 1;
        self.put(hash, Place { low, high, code });
    }

    fn put(&mut self, hash: u32, new: Place) {
        let last = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        while let Some(place) = self.places.get_mut(at & last) {
            if place.low == 0 {
                *place = new;
                return;
            }
            at += 1;
        }
    }
}
