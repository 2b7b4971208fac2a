//! The test of two mixes of levels and that of two shares: golden values, and sizes, enumerated where that is possible.

use driftglass::stats::hypergeometric::Hypergeometric;
use driftglass::stats::proportion::{self, Share};
use driftglass::stats::{homogeneity, homogeneity::Method};
use serde_json::Value;

use crate::stats_golden::{Worst, golden, number, relative, whole};
use crate::stats_random::Random;

fn counts(side: &Value) -> Vec<u64> {
    side.as_array().expect("counts").iter().map(whole).collect()
}

#[test]
fn golden_values() {
    let mut p = Worst::within(1e-10);
    for case in golden!("homogeneity") {
        let (x, y) = (counts(&case["reference"]), counts(&case["current"]));
        let found = homogeneity::test(&x, &y, 5, 25_000_000).expect("levels");
        assert!(relative(found.statistic, number(&case["statistic"])) < 1e-12);
        match (case["method"].as_str().expect("a name"), found.method) {
            ("chi-square", Method::ChiSquare) | ("fisher", Method::Fisher) => {
                p.see(found.p, number(&case["p"]), &case);
            }
            ("simulated", Method::MonteCarlo { draws }) => {
                let expected = number(&case["p"]);
                let error = (expected * (1.0 - expected) / draws as f64).sqrt();
                let distance = (found.p - expected).abs();
                assert!(
                    distance < 4.0 * error.hypot(number(&case["error"])) + 1.0 / draws as f64,
                    "{found:?}, {case}"
                );
            }
            (expected, method) => panic!("{method:?} instead of {expected}"),
        }
        // Neither the order of the levels nor which file comes first changes the method or an exact number.
        let turned = |side: &[u64]| side.iter().rev().copied().collect::<Vec<u64>>();
        let other = homogeneity::test(&turned(&x), &turned(&y), 5, 25_000_000).expect("levels");
        assert!(relative(other.p, found.p) < 1e-13 && other.method == found.method);
    }
    p.check("homogeneity");
    assert_eq!(homogeneity::test(&[3, 0], &[4, 0], 1, 1), None);
    assert_eq!(homogeneity::test(&[0, 0], &[4, 2], 1, 1), None);
    assert_eq!(homogeneity::test(&[1], &[4, 2], 1, 1), None);
}

/// The probabilities of a binomial law, by their recurrence from the mode.
fn binomial(n: u64, share: f64) -> Vec<f64> {
    let mode = ((n + 1) as f64 * share) as u64;
    let mut mass = vec![0.0; n as usize + 1];
    mass[mode as usize] = 1.0;
    let odds = share / (1.0 - share);
    for k in mode..n {
        mass[k as usize + 1] = mass[k as usize] * odds * (n - k) as f64 / (k + 1) as f64;
    }
    for k in (0..mode).rev() {
        mass[k as usize] = mass[k as usize + 1] / odds * (k + 1) as f64 / (n - k) as f64;
    }
    let sum: f64 = mass.iter().sum();
    mass.into_iter().map(|m| m / sum).collect()
}

/// How often the test of two shares rejects at 5 % when both are `share`, by every pair of counts.
fn size(n: u64, m: u64, share: f64) -> (f64, bool) {
    let (before, now) = (binomial(n, share), binomial(m, share));
    let (mut size, mut asymptotic) = (0.0, 0.0);
    for (x, a) in (0..).zip(&before).filter(|(_, a)| **a > 1e-7) {
        for (y, b) in (0..).zip(&now).filter(|(_, b)| **b > 1e-7) {
            let (reference, current) = (Share { count: x, rows: n }, Share { count: y, rows: m });
            let found = proportion::difference(reference, current, 0.95).expect("rows");
            size += if found.p <= 0.05 { a * b } else { 0.0 };
            asymptotic += if found.method == proportion::Method::Score {
                a * b
            } else {
                0.0
            };
        }
    }
    (size, asymptotic > 0.9)
}

#[test]
fn the_size_of_two_shares_by_every_pair_of_counts() {
    let mut asymptotic_cells = 0;
    for (n, m, share) in [
        (30, 30, 0.5),
        (51, 51, 0.5),
        (86, 86, 0.5),
        (149, 149, 0.5),
        (324, 324, 0.5),
        (331, 331, 0.45),
        (390, 390, 0.45),
        (30, 300, 0.2),
        (100, 150, 0.4),
        (60, 90, 0.05),
        (300, 900, 0.3),
    ] {
        let (size, asymptotic) = size(n, m, share);
        assert!(size <= 0.055, "{n} and {m} rows, share {share}: {size}");
        if asymptotic {
            asymptotic_cells += 1;
            assert!(size >= 0.045, "{n} and {m} rows, share {share}: {size}");
        }
    }
    assert!(asymptotic_cells >= 3);
}

/// Shares of `k` levels: all equal, halving, like 1/rank, or one half and the rest equal.
fn mix(shape: usize, k: usize) -> Vec<f64> {
    let weights: Vec<f64> = (0..k)
        .map(|i| match shape {
            0 => 1.0,
            1 => 0.6_f64.powi(i as i32),
            2 => 1.0 / (i + 1) as f64,
            _ if i == 0 => (k - 1) as f64,
            _ => 1.0,
        })
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / sum).collect()
}

