//! One column's cells of many rows, read at once as what most of them are.

use super::span::Span;

/// Cells that are read at once: one bit each.
pub const CELLS: usize = 64;

/// Bytes that are looked at together: the longest cell that is read at once, and whole words.
pub(super) const LOOKED_AT: usize = 24;

/// Which of up to [`CELLS`] cells are not read yet, the first in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Nothing stands in them.
    pub empty: u64,
    /// What stands in them has to be looked at otherwise.
    pub odd: u64,
}

/// Reads cells, every `width`-th of `spans`, of which so many bytes stand in the buffer; answers which are left. What
/// reads one must not call: a call in a loop costs V8 all registers.
#[inline(always)]
pub(super) fn read_most<T: Copy + Default, const BYTES: usize>(
    buffer: &[u8],
    spans: &[Span],
    width: usize,
    out: &mut [T],
    read: impl Fn(&[u8; BYTES], usize) -> Option<T>,
) -> u64 {
    let mut left = 0;
    let mut at = 0;
    for (place, out) in out.iter_mut().take(CELLS).enumerate() {
        let Some(span) = spans.get(at) else {
            break;
        };
        at += width;
        let (start, end) = span.whole_range();
        let cell = buffer.get(start..).and_then(<[u8]>::first_chunk);
        let value = cell.and_then(|cell| read(cell, end.wrapping_sub(start)));
        *out = value.unwrap_or_default();
        if value.is_none() {
            left |= 1 << place;
        }
    }
    left
}

/// Reads those that are left, wherever they stand: near the end of the buffer, too.
#[inline(always)]
pub(super) fn read_left<T>(
    buffer: &[u8],
    spans: &[Span],
    width: usize,
    mut left: u64,
    out: &mut [T],
    read: impl Fn(&[u8; LOOKED_AT], usize) -> Option<T>,
) -> Unread {
    let alone = |start, end| {
        let text: &[u8] = buffer.get(start..end)?;
        let mut cell = [0; LOOKED_AT];
        cell.get_mut(..text.len())?.copy_from_slice(text);
        read(&cell, text.len())
    };
    let mut unread = Unread::default();
    while left != 0 {
        let place = left.trailing_zeros() as usize;
        left &= left - 1;
        let (Some(span), Some(out)) = (spans.get(place * width), out.get_mut(place)) else {
            break;
        };
        match span.plain_range() {
            Some((start, end)) if start >= end => unread.empty |= 1 << place,
            Some((start, end)) => match alone(start, end) {
                Some(value) => *out = value,
                None => unread.odd |= 1 << place,
            },
            None => unread.odd |= 1 << place,
        }
    }
    unread
}
