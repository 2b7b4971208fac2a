//! Tests that may be looked at every day, and the search for a change: golden numbers and false alarms by simulation.
//! The large runs: `cargo test --release --test native sequential_long -- --ignored --nocapture`.

use driftglass::stats::change_point::{Cuts, NoChange, further, groups, largest};
use driftglass::stats::chi_square;
use driftglass::stats::normal;
use driftglass::stats::sequential::mixture::{
    Look, Sequence, asymptotic_half_width, half_width, log_ratio,
};
use driftglass::stats::sequential::ranks::{Bet, Ranked, Urn, compare};

use crate::stats_golden::{Worst, golden, number, numbers, whole};
use crate::stats_random::Random;

#[test]
fn mixture_equals_the_formulas() {
    let mut worst = Worst::within(1e-12);
    let cases = golden!("sequential_mixture");
    for case in &cases {
        let look = Look {
            difference: number(&case["difference"]),
            variance: number(&case["variance"]),
        };
        let (mixing, alpha) = (number(&case["mixing"]), number(&case["alpha"]));
        let place = format!("{case}");
        let ratio = log_ratio(look, mixing).expect("usable");
        // Near a ratio of 1 the logarithm is a difference of two numbers of about 1.
        worst.see(
            1.0 + ratio.abs(),
            1.0 + number(&case["log_ratio"]).abs(),
            &place,
        );
        worst.see(
            half_width(look, mixing, alpha).expect("usable"),
            number(&case["half_width"]),
            &place,
        );
        let rows = number(&case["rows"]);
        worst.see(
            asymptotic_half_width(look.variance * rows, rows, alpha, 5000.0).expect("usable"),
            number(&case["asymptotic_half_width"]),
            &place,
        );
    }
    assert!(cases.len() >= 30);
    worst.check("mixture sequential test");
}

#[test]
fn a_sequence_only_tightens() {
    let mut worst = Worst::within(1e-12);
    for case in &golden!("sequential_looks") {
        let mut sequence =
            Sequence::new(number(&case["mixing"]), number(&case["alpha"])).expect("usable");
        assert_eq!((sequence.p(), sequence.interval()), (1.0, None));
        let looks = numbers(&case["differences"])
            .into_iter()
            .zip(numbers(&case["variances"]));
        for (place, (difference, variance)) in looks.enumerate() {
            sequence.look(Look {
                difference,
                variance,
            });
            worst.see(sequence.p(), number(&case["p"][place]), place);
            let interval = sequence.interval().expect("looked");
            worst.see(interval.lower, number(&case["lower"][place]), place);
            worst.see(interval.upper, number(&case["upper"][place]), place);
        }
        let before = sequence;
        sequence.look(Look {
            difference: f64::NAN,
            variance: 1.0,
        });
        sequence.look(Look {
            difference: 5.0,
            variance: 0.0,
        });
        assert_eq!(
            sequence, before,
            "a look that cannot be used changes nothing"
        );
    }
    worst.check("looks");
    for (mixing, alpha) in [(0.0, 0.05), (1.0, 0.0), (1.0, 1.0), (f64::INFINITY, 0.05)] {
        assert!(Sequence::new(mixing, alpha).is_none());
    }
}

/// Rows 0, 1, 2, … as the reference: the bins are blocks of them.
fn urn(rows: usize) -> Urn {
    let reference: Vec<Ranked> = (0..rows).map(|row| (row as f64, 0)).collect();
    Urn::of(&reference).expect("enough rows")
}

#[test]
fn wealth_equals_the_urns() {
    let mut worst = Worst::within(1e-10);
    for case in &golden!("sequential_urn") {
        let urn = urn(whole(&case["rows"]) as usize);
        let counts: Vec<u64> = numbers(&case["counts"]).iter().map(|&c| c as u64).collect();
        let log = urn.log_wealth(&counts).expect("as many counts as bins");
        let expected = number(&case["log_wealth"]);
        worst.see(1.0 + log.abs(), 1.0 + expected.abs(), case);
        assert_eq!(log.signum(), expected.signum());
    }
    worst.check("urn");
    assert!(urn(50).log_wealth(&[0; 3]).is_none());
    let few: Vec<Ranked> = (0..19).map(|row| (f64::from(row), 0)).collect();
    assert!(Urn::of(&few).is_none());
}

