//! Cells as most numbers are written, many at once: an optional minus, digits and a point.

use super::column::{LOOKED_AT, Unread, read_left, read_most};
use super::decimal;
use super::span::Span;
use super::word;

/// The most digits that an integer may have and still be a number: every such integer is exact in an f64.
pub const NUMBER_DIGITS: usize = 15;

/// What a number with so many places is divided by: exact.
pub const POWERS_OF_TEN: [f64; 20] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

/// Reads one column's cells, every `width`-th of `spans`, into `out`, at most [`CELLS`](super::CELLS); 0 where there is no number. Read are
/// up to twenty bytes, digits and a point, and a minus besides, correctly rounded.
///
/// ```
/// use kernels::cells::{Span, Unread, read_numbers};
/// let spans = [Span::plain(0, 3), Span::plain(4, 4), Span::plain(5, 8), Span::plain(9, 14)];
/// let mut numbers = [0.0; 4];
/// let unread = read_numbers(b"2.5,,1e5,-1.25", &spans, 1, &mut numbers);
/// assert_eq!(numbers, [2.5, 0.0, 0.0, -1.25]);
/// assert_eq!(unread, Unread { empty: 0b0010, odd: 0b0100 });
/// ```
#[inline(never)]
pub fn read_numbers(buffer: &[u8], spans: &[Span], width: usize, out: &mut [f64]) -> Unread {
    let width = width.max(1);
    let word = |word: &[u8; 8], length: usize| match length.wrapping_sub(1) < 8 {
        true => tiny(u64::from_le_bytes(*word), length),
        false => None,
    };
    let mut left = read_most(buffer, spans, width, out, word);
    if left != 0 {
        left = read_long(buffer, spans, width, left, out);
    }
    read_left(
        buffer,
        spans,
        width,
        left,
        out,
        |cell, length| match length {
            1..=8 => tiny(word::eight(cell, 0), length),
            _ => long(cell, length),
        },
    )
}

/// Reads those of the cells that are longer than a word; answers which are left.
#[inline(never)]
fn read_long(buffer: &[u8], spans: &[Span], width: usize, cells: u64, out: &mut [f64]) -> u64 {
    let (mut cells, mut left) = (cells, cells);
    while cells != 0 {
        let place = cells.trailing_zeros() as usize;
        let bit = cells & cells.wrapping_neg();
        cells ^= bit;
        if let Some(span) = spans.get(place * width)
            && let Some((start, end)) = span.plain_range()
            && let Some(cell) = buffer.get(start..).and_then(<[u8]>::first_chunk)
            && let Some(value) = long(cell, end.wrapping_sub(start))
            && let Some(out) = out.get_mut(place)
        {
            *out = value;
            left ^= bit;
        }
    }
    left
}

/// The least integer that so many digits say without zeros in front; behind these those for a cell with a point, which
/// may begin with zeros. Without a digit there is no number.
const LEAST: [u32; 32] = {
    let mut least = [0; 32];
    (least[0], least[POINTED]) = (u32::MAX, u32::MAX);
    let mut count = 2;
    let mut power = 10;
    while count <= 8 {
        least[count] = power;
        power *= 10;
        count += 1;
    }
    least
};
const POINTED: usize = 16;

/// What a number is divided by whose point is this byte of eight, none the ninth; behind these those of negative ones.
const BY_POINT: [f64; 32] = {
    let mut by = [1.0; 32];
    let mut place = 0;
    while place < 9 {
        if place < 8 {
            by[place] = POWERS_OF_TEN[7 - place];
        }
        by[16 + place] = -by[place];
        place += 1;
    }
    by
};

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x80 * ONES;
const ZEROS: u64 = b'0' as u64 * ONES;

/// One to eight bytes in a word: V8 writes constants of vectors anew at every use.
#[inline(always)]
fn tiny(word: u64, length: usize) -> Option<f64> {
    let (negative, word) = sign(word);
    // The last byte to the top, zeros in front: nothing of what stands behind is left.
    let word = (word ^ ZEROS) << ((8 - length) * 8);
    let points = points(word);
    let (digits, count) = match points {
        0 => (word, length - negative),
        _ => (without(word, points), length - negative + POINTED - 1),
    };
    if beyond_nine(digits) != 0 {
        return None;
    }
    let value = eight_digits(digits);
    if value < LEAST[count & 31] {
        return None;
    }
    let place = points.trailing_zeros() as usize / 8 + 16 * negative;
    // Both numbers are exact, and their quotient is rounded once (Clinger 1990).
    Some(f64::from(value.cast_signed()) / BY_POINT[place & 31])
}

