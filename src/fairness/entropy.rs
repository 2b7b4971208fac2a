//! Unequal benefits between people, and what part of it lies between groups.
//!
//! The benefit of a decision is `ŷ − y + 1`: 0 for a false rejection, 1 for a right decision, 2 for a false acceptance
//! (Speicher T et al. (2018), KDD, 2239). Where there is no label the decision itself cannot be a benefit of this kind.

use super::judge::CONFIDENCE;
use super::metric::Tally;
use crate::stats::interval::Interval;
use crate::stats::normal;

/// An index with its 95 % interval (linearised).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The index, 0 where everybody has the same benefit.
    pub value: f64,
    /// Its interval; `None` where the linearised variance is zero.
    pub interval: Option<Interval>,
}

/// Generalized entropy with α = 2 and Theil's index (α = 1), each with its between-group part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entropy {
    /// Half the squared coefficient of variation of the benefits.
    pub generalized: Index,
    /// The part of it that remains when everybody has the mean benefit of the own group.
    pub generalized_between: Index,
    /// Theil's index.
    pub theil: Index,
    /// Its part between groups.
    pub theil_between: Index,
}

/// A row's benefit, the mean benefit of its group, and how many rows, weights and squared weights there are of it.
struct Cell {
    benefit: f64,
    mean: f64,
    weight: f64,
    squared: f64,
}

/// From decisions and labels of every group; `None` without rows that have both, or where all benefits are 0.
pub fn entropy(tallies: &[Tally]) -> Option<Entropy> {
    let mut cells: Vec<Cell> = Vec::new();
    for tally in tallies {
        // [label][decision]: 0 false rejection, 1 right, 2 false acceptance.
        let at = |label: usize, decision: usize| match &tally.weighted {
            Some(w) => (w.sums[label][decision], w.squares[label][decision]),
            None => {
                let rows = tally.rows.cells[label][decision] as f64;
                (rows, rows)
            }
        };
        let right = [at(0, 0), at(1, 1)];
        let of = [
            at(1, 0),
            (right[0].0 + right[1].0, right[0].1 + right[1].1),
            at(0, 1),
        ];
        let all: f64 = of.iter().map(|(w, _)| w).sum();
        if all > 0.0 {
            let mean = (of[1].0 + 2.0 * of[2].0) / all;
            cells.extend(
                of.iter()
                    .enumerate()
                    .map(|(benefit, (weight, squared))| Cell {
                        benefit: benefit as f64,
                        mean,
                        weight: *weight,
                        squared: *squared,
                    }),
            );
        }
    }
    let all: f64 = cells.iter().map(|c| c.weight).sum();
    let mean = cells.iter().map(|c| c.weight * c.benefit).sum::<f64>() / all;
    if !(all > 0.0 && mean > 0.0) {
        return None;
    }
    let expect =
        |of: &dyn Fn(&Cell) -> f64| cells.iter().map(|c| c.weight * of(c)).sum::<f64>() / all;
    let index = |value: f64, influence: &dyn Fn(&Cell) -> f64| {
        let variance = cells
            .iter()
            .map(|c| c.squared * influence(c) * influence(c))
            .sum::<f64>()
            / (all * all);
        let z = normal::upper_quantile(0.5 * (1.0 - CONFIDENCE)).unwrap_or(f64::NAN);
        let half = z * variance.sqrt();
        Index {
            value,
            interval: (half > 0.0).then_some(Interval {
                lower: (value - half).max(0.0),
                upper: value + half,
            }),
        }
    };
    let log = |x: f64| if x > 0.0 { x * libm::log(x) } else { 0.0 };
    let (m2, g2) = (
        expect(&|c| c.benefit * c.benefit),
        expect(&|c| c.mean * c.mean),
    );
    let (ml, gl) = (expect(&|c| log(c.benefit)), expect(&|c| log(c.mean)));
    let squared = mean * mean;
    // Derivatives of ½(E b²/μ² − 1) and of E(b ln b)/μ − ln μ towards one more row.
    let of_square = |value: f64, whole: f64, benefit: f64| {
        0.5 * ((value - whole) / squared - 2.0 * whole * (benefit - mean) / (squared * mean))
    };
    let of_log = |value: f64, whole: f64, benefit: f64| {
        (value - whole) / mean - (benefit - mean) * (whole / squared + 1.0 / mean)
    };
    // A group's mean moves with its rows: d(m_g²) = m_g² + 2 m_g (b − m_g), and alike for m ln m.
    let mean_squared = |c: &Cell| c.mean * c.mean + 2.0 * c.mean * (c.benefit - c.mean);
    let mean_log = |c: &Cell| {
        let slope = if c.mean > 0.0 {
            libm::log(c.mean) + 1.0
        } else {
            0.0
        };
        log(c.mean) + slope * (c.benefit - c.mean)
    };
    Some(Entropy {
        generalized: index(0.5 * (m2 / squared - 1.0), &|c| {
            of_square(c.benefit * c.benefit, m2, c.benefit)
        }),
        generalized_between: index(0.5 * (g2 / squared - 1.0), &|c| {
            of_square(mean_squared(c), g2, c.benefit)
        }),
        theil: index(ml / mean - libm::log(mean), &|c| {
            of_log(log(c.benefit), ml, c.benefit)
        }),
        theil_between: index(gl / mean - libm::log(mean), &|c| {
            of_log(mean_log(c), gl, c.benefit)
        }),
    })
}
