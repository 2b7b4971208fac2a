//! Two samples between the reference's limits: their distance, the cells of the axis, and the noise of what the
//! reference alone decides (limits and scale).

use super::noise::{Cell, Rows, Term};
use crate::stats::quantile::quantile;
use crate::stats::sum::compensated;
use kernels::moments::shortfall;

/// Cells of the axis, each with about the same share of the noise.
const CELLS: f64 = 64.0;
/// Values of a side that a block holds at most, besides equal ones.
const BLOCK: usize = 64;
/// Normal quantile of 97.5 %: a quantile is looked for within its 95 % interval, whatever the confidence asked for.
const Z_975: f64 = 1.959_963_984_540_054;
/// Quartiles of a normal sample are this many deviations apart.
const NORMAL_QUARTILES: f64 = 1.349;

/// Ascending samples, and where they are cut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a> {
    reference: &'a [f64],
    current: &'a [f64],
    limits: (f64, f64),
}

/// What the noise of the two limits adds.
pub(super) struct Ends {
    /// Influence of smooth limits.
    pub terms: Vec<Term>,
    /// How far the effect may lie below and above where a limit stands at a jump.
    pub jump: (f64, f64),
}

impl<'a> Pair<'a> {
    /// `None` unless `low < high`, both finite, with a finite difference.
    pub fn new(reference: &'a [f64], current: &'a [f64], limits: (f64, f64)) -> Option<Pair<'a>> {
        let range = limits.1 - limits.0;
        (range > 0.0 && range.is_finite()).then_some(Pair {
            reference,
            current,
            limits,
        })
    }

    /// Calls `visit(from, to, reference share, current share)` for every piece between neighbouring values.
    fn pieces(&self, visit: impl FnMut(f64, f64, f64, f64)) {
        let low = self.limits.0;
        let i = self.reference.partition_point(|&v| v <= low);
        let j = self.current.partition_point(|&v| v <= low);
        self.pieces_from(i, j, visit);
    }

    /// [`Pair::pieces`] where `i` and `j` values are at or below the lower limit.
    fn pieces_from(&self, mut i: usize, mut j: usize, mut visit: impl FnMut(f64, f64, f64, f64)) {
        let (x, y) = (self.reference, self.current);
        let (low, high) = self.limits;
        let (n, m) = (x.len() as f64, y.len() as f64);
        let mut from = low;
        while from < high {
            let next_x = x.get(i).copied().unwrap_or(high);
            let next_y = y.get(j).copied().unwrap_or(high);
            let to = lesser(lesser(next_x, next_y), high);
            visit(from, to, i as f64 / n, j as f64 / m);
            while i < x.len() && x[i] <= to {
                i += 1;
            }
            while j < y.len() && y[j] <= to {
                j += 1;
            }
            // A value that does not ascend must not stop the walk.
            from = if to > from { to } else { high };
        }
    }

    /// `∫ |F̂ − Ĝ| dx`, and the cells in units of `scale`. One pass over both samples, a block of values at a time:
    /// `∫ F̂` over a block is a plain sum, and where the shares at its ends say that the curves do not cross, so is the
    /// distance; only blocks in which they may are walked value by value.
    pub fn cells(&self, rows: Rows, scale: f64) -> (f64, Vec<Cell>) {
        let (x, y) = (self.reference, self.current);
        let (low, high) = self.limits;
        let mut edges = self.edges(rows).into_iter();
        let mut edge = edges.next().unwrap_or(high);
        let mut cells = Vec::with_capacity(2 * CELLS as usize);
        let (mut distance, mut open) = (0.0, Cell::default());
        let mut i = x.partition_point(|&v| v <= low);
        let mut j = y.partition_point(|&v| v <= low);
        let mut from = low;
        while from < high {
            if from >= edge {
                cells.push(closed(open, rows, scale));
                open = Cell::default();
                while from >= edge {
                    edge = edges.next().unwrap_or(f64::INFINITY);
                }
            }
            let ahead = |side: &[f64], at: usize| side.get(at + BLOCK).copied().unwrap_or(high);
            let to = lesser(lesser(ahead(x, i), ahead(y, j)), lesser(edge, high));
            let width = to - from;
            if width <= 0.0 {
                // Values that do not ascend must not stop the walk.
                break;
            }
            let (f, over_x, next_x) = integral(x, i, to, width);
            let (g, over_y, next_y) = integral(y, j, to, width);
            let crossing = f.0 < g.1 && g.0 < f.1;
            distance += if crossing {
                let block = Pair {
                    limits: (from, to),
                    ..*self
                };
                let mut inside = 0.0;
                block.pieces_from(i, j, |from, to, f, g| {
                    inside += libm::fabs(f - g) * (to - from)
                });
                inside
            } else {
                libm::fabs(over_x - over_y)
            };
            open.reference += over_x;
            open.current += over_y;
            open.centre += (from + 0.5 * width) * width;
            open.width += width;
            open.gap += over_x - over_y;
            (i, j, from) = (next_x, next_y, to);
        }
        cells.push(closed(open, rows, scale));
        cells.retain(|cell| cell.width > 0.0);
        (distance, cells)
    }

    /// Where cells end: each has about the same share of the noise, and a piece that has more stands alone. Every
    /// edge is a value, from at most 2048 evenly spaced ones a side.
    fn edges(&self, rows: Rows) -> Vec<f64> {
        let thin = |side: &[f64]| -> Vec<f64> {
            side.iter()
                .copied()
                .step_by(side.len().div_ceil(2048).max(1))
                .collect()
        };
        let (reference, current) = (thin(self.reference), thin(self.current));
        let thinned = Pair {
            reference: &reference,
            current: &current,
            limits: self.limits,
        };
        let noise = |from: f64, to: f64, f, g| rows.variance(f, g).sqrt() * (to - from);
        let mut total = 0.0;
        thinned.pieces(|from, to, f, g| total += noise(from, to, f, g));
        let enough = total / CELLS;
        let (mut edges, mut open) = (Vec::with_capacity(2 * CELLS as usize), 0.0);
        thinned.pieces(|from, to, f, g| {
            let piece = noise(from, to, f, g);
            if piece >= enough && open > 0.0 {
                edges.push(from);
                open = 0.0;
            }
            open += piece;
            if open >= enough {
                edges.push(to);
                open = 0.0;
            }
        });
        edges
    }

    /// Noise of the limits themselves, in units of `scale`.
    pub fn ends(&self, tail_share: f64, value: f64, scale: &Scale) -> Ends {
        let mut ends = Ends {
            terms: Vec::new(),
            jump: (0.0, 0.0),
        };
        let rows = self.reference.len() as f64;
        for (share, limit, side) in [
            (tail_share, self.limits.0, -1.0),
            (1.0 - tail_share, self.limits.1, 1.0),
        ] {
            let Some(reach) = Reach::of(self.reference, share, rows) else {
                continue;
            };
            // The gap just inside the limit, and just outside.
            let gap = |outside: bool| {
                let closed = outside == (side > 0.0);
                let at = |v: &[f64]| {
                    v.partition_point(|&x| if closed { x <= limit } else { x < limit }) as f64
                        / v.len() as f64
                };
                libm::fabs(at(self.reference) - at(self.current))
            };
            let (inside, outside) = (gap(false), gap(true));
            match reach.slope {
                Some(slope) => {
                    let slope = slope / scale.value;
                    let growth = value * tail_share * scale.growth(limit);
                    let weight = growth - side * 0.5 * (inside + outside);
                    ends.terms.push(Term {
                        reference: (share, weight * slope),
                        current: (share, 0.0),
                    });
                }
                None => {
                    let (inwards, outwards) = if side > 0.0 {
                        (reach.down, reach.up)
                    } else {
                        (reach.up, reach.down)
                    };
                    ends.jump.0 += inside * (inwards / scale.value);
                    ends.jump.1 += outside * (outwards / scale.value);
                }
            }
        }
        ends
    }
}