/// Nine to twenty bytes, a minus besides.
#[inline(always)]
fn long(cell: &[u8; LOOKED_AT], length: usize) -> Option<f64> {
    let (negative, first) = sign(word::eight(cell, 0));
    if length.wrapping_sub(9) > 20 - 9 + negative {
        return None;
    }
    // As many bytes of the two words behind, moved to the top.
    let mut second_count = (length - 8).min(8);
    let mut third_count = length - 8 - second_count;
    let mut first = first ^ ZEROS;
    let mut second = (word::eight(cell, 8) ^ ZEROS) << ((8 - second_count) * 8);
    let mut third = (word::eight(cell, 16) ^ ZEROS) << ((7 - third_count) * 8) << 8;
    let behind = |point: u64| 7 - point.trailing_zeros() as usize / 8;
    let points = [points(first), points(second), points(third)];
    let places = match points {
        [0, 0, 0] if length - negative > NUMBER_DIGITS => return None,
        // An identifier.
        [0, 0, 0] if first >> (8 * negative) & 0xff == 0 => return None,
        [0, 0, 0] => 0,
        [0, 0, found] => {
            third = without(third, found);
            third_count -= 1;
            behind(found)
        }
        [0, found, _] => {
            second = without(second, found);
            second_count -= 1;
            behind(found) + third_count
        }
        [found, ..] => {
            first = without(first, found);
            behind(found) + second_count + third_count
        }
    };
    if beyond_nine(first) | beyond_nine(second) | beyond_nine(third) != 0 {
        return None;
    }
    // Nineteen digits at most fit a word.
    let mantissa = u64::from(eight_digits(first)) * TENS[second_count & 15];
    let mantissa = mantissa + u64::from(eight_digits(second));
    let mantissa = mantissa * TENS[third_count & 15] + u64::from(eight_digits(third));
    let value = match mantissa < 1 << 53 {
        true => mantissa.cast_signed() as f64 / POWERS_OF_TEN[places.min(decimal::MOST_PLACES)],
        false => decimal::divided(mantissa, places)?,
    };
    Some(f64::from_bits(value.to_bits() | (negative as u64) << 63))
}

/// Powers of ten, as many as eight digits shift by; the others are never asked for.
const TENS: [u64; 16] = {
    let mut tens = [1; 16];
    let mut place = 1;
    while place <= 8 {
        tens[place] = tens[place - 1] * 10;
        place += 1;
    }
    tens
};

/// 1 if the first byte is a minus, and the word with a zero in its place.
#[inline(always)]
fn sign(word: u64) -> (usize, u64) {
    let negative = usize::from(word as u8 == b'-');
    (
        negative,
        word ^ (negative * usize::from(b'-' ^ b'0')) as u64,
    )
}

/// Of digits' values the top bit of each byte that was a point, and maybe of what stands behind the first.
#[inline(always)]
fn points(values: u64) -> u64 {
    let other = values ^ (u64::from(b'.' ^ b'0') * ONES);
    other.wrapping_sub(ONES) & !other & TOPS
}

/// The word without its first point: what stands in front of it moves into its place.
#[inline(always)]
fn without(values: u64, points: u64) -> u64 {
    let first = points & points.wrapping_neg();
    let front = (first >> 7).wrapping_sub(1);
    (values & front) << 8 | values & !((first << 1).wrapping_sub(1))
}

/// Not 0 where a byte is larger than 9.
#[inline(always)]
fn beyond_nine(values: u64) -> u64 {
    (values.wrapping_add(0x76 * ONES) | values) & TOPS
}

/// The number of eight digits, the first lowest: two digits, four, eight (Lemire 2018).
#[inline(always)]
fn eight_digits(values: u64) -> u32 {
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let high = (pairs & PAIRS).wrapping_mul(100 + (1_000_000 << 32));
    let low = (pairs >> 16 & PAIRS).wrapping_mul(1 + (10_000 << 32));
    (high.wrapping_add(low) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::super::CELLS;
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
            for behind in [
                "",
                ",",
                "....----",
                "0123456789012345678",
                "-.......-.......-.......",
                ",\"1234567890123456789012\"",
            ] {
                let cell = format!("-{text}{behind}");
                let spans = [Span::plain(1, 1 + text.len())];
                let mut found = [7.0];
                let unread = read_numbers(cell.as_bytes(), &spans, 1, &mut found);
                assert_eq!(
                    (unread.empty, unread.odd),
                    (0, u64::from(value.is_none())),
                    "{text:?}"
                );
                let bits = f64::to_bits(value.unwrap_or_default());
                assert_eq!(found[0].to_bits(), bits, "{text:?} {behind:?}");
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
