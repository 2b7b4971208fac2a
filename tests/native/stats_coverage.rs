//! Intervals cover and tests keep their size: simulations with fixed seeds.
//!
//! The standard error of a rate near 0.05 is 0.005 to 0.007 here; the seeds are fixed, so a pass is a pass for ever.

use driftglass::stats::proportion::{self, Share};
use driftglass::stats::{contingency, effect, ks, pooling};
use ndarray::Array2;

use crate::stats_random::Random;

/// Shares of `k` levels that fall like `1/rank^power`.
fn shares(k: usize, power: f64) -> Vec<f64> {
    let weights: Vec<f64> = (1..=k).map(|i| (i as f64).powf(-power)).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|w| w / sum).collect()
}

/// `share` of the first level's mass goes to the last.
fn moved(p: &[f64], share: f64) -> Vec<f64> {
    let mut q = p.to_vec();
    let mass = q[0] * share;
    q[0] -= mass;
    *q.last_mut().expect("levels") += mass;
    q
}

/// Share of intervals that contain the truth.
fn coverage(repeats: usize, mut covers: impl FnMut() -> bool) -> f64 {
    (0..repeats).filter(|_| covers()).count() as f64 / repeats as f64
}

fn variation_coverage(p: &[f64], q: &[f64], n: u64, m: u64, seed: u64) -> f64 {
    let truth = 0.5 * p.iter().zip(q).map(|(p, q)| (p - q).abs()).sum::<f64>();
    let mut random = Random(seed);
    coverage(1000, || {
        let (x, y) = (random.counts(p, n), random.counts(q, m));
        let interval = effect::total_variation_interval(&x, &y, 0.95).expect("enough rows");
        assert!(0.0 <= interval.lower && interval.lower <= interval.upper && interval.upper <= 1.0);
        interval.lower <= truth + 1e-12 && truth <= interval.upper + 1e-12
    })
}

#[test]
fn total_variation_covers() {
    let mut seed = 0;
    for (k, power) in [
        (2, 0.0),
        (2, 6.6),
        (5, 1.0),
        (20, 0.0),
        (50, 1.0),
        (200, 2.0),
    ] {
        let p = shares(k, power);
        for (n, m) in [(10, 10), (30, 30), (50, 400), (300, 300)] {
            seed += 1;
            let null = variation_coverage(&p, &p, n, m, seed);
            assert!(
                null >= 0.95,
                "null, {k} levels, power {power}, {n} and {m}: {null}"
            );
            for share in [0.05, 0.5] {
                let covered = variation_coverage(&p, &moved(&p, share), n, m, seed);
                assert!(
                    covered >= 0.92,
                    "{share} moved, {k} levels, power {power}, {n} and {m}: {covered}"
                );
            }
        }
    }
}

#[test]
fn total_variation_interval_is_of_use() {
    // 30 % of the mass moved among 20 levels at 5000 rows: the interval is well off zero and narrow.
    let p = shares(20, 1.0);
    let q: Vec<f64> = p
        .iter()
        .rev()
        .zip(&p)
        .map(|(r, p)| 0.5 * p + 0.5 * r)
        .collect();
    let mut random = Random(3);
    let interval =
        effect::total_variation_interval(&random.counts(&p, 5000), &random.counts(&q, 5000), 0.95)
            .expect("enough rows");
    assert!(
        interval.lower > 0.2 && interval.upper - interval.lower < 0.08,
        "{interval:?}"
    );
    // A level of 0.1 % at 10 000 rows: the rarity narrows it far below ½ z √(2/n) = 0.0139.
    let rare = effect::total_variation_interval(&[9990, 10], &[9988, 12], 0.95).expect("rows");
    assert!(rare.upper < 0.003, "{rare:?}");
}

