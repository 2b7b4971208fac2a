//! Tests by random relabelling against enumeration, and intervals of divergences by simulation.

use driftglass::stats::distance::divergence::{Divergence, largest_change};
use driftglass::stats::distance::probability;
use driftglass::stats::relabel;
use driftglass::stats::two_sample::distance;
use driftglass::stats::two_sample::permutation::{self, Distance};

use crate::stats_random::Random;

/// Share of all ways to deal the pooled values out in which `of` is at least as large.
fn enumerated(x: &[f64], y: &[f64], of: &dyn Fn(&[f64], &[f64]) -> f64) -> f64 {
    let mut pooled = [x, y].concat();
    pooled.sort_unstable_by(f64::total_cmp);
    let seen = of(x, y);
    let (mut hits, mut all) = (0, 0);
    for mask in 0..1_u32 << pooled.len() {
        if mask.count_ones() as usize != x.len() {
            continue;
        }
        let side = |wanted: bool| -> Vec<f64> {
            let taken = |i: &usize| (mask >> i & 1 == 1) == wanted;
            (0..pooled.len()).filter(taken).map(|i| pooled[i]).collect()
        };
        all += 1;
        hits += u32::from(of(&side(true), &side(false)) >= seen * (1.0 - 1e-9) - 1e-15);
    }
    f64::from(hits) / f64::from(all)
}

#[test]
fn permutation_p_values_are_those_of_all_permutations() {
    let cases: [(&[f64], &[f64]); 4] = [
        (&[0.1, 0.4, 0.9, 1.6, 2.5], &[0.6, 1.1, 2.2, 3.9, 4.0, 7.0]),
        (&[1.0, 1.0, 2.0, 3.0, 3.0], &[1.0, 2.0, 2.0, 3.0]),
        (&[0.0, 0.0, 5.0], &[1.0, 2.0, 3.0, 4.0, 100.0]),
        (&[-3.0, -1.0, 0.0, 2.0], &[1.0, 4.0, 5.0, 6.0, 8.0, 9.0]),
    ];
    for (x, y) in cases {
        for (which, of) in [
            (
                Distance::Energy,
                distance::energy as fn(&[f64], &[f64]) -> Option<f64>,
            ),
            (Distance::Wasserstein, distance::wasserstein),
        ] {
            let exact = enumerated(x, y, &|x, y| of(x, y).expect("finite"));
            let found = permutation::test(x, y, which, 20_000, 5).expect("values");
            assert_eq!(Some(found.statistic), of(x, y));
            let error = (exact * (1.0 - exact) / found.draws as f64).sqrt();
            assert!(
                (found.p - exact).abs() < 4.0 * error + 2.0 / found.draws as f64,
                "{which:?} of {x:?} and {y:?}: {} is not {exact}",
                found.p
            );
        }
    }
    assert_eq!(
        permutation::test(&[1.0], &[1.0], Distance::Energy, 99, 1),
        None
    );
    assert_eq!(
        permutation::test(&[], &[1.0], Distance::Energy, 99, 1),
        None
    );
    assert_eq!(
        permutation::test(&[1.0, f64::INFINITY], &[0.0], Distance::Wasserstein, 99, 1),
        None
    );
}

#[test]
fn grouped_values_keep_the_size() {
    let mut random = Random(17);
    let mut rejected = 0;
    for seed in 0..100 {
        let mut side = |rows: usize| random.sorted(rows, |u| 1.0 / (1.0 - u) - 1.0);
        let (x, y) = (side(700), side(900));
        let found = permutation::test(&x, &y, Distance::Energy, 99, seed).expect("values");
        rejected += u32::from(found.p <= 0.05);
    }
    // 5 expected, standard error 2.2.
    assert!((1..=12).contains(&rejected), "{rejected} of 100");
}

#[test]
fn what_cannot_be_relabelled_is_none() {
    let gap = |x: &[u64], y: &[u64]| x[0].abs_diff(y[0]) as f64;
    assert_eq!(relabel::test(&[1], &[2], &gap, 99, 1), None);
    assert_eq!(relabel::test(&[1, 0], &[2, 0], &gap, 99, 1), None);
    assert_eq!(relabel::test(&[1, 2], &[0, 0], &gap, 99, 1), None);
    assert_eq!(relabel::test(&[1, 2], &[1], &gap, 99, 1), None);
    assert_eq!(relabel::test(&[1, 2], &[2, 1], &gap, 0, 1), None);
    assert_eq!(
        relabel::test(&[1, 2], &[2, 1], &|_, _| f64::NAN, 99, 1),
        None
    );
    let fine = relabel::test(&[1, 2], &[2, 1], &gap, 99, 1);
    assert_eq!(fine, relabel::test(&[1, 2], &[2, 1], &gap, 99, 1));
    assert!(fine.is_some_and(|found| found.p > 0.3 && found.noise_floor >= found.statistic));
}

#[test]
fn divergence_intervals_cover() {
    let p = [0.3, 0.25, 0.2, 0.15, 0.1];
    let moved = |by: f64| {
        [
            0.3 - by,
            0.25 + by / 2.0,
            0.2,
            0.15 - by / 4.0,
            0.1 + 0.75 * by,
        ]
    };
    let mut random = Random(23);
    for (n, m) in [(200, 200), (1000, 400), (5000, 5000)] {
        for by in [0.0, 0.02, 0.05, 0.1, 0.2] {
            let q = moved(by);
            for which in [
                Divergence::StabilityIndex,
                Divergence::KullbackLeibler,
                Divergence::JensenShannon,
                Divergence::Hellinger,
            ] {
                let truth = match which {
                    Divergence::StabilityIndex => probability::stability_index(&p, &q),
                    Divergence::KullbackLeibler => probability::kullback_leibler(&p, &q),
                    Divergence::JensenShannon => probability::jensen_shannon(&p, &q),
                    Divergence::Hellinger => probability::hellinger(&p, &q),
                }
                .expect("probabilities");
                let repeats = 400;
                let mut covered = 0;
                for _ in 0..repeats {
                    let (x, y) = (random.counts(&p, n), random.counts(&q, m));
                    let found = which.estimate(&x, &y, 0.95).expect("enough rows");
                    let interval = found.interval;
                    assert!(interval.lower <= interval.upper && interval.upper.is_finite());
                    covered +=
                        u32::from(interval.contains(truth) || (by == 0.0 && interval.lower == 0.0));
                }
                let rate = f64::from(covered) / f64::from(repeats);
                // Standard error 0.011; never below 92 %, the null never below 95 % by more than the noise.
                let least = if by == 0.0 { 0.935 } else { 0.92 };
                assert!(rate >= least, "{which:?}, {n} and {m}, moved {by}: {rate}");
            }
            let truth = p
                .iter()
                .zip(&q)
                .map(|(p, q)| (p - q).abs())
                .fold(0.0, f64::max);
            let covered = (0..400)
                .filter(|_| {
                    let (x, y) = (random.counts(&p, n), random.counts(&q, m));
                    largest_change(&x, &y, 0.95).expect("rows").contains(truth)
                })
                .count();
            assert!(
                covered >= 372,
                "largest change, {n} and {m}, moved {by}: {covered}"
            );
        }
    }
    let few = Divergence::StabilityIndex.estimate(&[3, 40], &[4, 40], 0.95);
    assert_eq!(few, None, "an expected count below 5");
}
