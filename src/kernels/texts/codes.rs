//! The cells of a column of texts become codes, many at once.

use super::Dictionary;
use super::dictionary::{Stored, hash, quick_hash};
use crate::cells::{CELLS, Quotes, Span};

/// The code of a cell without a value.
pub const NONE: u32 = u32::MAX;

/// One column's cells: every `width`-th of `spans`.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    /// The text that they stand in.
    pub buffer: &'a [u8],
    /// How quotes are written in it.
    pub quotes: Quotes,
    /// The first of them, and those of all columns behind it.
    pub spans: &'a [Span],
    /// Cells of a row.
    pub width: usize,
}

/// A cell whose code is not known yet.
#[derive(Clone, Copy, Debug, Default)]
struct Waiting {
    hash: u32,
    /// Its place in the block.
    place: u32,
    start: u32,
    end: u32,
    /// Its bytes are not in the buffer but among those that were unquoted.
    unquoted: bool,
    /// The level with this hash, if there is one.
    found: Option<Stored>,
}

/// Up to [`CELLS`] cells on their way to codes; may be used again for other cells.
#[derive(Clone, Debug)]
pub struct Block {
    waiting: [Waiting; CELLS],
    count: usize,
    /// Texts without their quotes.
    unquoted: Vec<u8>,
}

impl Default for Block {
    fn default() -> Block {
        Block {
            waiting: [Waiting::default(); CELLS],
            count: 0,
            unquoted: Vec::new(),
        }
    }
}

impl Block {
    fn waiting(&self) -> &[Waiting] {
        self.waiting.get(..self.count).unwrap_or_default()
    }

    /// Takes these cells; answers which of them, now that they stand one behind the other, have no hash yet.
    #[inline(never)]
    fn gather(&mut self, cells: &Cells, mut waiting: u64) -> u64 {
        let width = cells.width.max(1);
        let (mut left, mut count) = (0, 0);
        while waiting != 0 {
            let place = waiting.trailing_zeros() as usize;
            waiting &= waiting - 1;
            let (Some(span), Some(cell)) =
                (cells.spans.get(place * width), self.waiting.get_mut(count))
            else {
                break;
            };
            let plain = span.plain_range().is_some();
            let (start, end) = span.whole_range();
            let hash = match plain {
                true => quick_hash(cells.buffer, start, end),
                false => None,
            };
            (cell.start, cell.end) = (start as u32, end as u32);
            cell.place = place as u32;
            cell.unquoted = !plain;
            cell.hash = hash.unwrap_or_default();
            left |= u64::from(hash.is_none()) << count;
            count += 1;
        }
        self.count = count;
        left
    }

    /// Hashes the cells that were left: those with quotes inside, and those at the buffer's end.
    #[inline(never)]
    fn hash_left(&mut self, cells: &Cells, mut left: u64) {
        self.unquoted.clear();
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let Some(cell) = self.waiting.get_mut(at) else {
                break;
            };
            let (start, end) = (cell.start as usize, cell.end as usize);
            if !cell.unquoted {
                cell.hash = hash(cells.buffer, start, end);
                continue;
            }
            let from = self.unquoted.len();
            cells
                .quotes
                .take_out(cells.buffer, start, end, &mut self.unquoted);
            let to = self.unquoted.len();
            (cell.start, cell.end) = (from as u32, to as u32);
            cell.hash = hash(&self.unquoted, from, to);
        }
    }
}

/// What cells turned out to be: one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// They have no value.
    pub none: u64,
    /// Their texts are levels since.
    pub new: u64,
}

/// Texts that stand for no value.
pub trait NoValue {
    /// The bytes that they begin with, a bit each: no other text is asked for.
    fn first_bytes(&self) -> &[u64; 4];
    /// True if a text stands for no value.
    fn has(&self, text: &[u8]) -> bool;
}

impl Dictionary {
    /// The codes of as many cells as `out` has places, at most [`CELLS`]; [`NONE`] for one that is empty or whose text stands
    /// for no value. The others become levels where they are none yet.
    ///
    /// ```
    /// use kernels::cells::{Quotes, Span};
    /// use kernels::texts::{Block, Cells, Dictionary, NONE, NoValue, Taken};
    /// struct Unknown;
    /// impl NoValue for Unknown {
    ///     fn first_bytes(&self) -> &[u64; 4] {
    ///         &[1 << b'?', 0, 0, 0]
    ///     }
    ///     fn has(&self, text: &[u8]) -> bool {
    ///         text == b"?"
    ///     }
    /// }
    /// let cells = Cells {
    ///     buffer: b"red,?,red,",
    ///     quotes: Quotes { quote: b'"', backslash: false },
    ///     spans: &[Span::plain(0, 3), Span::plain(4, 5), Span::plain(6, 9), Span::plain(10, 10)],
    ///     width: 1,
    /// };
    /// let mut codes = [7; 4];
    /// let taken = Dictionary::default().codes(&cells, &mut Block::default(), &mut codes, &Unknown);
    /// assert_eq!(codes, [0, NONE, 0, NONE]);
    /// assert_eq!(taken, Taken { none: 0b1010, new: 0b0001 });
    /// ```
    pub fn codes(
        &mut self,
        cells: &Cells,
        block: &mut Block,
        out: &mut [u32],
        no_value: &dyn NoValue,
    ) -> Taken {
        let (waiting, none) = self.take_few(cells, out);
        let mut taken = Taken { none, new: 0 };
        if waiting != 0 {
            let left = block.gather(cells, waiting);
            if left != 0 {
                block.hash_left(cells, left);
            }
            self.look_for_all(block);
            let left = self.take_known(cells.buffer, block, out);
            self.take_others(cells.buffer, block, left, out, no_value, &mut taken);
        }
        taken
    }

