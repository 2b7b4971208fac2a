//! One bit a row.

/// A growing bitmap: the first row in the lowest bit of the first word.
#[derive(Clone, Debug, Default)]
pub(super) struct Bitmap {
    words: Vec<u64>,
    rows: usize,
}

impl Bitmap {
    /// Adds a row.
    #[inline]
    pub(super) fn push(&mut self, set: bool) {
        let bit = self.rows % 64;
        if bit == 0 {
            self.words.push(u64::from(set));
        } else if let Some(word) = self.words.last_mut() {
            *word |= u64::from(set) << bit;
        }
        self.rows += 1;
    }

    /// The words.
    pub(super) fn into_words(self) -> Vec<u64> {
        self.words
    }
}
