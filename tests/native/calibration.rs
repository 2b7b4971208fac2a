//! Tests keep their size, intervals cover and the false discovery rate holds: 20 000 seeded runs a cell, minutes each
//! in an optimised build. `cargo xtask test long --long`; every table is printed. Sizes of the tests of levels and of
//! missing values are in `stats_homogeneity.rs`, the numeric effect's interval in `stats_effect_coverage.rs`.

use driftglass::stats::correction::benjamini_hochberg;
use driftglass::stats::normal::quantile;
use driftglass::stats::proportion::{self, Share};
use driftglass::stats::two_sample::{
    anderson_darling, brunner_munzel, cramer_von_mises, epps_singleton, kuiper, mann_whitney, welch,
};
use driftglass::stats::{effect, homogeneity, ks};

use crate::stats_random::Random;

const RUNS: usize = 20_000;

/// Standard error of a rate counted in so many runs.
fn error(rate: f64, runs: usize) -> f64 {
    (rate * (1.0 - rate) / runs as f64).sqrt()
}

fn value(shape: &str, u: f64) -> f64 {
    match shape {
        "continuous" => u,
        "ten values" => (u * 10.0).floor(),
        "mostly zero" => (u - 0.8).max(0.0),
        "normal" => quantile(u).expect("inside"),
        "lognormal" => quantile(u).expect("inside").exp(),
        "rounded" => (quantile(u).expect("inside") * 2.0).round(),
        other => panic!("{other}"),
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The largest probability of at most 5 % that the exact test of continuous values can have: its size.
fn enumerated(n: usize, m: usize) -> f64 {
    let steps = n / gcd(n, m) * m;
    let p = |h: usize| {
        ks::exact::two_sided(n, m, h as f64 / steps as f64)
            .expect("exact")
            .1
    };
    let (mut low, mut high) = (0, steps);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if p(middle) <= 0.05 {
            high = middle;
        } else {
            low = middle;
        }
    }
    p(high)
}

/// Share of the runs with p at most 5 %. p falls as the statistic rises, so it is asked for a few times only.
fn rejected(mut statistics: Vec<f64>, n: usize, m: usize) -> f64 {
    statistics.sort_unstable_by(f64::total_cmp);
    let p = |d: f64| match n.max(m) <= 10_000 {
        true => ks::exact::two_sided(n, m, d).expect("exact").1,
        false => ks::asymptotic_p(d, n, m),
    };
    let kept = statistics.partition_point(|&d| p(d) > 0.05);
    (statistics.len() - kept) as f64 / statistics.len() as f64
}

fn kolmogorov_smirnov(cells: &[(usize, usize)], runs: usize) {
    println!("| n | m | values | Kolmogorov–Smirnov rejects at 5 % | size by enumeration |");
    println!("|--:|--:|---|--:|--:|");
    for &(n, m) in cells {
        for shape in ["continuous", "ten values", "mostly zero"] {
            let mut random = Random(n as u64 * 7919 + m as u64);
            let statistics = (0..runs)
                .map(|_| {
                    let x = random.sorted(n, |u| value(shape, u));
                    let y = random.sorted(m, |u| value(shape, u));
                    ks::statistic(&x, &y).expect("values")
                })
                .collect();
            let rate = rejected(statistics, n, m);
            let size = (n.max(m) <= 10_000).then(|| enumerated(n, m));
            let note = match (shape, size) {
                ("continuous", Some(size)) => format!("{:.2} %", 100.0 * size),
                ("continuous", None) => "asymptotic".into(),
                _ => "conservative with ties".into(),
            };
            println!("| {n} | {m} | {shape} | {:.2} % | {note} |", 100.0 * rate);
            assert!(rate <= 0.055 + 3.0 * error(0.05, runs) * f64::from(u8::from(runs < RUNS)));
            if shape == "continuous" {
                let least = size.unwrap_or(0.045);
                assert!(rate >= least - 3.0 * error(least, runs), "{n} {m}: {rate}");
                if let Some(size) = size {
                    assert!(rate <= size + 3.0 * error(size, runs), "{n} {m}: {rate}");
                }
            }
        }
    }
}

#[test]
fn the_size_of_kolmogorov_smirnov() {
    kolmogorov_smirnov(&[(30, 30), (30, 100)], 2000);
}

#[test]
#[ignore = "long"]
fn the_size_of_kolmogorov_smirnov_at_length() {
    kolmogorov_smirnov(
        &[
            (30, 30),
            (30, 100),
            (100, 100),
            (100, 1000),
            (1000, 1000),
            (1000, 5000),
            (5000, 5000),
            (1000, 12_000),
        ],
        RUNS,
    );
}

#[test]
#[ignore = "long"]
fn the_size_of_selectable_tests_at_length() {
    type Test = fn(&[f64], &[f64]) -> Option<f64>;
    let tests: [(&str, Test); 7] = [
        ("Cramér–von Mises", |x, y| {
            cramer_von_mises::test(x, y).map(|t| t.p)
        }),
        ("Anderson–Darling", |x, y| {
            anderson_darling::test(x, y).map(|t| t.p)
        }),
        ("Kuiper", |x, y| kuiper::test(x, y).map(|t| t.p)),
        ("Mann–Whitney", |x, y| {
            mann_whitney::test(x, y).map(|t| t.p)
        }),
        ("Brunner–Munzel", |x, y| {
            brunner_munzel::test(x, y).map(|t| t.p)
        }),
        ("Welch", |x, y| welch::test(x, y).map(|t| t.p)),
        ("Epps–Singleton", |x, y| {
            epps_singleton::test(x, y).map(|t| t.p)
        }),
    ];
    let mut off = Vec::new();
    println!("| n | m | values | {} |", tests.map(|t| t.0).join(" | "));
    println!("|--:|--:|---|{}", "--:|".repeat(tests.len()));
    for (n, m) in [(30, 30), (100, 30), (100, 100), (1000, 300)] {
        for shape in ["normal", "lognormal", "rounded"] {
            let runs = if n >= 1000 { RUNS / 4 } else { RUNS };
            let mut random = Random(n as u64 * 31 + m as u64);
            let (mut rejected, mut tested) = ([0.0; 7], [0.0; 7]);
            for _ in 0..runs {
                let x = random.sorted(n, |u| value(shape, u));
                let y = random.sorted(m, |u| value(shape, u));
                for (at, (_, test)) in tests.iter().enumerate() {
                    if let Some(p) = test(&x, &y) {
                        tested[at] += 1.0;
                        rejected[at] += f64::from(u8::from(p <= 0.05));
                    }
                }
            }
            let sizes: Vec<f64> = rejected.iter().zip(&tested).map(|(r, t)| r / t).collect();
            let cells: Vec<String> = sizes
                .iter()
                .map(|s| format!("{:.2} %", 100.0 * s))
                .collect();
            println!("| {n} | {m} | {shape} | {} |", cells.join(" | "));
            // They are scipy's, and some are off. Epps–Singleton: scipy 1.17.1's own rejects 12.7 % of 2000 pairs of 100
            // and 30 normal rows. Cramér–von Mises of rounded numbers in files of unequal size: scipy's own rejects
            // 82 % of 300 pairs of 100 and 30, and 300 of 300 pairs of 1000 and 300.
            let known = shape == "rounded" && n != m;
            let judged = if known { &sizes[1..] } else { &sizes[..] };
            if !judged.iter().all(|s| (0.01..0.15).contains(s)) || (known && sizes[0] < 0.5) {
                off.push(format!("{n} {m} {shape}: {sizes:?}"));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

/// What a coverage grid finds.
struct Grid {
    runs: usize,
    sum: f64,
    cells: f64,
    short: Vec<String>,
}

impl Grid {
    fn new(title: &str, runs: usize) -> Grid {
        println!("| n | m | {title} | truth | covered | interval above | below |");
        println!("|--:|--:|---|--:|--:|--:|--:|");
        Grid {
            runs,
            sum: 0.0,
            cells: 0.0,
            short: Vec::new(),
        }
    }

    /// One cell: `draw` answers the ends of an interval.
    fn cell(
        &mut self,
        n: u64,
        m: u64,
        what: &str,
        truth: f64,
        draw: &mut dyn FnMut() -> (f64, f64),
    ) {
        let (mut above, mut below) = (0.0, 0.0);
        for _ in 0..self.runs {
            let (lower, upper) = draw();
            above += f64::from(u8::from(lower > truth + 1e-12));
            below += f64::from(u8::from(upper < truth - 1e-12));
        }
        let (above, below) = (above / self.runs as f64, below / self.runs as f64);
        let covered = 1.0 - above - below;
        println!("| {n} | {m} | {what} | {truth} | {covered:.4} | {above:.4} | {below:.4} |");
        if truth > 0.0 {
            self.sum += covered;
            self.cells += 1.0;
        }
        let least = if truth == 0.0 { 0.95 } else { 0.92 };
        if covered < least - 3.0 * error(least, self.runs) {
            self.short
                .push(format!("{what}, {truth}, {n} and {m}: {covered}"));
        }
    }

    /// The mean off the null lies between 94 % and `most`.
    fn close(self, most: f64) {
        let mean = self.sum / self.cells;
        println!("mean off the null: {mean:.4}");
        assert!(self.short.is_empty(), "{:#?}", self.short);
        assert!((0.94..=most).contains(&mean), "{mean}");
    }
}

/// Every second level loses the same part of itself to the others: the most signs there are to know.
fn every_second(p: &[f64], distance: f64) -> Option<Vec<f64>> {
    let odd: f64 = p.iter().skip(1).step_by(2).sum();
    let moved = |(i, p): (usize, &f64)| match i % 2 {
        1 => p * (1.0 - distance / odd),
        _ => p * (1.0 + distance / (1.0 - odd)),
    };
    Some(p.iter().enumerate().map(moved).collect())
}

/// The first level loses to the last one alone: of all others the noise is all there is.
fn first_to_last(p: &[f64], distance: f64) -> Option<Vec<f64>> {
    let mut q = p.to_vec();
    let last = p.len() - 1;
    q[0] -= distance;
    q[last] += distance;
    (p.len() > 2 && q[0] >= 0.0).then_some(q)
}

type Change = fn(&[f64], f64) -> Option<Vec<f64>>;

fn total_variation(grid: &mut Grid, sizes: &[(u64, u64)], levels: &[usize], change: Change) {
    for &(n, m) in sizes {
        for &k in levels {
            for even in [true, false] {
                let weight = |i: usize| if even { 1.0 } else { 1.0 / (i + 1) as f64 };
                let all: f64 = (0..k).map(weight).sum();
                let p: Vec<f64> = (0..k).map(|i| weight(i) / all).collect();
                for truth in [0.0, 0.025, 0.05, 0.1, 0.2] {
                    let Some(q) = change(&p, truth) else {
                        continue;
                    };
                    let mut random = Random(n + 7 * m + k as u64);
                    let what = format!("{k} levels{}", if even { "" } else { ", 1/rank" });
                    grid.cell(n, m, &what, truth, &mut || {
                        let (x, y) = (random.counts(&p, n), random.counts(&q, m));
                        let found = effect::total_variation_interval(&x, &y, 0.95).expect("rows");
                        (found.lower, found.upper)
                    });
                }
            }
        }
    }
}

/// Both grids: the first sizes with all runs, the others with a tenth of them; the greatest mean of each.
fn total_variation_covers(
    sizes: [&[(u64, u64)]; 2],
    levels: &[usize],
    runs: usize,
    most: [f64; 2],
) {
    let changes: [(&str, Change); 2] = [
        ("every second level", every_second),
        ("one level to another", first_to_last),
    ];
    for ((what, change), most) in changes.into_iter().zip(most) {
        let mut grid = Grid::new(&format!("total variation, {what}"), runs);
        total_variation(&mut grid, sizes[0], levels, change);
        grid.runs = runs / 10;
        total_variation(&mut grid, sizes[1], levels, change);
        grid.close(most);
    }
}

#[test]
fn total_variation_covers_on_a_few_cells() {
    let sizes: [&[(u64, u64)]; 2] = [&[(100, 100), (300, 600)], &[]];
    total_variation_covers(sizes, &[2, 5, 20], 400, [0.97, 0.98]);
}

#[test]
#[ignore = "long"]
fn total_variation_covers_at_length() {
    let sizes: [&[(u64, u64)]; 2] = [
        &[(30, 30), (100, 100), (300, 1000), (1000, 1000)],
        &[(5000, 5000)],
    ];
    total_variation_covers(sizes, &[2, 5, 20, 50], RUNS, [0.965, 0.975]);
}

#[test]
#[ignore = "long"]
fn kolmogorov_smirnov_distance_covers_at_length() {
    let mut grid = Grid::new("Kolmogorov–Smirnov distance", RUNS / 4);
    for (n, m) in [(30, 30), (100, 100), (300, 1000), (1000, 1000)] {
        for truth in [0.0, 0.05, 0.1, 0.2, 0.4] {
            let mut random = Random(n + 13 * m);
            grid.cell(n, m, "shift", truth, &mut || {
                let x = random.sorted(n as usize, |u| u);
                let y = random.sorted(m as usize, |u| u + truth);
                let distance = ks::statistic(&x, &y).expect("values");
                let found = effect::ks_distance(distance, n, m, 0.95).expect("rows");
                (found.lower, found.upper)
            });
        }
    }
    grid.close(1.0);
}

#[test]
#[ignore = "long"]
fn change_of_the_missing_rate_covers_at_length() {
    let mut grid = Grid::new("change of the missing rate, from", RUNS);
    for (n, m) in [
        (30, 30),
        (100, 100),
        (300, 1000),
        (1000, 1000),
        (5000, 5000),
    ] {
        for base in [0.01, 0.1, 0.4] {
            for truth in [0.0, 0.025, 0.05, 0.1, 0.2] {
                let mut random = Random(n + 17 * m);
                grid.cell(n, m, &format!("{base}"), truth, &mut || {
                    let mut draw = |share: f64, rows: u64| Share {
                        count: (0..rows).filter(|_| random.uniform() < share).count() as u64,
                        rows,
                    };
                    let (x, y) = (draw(base, n), draw(base + truth, m));
                    let found = proportion::difference(x, y, 0.95).expect("rows").absolute;
                    (found.lower, found.upper)
                });
            }
        }
    }
    grid.close(1.0);
}

/// Mean share of false findings among all, of 20 columns: half numbers, half levels, some of each drifted.
fn false_discoveries(drifted: usize, correlation: f64, runs: usize) -> f64 {
    const COLUMNS: usize = 20;
    let (n, m) = (200, 150);
    let mut random = Random(drifted as u64 + 1);
    let mut sum = 0.0;
    let mut file = |rows: usize, shift: f64| -> Vec<Vec<f64>> {
        let mut columns: Vec<Vec<f64>> = vec![Vec::new(); COLUMNS];
        for _ in 0..rows {
            let shared = quantile(random.uniform()).expect("inside");
            for (at, column) in columns.iter_mut().enumerate() {
                let own = quantile(random.uniform()).expect("inside");
                let x = correlation.sqrt() * shared + (1.0 - correlation).sqrt() * own;
                column.push(
                    x + if at % (COLUMNS / 2) < drifted / 2 {
                        shift
                    } else {
                        0.0
                    },
                );
            }
        }
        columns
    };
    for run in 0..runs {
        let (x, y) = (file(n, 0.0), file(m, 0.4));
        let p: Vec<Option<f64>> = x
            .into_iter()
            .zip(y)
            .enumerate()
            .map(|(at, (mut x, mut y))| {
                if at < COLUMNS / 2 {
                    x.sort_unstable_by(f64::total_cmp);
                    y.sort_unstable_by(f64::total_cmp);
                    return ks::two_sample(&x, &y).map(|t| t.p);
                }
                let counts = |side: &[f64]| {
                    let mut counts = vec![0; 4];
                    for v in side {
                        counts[(v + 2.0).clamp(0.0, 3.0) as usize] += 1;
                    }
                    counts
                };
                homogeneity::test(&counts(&x), &counts(&y), run as u64, 100_000).map(|t| t.p)
            })
            .collect();
        let q = benjamini_hochberg(&p);
        let (mut found, mut wrong) = (0.0, 0.0);
        for (at, q) in q.iter().enumerate() {
            if q.is_some_and(|q| q <= 0.05) {
                found += 1.0;
                wrong += f64::from(u8::from(at % (COLUMNS / 2) >= drifted / 2));
            }
        }
        sum += if found > 0.0 { wrong / found } else { 0.0 };
    }
    sum / runs as f64
}

#[test]
fn false_discoveries_are_as_few_as_set() {
    assert!(false_discoveries(4, 0.0, 150) <= 0.055 + 0.03);
}

#[test]
#[ignore = "long"]
fn false_discoveries_are_as_few_as_set_at_length() {
    println!("| columns drifted of 20 | correlation | false discovery rate |");
    println!("|--:|--:|--:|");
    for drifted in [0, 4, 10] {
        for correlation in [0.0, 0.5, 0.9] {
            let rate = false_discoveries(drifted, correlation, RUNS / 4);
            println!("| {drifted} | {correlation} | {:.2} % |", 100.0 * rate);
            assert!(rate <= 0.055, "{drifted} drifted, {correlation}: {rate}");
        }
    }
}
