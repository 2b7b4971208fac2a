//! Decimal numbers.

use kernels::cells::{NUMBER_DIGITS, POWERS_OF_TEN};

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
    use kernels::cells::{Span, read_numbers};

    /// The number of a cell as a column of numbers reads it at once, if it does.
    fn at_once(text: &[u8], start: usize, end: usize) -> Option<f64> {
        let mut numbers = [0.0];
        let unread = read_numbers(text, &[Span::plain(start, end)], 1, &mut numbers);
        (unread.odd | unread.empty == 0).then_some(numbers[0])
    }

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
            for _ in 0..=bits % 22 {
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
                &b"3,4.5678901234567,-0.12345678901"[..round as usize % 33],
            ]
            .concat();
            if let Some(value) = at_once(&around, 2, 2 + cell.len()) {
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
            "0.6293872653346554",
            "-0.62938726533465541",
            "0.123456789012345678",
            "1234567890123456.",
            "1234567890123456.789",
            "9007199254740993.0",
            "-9999999999999999.99",
            "0.0000000000000000",
        ] {
            let expected = Some(text.parse().unwrap());
            assert_eq!(at_once(text.as_bytes(), 0, text.len()), expected, "{text}");
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
            "12345678901234567",
            "12345678.1234567.",
            "12345678.12345671.",
            "1234567890123456..",
            "0.12345678901234567890",
            "0.1234567890123e-5",
        ] {
            assert_eq!(at_once(text.as_bytes(), 0, text.len()), None, "{text}");
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
