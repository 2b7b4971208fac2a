//! Cells as most numbers are written, many at once: an optional minus, digits and a point.

use super::decimal;
use super::lanes::{LANES, Lanes};
use super::span::Span;

/// The most digits that an integer may have and still be a number: every such integer is exact in an f64.
pub const NUMBER_DIGITS: usize = 15;

/// What a number with so many places is divided by: exact.
pub const POWERS_OF_TEN: [f64; 20] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

/// Powers of ten, as many as the last digits of a long cell shift by; the others are never asked for.
const UP_TO_FOUR_PLACES: [u64; 8] = [1, 10, 100, 1000, 10_000, 0, 0, 0];

/// Cells that are read at once: one bit each.
pub const CELLS: usize = 64;

/// Which of up to [`CELLS`] cells are no number yet, the first in the lowest bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// Nothing stands in them.
    pub empty: u64,
    /// What stands in them has to be looked at otherwise.
    pub odd: u64,
}

/// Reads one column's cells, every `width`-th of `spans`, into `out`, at most [`CELLS`]; 0 where there is no number.
#[inline(never)]
pub fn read_numbers(buffer: &[u8], spans: &[Span], width: usize, out: &mut [f64]) -> Unread {
    let mut unread = Unread::default();
    let cells = spans.iter().step_by(width.max(1));
    for (place, (span, out)) in cells.zip(out.iter_mut().take(CELLS)).enumerate() {
        *out = 0.0;
        let Some((start, end)) = span.plain_range() else {
            unread.odd |= 1 << place;
            continue;
        };
        if start >= end {
            unread.empty |= 1 << place;
            continue;
        }
        match number(buffer, start, end) {
            Some(value) => *out = value,
            None => unread.odd |= 1 << place,
        }
    }
    unread
}

/// The number from `start` to `end`, if it is an optional minus and up to twenty bytes, digits and a point; correctly
/// rounded. `None` says nothing about the cell but that it must be looked at otherwise.
///
/// ```
/// assert_eq!(kernels::cells::plain_number(b"1,-2.50,3", 2, 7), Some(-2.5));
/// assert_eq!(kernels::cells::plain_number(b"1e5", 0, 3), None);
/// ```
pub fn plain_number(bytes: &[u8], start: usize, end: usize) -> Option<f64> {
    number(bytes, start, end)
}

#[inline(always)]
fn number(bytes: &[u8], start: usize, end: usize) -> Option<f64> {
    let length = end.wrapping_sub(start);
    match length.wrapping_sub(1) < LANES {
        true => short(bytes, start, length),
        false => long(bytes, start, end),
    }
}

/// One to sixteen bytes, looked at all at once and without a branch that the cell's length or sign decides.
#[inline(always)]
fn short(bytes: &[u8], start: usize, length: usize) -> Option<f64> {
    let (negative, lanes) = Lanes::at(bytes, start).sign();
    let negative = usize::from(negative);
    // The end stands for the point that there is not.
    let point = (lanes.equal(b'.') | 1 << length).trailing_zeros() as usize;
    let pointed = usize::from(point < length);
    let count = length - negative - pointed;
    // An identifier, or a sign or a point alone.
    let zero_first = || count > 1 && bytes.get(start + negative) == Some(&b'0');
    if count == 0 || (pointed == 0 && (count > NUMBER_DIGITS || zero_first())) {
        return None;
    }
    let places = length - point - pointed;
    // Both numbers are exact, and their quotient is rounded once (Clinger 1990).
    let value = lanes.exact(point, length)? / POWERS_OF_TEN[places & 15];
    Some(f64::from_bits(value.to_bits() | (negative as u64) << 63))
}

