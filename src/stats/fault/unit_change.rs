//! A part of the values in another unit: current values as a mixture of the reference's law and of the same law times
//! a factor.

use super::exceedance;
use super::magnitudes::Magnitudes;
use crate::stats::interval::Interval;
use crate::stats::proportion::{Share, newcombe, wilson};

/// Below this many reference values nothing is said.
pub const LEAST_REFERENCE_ROWS: usize = 40;
/// Regions that are tested: two sides of two origins, four sizes each. What an error rate is divided by.
pub const REGIONS: u32 = 16;

/// Kolmogorov's 95 % point: how far an empirical law strays by noise, times the root of its rows.
const STRAY: f64 = 1.358;

/// How near the excess must come to what a factor predicts, as largest gaps of distribution functions.
struct Demand {
    /// Least share of multiplied reference values in the region.
    filled: f64,
    /// Gap allowed besides the stray of these rows.
    gap: f64,
    /// Gap allowed in all.
    most_gap: f64,
    /// Where the rows stray by more nothing is recognised.
    most_stray: f64,
}

/// Of a power of ten whose values stand apart from the reference's.
const APART: Demand = Demand {
    filled: 0.9,
    gap: 0.05,
    most_gap: 0.3,
    most_stray: 0.4,
};
/// Of a power of ten whose values overlap with the reference's.
const OVERLAPPING: Demand = Demand {
    filled: 0.5,
    gap: 0.05,
    most_gap: 0.2,
    most_stray: 0.2,
};
/// Of a factor that is nearer to 1 or estimated: about 230 rows are needed.
const OTHER: Demand = Demand {
    filled: 0.9,
    gap: 0.02,
    most_gap: 0.09,
    most_stray: 0.09,
};
/// Up to this stray the region alone is enough to recognise a power of ten.
const CLEAR: f64 = 0.1;

/// A change of unit that explains the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitChange {
    /// What distances from `origin` were multiplied by.
    pub factor: f64,
    /// 0, or −40: where °C and °F agree.
    pub origin: f64,
    /// Whether the factor stood before the data (a power of ten, 1.8) or was estimated from them.
    pub listed: bool,
    /// Share of the current values that are multiplied; of those at the origin, which no factor moves, as many.
    pub share: f64,
    /// Its interval.
    pub interval: Interval,
    /// p-value of the exceedance test of one region, before it is multiplied by [`REGIONS`].
    pub p: f64,
    /// Largest gap between the multiplied values' distribution and the one the factor predicts, 0 to 1.
    pub misfit: f64,
}

/// Powers of ten that are looked for, with their inverses. Other factors are estimated.
pub const FACTORS: [f64; 8] = [10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e9, 1e12];
/// °F per °C, about −40.
const FAHRENHEIT: (f64, f64) = (1.8, -40.0);

/// Which values a factor carries out of the reference's range.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Far,
    Near,
}

/// A region that a factor above (far) or below 1 (near) fills, delimited by an order statistic of the reference.
struct Region<'a> {
    side: Side,
    reference: Magnitudes<'a>,
    current: Magnitudes<'a>,
    /// Rank of the delimiting reference value, from the region's end.
    rank: usize,
    edge: f64,
    /// Current values inside.
    inside: usize,
    p: f64,
}

/// The change of unit that best explains the current values, both ascending without NaN; `None` where none does or
/// where more values in its region than the reference explains could be chance: `p · REGIONS > level`.
///
/// Under equal distributions something is answered with a probability of at most `level`, by Bonferroni over the
/// exact tests of the regions: `|x − origin|` beyond the 2nd, the 5th (or 0.1 %), 1 % and 5 % largest or smallest
/// distance of the reference, the origins being 0 and −40. The factor plays no part in the test.
///
/// It is recognised when the excess in the region, `G − (1 − π) F`, is distributed as the reference times the factor
/// there, signs included. A power of ten must leave a gap between the two distribution functions of at most 0.05 and
/// the stray of these rows (Kolmogorov's 95 % point); that is 12 rows where the factor takes nine tenths of the
/// reference into a region that holds at most 2 % of it, and 50 where it takes half. °C and °F, and a factor of at
/// least 3 that is estimated from the median of the excess and concerns a part of the values, must leave 0.02 and the
/// stray of 230 rows. All but powers of ten that the region alone settles must also explain the whole: the mixture's
/// distribution function and that of the current values differ by no more than rows stray. The share π is
/// `(G − F)/(T − F)` of the region, T the share of multiplied reference values inside; its interval joins Newcombe's
/// of the difference with Wilson's of T.
///
/// ```
/// use driftglass::stats::fault::unit_change::recognise;
/// let x: Vec<f64> = (0..2000).map(|i| 10.0 + f64::from(i % 97) / 20.0).collect();
/// let mut y: Vec<f64> = x.iter().enumerate().map(|(i, v)| if i % 50 == 0 { 1000.0 * v } else { *v }).collect();
/// let sorted = |mut v: Vec<f64>| { v.sort_by(f64::total_cmp); v };
/// let (x, y) = (sorted(x), sorted(y));
/// assert_eq!(recognise(&x, &x, 0.05, 0.95), None);
/// let found = recognise(&x, &y, 0.05, 0.95).unwrap();
/// assert_eq!(found.factor, 1000.0);
/// assert!(found.interval.contains(0.02));
/// ```
pub fn recognise(
    reference: &[f64],
    current: &[f64],
    level: f64,
    confidence: f64,
) -> Option<UnitChange> {
    let mut best: Option<(usize, UnitChange)> = None;
    for origin in [0.0, FAHRENHEIT.1] {
        for region in regions(reference, current, origin) {
            if f64::from(REGIONS) * region.p > level {
                continue;
            }
            for (tier, factor) in region.factors(origin) {
                let Some(found) = region.explained(origin, factor, tier < 2, confidence) else {
                    continue;
                };
                let better = best.is_none_or(|(other, b)| {
                    tier < other || (tier == other && found.misfit < b.misfit)
                });
                if better {
                    best = Some((tier, found));
                }
            }
        }
    }
    best.map(|(_, found)| found)
}

