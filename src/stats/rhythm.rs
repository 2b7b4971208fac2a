//! How rows spread over a cycle, such as the hours of a day, when the rows of one round belong together.

use super::homogeneity::chi_square_of;
use super::snedecor;

/// Counts of one file: `rounds` whole rounds of the cycle, one after the other, each with a count for every place.
#[derive(Clone, Copy, Debug)]
pub struct Rounds<'a> {
    /// Round by round, place by place.
    pub counts: &'a [u64],
    /// Places of the cycle.
    pub places: usize,
}

/// What the comparison finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Rhythm {
    /// F.
    pub statistic: f64,
    /// Its degrees of freedom above.
    pub degrees: u64,
    /// p-value.
    pub p: f64,
    /// How many rows say as much as one row on its own would: 1 where rows fall independently of each other.
    pub design_effect: f64,
    /// Rows in each place.
    pub reference: Vec<u64>,
    /// Rows in each place.
    pub current: Vec<u64>,
}

/// Rounds of both files together that the test needs, less two.
const LEAST_DEGREES: usize = 4;

/// Do two files spread over the cycle alike? Rows of one round come together (a busy hour, a holiday), so rounds are
/// what is counted: the chi-square of the places over the mean design effect of their shares (Rao JNK, Scott AJ 1981,
/// JASA 76, 221), against F with `k − 1` and `(k − 1)(rounds − 2)` degrees (Thomas DR, Rao JNK 1987, JASA 82, 630),
/// `k` the places that any row has. The design effect is pooled over both files and no less than 1, which makes the
/// test conservative where rows are independent.
///
/// `None` with fewer than two rounds in a file or six in both, without rows in a file, or with one place only.
pub fn compare(reference: Rounds, current: Rounds) -> Option<Rhythm> {
    let places = reference.places;
    let rounds = |file: &Rounds| file.counts.len() / places.max(1);
    let (r, c) = (rounds(&reference), rounds(&current));
    if places != current.places || r < 2 || c < 2 || r + c < LEAST_DEGREES + 2 {
        return None;
    }
    let sums = |file: &Rounds| {
        let mut sums = vec![0u64; places];
        for round in file.counts.chunks_exact(places) {
            for (sum, count) in sums.iter_mut().zip(round) {
                *sum += count;
            }
        }
        sums
    };
    let (before, now) = (sums(&reference), sums(&current));
    let used = before
        .iter()
        .zip(&now)
        .filter(|(x, y)| **x + **y > 0)
        .count();
    if used < 2 || before.iter().all(|&x| x == 0) || now.iter().all(|&y| y == 0) {
        return None;
    }
    let pooled =
        excess(reference, &before) * (r - 1) as f64 + excess(current, &now) * (c - 1) as f64;
    let design_effect = (pooled / ((r + c - 2) as f64 * (used - 1) as f64)).max(1.0);
    let levels: Vec<(f64, f64)> = before
        .iter()
        .zip(&now)
        .map(|(&x, &y)| (x as f64, x as f64 + y as f64))
        .collect();
    let rows = |sums: &[u64]| sums.iter().sum::<u64>() as f64;
    let chi_square = chi_square_of(&levels, rows(&before), rows(&now));
    let degrees = (used - 1) as f64;
    let statistic = chi_square / (design_effect * degrees);
    Some(Rhythm {
        statistic,
        degrees: used as u64 - 1,
        p: snedecor::sf(statistic, degrees, degrees * (r + c - 2) as f64)?,
        design_effect,
        reference: before,
        current: now,
    })
}

/// Sum over places of `(1 − share)` times the share's design effect: `n v / share`, `v` its variance between rounds.
fn excess(file: Rounds, sums: &[u64]) -> f64 {
    let rows = sums.iter().sum::<u64>() as f64;
    let rounds = (file.counts.len() / file.places) as f64;
    let mut out = 0.0;
    for (place, &sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        let share = sum as f64 / rows;
        let mut squares = 0.0;
        for round in file.counts.chunks_exact(file.places) {
            let gap = round[place] as f64 - share * round.iter().sum::<u64>() as f64;
            squares += gap * gap;
        }
        out += squares / (rows * share);
    }
    out * rounds / (rounds - 1.0)
}
