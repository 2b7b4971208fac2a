//! The F distribution.

use super::deviance::binomial;
use super::student;

/// Upper tail `P(F > x)` with `above` and `below` degrees of freedom, any positive ones; `None` for other degrees,
/// negative or NaN `x`.
///
/// The incomplete beta function `I_y(below/2, above/2)` at `y = below/(below + above x)` by its continued fraction
/// (Press et al., Numerical Recipes, 6.4), the common factor by Loader (2000). As `scipy.stats.f.sf`.
///
/// ```
/// let p = driftglass::stats::snedecor::sf(2.5, 6.0, 36.0).unwrap();
/// assert!((p - 0.039_919_624_839_359_73).abs() < 1e-14);
/// ```
pub fn sf(x: f64, above: f64, below: f64) -> Option<f64> {
    let degrees = |d: f64| d > 0.0 && d.is_finite();
    if !(degrees(above) && degrees(below) && x >= 0.0) {
        return None;
    }
    if x == 0.0 {
        return Some(1.0);
    }
    if x.is_infinite() {
        return Some(0.0);
    }
    let (a, b) = (0.5 * below, 0.5 * above);
    let whole = below + above * x;
    let (y, rest) = (below / whole, above * x / whole);
    let size = a + b;
    let factor = binomial(a, size, size * y, size * rest, a - size * y) * a * b / size;
    let p = if y < (a + 1.0) / (size + 2.0) {
        factor * student::fraction(a, b, y) / a
    } else {
        1.0 - factor * student::fraction(b, a, rest) / b
    };
    Some(p.clamp(0.0, 1.0))
}
