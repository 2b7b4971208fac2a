//! Upper tails of infinite weighted sums of squared normals `Σ λ_j Z_j²`: the limits of Cramér–von Mises and
//! Anderson–Darling statistics.
//!
//! With `D(y) = Π (1 − λ_j y)` and its roots `y_j = 1/λ_j`, `P(Q > x) = (1/π) Σ_j (−1)^(j+1)
//! ∫_{y_{2j−1}}^{y_{2j}} e^(−xy/2) / (y √|D(y)|) dy` (Smirnov NV 1936, C. R. Acad. Sci. Paris 202, 449; Durbin J
//! 1973, Distribution theory for tests based on the sample distribution function, 6.3). Each integrand ends in two
//! inverse square roots, which the Gauss–Chebyshev rule takes exactly.

use std::f64::consts::PI;

/// Which weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weights {
    /// `1/(jπ)²`: `D(y) = sin √y / √y`.
    CramerVonMises,
    /// `1/(j(j+1))`: `D(y) = −cos(½π √(1+4y)) / (π y)`.
    AndersonDarling,
}

impl Weights {
    /// Ends of the j-th interval in the variable the integral is taken over.
    fn interval(self, j: f64) -> (f64, f64) {
        match self {
            // t = √y
            Weights::CramerVonMises => ((2.0 * j - 1.0) * PI, 2.0 * j * PI),
            // s = √(1 + 4y)
            Weights::AndersonDarling => (4.0 * j - 1.0, 4.0 * j + 1.0),
        }
    }

    /// `y` at the variable's value.
    fn at(self, t: f64) -> f64 {
        match self {
            Weights::CramerVonMises => t * t,
            Weights::AndersonDarling => 0.25 * (t * t - 1.0),
        }
    }

    /// `dy / (y √|D(y)|)` at a distance from the interval's middle; the distance keeps the digits near the ends.
    fn density(self, t: f64, from_middle: f64) -> f64 {
        match self {
            // |sin t| = cos(t − middle)
            Weights::CramerVonMises => 2.0 / t * (t / libm::cos(from_middle)).sqrt(),
            // |cos(½π s)| = cos(½π (s − middle))
            Weights::AndersonDarling => {
                let y = self.at(t);
                0.5 * t / y * (PI * y / libm::cos(0.5 * PI * from_middle)).sqrt()
            }
        }
    }
}

/// `P(Σ λ_j Z_j² > x)`; absolute error about 1e-14, relative about 1e-13 in the upper half.
pub(super) fn upper_tail(weights: Weights, x: f64) -> f64 {
    // Far below the least value that has a chance of 1e-18 of lying under it.
    const LEAST: f64 = 0.003;
    if x.is_nan() || x < LEAST {
        return 1.0;
    }
    let mut sum = 0.0;
    for j in 1..1000 {
        let j_number = f64::from(j);
        let (start, end) = weights.interval(j_number);
        if 0.5 * x * weights.at(start) > 745.0 {
            break;
        }
        let term = integral(weights, x, start, end);
        sum += if j % 2 == 1 { term } else { -term };
        if term < 1e-17 * sum {
            break;
        }
    }
    (sum / PI).clamp(0.0, 1.0)
}

fn integral(weights: Weights, x: f64, start: f64, end: f64) -> f64 {
    let (middle, half) = (0.5 * (start + end), 0.5 * (end - start));
    let range = 0.5 * x * (weights.at(end) - weights.at(start));
    // The exponential is a bell of this many nodes a width in the rule's angle.
    let nodes = libm::ceil(32.0 + 5.0 * range.min(2000.0).sqrt());
    let step = PI / nodes;
    let terms = (0..nodes as u32).map(|i| {
        let angle = (f64::from(i) + 0.5) * step;
        let from_middle = half * libm::cos(angle);
        let t = middle + from_middle;
        libm::exp(-0.5 * x * weights.at(t))
            * weights.density(t, from_middle)
            * half
            * libm::sin(angle)
    });
    step * crate::stats::sum::compensated(terms)
}
