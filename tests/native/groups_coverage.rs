//! Intervals of group metrics cover, by simulation with fixed seeds: means, areas and their differences, calibration
//! errors, bootstrap intervals from counts, associations. And the permutation test keeps its size.

use driftglass::stats::association::{cramers_v, eta_squared, mutual_information};
use driftglass::stats::groups::cells::Resamples;
use driftglass::stats::groups::confusion::{Rate, count};
use driftglass::stats::groups::max_t::{Keep, step_down};
use driftglass::stats::groups::scores::{ByLabel, SortedScores};
use driftglass::stats::groups::{calibration, mean, multinomial, ranking, ranking_bootstrap};
use driftglass::stats::interval::Interval;
use driftglass::stats::{normal, random};

use crate::stats_random::Random;

/// Coverage of each case, its mean and least printed.
struct Coverages {
    what: &'static str,
    all: Vec<(f64, String)>,
}

impl Coverages {
    fn of(what: &'static str) -> Coverages {
        Coverages {
            what,
            all: Vec::new(),
        }
    }

    /// Runs one case; a run without an interval counts as covered, as nothing is claimed.
    fn run(&mut self, runs: usize, place: String, mut covers: impl FnMut() -> bool) {
        let covered = (0..runs).filter(|_| covers()).count();
        self.all.push((covered as f64 / runs as f64, place));
    }

    /// Prints; answers what is below the bounds.
    fn check(self, mean_from: f64, least_from: f64) -> Vec<String> {
        let mean = self.all.iter().map(|c| c.0).sum::<f64>() / self.all.len() as f64;
        let least = self
            .all
            .iter()
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .expect("cases");
        let said = format!(
            "{}: mean {:.2} %, least {:.2} % at {}, {} cases",
            self.what,
            100.0 * mean,
            100.0 * least.0,
            least.1,
            self.all.len()
        );
        println!("{said}");
        let fine = mean >= mean_from && least.0 >= least_from;
        if fine { Vec::new() } else { vec![said] }
    }
}

fn inside(interval: Option<Interval>, truth: f64) -> bool {
    interval.is_none_or(|i| i.lower <= truth + 1e-12 && truth <= i.upper + 1e-12)
}

fn gauss(random: &mut Random) -> f64 {
    normal::quantile(random.uniform()).expect("inside")
}

