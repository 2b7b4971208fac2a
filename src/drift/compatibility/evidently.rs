//! Evidently 0.7.23, `legacy/calculations/stattests` and `presets/drift.py`: missing values are dropped first; the method
//! depends on type, distinct values and reference rows; the data set drifts from half of the columns on.

use super::column::{Column, Rows, ascending, counts};
use super::said::{Row, Said};
use crate::stats::distance::compatibility as numbers;
use crate::stats::distance::probability::hellinger;
use crate::stats::proportion::{Share, z_test};
use crate::stats::two_sample::{cramer_von_mises, distance};
use crate::stats::{ks, two_sample};
use kernels::sort::sort_numbers;

/// Reference rows up to which Evidently tests, and beyond which it measures.
const SMALL: usize = 1_000;
/// Whole numbers without gaps have at most so many distinct values to be categories.
const WHOLE_CATEGORIES: usize = 10;

pub(super) fn said(columns: &[Column]) -> Said {
    let mut said = Said {
        defaults: Vec::new(),
        others: Vec::new(),
        note: "text.evidently-note",
    };
    for column in columns {
        match (&column.reference, &column.current) {
            (Rows::Numbers(x), Rows::Numbers(y)) if !whole_category(y) => {
                of_numbers(&mut said, &column.name, &ascending(x), &ascending(y));
            }
            _ => of_levels(&mut said, column),
        }
    }
    said
}

/// pandas reads whole numbers without gaps as integers, and Evidently takes few of them for categories.
fn whole_category(rows: &[Option<f64>]) -> bool {
    let mut values = ascending(rows);
    let whole = rows.iter().all(|v| v.is_some_and(|v| v == libm::trunc(v)));
    values.dedup();
    whole && values.len() <= WHOLE_CATEGORIES
}

fn of_numbers(said: &mut Said, name: &str, x: &[f64], y: &[f64]) {
    let mut distinct = [x, y].concat();
    sort_numbers(&mut distinct);
    distinct.dedup();
    let bins = numbers::evidently_bins(x, y);
    let binned = |of: fn(&[f64], &[f64]) -> Option<f64>| bins.as_ref().and_then(|(p, q)| of(p, q));
    let by_value = || {
        let count = |side: &[f64], v: f64| side.iter().filter(|x| **x == v).count() as u64;
        let counts = |side: &[f64]| distinct.iter().map(|v| count(side, *v)).collect::<Vec<_>>();
        (counts(x), counts(y))
    };
    let judged = |method, value, sign, threshold| Row::judged(name, method, value, sign, threshold);
    let ks = || judged("K-S p_value", ks::two_sample(x, y).map(|t| t.p), "≤", 0.05);
    let wasserstein = || {
        let value = numbers::evidently_wasserstein(x, y);
        judged("Wasserstein distance (normed)", value, "≥", 0.1)
    };
    let jensen_shannon = || {
        let value = binned(numbers::evidently_jensen_shannon);
        judged("Jensen-Shannon distance", value, "≥", 0.1)
    };
    said.defaults
        .push(match (x.len() <= SMALL, distinct.len()) {
            (true, ..=2) => {
                let (a, b) = by_value();
                judged("Z-test p_value", z(&a, &b), "<", 0.05)
            }
            (true, ..=5) => {
                let (a, b) = by_value();
                let value = numbers::evidently_chi_square(&a, &b);
                judged("chi-square p_value", value, "<", 0.05)
            }
            (true, _) => ks(),
            (false, ..=5) => jensen_shannon(),
            (false, _) => wasserstein(),
        });
    said.others.extend([
        ks(),
        wasserstein(),
        jensen_shannon(),
        judged("PSI", binned(numbers::evidently_psi), "≥", 0.1),
        judged(
            "Kullback-Leibler divergence",
            binned(numbers::evidently_kullback_leibler),
            "≥",
            0.1,
        ),
        judged(
            "Hellinger distance",
            numbers::evidently_hellinger(x, y),
            "≥",
            0.1,
        ),
        judged(
            "Anderson-Darling p_value",
            two_sample::anderson_darling::test(x, y).map(|t| t.capped_p),
            "<",
            0.1,
        ),
        judged(
            "Cramer-Von-Mises p_value",
            cramer_von_mises::test(x, y).map(|t| t.p),
            "<",
            0.1,
        ),
        judged("Energy-distance", distance::energy(x, y), ">", 0.1),
    ]);
}

fn of_levels(said: &mut Said, column: &Column) {
    let (x, y) = counts(&column.reference.names(), &column.current.names());
    let judged =
        |method, value, sign, threshold| Row::judged(&column.name, method, value, sign, threshold);
    let share = |side: &[u64]| {
        let rows = side.iter().sum::<u64>() as f64;
        side.iter().map(|c| *c as f64 / rows).collect::<Vec<f64>>()
    };
    let (p, q) = (share(&x), share(&y));
    let chi_square = || {
        let value = numbers::evidently_chi_square(&x, &y);
        judged("chi-square p_value", value, "<", 0.05)
    };
    let jensen_shannon = || {
        let value = numbers::evidently_jensen_shannon(&p, &q);
        judged("Jensen-Shannon distance", value, "≥", 0.1)
    };
    let z = || judged("Z-test p_value", z(&x, &y), "<", 0.05);
    said.defaults
        .push(match (column.reference.present() <= SMALL, x.len()) {
            (true, ..=2) => z(),
            (true, _) => chi_square(),
            (false, _) => jensen_shannon(),
        });
    said.others.extend([
        chi_square(),
        jensen_shannon(),
        judged("PSI", numbers::evidently_psi(&p, &q), "≥", 0.1),
        judged(
            "Kullback-Leibler divergence",
            numbers::evidently_kullback_leibler(&p, &q),
            "≥",
            0.1,
        ),
        judged("Hellinger distance", hellinger(&p, &q), "≥", 0.1),
    ]);
    if x.len() <= 2 {
        said.others.push(z());
    }
}

/// p-value of the share of the second level; 1 for a single level.
fn z(x: &[u64], y: &[u64]) -> Option<f64> {
    let share = |side: &[u64]| Share {
        count: side.last().copied().unwrap_or(0),
        rows: side.iter().sum(),
    };
    if x.len() < 2 {
        return Some(1.0);
    }
    z_test(share(x), share(y)).map(|(_, p)| p)
}
