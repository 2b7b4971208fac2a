//! Decimal numbers.

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

/// Reads the most common cells, up to eight bytes of digits with or without a point, or such digits behind "0.", behind
/// an optional minus, all digits at once in one word; `None` says nothing about the cell but that [`read`] must look at it.
#[inline]
pub(super) fn read_short(cell: &[u8]) -> Option<f64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let negative = cell.first() == Some(&b'-');
    let text = cell.get(usize::from(negative)..)?;
    // "0." in front of as many as eight digits takes no place in the word.
    let fraction = text.strip_prefix(b"0.").filter(|_| text.len() > 8);
    let word = little_endian(fraction.unwrap_or(text))?;
    let dots = {
        let x = word ^ (ONES * u64::from(b'.'));
        !(((x & LOW) + LOW) | x | LOW)
    };
    let (digits, count, places) = if let Some(fraction) = fraction {
        (word, fraction.len(), fraction.len())
    } else if dots == 0 {
        if text.len() > 1 && text[0] == b'0' {
            return None;
        }
        (word, text.len(), 0)
    } else {
        let before = dots.trailing_zeros() as usize / 8;
        let low = word & ((1 << (8 * before)) - 1);
        let high = (word >> (8 * before) >> 8) << (8 * before);
        (low | high, text.len() - 1, text.len() - 1 - before)
    };
    if count == 0 {
        return None;
    }
    // Digits to the top, zeros below: "1.25" becomes "00000125".
    let filled = 8 * (8 - count);
    let zeros = (ONES * u64::from(b'0')) & ((1 << filled) - 1);
    let digits = (digits << filled) | zeros;
    let high_halves = digits & 0xf0f0_f0f0_f0f0_f0f0;
    let carried = (digits.wrapping_add(0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) >> 4;
    if (high_halves | carried) != 0x3333_3333_3333_3333 {
        return None;
    }
    // Pairs, then fours, then all eight (Lemire 2021, "Number parsing at a gigabyte per second").
    let digits = digits - ONES * u64::from(b'0');
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let mantissa = ((pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064))
        .wrapping_add(((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001))
        >> 32;
    let value = mantissa as f64 / POWERS_OF_TEN[places];
    Some(if negative { -value } else { value })
}

/// One to eight bytes in one word, the first lowest. Bytes of zero at the end are not told from none.
#[inline]
pub(super) fn little_endian(text: &[u8]) -> Option<u64> {
    let length = text.len();
    if length > 8 {
        return None;
    }
    match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        (Some(&first), Some(&last)) => Some(
            u64::from(u32::from_le_bytes(first))
                | u64::from(u32::from_le_bytes(last)) << (8 * (length - 4)),
        ),
        _ => match *text {
            [a] => Some(u64::from(a)),
            [a, b] => Some(u64::from(a) | u64::from(b) << 8),
            [a, b, c] => Some(u64::from(a) | u64::from(b) << 8 | u64::from(c) << 16),
            _ => None,
        },
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
        for _ in 0..200_000 {
            let mut cell = Vec::new();
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let mut bits = state >> 8;
            if bits.is_multiple_of(5) {
                cell.extend_from_slice(b"0.");
            }
            for _ in 0..=bits % 9 {
                bits = bits.rotate_right(5) ^ state;
                cell.push(b"0123456789.-e/:0123456789....00"[(bits % 31) as usize]);
            }
            if let Some(value) = read_short(&cell) {
                let text = String::from_utf8_lossy(&cell);
                assert_eq!(read(&cell), Read::Number(value), "{text}");
                assert_eq!(text.parse(), Ok(value), "{text}");
            }
        }
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
        ] {
            assert_eq!(
                read_short(text.as_bytes()),
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
            "123456789",
            "--1",
            "/",
            ":",
            "0.123456789",
            "0.12345.7",
            "00.1234567",
        ] {
            assert_eq!(read_short(text.as_bytes()), None, "{text}");
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
