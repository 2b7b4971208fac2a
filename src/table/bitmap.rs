//! One bit a row.

use super::append::append_bits;

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

    /// Rows until a word is full: at least 1, at most 64.
    #[inline]
    pub(super) fn room(&self) -> usize {
        64 - self.rows % 64
    }

    /// Adds as many rows as fit the word, at most [`Bitmap::room`]; the first in the lowest bit.
    #[inline]
    pub(super) fn push_bits(&mut self, bits: u64, rows: usize) {
        let bit = self.rows % 64;
        if bit == 0 {
            self.words.push(bits);
        } else if let Some(word) = self.words.last_mut() {
            *word |= bits << bit;
        }
        self.rows += rows;
    }

    /// True if this row's bit is set.
    pub(super) fn get(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// A bitmap of these words.
    pub(super) fn of(words: Vec<u64>, rows: usize) -> Bitmap {
        Bitmap { words, rows }
    }

    /// Adds rows behind the others.
    pub(super) fn append(&mut self, later: Bitmap) {
        append_bits(&mut self.words, self.rows, &later.words);
        self.rows += later.rows;
        self.words.truncate(self.rows.div_ceil(64));
    }

    /// The words.
    pub(super) fn into_words(self) -> Vec<u64> {
        self.words
    }
}