/// The mean wealth after a few rows is exactly 1 whatever the reference: a sum over all sequences of bins.
#[test]
fn the_bet_is_fair() {
    let urn = urn(21);
    let bins = urn.bins();
    let spacings: Vec<f64> = {
        let mut counts = vec![0.0; bins];
        for row in 0..21 {
            counts[urn.bin(&(f64::from(row), 0))] += 1.0;
        }
        // A bin has as many spacings as order statistics, the last one more.
        counts[bins - 1] += 1.0;
        counts
    };
    let mut fair = 0.0;
    for first in 0..bins {
        for second in 0..bins {
            for third in 0..bins {
                let mut counts = vec![0u64; bins];
                let mut chance = 1.0;
                for (row, bin) in [first, second, third].into_iter().enumerate() {
                    chance *= (spacings[bin] + counts[bin] as f64) / (22.0 + row as f64);
                    counts[bin] += 1;
                }
                fair += chance * urn.log_wealth(&counts).expect("bins").exp();
            }
        }
    }
    assert!((fair - 1.0).abs() < 1e-12, "{fair}");
}

fn normal_number(random: &mut Random) -> f64 {
    normal::quantile(random.uniform()).expect("inside")
}

/// How often each test is ever at or below 5 % over 100 looks of 20 rows each, without a change: the bet on ranks, the
/// mixture test, and the z test repeated at each look.
fn false_alarms(draw: &dyn Fn(&mut Random) -> f64, reference_rows: usize, runs: usize) -> [f64; 3] {
    let mut random = Random(77 + reference_rows as u64);
    let mut alarms = [0.0; 3];
    for _ in 0..runs {
        let mut reference: Vec<Ranked> = (0..reference_rows)
            .map(|_| (draw(&mut random), random.next()))
            .collect();
        let values: Vec<f64> = reference.iter().map(|row| row.0).collect();
        let moments = |values: &[f64]| {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
            (mean, squares / (n - 1.0) / n)
        };
        let (mean, variance) = moments(&values);
        reference.sort_by(compare);
        let mut bet = Bet::new(Urn::of(&reference).expect("rows"));
        // A rare event may not have happened yet.
        let deviation = (variance * reference_rows as f64).sqrt().max(0.1);
        let mut sequence = Sequence::new(0.1 * deviation, 0.05).expect("spread");
        let mut current = Vec::new();
        let mut naive = false;
        for look in 0..100 {
            for _ in 0..20 {
                let value = draw(&mut random);
                current.push(value);
                bet.add(&(value, random.next()));
            }
            bet.look();
            let (now, of_now) = moments(&current);
            if look >= 2 && of_now > 0.0 {
                // The variance of a current row is taken as no less than that of a reference row.
                let least = deviation * deviation / current.len() as f64;
                sequence.look(Look {
                    difference: now - mean,
                    variance: variance + of_now.max(least),
                });
                let z = (now - mean) / (variance + of_now).sqrt();
                naive |= 2.0 * normal::sf(z.abs()) <= 0.05;
            }
        }
        alarms[0] += f64::from(u8::from(bet.p() <= 0.05));
        alarms[1] += f64::from(u8::from(sequence.p() <= 0.05));
        alarms[2] += f64::from(u8::from(naive));
    }
    alarms.map(|alarm| alarm / runs as f64)
}

type Draw = fn(&mut Random) -> f64;

