//! The short texts of a column that has not many.

use super::codes::{Cells, NONE};
use crate::cells::{CELLS, word};

/// Texts of one to sixteen bytes, none of them NUL, each in two words, with their codes: a look here reads no text. Given
/// up once there are too many.
#[derive(Clone, Debug, Default)]
pub(super) struct Few {
    /// The word 0 stands for none. The length is a power of two, or 0.
    places: Vec<Place>,
    /// How far the bits of a product move that say where to look first.
    shift: u32,
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
const SHORT: usize = 16;

impl Few {
    /// Gives their codes to cells whose texts are known, and [`NONE`] to empty ones; answers which are left, and which are
    /// empty. A loop of its own without a call: both cost V8 registers.
    #[inline(never)]
    pub(super) fn codes(&self, cells: &Cells, out: &mut [u32]) -> (u64, u64) {
        let (width, places) = (cells.width.max(1), self.places.as_slice());
        let last = places.len().wrapping_sub(1);
        let (mut left, mut empty) = (0, 0);
        let mut at = 0;
        for (place, out) in out.iter_mut().take(CELLS).enumerate() {
            let Some(span) = cells.spans.get(at) else {
                break;
            };
            at += width;
            if let Some((start, end)) = span.plain_range() {
                if start >= end {
                    *out = NONE;
                    empty |= 1 << place;
                    continue;
                }
                let length = end - start;
                if length <= SHORT
                    && let Some(cell) = cells.buffer.get(start..).and_then(<[u8]>::first_chunk)
                {
                    let (low, high) = word::pair_of(cell, length);
                    let mut at = first_place(low, high, self.shift);
                    let known = loop {
                        let Some(place) = places.get(at & last) else {
                            break None;
                        };
                        if place.low == low && place.high == high {
                            break Some(place.code);
                        }
                        if place.low == 0 {
                            break None;
                        }
                        at += 1;
                    };
                    if let Some(known) = known
                        && low != 0
                    {
                        *out = known;
                        continue;
                    }
                }
            }
            left |= 1 << place;
        }
        (left, empty)
    }

    /// Adds a text that is not known yet, if there is room for it.
    pub(super) fn keep(&mut self, bytes: &[u8], start: usize, end: usize, code: u32) {
        if self.given_up || end - start > SHORT {
            return;
        }
        let (low, high) = word::pair(bytes, start, end - start);
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
            self.shift = u64::BITS - length.trailing_zeros();
            let old = std::mem::replace(&mut self.places, vec![Place::default(); length]);
            for place in old.into_iter().filter(|place| place.low != 0) {
                self.put(place);
            }
        }
        self.taken += 1;
        self.put(Place { low, high, code });
    }

    fn put(&mut self, new: Place) {
        let last = self.places.len().wrapping_sub(1);
        let mut at = first_place(new.low, new.high, self.shift);
        while let Some(place) = self.places.get_mut(at & last) {
            if place.low == 0 {
                *place = new;
                return;
            }
            at += 1;
        }
    }
}

/// The upper bits of a product, which all bits of both words reach.
#[inline(always)]
fn first_place(low: u64, high: u64, shift: u32) -> usize {
    let word = low ^ high.wrapping_mul(0xff51_afd7_ed55_8ccd);
    (word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (shift & 63)) as usize
}