#[test]
fn kolmogorov_smirnov_distance_covers() {
    type Transform = fn(f64) -> f64;
    let cases: [(Transform, f64); 5] = [
        (|u| u, 0.0),
        (|u| u + 0.05, 0.05),
        (|u| u + 0.5, 0.5),
        (|u| u * u, 0.25),
        (|u| u.max(0.5), 0.5),
    ];
    for (index, (transform, truth)) in cases.into_iter().enumerate() {
        for (n, m) in [(10, 10), (30, 300), (200, 200)] {
            let mut random = Random(100 + index as u64);
            let covered = coverage(1000, || {
                let (x, y) = (random.sorted(n, |u| u), random.sorted(m, transform));
                let found = ks::two_sample(&x, &y).expect("values");
                let interval =
                    effect::ks_distance(found.statistic, n as u64, m as u64, 0.95).expect("enough");
                interval.lower <= truth + 1e-12 && truth <= interval.upper + 1e-12
            });
            let least = if truth == 0.0 { 0.95 } else { 0.92 };
            assert!(covered >= least, "distance {truth}, {n} and {m}: {covered}");
        }
    }
}

#[test]
fn difference_of_shares_covers() {
    for (p, q, n, m) in [
        (0.5, 0.5, 40, 60),
        (0.05, 0.05, 200, 200),
        (0.02, 0.1, 100, 300),
        (0.9, 0.6, 30, 30),
    ] {
        let mut random = Random(11);
        let mut draw = |p: f64, rows: u64| Share {
            count: random.counts(&[p, 1.0 - p], rows)[0],
            rows,
        };
        let (mut signed, mut absolute) = (0, 0);
        for _ in 0..2000 {
            let found = proportion::difference(draw(p, n), draw(q, m), 0.95).expect("rows");
            signed += usize::from(found.interval.contains(q - p));
            absolute += usize::from(found.absolute.contains((q - p).abs()));
        }
        assert!(signed >= 1870, "{p} {q} {n} {m}: {signed} of 2000");
        assert!(
            absolute >= signed,
            "{p} {q}: the absolute interval covers at least as often"
        );
    }
}

/// Asserts that p-values of a true null are uniform enough: no more small ones than their level says.
fn keeps_size(what: &str, mut p: Vec<f64>, least_share: f64) {
    p.sort_unstable_by(f64::total_cmp);
    for level in [0.01, 0.05, 0.2, 0.5] {
        let share = p.partition_point(|&p| p <= level) as f64 / p.len() as f64;
        let noise = 3.3 * (level * (1.0 - level) / p.len() as f64).sqrt();
        assert!(
            share <= level + noise,
            "{what}: {share} of the p-values are at most {level}"
        );
        assert!(
            share >= level * least_share - noise,
            "{what}: only {share} at most {level}"
        );
    }
}

#[test]
fn kolmogorov_smirnov_keeps_its_size() {
    for (n, m) in [(40, 60), (100, 100), (20, 10_001)] {
        let mut random = Random(21);
        let repeats = if m > 1000 { 150 } else { 2000 };
        let p = (0..repeats)
            .map(|_| {
                let (x, y) = (random.sorted(n, |u| u), random.sorted(m, |u| u));
                ks::two_sample(&x, &y).expect("values").p
            })
            .collect();
        keeps_size(&format!("KS {n} and {m}"), p, 0.6);
    }
}

#[test]
fn pooled_chi_square_keeps_its_size() {
    for (k, power, n, m) in [(5, 1.0, 60, 60), (40, 1.0, 150, 300), (300, 1.2, 300, 100)] {
        let mut random = Random(31);
        let weights = shares(k, power);
        let p: Vec<f64> = (0..2000)
            .filter_map(|_| {
                let (x, y) = (random.counts(&weights, n), random.counts(&weights, m));
                let pooled = pooling::pool_rare(&x, &y)?;
                let counts = Array2::from_shape_fn((2, pooled.reference.len()), |(side, group)| {
                    [&pooled.reference, &pooled.current][side][group] as f64
                });
                let found = contingency::homogeneity(&counts)?;
                assert!(found.minimum_expected >= 5.0 - 1e-9);
                Some(found.p)
            })
            .collect();
        assert!(p.len() > 1900);
        keeps_size(&format!("chi-square {k} levels, {n} and {m}"), p, 0.75);
    }
}
