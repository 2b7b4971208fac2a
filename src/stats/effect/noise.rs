//! The noise of a difference of two empirical distribution functions, on a few cells and in closed form.
//!
//! For large samples `(F̂ − F) − (Ĝ − G)` is a Gaussian process `N` with covariance
//! `F(x)(1 − F(y))/n + G(x)(1 − G(y))/m` for `x ≤ y` (Donsker MD 1952, Ann. Math. Stat. 23, 277). The variance of a
//! linear functional of it is a quadratic form; the moments of `∫ |N|` follow from
//! `E|UV| = (2/π) σ τ (√(1−ρ²) + ρ asin ρ)` of two normal numbers with correlation ρ (Nabeya S 1951, Ann. Inst.
//! Stat. Math. 3, 2).

use std::f64::consts::FRAC_2_PI;

/// A piece of the axis on which the process hardly changes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// Mean share of the reference at or below its points.
    pub reference: f64,
    /// The same of the current values.
    pub current: f64,
    /// Mean of its points.
    pub centre: f64,
    /// Its length.
    pub width: f64,
    /// `∫ (F̂ − Ĝ) dx` over it.
    pub gap: f64,
    /// `∫ σ(x) dx` over it, σ the deviation of the process.
    pub noise: f64,
}

/// One term of a linear functional of the process: weights of both sides' noise at one point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    /// Share of the reference at the point, and its weight.
    pub reference: (f64, f64),
    /// Share of the current values at the point, and its weight.
    pub current: (f64, f64),
}

/// Rows of the reference and of the current side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub reference: f64,
    pub current: f64,
}

/// Covariance of a Brownian bridge at two shares.
fn bridge(u: f64, v: f64) -> f64 {
    // Not `f64::min`, which is a call where this is compiled to.
    let (lower, upper) = if u < v { (u, v) } else { (v, u) };
    lower * (1.0 - upper)
}

impl Rows {
    /// Variance of the process where the shares are these.
    pub fn variance(self, reference: f64, current: f64) -> f64 {
        bridge(reference, reference) / self.reference + bridge(current, current) / self.current
    }

    /// Covariance of two terms.
    pub fn covariance(self, a: &Term, b: &Term) -> f64 {
        let of = |a: (f64, f64), b: (f64, f64)| a.1 * b.1 * bridge(a.0, b.0);
        of(a.reference, b.reference) / self.reference + of(a.current, b.current) / self.current
    }

    /// Covariance of two sums of terms.
    pub fn covariance_of_sums(self, a: &[Term], b: &[Term]) -> f64 {
        let with = |a: &Term| b.iter().map(|b| self.covariance(a, b)).sum::<f64>();
        a.iter().map(with).sum()
    }

    /// Variance of a sum of terms.
    pub fn variance_of_sum(self, terms: &[Term]) -> f64 {
        let mut sum = 0.0;
        for (i, a) in terms.iter().enumerate() {
            sum += self.covariance(a, a);
            let rest: f64 = terms[i + 1..].iter().map(|b| self.covariance(a, b)).sum();
            sum += 2.0 * rest;
        }
        sum.max(0.0)
    }
}

impl Cell {
    /// How many deviations of its noise the gap is off zero.
    pub fn deviations(&self) -> f64 {
        if self.noise > 0.0 {
            libm::fabs(self.gap) / self.noise
        } else {
            f64::INFINITY
        }
    }

    /// `sign ∫ N dx` over the cell.
    pub fn term(&self, sign: f64) -> Term {
        Term {
            reference: (self.reference, sign * self.width),
            current: (self.current, sign * self.width),
        }
    }
}

/// A non-negative number that is a sum of many dependent ones: its mean and variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Positive {
    pub mean: f64,
    pub variance: f64,
}

impl Positive {
    /// What its quantile at the normal quantile `z` has above its mean, by a gamma distribution with these moments
    /// (Wilson EB, Hilferty MM 1931, PNAS 17, 684). Its 97.5 % point is 0.631 for `∫ |B|` of a Brownian bridge, which
    /// has 0.657 (Johnson BM, Killeen T 1983, Ann. Probab. 11, 807), and 2.34 for one half-normal number, which has 2.24.
    #[inline(never)]
    pub fn reach(self, z: f64) -> f64 {
        if !(self.mean > 0.0 && self.variance > 0.0) {
            return 0.0;
        }
        let ninth = self.variance / (9.0 * self.mean * self.mean);
        let root = (1.0 - ninth + z * ninth.sqrt()).max(0.0);
        self.mean * (root * root * root - 1.0)
    }
}

/// `E|UV|/(στ) − 2/π` of two normal numbers with correlation `rho`.
pub(super) fn absolute_covariance(rho: f64) -> f64 {
    let rho = rho.clamp(-1.0, 1.0);
    FRAC_2_PI * ((1.0 - rho * rho).sqrt() + rho * libm::asin(rho) - 1.0)
}

/// Mean and variance of `∫ |N| dx` over cells.
pub(super) fn absolute(cells: &[Cell], rows: Rows) -> Positive {
    let deviations: Vec<f64> = cells
        .iter()
        .map(|cell| rows.variance(cell.reference, cell.current).sqrt())
        .collect();
    let points: Vec<Term> = cells
        .iter()
        .map(|cell| Term {
            reference: (cell.reference, 1.0),
            current: (cell.current, 1.0),
        })
        .collect();
    let mut variance = 0.0;
    for i in 0..cells.len() {
        for j in 0..=i {
            let product = deviations[i] * deviations[j];
            if product > 0.0 {
                let rho = rows.covariance(&points[i], &points[j]) / product;
                let share = cells[i].noise * cells[j].noise * absolute_covariance(rho);
                variance += if i == j { share } else { 2.0 * share };
            }
        }
    }
    let mean = FRAC_2_PI.sqrt() * cells.iter().map(|cell| cell.noise).sum::<f64>();
    Positive { mean, variance }
}
