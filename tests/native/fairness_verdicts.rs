//! How often the audit is wrong, by simulation; what it measures stands in `audit.md`.

use driftglass::fairness::Parameters;
use driftglass::fairness::attributes::Grouping;
use driftglass::fairness::audit::{Counted, compare_rates, judge_all};
use driftglass::fairness::judge::Verdict;
use driftglass::fairness::metric::Tally;
use driftglass::stats::groups::confusion::Confusion;
use driftglass::stats::random::Random;

/// Rows that have it, of `rows`, each with this chance.
fn binomial(random: &mut Random, rows: usize, chance: f64) -> u64 {
    (0..rows).filter(|_| random.uniform() < chance).count() as u64
}

/// A group of labelled and decided rows.
fn group(random: &mut Random, rows: usize, base: f64, tpr: f64, fpr: f64) -> Tally {
    let positives = binomial(random, rows, base);
    let negatives = rows as u64 - positives;
    let tp = binomial(random, positives as usize, tpr);
    let fp = binomial(random, negatives as usize, fpr);
    Tally {
        rows: Confusion {
            cells: [[negatives - fp, fp, 0], [positives - tp, tp, 0], [0, 0, 0]],
        },
        weighted: None,
    }
}

fn counted(tallies: Vec<Tally>) -> Counted {
    Counted {
        grouping: Grouping {
            attributes: vec!["group".into()],
            groups: (0..tallies.len()).map(|g| g.to_string()).collect(),
            codes: Vec::new(),
            excluded: Vec::new(),
            unknown: Vec::new(),
        },
        tallies,
        reference: 0,
        absent_reference: None,
    }
}

/// Share of runs that say *outside* of anything, and that say *within* of everything that can be judged.
fn wrong(
    runs: usize,
    seed: u64,
    parameters: &Parameters,
    make: &dyn Fn(&mut Random) -> Vec<Tally>,
) -> f64 {
    let mut random = Random::new(seed);
    let mut outside = 0;
    for _ in 0..runs {
        let counted = counted(make(&mut random));
        let mut comparisons = compare_rates(0, &counted, true, parameters);
        judge_all(&mut comparisons, parameters, 0.05);
        outside += usize::from(
            comparisons
                .iter()
                .any(|c| c.judged.verdict == Verdict::Outside),
        );
    }
    outside as f64 / runs as f64
}

fn parameters(reference: &str, limit: &str) -> Parameters {
    Parameters {
        reference: reference.into(),
        limit: limit.into(),
        ..Parameters::default()
    }
}

/// Sizes and chances of the grid.
const GRID: [(&[usize], f64, f64, f64); 4] = [
    (&[40, 30, 20, 15, 12], 0.4, 0.6, 0.2),
    (&[200, 60, 30, 15], 0.3, 0.7, 0.1),
    (&[1000, 300, 100, 40, 25, 20], 0.2, 0.8, 0.05),
    (&[150, 150, 150, 150, 150, 150, 150, 150], 0.5, 0.5, 0.3),
];

fn alike(runs: usize, seed: u64) -> Vec<(String, f64)> {
    let mut out = Vec::new();
    for (at, (sizes, base, tpr, fpr)) in GRID.into_iter().enumerate() {
        for (reference, limit) in [
            ("largest", "ratio"),
            ("most-favoured", "ratio"),
            ("largest", "difference"),
        ] {
            let make = |random: &mut Random| {
                sizes
                    .iter()
                    .map(|n| group(random, *n, base, tpr, fpr))
                    .collect()
            };
            let share = wrong(runs, seed + at as u64, &parameters(reference, limit), &make);
            out.push((format!("{at} {reference} {limit}"), share));
        }
    }
    out
}

#[test]
fn groups_that_are_alike_are_rarely_said_to_be_outside() {
    for (what, share) in alike(400, 11) {
        // At most 5.5 % promised, at most 0.8 % measured (audit.md). An audit that errs in 5.5 % of runs would stay at 3 %
        // of 400 with a chance of 2 %, and one that errs in 0.8 % would exceed it with one of 1 in 10,000.
        assert!(share <= 0.03, "{what}: {share}");
    }
}

#[test]
#[ignore = "long"]
fn groups_that_are_alike_are_said_to_be_outside_in_at_most_5_and_a_half_percent() {
    let mut worst = 0.0f64;
    for (what, share) in alike(10_000, 7) {
        println!("alike, {what}: {share}");
        worst = worst.max(share);
    }
    assert!(worst <= 0.055, "{worst}");
}

/// The hardest case for *outside*: every other group stands exactly on the limit.
#[test]
#[ignore = "long"]
fn groups_on_the_limit_are_said_to_be_outside_in_at_most_5_and_a_half_percent() {
    let mut worst = 0.0f64;
    for (at, sizes) in [
        &[400usize, 100, 100, 60][..],
        &[1000, 500, 300, 100, 50, 50],
        &[60, 30, 20],
    ]
    .into_iter()
    .enumerate()
    {
        for chance in [0.5, 0.2, 0.9] {
            for reference in ["largest", "most-favoured"] {
                let make = |random: &mut Random| -> Vec<Tally> {
                    sizes
                        .iter()
                        .enumerate()
                        .map(|(g, rows)| {
                            let rate = if g == 0 { chance } else { 0.8 * chance };
                            // Decisions do not look at the label: only selection rates stand on the limit, and the
                            // rates by label with them.
                            group(random, *rows, 0.5, rate, rate)
                        })
                        .collect()
                };
                let share = wrong(
                    4_000,
                    100 + at as u64,
                    &parameters(reference, "ratio"),
                    &make,
                );
                println!("on the limit, {at} {chance} {reference}: {share}");
                worst = worst.max(share);
            }
        }
    }
    assert!(worst <= 0.055, "{worst}");
}