fn shapes() -> [(&'static str, Draw); 4] {
    [
        ("normal", normal_number),
        ("exponential", |random| -random.uniform().ln()),
        ("three levels", |random| match random.uniform() {
            u if u < 0.7 => 0.0,
            u if u < 0.95 => 1.0,
            _ => 2.0,
        }),
        ("rare", |random| {
            f64::from(u8::from(random.uniform() < 0.03))
        }),
    ]
}

#[test]
fn a_hundred_looks_raise_no_more_false_alarms_than_one() {
    for (name, draw) in shapes() {
        let [bet, mixture, naive] = false_alarms(&draw, 2_000, 300);
        println!("{name}: bet {bet:.3}, mixture {mixture:.3}, repeated z test {naive:.3}");
        // 5 % and three Monte-Carlo errors.
        assert!(bet <= 0.088 && mixture <= 0.088, "{name}: {bet} {mixture}");
        assert!(naive >= 0.15, "{name}: the repeated test is why: {naive}");
    }
}

#[test]
#[ignore = "some minutes"]
fn sequential_long() {
    for rows in [100, 500, 2_000, 20_000] {
        for (name, draw) in shapes() {
            let runs = if rows > 5_000 { 1_000 } else { 4_000 };
            let [bet, mixture, naive] = false_alarms(&draw, rows, runs);
            println!(
                "{name}, {rows} reference rows, {runs} runs: bet {bet:.4}, mixture {mixture:.4}, naive {naive:.4}"
            );
            let error = 3.0 * (0.05f64 * 0.95 / runs as f64).sqrt();
            assert!(bet <= 0.05 + error, "{name} {rows}: {bet}");
        }
    }
}

/// Windows of levels drawn from these shares.
fn windows(
    random: &mut Random,
    sizes: &[usize],
    shares: &dyn Fn(usize) -> Vec<f64>,
) -> Vec<Vec<u64>> {
    let draw = |(window, &size): (usize, &usize)| {
        let shares = shares(window);
        let mut counts = vec![0u64; shares.len()];
        for _ in 0..size {
            let mut left = random.uniform();
            let level = shares.iter().position(|share| {
                left -= share;
                left <= 0.0
            });
            counts[level.unwrap_or(shares.len() - 1)] += 1;
        }
        counts
    };
    sizes.iter().enumerate().map(draw).collect()
}

fn rows(windows: &[Vec<u64>]) -> Vec<u64> {
    windows.iter().map(|w| w.iter().sum()).collect()
}

/// Share of runs without a change in which one is found at 5 %.
fn found_without_change(sizes: &[usize], shares: &[f64], runs: usize) -> f64 {
    let mut random = Random(5);
    let sizes_of_windows: Vec<u64> = sizes.iter().map(|&s| s as u64).collect();
    let law = NoChange::simulate(&Cuts::of(&sizes_of_windows), shares.len() - 1, 1_999, 3);
    let found = (0..runs).filter(|_| {
        let counts = windows(&mut random, sizes, &|_| shares.to_vec());
        let change = largest(&counts).expect("cuts");
        change.p(&law).expect("degrees") <= 0.05
    });
    found.count() as f64 / runs as f64
}

fn cells() -> Vec<(Vec<usize>, Vec<f64>)> {
    vec![
        (vec![50; 20], vec![0.5, 0.5]),
        (vec![100; 30], vec![0.1; 10]),
        (
            (0..24).map(|w| 40 + 37 * (w % 7)).collect(),
            vec![0.6, 0.25, 0.1, 0.05],
        ),
    ]
}

#[test]
fn no_change_is_found_where_there_is_none() {
    for (sizes, shares) in cells() {
        let found = found_without_change(&sizes, &shares, 400);
        println!(
            "{} windows, {} groups: {found:.3}",
            sizes.len(),
            shares.len()
        );
        assert!(found <= 0.083, "{found}");
        assert!(found >= 0.01, "so few that it cannot be right: {found}");
    }
}

#[test]
#[ignore = "a minute"]
fn sequential_long_changes() {
    for (sizes, shares) in cells() {
        let found = found_without_change(&sizes, &shares, 10_000);
        println!(
            "{} windows, {} groups: {found:.4}",
            sizes.len(),
            shares.len()
        );
        assert!(found <= 0.0565, "{found}");
    }
}

#[test]
fn changes_are_found_where_they_are() {
    let mut random = Random(11);
    let counts = windows(&mut random, &[300; 24], &|window| match window {
        0..=7 => vec![0.5, 0.3, 0.2],
        8..=15 => vec![0.35, 0.3, 0.35],
        _ => vec![0.5, 0.1, 0.4],
    });
    let change = largest(&counts).expect("cuts");
    let law = NoChange::simulate(&Cuts::of(&rows(&counts)), 2, 499, 1);
    assert!(change.p(&law).expect("p") < 1e-6);
    let found = further(&counts, change.window, 0.05, 5);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].abs_diff(8) <= 1 && found[1].abs_diff(16) <= 1,
        "{found:?}"
    );
    // The statistic is the chi-square of that cut.
    let (mut before, mut after) = (vec![0.0; 3], vec![0.0; 3]);
    for (window, counts) in counts.iter().enumerate() {
        let side = if window < change.window {
            &mut before
        } else {
            &mut after
        };
        for (sum, &count) in side.iter_mut().zip(counts) {
            *sum += count as f64;
        }
    }
    before.extend(after);
    let table = ndarray::Array2::from_shape_vec((2, 3), before).expect("2 × 3");
    let pearson = driftglass::stats::contingency::homogeneity(&table).expect("counts");
    assert!((change.statistic / pearson.statistic - 1.0).abs() < 1e-10);
    let bound = 22.0 * chi_square::sf(change.statistic, 2).expect("tail");
    assert!((change.bound().expect("bound") / bound - 1.0).abs() < 0.1);
}

#[test]
fn groups_have_enough_rows() {
    assert_eq!(groups(&[500, 300, 60, 50], 100, 16), Some(vec![0, 1, 2, 2]));
    assert_eq!(groups(&[500, 300, 60, 0], 100, 16), Some(vec![0, 1, 1, 1]));
    assert_eq!(groups(&[500, 99], 100, 16), None);
    assert_eq!(
        groups(&[150, 140, 130, 120], 100, 3),
        Some(vec![0, 1, 2, 2])
    );
    assert_eq!(groups(&[0, 0, 0], 100, 16), None);
    assert_eq!(groups(&[], 100, 16), None);
    assert!(largest(&[]).is_none());
    assert!(largest(&[vec![1, 2], vec![3]]).is_none());
    assert!(largest(&[vec![10, 0], vec![10, 0]]).is_none());
    assert!(largest(&[vec![10, 10]]).is_none(), "one window has no cut");
}