fn regions<'a>(reference: &'a [f64], current: &'a [f64], origin: f64) -> Vec<Region<'a>> {
    let (reference, current) = (
        Magnitudes::of(reference, origin),
        Magnitudes::of(current, origin),
    );
    let (n, m) = (reference.len(), current.len());
    let mut out = Vec::new();
    if n < LEAST_REFERENCE_ROWS || m == 0 {
        return out;
    }
    for side in [Side::Far, Side::Near] {
        let mut last = 0;
        for rank in [2, (n / 1000).max(5), n / 100, n / 20] {
            if rank <= last {
                continue;
            }
            last = rank;
            let (edge, inside) = if side == Side::Far {
                let edge = reference.at(n - rank);
                (edge, m - current.up_to(edge))
            } else {
                let edge = reference.at(rank - 1);
                (edge, current.under(edge))
            };
            out.push(Region {
                side,
                reference,
                current,
                rank,
                edge,
                inside,
                p: exceedance::p_value(rank as u64, n as u64, inside as u64, m as u64),
            });
        }
    }
    out
}

impl Region<'_> {
    /// Factors that point into this region, with how much each is preferred: 0 first.
    fn factors(&self, origin: f64) -> Vec<(usize, f64)> {
        let far = self.side == Side::Far;
        let turned = |factor: f64| if far { factor } else { 1.0 / factor };
        if origin != 0.0 {
            return vec![(1, turned(FAHRENHEIT.0))];
        }
        let mut out: Vec<(usize, f64)> = FACTORS.iter().map(|f| (0, turned(*f))).collect();
        out.extend(self.estimated().map(|factor| (2, factor)));
        out
    }

    /// The factor that takes the reference's median to the median of the excess.
    fn estimated(&self) -> Option<f64> {
        let (n, m) = (self.reference.len(), self.current.len());
        // Of the values inside as many as the reference explains stand at the edge.
        let explained = self.rank * m / n;
        let excess = self.inside.checked_sub(explained).filter(|&e| e > 0)?;
        let middle = explained + excess / 2;
        let at = if self.side == Side::Far {
            self.current.at(m - self.inside + middle)
        } else {
            self.current.at((self.inside - 1).saturating_sub(middle))
        };
        let factor = at / self.reference.at(n / 2);
        (factor.is_finite() && factor > 0.0).then_some(factor)
    }

    /// Share of values inside that are no farther out than `to`.
    fn share(&self, side: &Magnitudes, factor: f64, to: f64) -> f64 {
        // A file's decimals differ from a product in the last digits.
        const ROUNDING: f64 = 1e-9;
        let count = if self.side == Side::Far {
            side.up_to(to * (1.0 + ROUNDING) / factor)
                .saturating_sub(side.up_to(self.edge * (1.0 + ROUNDING) / factor))
        } else {
            side.under(self.edge * (1.0 - ROUNDING) / factor)
                .saturating_sub(side.under(to * (1.0 - ROUNDING) / factor))
        };
        count as f64 / side.len() as f64
    }

    /// [`Region::share`] of the values above the origin, as a share of all.
    fn above(&self, side: &Magnitudes, factor: f64, to: f64) -> f64 {
        let above = side.above();
        if above.len() == 0 {
            return 0.0;
        }
        self.share(&above, factor, to) * above.len() as f64 / side.len() as f64
    }

    /// The change by `factor` if it explains what is inside.
    fn explained(
        &self,
        origin: f64,
        factor: f64,
        listed: bool,
        confidence: f64,
    ) -> Option<UnitChange> {
        let (n, m) = (self.reference.len(), self.current.len());
        let (rows, current_rows) = (n as f64, m as f64);
        let end = if self.side == Side::Far {
            f64::INFINITY
        } else {
            0.0
        };
        let f = self.share(&self.reference, 1.0, end);
        let g = self.share(&self.current, 1.0, end);
        let t = self.share(&self.reference, factor, end);
        let power = listed && origin == 0.0;
        let apart = t >= APART.filled && self.rank * 50 <= n;
        let demand = match (power, apart) {
            (true, true) => APART,
            (true, false) => OVERLAPPING,
            _ => OTHER,
        };
        let part = (g - f) / (t - f);
        let least = f64::min(factor, 1.0 / factor);
        let all = if listed { 1.1 } else { 0.9 };
        if t < demand.filled || t <= f || g <= f || part > all || (!listed && least > 1.0 / 3.0) {
            return None;
        }
        let others = (1.0 - part).max(0.0);
        let noise = g / current_rows + others * others * f / rows + part * part * t / rows;
        let stray = STRAY * noise.sqrt() / (part * t);
        if stray > demand.most_stray {
            return None;
        }
        let misfit = self.misfit(factor, part, others, t);
        if misfit > (demand.gap + stray).min(demand.most_gap) {
            return None;
        }
        // Where the region does not settle it, a drift of the whole column can look alike in it.
        let spread = STRAY * (1.0 / rows + 1.0 / current_rows).sqrt();
        let clear = power && apart && stray <= CLEAR;
        if !clear && self.remainder(factor, part.min(1.0)) > spread + demand.gap * part {
            return None;
        }
        let share = |count: usize, rows: usize| Share {
            count: count as u64,
            rows: rows as u64,
        };
        let excess = newcombe(share(self.rank - 1, n), share(self.inside, m), confidence)?;
        let filled = wilson(share((t * rows).round() as usize, n), confidence)?;
        let of = |excess: f64, t: f64| (excess / (t - f)).clamp(0.0, 1.0);
        let share = part.min(1.0);
        Some(UnitChange {
            factor,
            origin,
            listed,
            share,
            interval: Interval {
                lower: of(excess.lower, filled.upper).min(share),
                upper: of(excess.upper, filled.lower.max(0.5 * (t + f))).max(share),
            },
            p: self.p,
            misfit,
        })
    }

    /// Largest gap between the excess inside and what the factor predicts, as a share of the excess.
    fn misfit(&self, factor: f64, part: f64, others: f64, t: f64) -> f64 {
        const POINTS: usize = 64;
        // Files that change units round anew: to three digits that is this much.
        const ROUNDED_ANEW: f64 = 1e-3;
        let n = self.reference.len();
        let (end, before) = if self.side == Side::Far {
            (f64::INFINITY, 1.0 - ROUNDED_ANEW)
        } else {
            (0.0, 1.0 + ROUNDED_ANEW)
        };
        // The part above the origin alone: a factor keeps signs.
        let signed = self.above(&self.current, 1.0, end)
            - others * self.above(&self.reference, 1.0, end)
            - part * self.above(&self.reference, factor, end);
        let mut largest = libm::fabs(signed) / (part * t);
        for point in 0..POINTS {
            let at = self.reference.at((2 * point + 1) * n / (2 * POINTS)) * factor;
            // Before the value, too: where many rows have one value all of the gap may lie there.
            for to in [at, at * before] {
                let outside = if self.side == Side::Far {
                    to <= self.edge
                } else {
                    to >= self.edge
                };
                if outside {
                    continue;
                }
                let excess = self.share(&self.current, 1.0, to)
                    - others * self.share(&self.reference, 1.0, to);
                let gap = libm::fabs(excess - part * self.share(&self.reference, factor, to));
                largest = f64::max(largest, gap / (part * t));
            }
        }
        largest
    }

    /// Largest gap between the current values and the mixture over the whole axis.
    fn remainder(&self, factor: f64, part: f64) -> f64 {
        const POINTS: usize = 32;
        let n = self.reference.len();
        let share = |side: &Magnitudes, to: f64| side.up_to(to) as f64 / side.len() as f64;
        let mut largest = 0.0;
        for point in 0..POINTS {
            let plain = self.reference.at((2 * point + 1) * n / (2 * POINTS));
            for to in [plain, plain * factor] {
                let mixed = (1.0 - part) * share(&self.reference, to)
                    + part * share(&self.reference, to / factor);
                largest = f64::max(largest, libm::fabs(share(&self.current, to) - mixed));
            }
        }
        largest
    }
}