/// Sixteen bytes behind a minus to twenty, as they are written where all digits of a double are.
#[inline(never)]
fn long(bytes: &[u8], start: usize, end: usize) -> Option<f64> {
    let negative = *bytes.get(start)? == b'-';
    let start = start + usize::from(negative);
    let rest = end.wrapping_sub(start).wrapping_sub(LANES);
    if rest > 4 {
        return None;
    }
    let (first, last) = (Lanes::at(bytes, start), Lanes::at(bytes, start + LANES));
    let point = (first.equal(b'.') | 1 << LANES).trailing_zeros() as usize;
    let last_point = (last.equal(b'.') | 1 << rest).trailing_zeros() as usize;
    let (early, late) = (point < LANES, last_point < rest);
    // Without a point it is an identifier, with two no number.
    if early == late {
        return None;
    }
    let last_count = rest - usize::from(late);
    let high = first.digits(point, LANES)?;
    let low = last.digits(last_point, rest)?;
    // Nineteen digits at most fit a word.
    let mantissa = high * UP_TO_FOUR_PLACES[last_count & 7] + low;
    let places = if early {
        LANES - 1 - point + last_count
    } else {
        last_count - last_point
    };
    let value = if mantissa < 1 << 53 {
        mantissa.cast_signed() as f64 / POWERS_OF_TEN[places.min(decimal::MOST_PLACES)]
    } else {
        decimal::divided(mantissa, places)?
    };
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_among_others() {
        let text = b"1.5,a,\n-2,b,\n,c,\n1e3,d,\n\"7\",e,\n0.62938726533465541,f,\n";
        let mut spans = Vec::new();
        let mut at = 0;
        for line in text.split(|&byte| byte == b'\n') {
            let mut start = at;
            for cell in line.split(|&byte| byte == b',') {
                let end = start + cell.len();
                spans.push(match cell.first() {
                    Some(b'"') => Span::quoted(start, end),
                    _ => Span::plain(start, end),
                });
                start = end + 1;
            }
            at += line.len() + 1;
        }
        let mut out = [9.0; 6];
        let unread = read_numbers(text, &spans[..18], 3, &mut out);
        assert_eq!((unread.empty, unread.odd), (0b00_0100, 0b01_1000));
        assert_eq!(out, [1.5, -2.0, 0.0, 0.0, 0.0, 0.629_387_265_334_655_4]);
        // The last column holds nothing, the one before it no numbers.
        let unread = read_numbers(text, &spans[2..18], 3, &mut out);
        assert_eq!((unread.empty, unread.odd), (0b11_1111, 0));
        let unread = read_numbers(text, &spans[1..18], 3, &mut out);
        assert_eq!((unread.empty, unread.odd), (0, 0b11_1111));
    }

    #[test]
    fn signs_and_points_anywhere() {
        for (text, value) in [
            ("-", None),
            ("--1", None),
            ("-.", None),
            ("1-", None),
            ("1.2.3", None),
            ("--12345678901.23", None),
            ("--123456789012.34", None),
            ("-123456789012.345", Some(-123_456_789_012.345)),
            ("-1234567890123456", None),
            ("-123456789012345", Some(-123_456_789_012_345.0)),
            ("123456789012345", Some(123_456_789_012_345.0)),
            ("1234567890123456", None),
            ("-0", Some(-0.0)),
            ("-00", None),
            ("-00.50", Some(-0.5)),
            ("5.", Some(5.0)),
            ("-5.", Some(-5.0)),
            (".5", Some(0.5)),
            ("-.5", Some(-0.5)),
            ("99999999.9999999", Some(99_999_999.999_999_9)),
        ] {
            for behind in ["", ",", "....----", "0123456789012345678"] {
                let cell = format!("-{text}{behind}");
                let found = plain_number(cell.as_bytes(), 1, 1 + text.len());
                let bits = f64::to_bits;
                assert_eq!(found.map(bits), value.map(bits), "{text:?} {behind:?}");
            }
        }
    }

    #[test]
    fn no_more_cells_than_there_are_bits() {
        let spans = vec![Span::plain(0, 1); CELLS + 5];
        let mut out = vec![0.0; CELLS + 5];
        assert_eq!(read_numbers(b"7", &spans, 1, &mut out), Unread::default());
        assert_eq!((out[CELLS - 1], out[CELLS]), (7.0, 0.0));
        assert_eq!(read_numbers(b"7", &[], 0, &mut out), Unread::default());
    }
}
