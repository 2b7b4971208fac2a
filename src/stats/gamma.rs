//! The regularised incomplete gamma function, both tails to about 1e-14 relative.

use std::f64::consts::PI;

use super::deviance::{deviance, stirling_error};

/// Upper tail `Q(a, x) = Γ(a, x)/Γ(a)` for `a > 0`, `x ≥ 0`; `None` outside.
///
/// Series below `a + 1`, Lentz's continued fraction above (Press et al., Numerical Recipes, 6.2); the common
/// factor by Loader (2000), so that large `a` costs no digits.
///
/// ```
/// let q = driftglass::stats::gamma::upper(1.0, 2.0).unwrap();
/// assert!((q - (-2.0_f64).exp()).abs() < 1e-15);
/// ```
pub fn upper(a: f64, x: f64) -> Option<f64> {
    if !(a > 0.0 && a.is_finite() && x >= 0.0) {
        return None;
    }
    if x == 0.0 {
        return Some(1.0);
    }
    if x.is_infinite() {
        return Some(0.0);
    }
    let factor = factor(a, x);
    Some(if x < a + 1.0 {
        1.0 - factor * series(a, x)
    } else {
        factor * a * continued_fraction(a, x)
    })
}

/// `x^a e^(−x) / Γ(a+1)`.
fn factor(a: f64, x: f64) -> f64 {
    let exponent = -stirling_error(a) - deviance(a, x, a - x);
    libm::exp(exponent) / (2.0 * PI * a).sqrt()
}

/// `Σ x^k / ((a+1)…(a+k))`: the lower tail over the factor.
fn series(a: f64, x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    let mut divisor = a;
    for _ in 0..1_000_000 {
        divisor += 1.0;
        term *= x / divisor;
        let next = sum + term;
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// `1/(x+1−a− 1(1−a)/(x+3−a− …))`: the upper tail over the factor times `a`.
fn continued_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for i in 1..1_000_000 {
        let i = f64::from(i);
        let numerator = -i * (i - a);
        b += 2.0;
        d = away_from_zero(numerator * d + b, TINY);
        c = away_from_zero(b + numerator / c, TINY);
        d = 1.0 / d;
        let step = d * c;
        fraction *= step;
        if libm::fabs(step - 1.0) < 2.0 * f64::EPSILON {
            break;
        }
    }
    fraction
}

pub(super) fn away_from_zero(x: f64, tiny: f64) -> f64 {
    if libm::fabs(x) < tiny { tiny } else { x }
}
