//! Where a function changes its sign.

/// A point of `[low, high]` where `f` changes its sign, to the last digits, by inverse quadratic steps kept inside the
/// bracket. `None` where both ends have one sign or a value is NaN.
///
/// Chandrupatla TR (1997), "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
/// without using derivatives", Advances in Engineering Software 28, 145.
pub(super) fn between(low: f64, high: f64, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut at_a, mut at_b) = (f(a), f(b));
    if at_a == 0.0 {
        return Some(a);
    }
    if at_b == 0.0 {
        return Some(b);
    }
    if at_a.is_nan() || at_b.is_nan() || (at_a > 0.0) == (at_b > 0.0) {
        return None;
    }
    let mut share = 0.5;
    for _ in 0..200 {
        let x = a + share * (b - a);
        let at_x = f(x);
        if at_x.is_nan() {
            return None;
        }
        // c is the point left behind; [a, b] stays the bracket.
        let (c, at_c);
        if (at_x > 0.0) == (at_a > 0.0) {
            (c, at_c) = (a, at_a);
        } else {
            (c, at_c) = (b, at_b);
            (b, at_b) = (a, at_a);
        }
        (a, at_a) = (x, at_x);
        let nearest = if libm::fabs(at_a) < libm::fabs(at_b) {
            a
        } else {
            b
        };
        let tolerance = 2.0 * f64::EPSILON * libm::fabs(nearest) + 1e-300;
        let least = tolerance / libm::fabs(b - a);
        if least > 0.5 || at_a == 0.0 {
            return Some(nearest);
        }
        let place = (a - b) / (c - b);
        let height = (at_a - at_b) / (at_c - at_b);
        let quadratic = height * height < place && (1.0 - height) * (1.0 - height) < 1.0 - place;
        share = if quadratic {
            at_a / (at_b - at_a) * (at_c / (at_b - at_c))
                + (c - a) / (b - a) * (at_a / (at_c - at_a)) * (at_b / (at_c - at_b))
        } else {
            0.5
        };
        share = share.clamp(least, 1.0 - least);
    }
    Some(if libm::fabs(at_a) < libm::fabs(at_b) {
        a
    } else {
        b
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_to_the_last_digits() {
        let found = between(0.0, 2.0, |x| x * x - 2.0).expect("a root");
        assert!((found - 2.0_f64.sqrt()).abs() < 1e-15);
        let mut calls = 0;
        let found = between(-1.0, 10.0, |x| {
            calls += 1;
            libm::exp(x) - 1.0
        });
        assert!(
            found.expect("a root").abs() < 1e-15 && calls < 80,
            "{calls}"
        );
        assert_eq!(between(1.0, 2.0, |x| x), None);
        assert_eq!(between(0.0, 2.0, |_| f64::NAN), None);
    }
}
