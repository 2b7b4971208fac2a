//! Rows beside their neighbours: of any group, and of the other groups.

use super::neighbours::{Points, nearest};
use crate::fairness::attributes::Grouping;
use crate::fairness::compare;
use crate::fairness::judge::{Compared, Limit};
use crate::stats::groups::mean::{self, Moments};

/// A group's rows beside their like.
#[derive(Clone, Debug, PartialEq)]
pub struct OfGroup {
    /// Decided rows.
    pub rows: u64,
    /// Consistency of its rows with their neighbours of any group.
    pub consistency: Option<Moments>,
    /// Rate of its rows, and mean rate of their nearest neighbours of other groups.
    pub rates: Option<[f64; 2]>,
    /// Their difference with its interval and test.
    pub compared: Compared,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Of all rows: `1 − |decision − mean decision of the neighbours|`.
    pub consistency: Option<Moments>,
    /// The same with every row among its own neighbours, as AIF360 counts.
    pub with_itself: f64,
    /// What decisions that know nothing of the columns would have.
    pub by_chance: f64,
    /// By attribute and group.
    pub groups: Vec<Vec<OfGroup>>,
}

/// Compares every row with its neighbours, and every group's rows with their neighbours of other groups.
///
/// The consistency is that of Zemel R, Wu Y, Swersky K, Pitassi T, Dwork C (2013), ICML 28(3), 325, without the row
/// itself. A group's difference is a matching estimate; its variance is that of Abadie A, Imbens GW (2006), Econometrica
/// 74, 235: decisions vary about what likeness explains, and a row that stands for many counts as often.
pub fn find(
    points: &Points,
    outcomes: &[f64],
    groupings: &[Grouping],
    k: usize,
    limit: Limit,
) -> Found {
    let rows = points.rows();
    let mut distances = Vec::new();
    let mut scratch = Vec::new();
    let mut agreement = vec![0.0; rows];
    let mut with_itself = 0.0;
    // Variance of each decision about what likeness explains.
    let mut spread = vec![0.0; rows];
    // For each attribute: the mean of the neighbours in other groups, and how often a row stands for others.
    let mut across = vec![vec![f64::NAN; rows]; groupings.len()];
    let mut stands_for: Vec<Vec<Vec<f64>>> = groupings
        .iter()
        .map(|g| vec![vec![0.0; rows]; g.groups.len()])
        .collect();
    for row in 0..rows {
        points.distances(row, &mut distances);
        let all = 0..rows as u32;
        let others = all.clone().filter(|other| *other as usize != row);
        let mean = |found: &[(u32, f64)]| -> f64 {
            found.iter().map(|(at, w)| w * outcomes[*at as usize]).sum()
        };
        let near = nearest(&distances, others, k, &mut scratch);
        let gap = outcomes[row] - mean(&near);
        let squares: f64 = near.iter().map(|(_, w)| w * w).sum();
        agreement[row] = 1.0 - libm::fabs(gap);
        spread[row] = gap * gap / (1.0 + squares);
        let itself = nearest(&distances, all.clone(), k, &mut scratch);
        with_itself += libm::fabs(outcomes[row] - mean(&itself)) / rows as f64;
        for (at, grouping) in groupings.iter().enumerate() {
            let own = grouping.codes[row];
            let width = grouping.groups.len() as u32;
            if own >= width {
                continue;
            }
            let others = all.clone().filter(
                |other| !matches!(grouping.codes[*other as usize], c if c == own || c >= width),
            );
            let near = nearest(&distances, others, k, &mut scratch);
            if near.is_empty() {
                continue;
            }
            across[at][row] = mean(&near);
            for (other, weight) in near {
                stands_for[at][own as usize][other as usize] += weight;
            }
        }
    }
    let rate = outcomes.iter().sum::<f64>() / rows as f64;
    let groups = groupings
        .iter()
        .enumerate()
        .map(|(at, grouping)| {
            let consistency =
                mean::moments(&grouping.codes, grouping.groups.len(), |row| agreement[row]);
            consistency
                .into_iter()
                .enumerate()
                .map(|(group, consistency)| {
                    let counts = &stands_for[at][group];
                    let members = (0..rows).filter(|row| {
                        grouping.codes[*row] as usize == group && !across[at][*row].is_nan()
                    });
                    let values = (outcomes, across[at].as_slice(), spread.as_slice());
                    of_group(members, values, counts, (consistency, limit))
                })
                .collect()
        })
        .collect();
    Found {
        consistency: mean::moments(&vec![0; rows], 1, |row| agreement[row])
            .first()
            .copied()
            .flatten(),
        with_itself: 1.0 - with_itself,
        by_chance: 1.0 - 2.0 * rate * (1.0 - rate),
        groups,
    }
}

fn of_group(
    members: impl Iterator<Item = usize>,
    (outcomes, across, spread): (&[f64], &[f64], &[f64]),
    stands_for: &[f64],
    (consistency, limit): (Option<Moments>, Limit),
) -> OfGroup {
    let (mut n, mut own, mut others, mut variance) = (0.0, 0.0, 0.0, 0.0);
    for row in members {
        n += 1.0;
        own += outcomes[row];
        others += across[row];
        variance += spread[row];
    }
    for (weight, spread) in stands_for.iter().zip(spread) {
        variance += weight * weight * spread;
    }
    let gap = (n > 0.0).then(|| ((own - others) / n, variance / (n * n)));
    OfGroup {
        rows: n as u64,
        consistency,
        rates: gap.map(|_| [own / n, others / n]),
        compared: compare::estimates(gap, Some((0.0, 0.0)), limit),
    }
}
