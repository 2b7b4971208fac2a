//! Decimal numbers.

use super::word;

/// What a cell is as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Read {
    /// The nearest f64.
    Number(f64),
    /// Digits that an f64 would not keep.
    Identifier,
    /// No number.
    No,
}

/// The most digits that an integer may have and still be a number: every such integer is exact in an f64.
pub const NUMBER_DIGITS: usize = 15;

const POWERS_OF_TEN: [f64; 20] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19,
];

/// Reads a trimmed cell: sign, digits, decimal point, exponent, or an infinity. Correctly rounded.
#[inline]
pub(super) fn read(cell: &[u8]) -> Read {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, cell),
    };
    match digits {
        [b'0'..=b'9' | b'.', ..] => {}
        [b'i' | b'I', ..] => return infinity(negative, digits),
        _ => return Read::No,
    }
    // Up to nineteen digits fit the word; a twentieth goes the slow way.
    let mut mantissa = 0u64;
    let mut seen = 0usize;
    let mut point = None;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            seen += 1;
        } else if byte == b'.' && point.is_none() {
            point = Some(seen);
        } else {
            return read_slowly(negative, digits);
        }
    }
    match point {
        None if seen > NUMBER_DIGITS || (seen > 1 && digits[0] == b'0') => Read::Identifier,
        // Both numbers are exact, so their quotient is rounded once (Clinger 1990).
        _ if seen <= 19 && mantissa < 1 << 53 => {
            let places = point.map_or(0, |point| seen - point);
            if seen == 0 {
                return Read::No;
            }
            let value = mantissa as f64 / POWERS_OF_TEN[places];
            Read::Number(if negative { -value } else { value })
        }
        _ => read_slowly(negative, digits),
    }
}

/// Reads the most common cells, up to sixteen digits with or without a point behind an optional minus, eight digits at
/// once in one word; `None` says nothing about the cell but that [`read`] must look at it.
#[inline(always)]
pub(super) fn read_short(bytes: &[u8], start: usize, end: usize) -> Option<f64> {
    if start >= end {
        return None;
    }
    let negative = word::eight(bytes, start) as u8 == b'-';
    let start = start + usize::from(negative);
    let length = end - start;
    let low = word::first(word::eight(bytes, start), length);
    let (mantissa, places) = if length <= 8 {
        let dots = word::equal(low, b'.');
        if dots == 0 {
            if length == 0 || (length > 1 && low as u8 == b'0') {
                return None;
            }
            (word::digits(word::to_the_right(low, length))?, 0)
        } else if length > 1 {
            let before = dots.trailing_zeros() as usize / 8;
            let low = without(low, before);
            let digits = word::digits(word::to_the_right(low, length - 1))?;
            (digits, length - 1 - before)
        } else {
            return None;
        }
    } else {
        read_long(bytes, start, length, low)?
    };
    let value = mantissa as f64 / POWERS_OF_TEN[places.min(16)];
    Some(if negative { -value } else { value })
}

/// The digits of nine to seventeen bytes as a number, and how many of them are behind the point.
#[inline(always)]
fn read_long(bytes: &[u8], start: usize, length: usize, low: u64) -> Option<(u64, usize)> {
    if length > 17 {
        return None;
    }
    let high = word::eight(bytes, start + 8);
    let dots = word::equal(low, b'.');
    let (low, high, count, places) = if dots != 0 {
        let before = dots.trailing_zeros() as usize / 8;
        let last = word::eight(bytes, start + 9);
        (
            without(low, before) | high << 56,
            last,
            length - 1,
            length - 1 - before,
        )
    } else {
        let dots = word::equal(word::first(high, length - 8), b'.');
        if dots != 0 {
            let before = dots.trailing_zeros() as usize / 8;
            // The byte behind the word is the seventeenth, where there is one.
            let last = if length == 17 {
                u64::from(*bytes.get(start + 16)?) << 56
            } else {
                0
            };
            (
                low,
                without(high, before) | last,
                length - 1,
                length - 9 - before,
            )
        } else {
            (low, high, length, 0)
        }
    };
    if count == length && (length > NUMBER_DIGITS || low as u8 == b'0') {
        return None;
    }
    let mantissa = if count == 8 {
        word::digits(low)?
    } else {
        // The last eight digits in one word, those before them in another.
        let shift = 8 * (16 - count);
        let high = word::first(high, count - 8);
        let lower = high << shift | low >> 1 >> (63 - shift);
        word::digits(word::to_the_right(low, count - 8))? * 100_000_000 + word::digits(lower)?
    };
    // Both numbers are then exact, and their quotient is rounded once (Clinger 1990).
    (mantissa < 1 << 53).then_some((mantissa, places))
}

/// Reads a longer cell that has a point among its first bytes, so that it is no identifier: its digits go the slow way
/// at once. `None` says nothing about the cell.
#[inline(always)]
pub(super) fn read_point(bytes: &[u8], start: usize, end: usize) -> Option<f64> {
    let length = end - start;
    let pointed = word::equal(word::eight(bytes, start), b'.') != 0;
    if !pointed || length < 16 {
        return None;
    }
    read_signed(bytes.get(start..end)?)
}