/// Rejections at 5 % among `repeats` pairs of one mix; how often each kind of method was used.
fn rejections(shares: &[f64], n: u64, m: u64, repeats: u64, budget: u64) -> (f64, [u64; 4]) {
    let mut random = Random(n * 1_000_003 + m * 31 + shares.len() as u64);
    let (mut rejected, mut used) = (0, [0; 4]);
    for seed in 0..repeats {
        let (x, y) = (random.counts(shares, n), random.counts(shares, m));
        let Some(found) = homogeneity::test(&x, &y, seed, budget) else {
            continue;
        };
        rejected += u64::from(found.p <= 0.05);
        used[match found.method {
            Method::ChiSquare => 0,
            Method::Fisher => 1,
            Method::MonteCarlo { .. } => 2,
            Method::Moments => 3,
        }] += 1;
    }
    (rejected as f64 / repeats as f64, used)
}

#[test]
fn the_size_of_several_levels() {
    for (shape, k, n, m) in [(0, 3, 40, 40), (3, 50, 100, 100), (2, 10, 30, 300)] {
        let (rate, used) = rejections(&mix(shape, k), n, m, 400, 25_000_000);
        assert!(
            rate <= 0.05 + 3.0 * 0.011,
            "{k} levels, shape {shape}, {n} and {m}: {rate}, {used:?}"
        );
    }
}

/// Runs of one cell of the long tables.
const REPEATS: u64 = 10_000;

/// A cell's size, printed; the cell when it is out of bounds by more than three Monte-Carlo errors.
fn cell(k: usize, shape: usize, n: u64, m: u64, budget: u64) -> Option<String> {
    let error = (0.05_f64 * 0.95 / REPEATS as f64).sqrt();
    let (rate, used) = rejections(&mix(shape, k), n, m, REPEATS, budget);
    let line = format!(
        "{k:3} levels, shape {shape}, {n:4} and {m:4}: {:.2} %  {used:?}",
        100.0 * rate
    );
    println!("{line}");
    let asymptotic = used[0] == REPEATS;
    let off = rate > 0.055 + 3.0 * error || asymptotic && rate < 0.045 - 3.0 * error;
    off.then_some(line)
}

/// In release mode, minutes: every cell's size, printed.
fn sizes_at_length(levels: &[usize]) {
    let mut off = Vec::new();
    for &k in levels {
        for shape in 0..4 {
            for (n, m) in [
                (30, 30),
                (100, 100),
                (500, 500),
                (5000, 5000),
                (30, 300),
                (300, 5000),
                (5000, 100),
            ] {
                off.extend(cell(k, shape, n, m, 25_000_000));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

#[test]
#[ignore = "long"]
fn the_size_of_few_levels_at_length() {
    sizes_at_length(&[2, 3, 5, 10, 20]);
}

#[test]
#[ignore = "long"]
fn the_size_of_fifty_levels_at_length() {
    sizes_at_length(&[50]);
}

/// Too many levels and rows to draw tables: the gamma tail.
#[test]
#[ignore = "long"]
fn the_size_by_moments_at_length() {
    let mut off = Vec::new();
    for (shape, k, n, m) in [
        (0, 300, 1000, 1000),
        (2, 1000, 5000, 5000),
        (2, 1000, 5000, 500),
        (3, 2000, 2000, 300),
    ] {
        off.extend(cell(k, shape, n, m, 0));
    }
    assert!(off.is_empty(), "{off:#?}");
}

#[test]
fn fisher_keeps_its_size_exactly() {
    // Given the margins, the share of tables with p ≤ 5 %.
    for (population, marked, drawn) in [(60, 30, 30), (110, 13, 50), (1000, 20, 300)] {
        let law = Hypergeometric::new(population, marked, drawn).expect("margins");
        let size: f64 = (law.least()..=law.most())
            .filter(|&x| {
                let (x, y) = (x, marked - x);
                let found = homogeneity::test(&[x, drawn - x], &[y, population - drawn - y], 0, 0);
                let found = found.expect("two levels");
                assert_eq!(found.method, Method::Fisher);
                found.p <= 0.05
            })
            .map(|x| law.mass(x))
            .sum();
        assert!(
            size <= 0.05 && size > 0.01,
            "{population}, {marked}, {drawn}: {size}"
        );
    }
}

/// A thousand levels in a million rows, one of them in a single row: no table is drawn, and what moves is found.
#[test]
fn many_levels_with_many_rows_take_no_simulation() {
    let before: Vec<u64> = (0..1000).map(|level| 600 + level % 7 * 100).collect();
    let mut now = before.clone();
    now.push(1);
    let mut was = before;
    was.push(0);
    let found = homogeneity::test(&was, &now, 1, 25_000_000).expect("levels");
    assert_eq!((found.method, found.degrees), (Method::Moments, 1000));
    assert!(found.p > 0.999, "{found:?}");
    for level in 0..100 {
        now[level] += 150;
        now[level + 100] -= 150;
    }
    let found = homogeneity::test(&was, &now, 1, 25_000_000).expect("levels");
    assert!(found.p < 1e-100, "{found:?}");
}
