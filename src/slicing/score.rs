//! How clearly the drift of one column inside a slice differs from its drift outside, from counts of codes.

use super::coding::{CODES, Coded, Scale};

/// What of a column may have drifted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    /// The values of rows that have one.
    Values,
    /// The share of rows that have none.
    Missing,
}

/// Rows by code: reference, current.
pub(crate) type Counts = [[u32; CODES]; 2];

/// One column's drift, as slices are looked for in it.
pub(crate) struct Target<'a> {
    pub coded: &'a Coded,
    pub measure: Measure,
    /// The whole column.
    pub whole: Counts,
    /// Distance of the whole column.
    pub whole_distance: f64,
    /// From which distance on a change matters.
    pub threshold: f64,
    /// Fewest rows of a side.
    pub least_rows: u32,
}

/// A slice's statistic and what it is looked at against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statistic {
    pub value: f64,
    pub degrees: f64,
}

impl Statistic {
    /// By how much the statistic exceeds what the greatest of `slices` slices without a difference reaches.
    ///
    /// `P(χ²_d ≥ d + 2√(dx) + 2x) ≤ e⁻ˣ` (Laurent B, Massart P 2000, Ann. Stat. 28, 1302) at `x = ln slices`.
    pub fn excess(self, slices: f64) -> f64 {
        let x = libm::log(slices.max(1.0));
        self.value - (self.degrees + 2.0 * (self.degrees * x).sqrt() + 2.0 * x)
    }
}

impl<'a> Target<'a> {
    /// `None` where the column has no drift of this kind to look for.
    pub fn new(
        coded: &'a Coded,
        measure: Measure,
        threshold: f64,
        least_rows: u32,
    ) -> Option<Target<'a>> {
        let whole = coded.counts();
        // The rows inside and those outside need as many.
        if whole
            .iter()
            .any(|side| side.iter().sum::<u32>() < 2 * least_rows)
        {
            return None;
        }
        let mut target = Target {
            coded,
            measure,
            whole,
            whole_distance: 0.0,
            threshold,
            least_rows,
        };
        target.whole_distance = target.distance(&target.whole)?;
        Some(target)
    }

    /// Cells of the table of one side: levels or bins, or missing and present.
    fn cells(&self, counts: &[u32; CODES]) -> [f64; CODES] {
        let missing = self.coded.bins;
        let mut out = [0.0; CODES];
        match self.measure {
            Measure::Values => {
                for (to, from) in out.iter_mut().zip(&counts[..missing]) {
                    *to = f64::from(*from);
                }
            }
            Measure::Missing => {
                out[0] = f64::from(counts[missing]);
                out[1] = f64::from(counts[..missing].iter().sum::<u32>());
            }
        }
        out
    }

    /// Statistic of "inside and outside have drifted alike": `Σ (d − e)²/v` over cells, `d` and `e` the changes of a
    /// cell's share inside and outside, `v` the variance's leading term with each side's pooled shares. About
    /// chi-square with one degree less than cells. `None` with too few rows inside or outside.
    pub fn interaction(&self, inside: &Counts, whole: &Counts) -> Option<Statistic> {
        let (inside, whole) = (
            inside.map(|side| self.cells(&side)),
            whole.map(|side| self.cells(&side)),
        );
        let least = f64::from(self.least_rows);
        let inside_rows = inside.map(|side| side.iter().sum::<f64>());
        let outside_rows = [0, 1].map(|s| whole[s].iter().sum::<f64>() - inside_rows[s]);
        if inside_rows.iter().chain(&outside_rows).any(|n| *n < least) {
            return None;
        }
        let [n, m] = inside_rows.map(|rows| 1.0 / rows);
        let [k, l] = outside_rows.map(|rows| 1.0 / rows);
        let pooled_inside = (n + m) / (inside_rows[0] + inside_rows[1]);
        let pooled_outside = (k + l) / (outside_rows[0] + outside_rows[1]);
        let (mut value, mut used) = (0.0, 0.0);
        for cell in 0..CODES {
            let (a, b) = (inside[0][cell], inside[1][cell]);
            let (c, d) = (whole[0][cell] - a, whole[1][cell] - b);
            let variance = (a + b) * pooled_inside + (c + d) * pooled_outside;
            if variance > 0.0 {
                let change = (b * m - a * n) - (d * l - c * k);
                value += change * change / variance;
                used += 1.0;
            }
        }
        (used >= 2.0).then_some(Statistic {
            value,
            degrees: used - 1.0,
        })
    }

    /// The distance of the two sides, as near to the deciding effect as codes allow.
    pub fn distance(&self, counts: &Counts) -> Option<f64> {
        self.over_cells(counts, |change, _| libm::fabs(change))
    }

    /// The mean distance that noise alone makes: each cell's change is about normal.
    pub fn noise(&self, counts: &Counts) -> Option<f64> {
        let rows = counts.map(|side| self.cells(&side).iter().sum::<f64>());
        let spread = std::f64::consts::FRAC_2_PI * (1.0 / rows[0] + 1.0 / rows[1]);
        self.over_cells(counts, |_, share| (spread * share * (1.0 - share)).sqrt())
    }

    /// Adds up a term of each cell's change and mean share: weighted as the deciding effect weighs them.
    fn over_cells(&self, counts: &Counts, term: impl Fn(f64, f64) -> f64) -> Option<f64> {
        let [reference, current] = counts.map(|side| self.cells(&side));
        let n: f64 = reference.iter().sum();
        let m: f64 = current.iter().sum();
        if n == 0.0 || m == 0.0 {
            return None;
        }
        let at = |cell: usize| (reference[cell] / n, current[cell] / m);
        let of = |(p, q): (f64, f64)| term(q - p, (0.5 * (p + q)).clamp(0.0, 1.0));
        match (&self.coded.scale, self.measure) {
            (_, Measure::Missing) => Some(of(at(0))),
            (Scale::Numbers { steps, .. }, _) if !self.coded.as_levels => {
                if steps.is_empty() {
                    return None;
                }
                let mut below = (0.0, 0.0);
                let mut sum = 0.0;
                for (cell, step) in steps.iter().enumerate() {
                    let (p, q) = at(cell);
                    below = (below.0 + p, below.1 + q);
                    sum += step * of(below);
                }
                Some(sum)
            }
            _ => Some(0.5 * (0..self.coded.bins).map(|cell| of(at(cell))).sum::<f64>()),
        }
    }

    /// Whether a slice's distance says more than the whole column's, and is not far below what matters.
    pub fn says_more(&self, inside: &Counts) -> bool {
        let (Some(distance), Some(noise)) = (self.distance(inside), self.noise(inside)) else {
            return false;
        };
        distance - noise > self.whole_distance.max(0.25 * self.threshold)
    }
}
