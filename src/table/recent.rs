//! Short texts that came again not long ago.

/// Texts of one to sixteen bytes, each in two words, with their codes: a place each, taken by whoever came last. A look
/// here is a few comparisons shorter than one into the index of all.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent {
    /// The word 0 stands for none. The length is a power of two, or 0.
    places: Vec<Place>,
    taken: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Place {
    low: u64,
    high: u64,
    code: u32,
}

const LEAST_PLACES: usize = 16;
const MOST_PLACES: usize = 4096;

impl Recent {
    /// The code of a text that is not empty, if it has a place.
    #[inline(always)]
    pub(super) fn code(&self, low: u64, high: u64) -> Option<u32> {
        let place = self.places.get(self.place(low, high))?;
        (place.low == low && place.high == high).then_some(place.code)
    }

    /// By high bits of a product with the golden ratio (Knuth 1973, 6.4).
    #[inline(always)]
    fn place(&self, low: u64, high: u64) -> usize {
        let word = low ^ high.rotate_left(23);
        let spread = word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
        spread as usize & self.places.len().wrapping_sub(1)
    }

    /// Gives the text a place.
    pub(super) fn keep(&mut self, low: u64, high: u64, code: u32) {
        if 2 * self.taken >= self.places.len() && self.places.len() < MOST_PLACES {
            let places = (4 * self.places.len()).clamp(LEAST_PLACES, MOST_PLACES);
            self.places = vec![Place::default(); places];
            self.taken = 0;
        }
        let at = self.place(low, high);
        if let Some(place) = self.places.get_mut(at) {
            self.taken += usize::from(place.low == 0);
            *place = Place { low, high, code };
        }
    }
}
