//! The double nearest to a long decimal whose digits are known (Lemire 2021, "Number parsing at a gigabyte per second",
//! Software: Practice and Experience 51(8), with the proof that it needs no fallback in Mushtak & Lemire 2023).

/// Most digits behind the point.
pub(super) const MOST_PLACES: usize = 19;

const MANTISSA_BITS: u32 = 52;

/// 5 to the power of minus each number of places: the first 128 bits, rounded up.
const POWERS: [u128; MOST_PLACES + 1] = {
    let mut powers = [1 << 127; MOST_PLACES + 1];
    let mut places = 1;
    let mut five = 1u64;
    while places <= MOST_PLACES {
        five *= 5;
        powers[places] = inverse(five);
        places += 1;
    }
    powers
};

/// 2 to the power of 127 + z over this number, rounded up, where z is the least for which 2 to the power of z is not
/// below it. The number is no power of two.
const fn inverse(number: u64) -> u128 {
    let mut bits = 127 + u64::BITS - number.leading_zeros();
    // Long division, bit by bit.
    let (mut quotient, mut rest) = (0u128, 1u64);
    while bits > 0 {
        rest *= 2;
        quotient *= 2;
        if rest >= number {
            rest -= number;
            quotient += 1;
        }
        bits -= 1;
    }
    quotient + 1
}

/// `mantissa` over 10 to the power of `places`, rounded to the nearest double, ties to even; `None` for 0 and for more
/// than [`MOST_PLACES`].
#[inline]
pub(super) fn divided(mantissa: u64, places: usize) -> Option<f64> {
    let power = *POWERS.get(places)?;
    if mantissa == 0 {
        return None;
    }
    let zeros = mantissa.leading_zeros();
    let word = mantissa << zeros;
    let (mut high, mut low) = product(word, (power >> 64) as u64);
    // The upper half of the power decides nearly always.
    let undecided = u64::MAX >> (MANTISSA_BITS + 3);
    if high & undecided == undecided {
        let (more, _) = product(word, power as u64);
        let carried;
        (low, carried) = low.overflowing_add(more);
        high += u64::from(carried);
    }
    let upper = (high >> 63) as u32;
    let shift = upper + 64 - MANTISSA_BITS - 3;
    let mut digits = high >> shift;
    // The binary exponent of the product, and 63 for the word.
    let places = places as i32;
    let exponent = ((-places * 217_706) >> 16) + 63 + (upper as i32) - (zeros as i32);
    // Half way between two doubles: such a product is exact, and only then.
    if low <= 1 && places <= 4 && digits & 3 == 1 && digits << shift == high {
        digits &= !1;
    }
    digits += digits & 1;
    digits >>= 1;
    // One more bit where all were ones.
    let over = (digits >> (MANTISSA_BITS + 1)) as u32;
    let digits = (digits >> over) & ((1 << MANTISSA_BITS) - 1);
    let exponent = (exponent + over as i32 + 1023) as u64;
    Some(f64::from_bits(exponent << MANTISSA_BITS | digits))
}

/// Both halves of a product. Of four products of half words: wasm calls a function for words of 128 bits.
#[inline(always)]
fn product(a: u64, b: u64) -> (u64, u64) {
    const HALF: u64 = u32::MAX as u64;
    let (lows, highs) = ((a & HALF) * (b & HALF), (a >> 32) * (b >> 32));
    let (first, second) = ((a & HALF) * (b >> 32), (a >> 32) * (b & HALF));
    let middle = (lows >> 32) + (first & HALF) + second;
    (
        highs + (first >> 32) + (middle >> 32),
        middle << 32 | lows & HALF,
    )
}

#[cfg(test)]
mod tests {
    use super::{MOST_PLACES, divided, product};

    #[test]
    fn halves_of_products() {
        let mut state = 9u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state
        };
        for (a, b) in [
            (u64::MAX, u64::MAX),
            (0, 5),
            (1 << 63, 2),
            (u32::MAX.into(), u64::MAX),
        ]
        .into_iter()
        .chain((0..1000).map(|_| (next(), next())))
        {
            let whole = u128::from(a) * u128::from(b);
            assert_eq!(product(a, b), ((whole >> 64) as u64, whole as u64));
        }
    }

    fn check(mantissa: u64, places: usize) {
        let text = format!("{mantissa}e-{places}");
        let expected: f64 = text.parse().unwrap();
        assert_eq!(divided(mantissa, places), Some(expected), "{text}");
    }

    #[test]
    fn the_nearest_double() {
        let mut state = 5u64;
        for round in 0..400_000u64 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let places = (state >> 59) as usize % (MOST_PLACES + 1);
            check((state >> (round % 60)).max(1), places);
        }
        for places in 0..=MOST_PLACES {
            for mantissa in [1, 2, 3, 9_999_999_999_999_999_999, u64::MAX, 1 << 53] {
                for near in 0..3 {
                    check(mantissa.saturating_add(near), places);
                    check(mantissa - near.min(mantissa - 1), places);
                }
            }
        }
        assert_eq!(divided(0, 3), None);
        assert_eq!(divided(1, MOST_PLACES + 1), None);
    }

    #[test]
    fn half_way_between_two_doubles_the_even_one() {
        for bits in 54..=64u32 {
            let step = 1u64 << (bits - 53);
            let mut mantissa = 1u64 << (bits - 1);
            for _ in 0..200 {
                mantissa += 3 * step;
                for places in 0..=4u32 {
                    let Some(whole) = (mantissa + step / 2).checked_mul(5u64.pow(places)) else {
                        continue;
                    };
                    for near in [whole - 1, whole, whole + 1] {
                        check(near, places as usize);
                    }
                }
            }
        }
    }
}