#[inline(never)]
fn read_signed(cell: &[u8]) -> Option<f64> {
    let digits = cell.strip_prefix(b"-").unwrap_or(cell);
    match digits.first() {
        Some(b'0'..=b'9') => {
            let value = fast_float2::parse::<f64, _>(digits).ok()?;
            Some(if digits.len() < cell.len() {
                -value
            } else {
                value
            })
        }
        _ => None,
    }
}

/// A word without the byte behind the first `before`.
#[inline(always)]
fn without(word: u64, before: usize) -> u64 {
    let low = word::first(word, before);
    low | (word >> 8 & !word::first(u64::MAX, before))
}

#[cold]
fn infinity(negative: bool, word: &[u8]) -> Read {
    if word.eq_ignore_ascii_case(b"inf") || word.eq_ignore_ascii_case(b"infinity") {
        Read::Number(if negative {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        })
    } else {
        Read::No
    }
}

/// Exponents and long mantissas.
fn read_slowly(negative: bool, digits: &[u8]) -> Read {
    let leading_zero = matches!(digits, [b'0', b'0'..=b'9', ..]) && !digits.contains(&b'.');
    match fast_float2::parse::<f64, _>(digits) {
        Ok(_) if leading_zero => Read::Identifier,
        Ok(value) => Read::Number(if negative { -value } else { value }),
        Err(_) => Read::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_library_reads() {
        for text in [
            "0",
            "-0",
            "1.5",
            "+2.25",
            "-1e-3",
            "1e5",
            ".5",
            "5.",
            "3.141592653589793",
            "0.1234567890123456789",
            "123456789.123456789",
            "9007199254740993.0",
            "1e400",
            "00.5",
            "0.30000000000000004",
            "5e-324",
            "179769313486231570000000000000.0",
            "1.0e+10",
        ] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(read(text.as_bytes()), Read::Number(expected), "{text}");
        }
    }

    #[test]
    fn short_cells_read_as_long_ones_do() {
        let mut state = 3u64;
        let mut read_at_once = 0;
        for round in 0..400_000u64 {
            let mut cell = Vec::new();
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let mut bits = state >> 8;
            if bits.is_multiple_of(5) {
                cell.extend_from_slice(b"0.");
            }
            let alphabet: &[u8] = match round % 4 {
                0 => b"0123456789.-e/:0123456789....00",
                _ => b"0123456789012345678901234567890",
            };
            for _ in 0..=bits % 19 {
                bits = bits.rotate_right(5) ^ state;
                cell.push(alphabet[(bits % 31) as usize]);
            }
            if round % 4 > 1 {
                let point = (state >> 40) as usize % cell.len();
                cell[point] = b'.';
            }
            if round % 8 == 3 {
                cell.insert(0, b'-');
            }
            // What stands around a cell is not part of it.
            let around = [
                b"1.",
                &cell[..],
                &b"3,4.5678901234567"[..round as usize % 18],
            ]
            .concat();
            let read_here = read_short(&around, 2, 2 + cell.len())
                .or_else(|| read_point(&around, 2, 2 + cell.len()));
            if let Some(value) = read_here {
                read_at_once += 1;
                let text = String::from_utf8_lossy(&cell);
                assert_eq!(read(&cell), Read::Number(value), "{text}");
                assert_eq!(text.parse(), Ok(value), "{text}");
            }
        }
        assert!(read_at_once > 150_000, "{read_at_once}");
        for text in [
            "1.5",
            "-0.25",
            "12345678",
            ".5",
            "5.",
            "0",
            "-7",
            "0.632675",
            "0.0741875",
            "-0.00000001",
            "0.99999999",
            "123456789",
            "12345678.",
            "-0.123456789",
            "123456789.0123",
            "123456789012345",
            "1.123456789012345",
            "-12345678.1234567",
            "00.1234567",
            ".6293872653346554",
        ] {
            assert_eq!(
                read_short(text.as_bytes(), 0, text.len()),
                Some(text.parse().unwrap()),
                "{text}"
            );
        }
        for text in [
            "",
            "-",
            ".",
            "-.",
            "007",
            "1.2.3",
            "1e5",
            "+1",
            "1 ",
            "--1",
            "/",
            ":",
            "0.12345.7",
            "012345678",
            "1234567890123456",
            "1234567890123456.",
            "9.123456789012345",
            "12345678.1234567.",
        ] {
            assert_eq!(read_short(text.as_bytes(), 0, text.len()), None, "{text}");
        }
    }

    #[test]
    fn infinities_and_refusals() {
        assert_eq!(read(b"inf"), Read::Number(f64::INFINITY));
        assert_eq!(read(b"-Infinity"), Read::Number(f64::NEG_INFINITY));
        for text in [
            "",
            "-",
            "+",
            ".",
            "1,234",
            "1.2.3",
            "1e",
            "e5",
            "--1",
            "+-1",
            "0x10",
            "1 2",
            "infi",
            "nan",
            "1_000",
            "12:30",
            "2024-01-01",
            "1.5kg",
        ] {
            assert_eq!(read(text.as_bytes()), Read::No, "{text}");
        }
    }

    #[test]
    fn identifiers_keep_their_digits() {
        for text in [
            "007",
            "00",
            "-01",
            "1234567890123456",
            "01e5",
            "00000000000000000000001",
        ] {
            assert_eq!(read(text.as_bytes()), Read::Identifier, "{text}");
        }
        assert_eq!(
            read(b"123456789012345"),
            Read::Number(123_456_789_012_345.0)
        );
    }
}
