//! The standard normal distribution to the last digits, tails included.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// What `FRAC_1_SQRT_2` lacks of 1/√2.
const FRAC_1_SQRT_2_REST: f64 = -4.833_646_656_726_457e-17;

/// Density `exp(−x²/2)/√(2π)`.
///
/// ```
/// assert!((driftglass::stats::normal::pdf(0.0) - 0.398_942_280_401_432_7).abs() < 1e-16);
/// ```
pub fn pdf(x: f64) -> f64 {
    if !x.is_finite() {
        return if x.is_nan() { x } else { 0.0 };
    }
    // The square is split so that its rounding does not grow with it.
    let square = x * x;
    let rest = libm::fma(x, x, -square);
    libm::exp(-0.5 * square) * (1.0 - 0.5 * rest) / (2.0 * PI).sqrt()
}

/// Lower tail `P(Z ≤ x)`.
///
/// ```
/// assert!((driftglass::stats::normal::cdf(-1.959_963_984_540_054) - 0.025).abs() < 1e-16);
/// ```
pub fn cdf(x: f64) -> f64 {
    sf(-x)
}

/// Upper tail `P(Z > x)`, relative error about 1e-15 down to the smallest normal number.
///
/// `½ erfc(x/√2)`, with the rounding of `x/√2` put back: for large `x` it alone would cost `x²` units in the last place.
///
/// ```
/// let p = driftglass::stats::normal::sf(37.0);
/// assert!((p / 5.725_571_222_524_576e-300 - 1.0).abs() < 1e-13);
/// ```
pub fn sf(x: f64) -> f64 {
    let y = x * FRAC_1_SQRT_2;
    let tail = libm::erfc(y);
    if !x.is_finite() || tail == 0.0 {
        return 0.5 * tail;
    }
    let rest = libm::fma(x, FRAC_1_SQRT_2, -y) + x * FRAC_1_SQRT_2_REST;
    0.5 * tail - rest * libm::exp(-y * y) / PI.sqrt()
}

/// The `x` with `P(Z ≤ x) = p`; −∞ at 0, ∞ at 1, `None` outside `[0, 1]`.
///
/// Wichura MJ (1988), "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37, 477.
///
/// ```
/// let z = driftglass::stats::normal::quantile(0.975).unwrap();
/// assert!((z - 1.959_963_984_540_054).abs() < 1e-15);
/// ```
pub fn quantile(p: f64) -> Option<f64> {
    if p == 0.0 {
        return Some(f64::NEG_INFINITY);
    }
    if p == 1.0 {
        return Some(f64::INFINITY);
    }
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let q = p - 0.5;
    if libm::fabs(q) <= 0.425 {
        return Some(q * ratio(0.180_625 - q * q, &CENTRE_TOP, &CENTRE_BOTTOM));
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let x = if r <= 5.0 {
        ratio(r - 1.6, &MIDDLE_TOP, &MIDDLE_BOTTOM)
    } else {
        ratio(r - 5.0, &FAR_TOP, &FAR_BOTTOM)
    };
    Some(if q < 0.0 { -x } else { x })
}

/// The `x` with `P(Z > x) = p`, precise also for tiny `p`.
pub fn upper_quantile(p: f64) -> Option<f64> {
    quantile(p).map(|x| -x)
}

fn ratio(r: f64, top: &[f64; 8], bottom: &[f64; 8]) -> f64 {
    horner(r, top) / horner(r, bottom)
}

fn horner(r: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * r + c)
}

const CENTRE_TOP: [f64; 8] = [
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665,
];
const CENTRE_BOTTOM: [f64; 8] = [
    5226.495278852854,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1.0,
];
const MIDDLE_TOP: [f64; 8] = [
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835,
];
const MIDDLE_BOTTOM: [f64; 8] = [
    1.0507500716444169e-09,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1.0,
];
const FAR_TOP: [f64; 8] = [
    2.0103343992922881e-07,
    2.7115555687434876e-05,
    0.0012426609473880784,
    0.026532189526576124,
    0.29656057182850487,
    1.7848265399172913,
    5.463784911164114,
    6.657904643501103,
];
const FAR_BOTTOM: [f64; 8] = [
    2.0442631033899397e-15,
    1.421511758316446e-07,
    1.8463183175100548e-05,
    0.0007868691311456133,
    0.014875361290850615,
    0.1369298809227358,
    0.599832206555888,
    1.0,
];
