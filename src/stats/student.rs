//! Student's t distribution.

use super::deviance::binomial;
use super::{gamma, normal};

/// Two-sided tail `P(|T| > |t|)` with `degrees` degrees of freedom, relative error about 1e-13 (1e-11 from 10⁷
/// degrees on); any `degrees > 0`, whole or not, infinite ones are the normal distribution. `None` for other degrees
/// and for NaN.
///
/// The incomplete beta function `I_x(ν/2, ½)` at `x = ν/(ν + t²)` by continued fractions: DiDonato AR, Morris AH
/// (1992), ACM TOMS 18, 360 (eq. 9), beyond `|t| = 1`; within, the other tail by Press et al., Numerical Recipes, 6.4.
/// The common factor is Loader's (2000).
///
/// ```
/// let p = driftglass::stats::student::two_sided(1.0, 2.0).unwrap();
/// assert!((p - (1.0 - 1.0 / 3.0_f64.sqrt())).abs() < 1e-14);
/// ```
pub fn two_sided(t: f64, degrees: f64) -> Option<f64> {
    if t.is_nan() || degrees.is_nan() || degrees <= 0.0 {
        return None;
    }
    let t = libm::fabs(t);
    if t.is_infinite() {
        return Some(0.0);
    }
    if t == 0.0 {
        return Some(1.0);
    }
    if degrees > 1e15 {
        return Some(2.0 * normal::sf(t));
    }
    let square = t * t;
    if square.is_infinite() {
        return Some(0.0);
    }
    let (a, b) = (0.5 * degrees, 0.5);
    let (x, rest) = (degrees / (degrees + square), square / (degrees + square));
    // x^a (1−x)^½ / B(a, ½), from the mass of a "binomial" with a hits of a + ½.
    let size = a + b;
    let excess = 0.5 * degrees * (square - 1.0) / (degrees + square);
    let factor = binomial(a, size, size * x, size * rest, excess) * a * b / size;
    let p = if square > 1.0 {
        // How far x lies below the mean a/(a + b), in a form that does not cancel.
        let below = (a + b) * rest - b;
        factor * far_fraction(a, b, x, rest, below)
    } else {
        1.0 - factor * fraction(b, a, rest) / b
    };
    Some(p.clamp(0.0, 1.0))
}

/// Continued fraction of `I_x(a, b)` over `x^a (1−x)^b / B(a, b)`, with `rest = 1 − x` and `below = a − (a+b) x ≥ 0`.
fn far_fraction(a: f64, b: f64, x: f64, rest: f64, below: f64) -> f64 {
    let start = 1.0 + below;
    let (b_over_a, above_one) = (b / a, 1.0 + 1.0 / a);
    let (mut p, mut s) = (1.0, a + 1.0);
    let (mut top_before, mut bottom_before) = (0.0, 1.0);
    let (mut top, mut bottom) = (1.0, start / above_one);
    let mut value = above_one / start;
    for n in 1..1_000_000 {
        let n = f64::from(n);
        let share = n / a;
        let weight = n * (b - n) * x;
        let e = a / s;
        let alpha = (p * (p + b_over_a) * e * e) * (weight * x);
        let e = (share + 1.0) / (above_one + share + share);
        let beta = n + weight / s + e * (start + n * (rest + 1.0));
        p = share + 1.0;
        s += 2.0;
        (top_before, top) = (top, alpha * top_before + beta * top);
        (bottom_before, bottom) = (bottom, alpha * bottom_before + beta * bottom);
        let next = top / bottom;
        let step = libm::fabs(next - value);
        value = next;
        if step <= 1e-16 * value {
            break;
        }
        top_before /= bottom;
        bottom_before /= bottom;
        top = value;
        bottom = 1.0;
    }
    value
}

/// Continued fraction of `I_x(a, b)`, for `x < (a+1)/(a+b+2)`.
pub(super) fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut c = 1.0;
    let mut d = 1.0 / gamma::away_from_zero(1.0 - (a + b) * x / (a + 1.0), TINY);
    let mut product = d;
    for m in 1..200_000 {
        let m = f64::from(m);
        let mut step = 1.0;
        for numerator in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / gamma::away_from_zero(1.0 + numerator * d, TINY);
            c = gamma::away_from_zero(1.0 + numerator / c, TINY);
            step = c * d;
            product *= step;
        }
        if libm::fabs(step - 1.0) < 2.0 * f64::EPSILON {
            break;
        }
    }
    product
}
