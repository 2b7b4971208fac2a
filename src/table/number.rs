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