/// Of two numbers; not `f64::min`, which is a call where this is compiled to.
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// Over a block that ends at `to`, of a side with `at` values before it: the shares at its ends, the integral of the
/// share, and how many values are at or below its end.
fn integral(side: &[f64], at: usize, to: f64, width: f64) -> ((f64, f64), f64, usize) {
    let rows = side.len() as f64;
    let (sum, next) = shortfall(side, at, to);
    let share = |count: usize| count as f64 / rows;
    (
        (share(at), share(next)),
        share(at) * width + sum / rows,
        next,
    )
}

/// A cell from its sums, in units of `scale`.
fn closed(sums: Cell, rows: Rows, scale: f64) -> Cell {
    let (reference, current) = (sums.reference / sums.width, sums.current / sums.width);
    let width = sums.width / scale;
    Cell {
        reference,
        current,
        centre: sums.centre / sums.width,
        width,
        gap: sums.gap / scale,
        noise: rows.variance(reference, current).sqrt() * width,
    }
}

/// How far a quantile of the reference may lie off, each way.
#[derive(Clone, Copy, Debug)]
struct Reach {
    down: f64,
    up: f64,
    /// `1/density` where both ways are alike, `None` at a jump.
    slope: Option<f64>,
}

impl Reach {
    /// From the order statistics at the share's own interval (Woodruff RS 1952, JASA 47, 635).
    fn of(sorted: &[f64], share: f64, rows: f64) -> Option<Reach> {
        // Of the rows beyond the quantile two fifths stay out, so that no single far value is ever looked at.
        let most = 0.6 * share.min(1.0 - share);
        let delta = (Z_975 * (share * (1.0 - share) / rows).sqrt()).min(most);
        let at = quantile(sorted, share)?;
        let down = at - quantile(sorted, share - delta)?;
        let up = quantile(sorted, share + delta)? - at;
        let both = down + up;
        if !both.is_finite() {
            return None;
        }
        let smooth = libm::fabs(up - down) <= 0.7 * both;
        Some(Reach {
            down,
            up,
            slope: smooth.then_some(both / (2.0 * delta)),
        })
    }
}