    /// Looks for levels with these hashes, step by step for all of them: asked for many places at once, memory answers in
    /// the time of a few.
    #[inline(never)]
    fn look_for_all(&self, block: &mut Block) {
        let mut seen = 0;
        for cell in block.waiting() {
            seen ^= self.touch(cell.hash);
        }
        let count = block.count;
        for cell in block.waiting.iter_mut().take(count) {
            cell.found = self.first(cell.hash);
        }
        for cell in block.waiting() {
            if let Some(found) = cell.found {
                seen ^= u32::from(self.touch_text(found));
            }
        }
        std::hint::black_box(seen);
    }

    /// Gives their codes to those whose text is that of the level that was found; answers which are left.
    #[inline(never)]
    fn take_known(&self, buffer: &[u8], block: &Block, out: &mut [u32]) -> u64 {
        let mut left = 0;
        for (at, cell) in block.waiting().iter().enumerate() {
            let bytes = match cell.unquoted {
                true => &block.unquoted,
                false => buffer,
            };
            if let Some(found) = cell.found
                && let Some(out) = out.get_mut(cell.place as usize)
                && self.is(found, bytes, cell.start as usize, cell.end as usize)
            {
                *out = found.code;
            } else {
                left |= 1 << at;
            }
        }
        left
    }

    /// The same for those that are left: new levels, nearly all.
    #[inline(never)]
    fn take_others(
        &mut self,
        buffer: &[u8],
        block: &Block,
        mut left: u64,
        out: &mut [u32],
        no_value: &dyn NoValue,
        taken: &mut Taken,
    ) {
        let first_bytes = no_value.first_bytes();
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let Some(cell) = block.waiting.get(at) else {
                break;
            };
            let bytes = match cell.unquoted {
                true => &block.unquoted,
                false => buffer,
            };
            let (start, end) = (cell.start as usize, cell.end as usize);
            let Some(code) = out.get_mut(cell.place as usize) else {
                break;
            };
            let bit = 1 << cell.place;
            *code = match self.find(cell.hash, bytes, start, end) {
                Some(known) => known,
                None => {
                    let text = bytes.get(start..end).unwrap_or_default();
                    let first = text.first().copied().unwrap_or_default();
                    let asked = first_bytes[usize::from(first >> 6)] >> (first & 63) & 1 == 1;
                    if text.is_empty() || (asked && no_value.has(text)) {
                        taken.none |= bit;
                        NONE
                    } else {
                        taken.new |= bit;
                        self.insert(cell.hash, bytes, start, end)
                    }
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    struct TheWordNone;

    impl NoValue for TheWordNone {
        fn first_bytes(&self) -> &[u64; 4] {
            &[0, 1 << (b'n' - 64), 0, 0]
        }

        fn has(&self, text: &[u8]) -> bool {
            text == b"none"
        }
    }

    #[test]
    fn codes_are_those_of_a_map() {
        let quotes = Quotes {
            quote: b'"',
            backslash: false,
        };
        let mut state = 11u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut dictionary = Dictionary::default();
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        let mut block = Block::default();
        for round in 0..2000 {
            let width = 1 + random(3) as usize;
            let (mut text, mut spans, mut plain) = (String::new(), Vec::new(), Vec::new());
            for _ in 0..1 + random(CELLS as u32) {
                let cell = match random(6) {
                    0 => String::new(),
                    1 => "none".to_owned(),
                    2 => format!("say \"{}\"", random(40)),
                    3 => format!("{}", random(2 + 3 * round)),
                    _ => format!("a text of {} letters", random(2 + round)),
                };
                let start = text.len();
                if cell.contains('"') {
                    text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
                    spans.push(Span::quoted(start, text.len()));
                } else {
                    text.push_str(&cell);
                    spans.push(Span::plain(start, text.len()));
                }
                spans.resize(spans.len() + width - 1, Span::plain(0, 1));
                text.push(',');
                plain.push(cell);
            }
            let mut expected_taken = Taken::default();
            let expected: Vec<u32> = plain
                .iter()
                .enumerate()
                .map(|(place, cell)| {
                    let next = known.len() as u32;
                    if cell.is_empty() || cell == "none" {
                        expected_taken.none |= 1 << place;
                        return NONE;
                    }
                    expected_taken.new |= u64::from(!known.contains_key(cell)) << place;
                    *known.entry(cell.clone()).or_insert(next)
                })
                .collect();
            let cells = Cells {
                buffer: text.as_bytes(),
                quotes,
                spans: &spans,
                width,
            };
            let mut codes = vec![5; plain.len()];
            let taken = dictionary.codes(&cells, &mut block, &mut codes, &TheWordNone);
            assert_eq!(codes, expected);
            assert_eq!(taken, expected_taken);
        }
        assert!(known.len() > 2000);
        assert!(known.iter().all(|(text, &code)| {
            dictionary.levels().get(code as usize) == Some(text.as_str())
        }));
    }
}
