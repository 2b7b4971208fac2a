//! The exact distribution of the one-sample Kolmogorov statistic, by the cheapest method that is precise there.
//!
//! Simard R, L'Ecuyer P (2011), "Computing the two-sided Kolmogorov–Smirnov distribution", J. Stat. Softw. 39(11);
//! the switching points are those of scipy 1.17.1 `_ksstats._kolmogn`.

use super::durbin::durbin;
use super::pelz_good::pelz_good;
use super::pomeranz::pomeranz;
use super::smirnov::smirnov;

/// Upper tail `P(D_n ≥ d)` for `n ≥ 1` values.
///
/// ```
/// // Marsaglia, Tsang, Wang (2003): P(D_10 < 0.274) = 0.6284796154565043.
/// let p = driftglass::stats::ks::one_sample::sf(10, 0.274);
/// assert!((p - (1.0 - 0.628_479_615_456_504_3)).abs() < 1e-14);
/// ```
pub fn sf(n: u64, d: f64) -> f64 {
    let rows = n.max(1) as f64;
    if d >= 1.0 {
        return 0.0;
    }
    let t = rows * d;
    if t.is_nan() || t <= 0.5 {
        return 1.0;
    }
    if t <= 1.0 {
        return 1.0 - ruben_gambino(n, t);
    }
    if t >= rows - 1.0 {
        return clip(2.0 * libm::pow(1.0 - d, rows));
    }
    if d >= 0.5 {
        return clip(2.0 * smirnov(n, d));
    }
    clip(middle(n, d, t * d))
}

/// The ladder where `1/n < d < ½`; `z2` is `n d²`.
fn middle(n: u64, d: f64, z2: f64) -> f64 {
    if n <= 140 {
        return if z2 <= 0.754_693 {
            1.0 - durbin(n, d)
        } else if z2 <= 4.0 {
            1.0 - pomeranz(n as usize, d)
        } else {
            2.0 * smirnov(n, d)
        };
    }
    if z2 >= 370.0 {
        0.0
    } else if z2 >= 2.2 {
        2.0 * smirnov(n, d)
    } else if n <= 100_000 && n as f64 * libm::pow(d, 1.5) <= 1.4 {
        1.0 - durbin(n, d)
    } else {
        1.0 - pelz_good(n as f64, d)
    }
}

/// `P(D_n < d) = n! (2d − 1/n)^n` for `1/(2n) ≤ d ≤ 1/n`; `t = n d`.
fn ruben_gambino(n: u64, t: f64) -> f64 {
    let rows = n.max(1) as f64;
    let base = 2.0 * t - 1.0;
    if n <= 140 {
        return (1..=n).fold(1.0, |p, i| p * (i as f64 * (1.0 / rows) * base));
    }
    let factorial = super::super::deviance::stirling_error(rows)
        + 0.5 * libm::log(2.0 * std::f64::consts::PI * rows)
        - rows;
    libm::exp(factorial + rows * libm::log(base))
}

fn clip(p: f64) -> f64 {
    p.clamp(0.0, 1.0)
}
