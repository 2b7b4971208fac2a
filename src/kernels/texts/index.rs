//! Finds codes by hashes.

use super::doubled;

/// Codes by hashes of 32 bits, which several texts may have.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// A code plus one in as many bits as the number of places takes, the bits above them those of its hash; 0 stands for
    /// none. The length is a power of two. Half the memory that hash and code take: fewer places wait for it.
    /// The order of the places never reaches the output: codes follow first appearance.
    places: Vec<u32>,
    /// The hash of each code.
    hashes: Vec<u32>,
}

const LEAST_PLACES: usize = 16;

impl Index {
    /// With room for so many codes.
    pub(super) fn with_room(codes: usize) -> Index {
        Index {
            places: vec![0; places_for(codes, LEAST_PLACES)],
            hashes: Vec::with_capacity(codes),
        }
    }

    /// Reads where this hash will be looked for first.
    #[inline(always)]
    pub(super) fn touch(&self, hash: u32) -> u32 {
        let last = self.places.len().wrapping_sub(1);
        self.places.get(hash as usize & last).copied().unwrap_or(0)
    }

    /// The first code that `is` accepts of those that may have this hash.
    #[inline(always)]
    pub(super) fn find(&self, hash: u32, mut is: impl FnMut(u32) -> bool) -> Option<u32> {
        let last = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        loop {
            let place = *self.places.get(at & last)?;
            let code = (place & last as u32).checked_sub(1)?;
            if (place ^ hash) & !(last as u32) == 0 && is(code) {
                return Some(code);
            }
            at += 1;
        }
    }

    /// Adds the next code.
    #[inline(always)]
    pub(super) fn add(&mut self, hash: u32) {
        self.hashes.push(hash);
        let count = self.hashes.len();
        if 5 * count > 3 * self.places.len() {
            self.grow(count);
        } else {
            self.put(hash, count as u32);
        }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, count: usize) {
        self.places = Vec::new();
        self.places = vec![0; places_for(count, LEAST_PLACES)];
        for at in 0..count {
            if let Some(&hash) = self.hashes.get(at) {
                self.put(hash, at as u32 + 1);
            }
        }
    }

    /// Puts a code plus one into the first free place.
    #[inline(always)]
    fn put(&mut self, hash: u32, new: u32) {
        let last = self.places.len().wrapping_sub(1);
        let mut at = hash as usize;
        while let Some(place) = self.places.get_mut(at & last) {
            if *place == 0 {
                *place = hash & !(last as u32) | new;
                return;
            }
            at += 1;
        }
    }

    /// Bytes that are asked for at once when so many codes are added.
    pub(super) fn growth_bytes(&self, codes: usize) -> usize {
        let all = self.hashes.len() + codes;
        let places = places_for(all, self.places.len());
        let grown = match places > self.places.len() {
            true => places,
            false => 0,
        };
        size_of::<u32>() * (grown + doubled(all, self.hashes.capacity()))
    }
}

/// Places so that three in five are taken at most.
fn places_for(codes: usize, before: usize) -> usize {
    let mut places = before.max(LEAST_PLACES);
    while 5 * codes > 3 * places {
        places *= 2;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::Index;

    #[test]
    fn codes_are_found_where_hashes_collide() {
        let mut index = Index::default();
        assert_eq!(index.find(7, |_| true), None);
        for code in 0..1000 {
            // Fifty codes have one hash, and all hashes begin side by side.
            index.add(code % 20);
        }
        for code in 0..1000 {
            assert_eq!(index.find(code % 20, |found| found == code), Some(code));
            assert_eq!(index.find(code % 20, |found| found >= 1000), None);
        }
        assert_eq!(index.find(3, |code| code % 20 == 3), Some(3));
    }
}
