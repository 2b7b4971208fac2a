//! The interval of the numeric effect covers, by simulation with fixed seeds: a few cells by default, the whole
//! grid in the ignored test (`cargo test --release --test native effect_covers_on_the_grid -- --ignored --nocapture`).

use driftglass::stats::effect::wasserstein::{effect, with_tail_share};
use driftglass::stats::normal::quantile;

use crate::stats_random::Random;

/// A reference distribution by its quantile function, and what happens to it.
#[derive(Clone, Copy)]
struct Cell {
    shape: &'static str,
    change: &'static str,
    size: f64,
    n: usize,
    m: usize,
}

fn base(shape: &str, u: f64) -> f64 {
    let normal = |u: f64| quantile(u).expect("inside");
    match shape {
        "normal" => normal(u),
        "uniform" => u,
        "exponential" => -(1.0 - u).ln(),
        "lognormal" => normal(u).exp(),
        "heavy tails" => {
            let v = 2.0 * u - 1.0;
            v * (2.0 / (1.0 - v * v)).sqrt()
        }
        "coarse" => (normal(u) * 1.5).floor(),
        "rounded" => (normal(u) * 3.0).round(),
        "mostly zero" if u < 0.8 => 0.0,
        "mostly zero" => -((1.0 - u) / 0.2).ln(),
        other => panic!("{other}"),
    }
}

impl Cell {
    fn changed(&self, u: f64) -> f64 {
        let x = base(self.shape, u);
        let quartiles = base(self.shape, 0.75) - base(self.shape, 0.25);
        let scale = if quartiles > 0.0 {
            quartiles / 1.349
        } else {
            0.6
        };
        match self.change {
            "shift" => x + self.size * scale,
            "stretch" => {
                let middle = base(self.shape, 0.5);
                middle + (x - middle) * (1.0 + 1.3 * self.size)
            }
            // Which rows are taken has nothing to do with their size.
            "a part moves" if (u * 7919.0).fract() < 0.4 * self.size => x + 2.5 * scale,
            "a part moves" => x,
            "the low ones rise" if u > 1.0 - 0.8 * self.size => x + 1.0,
            "the low ones rise" => x,
            other => panic!("{other}"),
        }
    }

    /// The effect of the distributions themselves, from this many of their quantiles.
    fn truth(&self, points: usize) -> f64 {
        if self.size == 0.0 {
            return 0.0;
        }
        let share = f64::max(0.001, 5.0 / self.n as f64);
        let at = |i: usize| (i as f64 + 0.5) / points as f64;
        let mut x: Vec<f64> = (0..points).map(|i| base(self.shape, at(i))).collect();
        let mut y: Vec<f64> = (0..points).map(|i| self.changed(at(i))).collect();
        x.sort_unstable_by(f64::total_cmp);
        y.sort_unstable_by(f64::total_cmp);
        with_tail_share(&x, &y, share, 0.95).expect("spread").value
    }

    /// Shares of intervals that cover, lie above and lie below the truth, and the mean width.
    fn simulate(&self, repeats: usize, points: usize) -> (f64, f64, f64, f64) {
        let truth = self.truth(points);
        let mut random = Random(1000 + self.n as u64);
        let (mut above, mut below, mut width) = (0.0, 0.0, 0.0);
        let each = 1.0 / repeats as f64;
        for _ in 0..repeats {
            let x = random.sorted(self.n, |u| base(self.shape, u));
            let y = random.sorted(self.m, |u| self.changed(u));
            let Some(found) = effect(&x, &y, 0.95) else {
                continue;
            };
            let interval = found.interval;
            assert!(0.0 <= interval.lower && interval.lower <= interval.upper);
            above += if interval.lower > truth + 1e-12 {
                each
            } else {
                0.0
            };
            below += if interval.upper < truth - 1e-12 {
                each
            } else {
                0.0
            };
            width += (interval.upper - interval.lower) * each;
        }
        (1.0 - above - below, above, below, width)
    }
}

#[test]
fn effect_covers() {
    for (shape, change, n, m) in [
        ("normal", "shift", 100, 100),
        ("lognormal", "stretch", 150, 60),
        ("rounded", "a part moves", 120, 200),
    ] {
        for size in [0.0, 0.15, 0.6] {
            let cell = Cell {
                shape,
                change,
                size,
                n,
                m,
            };
            let (covered, ..) = cell.simulate(250, 20_000);
            // 250 intervals: three standard errors are 0.04.
            assert!(
                covered >= 0.92,
                "{shape}, {change} {size}, {n} and {m}: {covered}"
            );
        }
    }
}

#[test]
#[ignore = "long: the whole grid, minutes in release"]
fn effect_covers_on_the_grid() {
    let repeats = 2000;
    let (mut sum, mut cells, mut short) = (0.0, 0.0, Vec::new());
    println!(
        "| n | m | reference | change | size | truth | covered | interval above | below | mean width |"
    );
    println!("|--:|--:|---|---|--:|--:|--:|--:|--:|--:|");
    for (n, m) in [
        (100, 100),
        (300, 1000),
        (1000, 300),
        (1000, 1000),
        (5000, 5000),
    ] {
        for shape in [
            "normal",
            "uniform",
            "exponential",
            "lognormal",
            "heavy tails",
            "coarse",
            "rounded",
            "mostly zero",
        ] {
            let changes: &[&str] = match shape {
                "coarse" | "rounded" => &["the low ones rise", "stretch", "a part moves"],
                "mostly zero" => &["the low ones rise"],
                "uniform" => &["shift"],
                _ => &["shift", "stretch", "a part moves"],
            };
            for (index, &change) in changes.iter().enumerate() {
                for size in [0.0, 0.075, 0.15, 0.3, 0.6] {
                    if size == 0.0 && index > 0 {
                        continue;
                    }
                    let cell = Cell {
                        shape,
                        change,
                        size,
                        n,
                        m,
                    };
                    let repeats = if n > 2000 { repeats / 2 } else { repeats };
                    let (covered, above, below, width) = cell.simulate(repeats, 200_000);
                    let truth = cell.truth(200_000);
                    println!(
                        "| {n} | {m} | {shape} | {change} | {size} | {truth:.4} | {covered:.4} | {above:.4} | {below:.4} | {width:.3} |"
                    );
                    if size > 0.0 {
                        sum += covered;
                        cells += 1.0;
                    }
                    // Three standard errors of Monte Carlo below the target.
                    let target = if size == 0.0 {
                        0.95 - 0.015
                    } else {
                        0.92 - 0.018
                    };
                    if covered < target {
                        short.push(format!("{shape}, {change} {size}, {n} and {m}: {covered}"));
                    }
                }
            }
        }
    }
    let mean = sum / cells;
    println!("mean coverage off the null: {mean:.4}");
    assert!((0.94..=0.965).contains(&mean), "{mean}");
    assert!(short.is_empty(), "{short:#?}");
}

#[test]
#[ignore = "long: a million rows a side, prints milliseconds (release)"]
fn effect_takes_a_few_passes() {
    let mut random = Random(1);
    let x = random.sorted(1_000_000, |u| base("normal", u));
    let y = random.sorted(1_000_000, |u| base("normal", u) + 0.01);
    for _ in 0..5 {
        let start = std::time::Instant::now();
        let found = effect(&x, &y, 0.95).expect("values");
        println!("{:.1} ms", start.elapsed().as_secs_f64() * 1e3);
        assert!(found.interval.lower > 0.0);
    }
}