/// The unit of the effect.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// The unit, positive and finite.
    pub value: f64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Interquartile range: reach of the first and the third quartile.
    Quartiles(Reach, Reach),
    /// Deviation of the winsorised values about this mean.
    Deviation(f64),
}

impl Scale {
    /// The interquartile range over 1.349; the winsorised deviation where the quartiles' intervals touch. `None`
    /// without spread.
    pub fn of(reference: &[f64], limits: (f64, f64)) -> Option<Scale> {
        let rows = reference.len() as f64;
        let first = quantile(reference, 0.25)?;
        let third = quantile(reference, 0.75)?;
        let (of_first, of_third) = (
            Reach::of(reference, 0.25, rows)?,
            Reach::of(reference, 0.75, rows)?,
        );
        if third - of_third.down > first + of_first.up {
            let value = (third - first) / NORMAL_QUARTILES;
            return value.is_finite().then_some(Scale {
                value,
                kind: Kind::Quartiles(of_first, of_third),
            });
        }
        let clamped = || reference.iter().map(|x| x.clamp(limits.0, limits.1));
        let mean = compensated(clamped()) / rows;
        let squares = compensated(clamped().map(|x| (x - mean) * (x - mean)));
        let value = (squares / (rows - 1.0)).sqrt();
        (value > 0.0 && value.is_finite()).then_some(Scale {
            value,
            kind: Kind::Deviation(mean),
        })
    }

    /// Whether it is the interquartile range.
    pub fn is_of_quartiles(&self) -> bool {
        matches!(self.kind, Kind::Quartiles(..))
    }

    /// Influence of a smooth scale on an effect of `value`.
    pub fn terms(&self, value: f64, cells: &[Cell]) -> Vec<Term> {
        let only_reference = |share: f64, weight: f64| Term {
            reference: (share, weight),
            current: (share, 0.0),
        };
        match self.kind {
            Kind::Quartiles(first, third) => [(0.25, first, -1.0), (0.75, third, 1.0)]
                .into_iter()
                .filter_map(|(share, reach, sign)| {
                    let slope = reach.slope? / (NORMAL_QUARTILES * self.value);
                    Some(only_reference(share, sign * value * slope))
                })
                .collect(),
            // The variance moves by −2 ∫ (x − mean) dN.
            Kind::Deviation(mean) => cells
                .iter()
                .map(|cell| {
                    let off = (cell.centre - mean) / self.value;
                    only_reference(cell.reference, value * off * cell.width)
                })
                .collect(),
        }
    }

    /// What a step of a limit by one unit adds to a deviation, in units, when all rows are beyond that limit.
    fn growth(&self, limit: f64) -> f64 {
        match self.kind {
            Kind::Quartiles(..) => 0.0,
            Kind::Deviation(mean) => (limit - mean) / self.value,
        }
    }

    /// Factors of the least and of the greatest effect when quartiles stand at jumps: `(at most 1, at least 1)`.
    pub fn jump(&self) -> (f64, f64) {
        let Kind::Quartiles(first, third) = self.kind else {
            return (1.0, 1.0);
        };
        let (mut wider, mut narrower) = (0.0, 0.0);
        for (reach, out, inwards) in [(first, first.down, first.up), (third, third.up, third.down)]
        {
            if reach.slope.is_none() {
                wider += out / (NORMAL_QUARTILES * self.value);
                narrower += inwards / (NORMAL_QUARTILES * self.value);
            }
        }
        (1.0 / (1.0 + wider), 1.0 / (1.0 - narrower))
    }
}
