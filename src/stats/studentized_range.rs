//! The range of independent standard normal numbers.

use super::{normal, root};

/// Upper tail `P(range > q)` of the range of `groups` independent standard normal numbers; `None` below two groups and
/// for a negative or NaN `q`.
///
/// `1 − k ∫ φ(z) (Φ(z) − Φ(z − q))^(k−1) dz`, by the trapezoidal rule, which converges exponentially here. The
/// studentised range with known variance: Tukey JW (1953); as `scipy.stats.studentized_range.sf(q, k, inf)`.
///
/// ```
/// let p = driftglass::stats::studentized_range::sf(3.314_493_155_398_122, 3).unwrap();
/// assert!((p - 0.05).abs() < 1e-12);
/// ```
pub fn sf(q: f64, groups: usize) -> Option<f64> {
    (groups >= 2)
        .then(|| Largest::of(groups, q))
        .and_then(|largest| largest.tail(q))
}

/// The `q` with `P(range > q) = p`; `None` below two groups and unless `0 < p < 1`.
///
/// ```
/// let q = driftglass::stats::studentized_range::upper_quantile(0.05, 2).unwrap();
/// assert!((q - 1.959_963_984_540_054 * 2.0_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn upper_quantile(p: f64, groups: usize) -> Option<f64> {
    const MOST: f64 = 60.0;
    if groups < 2 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let largest = Largest::of(groups, MOST);
    root::between(0.0, MOST, |q| {
        largest.tail(q).map_or(f64::NAN, |tail| tail - p)
    })
}

/// The law of the largest of the numbers, on the points of the trapezoidal rule: what the range's tail needs again and
/// again whatever the range is.
struct Largest {
    groups: f64,
    step: f64,
    /// Place, chance to lie below it, density of the largest there (over the number of groups).
    points: Vec<(f64, f64, f64)>,
}

impl Largest {
    /// For ranges up to `most`.
    fn of(groups: usize, most: f64) -> Largest {
        // The more groups, the narrower the law of the largest.
        let per_unit = if groups <= 100 { 8 } else { 16 };
        let step = 1.0 / f64::from(per_unit);
        let others = (groups - 1) as f64;
        let last = (reach(most.clamp(0.0, 60.0)) * f64::from(per_unit)) as i32;
        let points = (-10 * per_unit..=last)
            .map(|i| {
                let z = f64::from(i) * step;
                let below = normal::cdf(z);
                let all = libm::exp(others * libm::log(below));
                (z, below, normal::pdf(z) * all)
            })
            .filter(|(_, below, _)| *below > 0.0)
            .collect();
        Largest {
            groups: groups as f64,
            step,
            points,
        }
    }

    /// With the largest at z, the others lie above z − q with probability `(1 − Φ(z − q)/Φ(z))^(k−1)` given that they lie
    /// below z. The tail is integrated, not its rest.
    fn tail(&self, q: f64) -> Option<f64> {
        if q.is_nan() || q < 0.0 {
            return None;
        }
        if q.is_infinite() {
            return Some(0.0);
        }
        let (others, last) = (self.groups - 1.0, reach(q));
        let within = self.points.iter().take_while(|(z, ..)| *z <= last);
        let sum: f64 = within
            .map(|(z, below, density)| {
                let share = (normal::cdf(z - q) / below).min(1.0);
                density * -libm::expm1(others * libm::log1p(-share))
            })
            .sum();
        Some((self.groups * sum * self.step).clamp(0.0, 1.0))
    }
}

/// Above this the integrand adds nothing: it is greatest near `q/2`, where both ends of the range are equally far out.
fn reach(q: f64) -> f64 {
    0.5 * q + 10.0
}