fn means(runs: usize, sizes: &[usize]) -> Vec<String> {
    type Law = (&'static str, fn(f64) -> f64, f64);
    let laws: [Law; 4] = [
        ("uniform", |u| u, 0.5),
        ("normal", |u| normal::quantile(u).expect("inside"), 0.0),
        ("exponential", |u| -u.ln(), 1.0),
        (
            "squared normal",
            |u| normal::quantile(u).expect("inside").powi(2),
            1.0,
        ),
    ];
    let mut found = Coverages::of("mean");
    for (name, law, truth) in laws {
        for &n in sizes {
            let mut random = Random(n as u64);
            found.run(runs, format!("{n} of {name}"), || {
                let values: Vec<f64> = (0..n).map(|_| law(random.uniform())).collect();
                let moments = mean::moments(&vec![0; n], 1, |row| values[row])[0];
                inside(moments.and_then(|m| m.interval(0.95)), truth)
            });
        }
    }
    found.check(0.935, 0.90)
}

fn scores(random: &mut Random, rows: usize, shift: f64) -> Vec<f64> {
    let mut values: Vec<f64> = (0..rows).map(|_| gauss(random) + shift).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

fn areas(runs: usize, sizes: &[(usize, usize)]) -> Vec<String> {
    let mut one = Coverages::of("area");
    let mut two = Coverages::of("difference of areas");
    for &(m, n) in sizes {
        for shift in [0.0, 0.8, 1.8] {
            let truth = normal::cdf(shift / 2.0_f64.sqrt());
            let other = normal::cdf(0.5 * shift / 2.0_f64.sqrt());
            let mut random = Random(m as u64 + n as u64);
            let mut draw = |shift: f64| {
                let (negative, positive) =
                    (scores(&mut random, m, 0.0), scores(&mut random, n, shift));
                ranking::area(ByLabel {
                    negative: &negative,
                    positive: &positive,
                })
                .expect("both labels")
            };
            let place = format!("{m} and {n}, {truth:.3}");
            one.run(runs, place.clone(), || {
                inside(draw(shift).interval(0.95), truth)
            });
            two.run(runs, place, || {
                inside(draw(shift).less(&draw(0.5 * shift), 0.95), truth - other)
            });
        }
    }
    [one.check(0.94, 0.92), two.check(0.94, 0.92)].concat()
}

fn calibration_errors(runs: usize, sizes: &[usize]) -> Vec<String> {
    type Law = (&'static str, fn(f64) -> f64);
    let laws: [Law; 4] = [
        ("right", |s| s),
        ("a little low", |s| (s + 0.04).min(1.0)),
        ("too low", |s| (s + 0.15).min(1.0)),
        ("bent", |s| s * s),
    ];
    let mut found = Coverages::of("calibration error");
    for (name, law) in laws {
        for &n in sizes {
            let mut random = Random(n as u64 + 7);
            found.run(runs, format!("{n} {name}"), || {
                let rows: Vec<(f64, u8)> = (0..n)
                    .map(|_| {
                        let s = random.uniform();
                        (s, u8::from(random.uniform() < law(s)))
                    })
                    .collect();
                let part = |label: u8| {
                    let mut part: Vec<f64> =
                        rows.iter().filter(|r| r.1 == label).map(|r| r.0).collect();
                    part.sort_unstable_by(f64::total_cmp);
                    part
                };
                let (negative, positive) = (part(0), part(1));
                let by_label = ByLabel {
                    negative: &negative,
                    positive: &positive,
                };
                let bins = calibration::reliability(by_label, 10, 0.95).expect("scores");
                let Some(error) = calibration::expected_error(&bins, 0.95) else {
                    return true;
                };
                // What these bins would show with endless rows at the same scores.
                let truth: f64 = bins
                    .iter()
                    .map(|bin| {
                        let own = rows
                            .iter()
                            .filter(|r| bin.lowest <= r.0 && r.0 <= bin.highest);
                        own.map(|r| law(r.0) - r.0).sum::<f64>().abs() / n as f64
                    })
                    .sum();
                inside(Some(error.interval), truth)
            });
        }
    }
    found.check(0.94, 0.91)
}

fn bootstraps(runs: usize, sizes: &[u64]) -> Vec<String> {
    let mut rates = Coverages::of("BCa of a true positive rate");
    let mut ratios = Coverages::of("BCa of a difference of F1");
    let laws = [[0.4, 0.1, 0.1, 0.4], [0.6, 0.1, 0.15, 0.15]];
    let f1 = |c: &[u64; 4]| {
        let rows = 2 * c[3] + c[1] + c[2];
        (rows > 0).then(|| 2.0 * c[3] as f64 / rows as f64)
    };
    for law in laws {
        for &n in sizes {
            let mut random = Random(n + 3);
            let mut seed = 0;
            let mut draw = |law: &[f64; 4], n: u64| -> [u64; 4] {
                random.counts(law, n).try_into().expect("four")
            };
            let recall =
                |c: &[u64; 4]| (c[2] + c[3] > 0).then(|| c[3] as f64 / (c[2] + c[3]) as f64);
            let truth = law[3] / (law[2] + law[3]);
            rates.run(runs, format!("{n} of {law:?}"), || {
                seed += 1;
                let resamples = Resamples::draw(&[draw(&law, n)], 999, seed);
                let found = resamples.of_one(0, &recall, 0.95);
                inside(found.and_then(|f| f.interval), truth)
            });
            let of = |p: &[f64; 4]| 2.0 * p[3] / (2.0 * p[3] + p[1] + p[2]);
            let truth = of(&laws[0]) - of(&law);
            ratios.run(runs, format!("{n} of {law:?}"), || {
                seed += 1;
                let strata = [draw(&laws[0], n), draw(&law, 2 * n)];
                let resamples = Resamples::draw(&strata, 999, seed);
                let apart = |c: &[[u64; 4]]| Some(f1(&c[0])? - f1(&c[1])?);
                let found = resamples.of_all(&apart, 0.95);
                inside(found.and_then(|f| f.interval), truth)
            });
        }
    }
    [rates.check(0.93, 0.88), ratios.check(0.93, 0.90)].concat()
}

fn associations(runs: usize, sizes: &[u64]) -> Vec<String> {
    let mut v = Coverages::of("Cramér's V");
    let mut mi = Coverages::of("mutual information");
    let mut eta = Coverages::of("eta squared");
    for strength in [0.0, 0.1, 0.3, 0.7] {
        // Three rows, three columns; the diagonal has more.
        let cell = |i: usize| {
            (1.0 - strength) / 9.0
                + if i.is_multiple_of(4) {
                    strength / 3.0
                } else {
                    0.0
                }
        };
        let law: Vec<f64> = (0..9).map(cell).collect();
        let square: f64 = law.iter().map(|p| (p - 1.0 / 9.0).powi(2) * 9.0).sum();
        let information: f64 = law.iter().map(|p| p * (9.0 * p).ln()).sum();
        // Means apart by as much as gives eta squared = strength / 2.
        let share = 0.5 * strength;
        let step = (share / (1.0 - share) * 1.5_f64).sqrt();
        for &n in sizes {
            let mut random = Random(n + 11);
            let place = format!("{n} rows, {strength}");
            let tables = |random: &mut Random| -> Vec<Vec<u64>> {
                random
                    .counts(&law, n)
                    .chunks(3)
                    .map(<[u64]>::to_vec)
                    .collect()
            };
            v.run(runs, place.clone(), || {
                let found = cramers_v(&tables(&mut random), 0.95);
                inside(found.map(|f| f.interval), (square / 2.0).sqrt())
            });
            mi.run(runs, place.clone(), || {
                let found = mutual_information(&tables(&mut random), 0.95);
                inside(found.map(|f| f.interval), information)
            });
            eta.run(runs, place, || {
                let groups: Vec<u32> = (0..n as u32).map(|i| i % 3).collect();
                let values: Vec<f64> = groups
                    .iter()
                    .map(|g| gauss(&mut random) + step * (f64::from(*g) - 1.0))
                    .collect();
                let found = eta_squared(&groups, 3, |row| values[row], 0.95);
                inside(found.map(|f| f.interval), share)
            });
        }
    }
    [
        v.check(0.94, 0.90),
        mi.check(0.94, 0.90),
        eta.check(0.94, 0.90),
    ]
    .concat()
}

#[test]
fn intervals_cover() {
    let low = [
        means(300, &[40]),
        areas(150, &[(30, 40)]),
        calibration_errors(300, &[400]),
        bootstraps(40, &[100]),
        associations(200, &[150]),
    ]
    .concat();
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
#[ignore = "long: a grid of sizes and laws"]
fn intervals_cover_everywhere() {
    let low = [
        means(3000, &[20, 50, 200, 1000]),
        areas(2000, &[(15, 15), (30, 100), (200, 200)]),
        calibration_errors(1000, &[200, 1000, 5000]),
        bootstraps(1000, &[50, 200, 1000]),
        associations(1500, &[60, 300, 3000]),
    ]
    .concat();
    assert!(low.is_empty(), "{low:#?}");
}

/// The bootstrap of areas by rows and by counts of distinct scores, against DeLong's variance.
#[test]
fn bootstrap_of_areas_agrees_with_its_variance() {
    for (m, n, steps) in [(300, 200, 1e9), (400, 500, 8.0), (60, 40, 20.0)] {
        let mut random = Random(5);
        let rounded = |mut values: Vec<f64>| {
            values
                .iter_mut()
                .for_each(|v| *v = (*v * steps).round() / steps);
            values
        };
        let negative = rounded(scores(&mut random, m, 0.0));
        let positive = rounded(scores(&mut random, n, 1.0));
        let by_label = ByLabel {
            negative: &negative,
            positive: &positive,
        };
        let area = ranking::area(by_label).expect("both");
        let error = area.variance.expect("two of each").sqrt();
        let found = ranking_bootstrap::area_interval(by_label, 0, 4000, 0.95, 9).expect("both");
        assert_eq!(found.value, area.value);
        let ratio = found.error.expect("draws") / error;
        assert!((ratio - 1.0).abs() < 0.05, "{m} {n} {steps}: {ratio}");
        let (ours, theirs) = (
            found.interval.expect("both sides"),
            area.interval(0.95).expect("two"),
        );
        assert!(
            (ours.lower - theirs.lower).abs() < 0.35 * error,
            "{ours:?} {theirs:?}"
        );
        assert!(
            (ours.upper - theirs.upper).abs() < 0.35 * error,
            "{ours:?} {theirs:?}"
        );
        // Equal seeds, equal numbers; another place, others.
        assert_eq!(
            ranking_bootstrap::area_interval(by_label, 0, 4000, 0.95, 9),
            Some(found)
        );
        assert_ne!(
            ranking_bootstrap::area_interval(by_label, 1, 4000, 0.95, 9),
            Some(found)
        );
    }
}

#[test]
fn binomial_numbers_follow_their_law() {
    for (n, p) in [
        (7, 0.3),
        (40, 0.5),
        (1000, 0.02),
        (1000, 0.97),
        (100_000, 0.4),
    ] {
        let mut random = random::Random::new(n);
        let draws = 20_000;
        let mut sum = [0.0; 3];
        let mean = n as f64 * p;
        for _ in 0..draws {
            let gap = multinomial::binomial(n, p, &mut random) as f64 - mean;
            sum[0] += gap;
            sum[1] += gap * gap;
            sum[2] += f64::from(u8::from(gap <= 0.0));
        }
        let [gap, square, below] = sum.map(|s| s / f64::from(draws));
        let variance = mean * (1.0 - p);
        assert!(
            gap.abs() < 4.0 * (variance / f64::from(draws)).sqrt(),
            "{n} {p}: {gap}"
        );
        assert!((square / variance - 1.0).abs() < 0.05, "{n} {p}: {square}");
        // P(X ≤ mean), from the beta distribution.
        let k = mean.floor();
        let tail = driftglass::stats::beta::tails(n as f64 - k, k + 1.0, 1.0 - p, p);
        let expected = tail.expect("inside").0;
        assert!(
            (below - expected).abs() < 0.015,
            "{n} {p}: {below} {expected}"
        );
    }
}

/// With groups that do not matter any finding is false: at most 5 % of runs have one.
#[test]
fn permutation_max_t_keeps_its_size() {
    let rates = [Rate::Selection, Rate::TruePositive, Rate::FalsePositive];
    for (keep, base) in [(Keep::Nothing, [0.4, 0.4]), (Keep::Labels, [0.2, 0.6])] {
        let mut random = Random(17);
        let runs = 300;
        let mut false_findings = 0;
        for seed in 0..runs {
            let n = 240;
            let groups: Vec<u32> = (0..n)
                .map(|i| if i % 12 == 0 { 3 } else { i % 3 })
                .collect();
            let labels: Vec<u8> = groups
                .iter()
                .map(|g| u8::from(random.uniform() < base[usize::from(*g == 1)]))
                .collect();
            let decisions: Vec<u8> = labels
                .iter()
                .map(|l| u8::from(random.uniform() < 0.3 + 0.3 * f64::from(*l)))
                .collect();
            let table = count(&groups, 4, Some(&labels), Some(&decisions)).expect("lengths");
            let found = step_down(&table, &rates, keep, 199, seed).expect("groups");
            false_findings += usize::from(found.p.iter().flatten().flatten().any(|p| *p <= 0.05));
        }
        let share = false_findings as f64 / runs as f64;
        println!("{keep:?}: {:.1} % of runs find something", 100.0 * share);
        // 5 % and three standard errors.
        assert!(
            share <= 0.05 + 3.0 * (0.05 * 0.95 / runs as f64).sqrt(),
            "{keep:?}: {share}"
        );
        assert!(share >= 0.01, "{keep:?}: {share}");
    }
}

#[test]
fn hostile_rows_are_left_out() {
    let groups = [0, 0, 1, 9, u32::MAX, 1, 0];
    let labels = [0, 1, 1, 1, 0, 2, 255];
    let scores = [0.1, f64::NAN, 0.7, 0.5, 0.2, 0.9, f64::INFINITY];
    let sorted = SortedScores::of(&groups, 2, &labels, &scores).expect("lengths");
    assert_eq!(sorted.group(0).negative, [0.1]);
    assert!(sorted.group(0).positive.is_empty());
    assert_eq!(sorted.left_out(0).unscored, 1);
    assert_eq!(sorted.left_out(0).unlabelled, 1);
    assert_eq!(sorted.left_out(1).unlabelled, 1);
    assert!(sorted.group(7).negative.is_empty());
    assert_eq!(ranking::area(sorted.group(0)), None);
    assert!(SortedScores::of(&groups, 2, &labels[1..], &scores).is_none());
    let table = count(&groups, 2, Some(&labels), None).expect("lengths");
    assert_eq!(table[0].rows(), 3);
    assert_eq!(table[0].share(Rate::Base).value(), Some(0.5));
    assert_eq!(table[0].share(Rate::Selection).value(), None);
    assert!(count(&groups, 2, Some(&labels[1..]), None).is_none());
    // Infinite and missing values have no part in means.
    let found = mean::moments(&groups, 2, |row| scores[row]);
    assert_eq!(found[0].expect("a value").rows, 1);
    // −0 and 0 are one score.
    let tied = SortedScores::of(&[0, 0], 1, &[0, 1], &[0.0, -0.0]).expect("lengths");
    assert_eq!(ranking::area(tied.group(0)).expect("both").value, 0.5);
}
