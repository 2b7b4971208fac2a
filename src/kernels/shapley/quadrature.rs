//! Gauss–Legendre points: sums over them equal integrals of polynomials.

use std::f64::consts::PI;

/// Points and weights on 0…1 that integrate polynomials up to degree `2 · points - 1` exactly (Golub & Welsch 1969,
/// Math. Comp. 23, 221; here by Newton's method on the Legendre recurrence). The smallest point is above 0 and the largest
/// below 1.
///
/// ```
/// use kernels::shapley::gauss_legendre;
/// let integral: f64 = gauss_legendre(3).iter().map(|(x, w)| w * x.powi(5)).sum();
/// assert!((integral - 1.0 / 6.0).abs() < 1e-15);
/// ```
pub fn gauss_legendre(points: usize) -> Vec<(f64, f64)> {
    let n = points as f64;
    let point = |i: usize| {
        let mut x = cosine(PI * (i as f64 + 0.75) / (n + 0.5));
        let mut slope = 1.0;
        for _ in 0..100 {
            let (mut before, mut value) = (1.0, x);
            for k in 2..=points {
                let k = k as f64;
                let next = ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k;
                (before, value) = (value, next);
            }
            slope = n * (x * value - before) / (x * x - 1.0);
            let step = value / slope;
            x -= step;
            if step.abs() < 1e-16 {
                break;
            }
        }
        (0.5 * (x + 1.0), 1.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..points).map(point).collect()
}

/// The cosine of an angle from 0 to π to 1e-12, where Newton's method begins. The library's own takes angles of any size
/// apart, in 4 kB.
fn cosine(angle: f64) -> f64 {
    let half = 0.5 * angle;
    let (mut term, mut sine) = (half, half);
    for k in 1..10 {
        let k = f64::from(2 * k);
        term *= -half * half / (k * (k + 1.0));
        sine += term;
    }
    1.0 - 2.0 * sine * sine
}
