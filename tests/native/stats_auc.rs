//! The area under the ROC curve: against numpy, scipy and scikit-learn, and its interval covers, by simulation.

use driftglass::stats::auc::{Auc, pool};
use driftglass::stats::normal;
use driftglass::stats::random::Random;
use serde_json::Value;

const GOLDEN: &str = include_str!("../golden/stats/auc.json");

fn close(ours: f64, theirs: &Value, what: &str) {
    let theirs = theirs.as_f64().expect("a number");
    assert!(
        (ours - theirs).abs() <= 1e-10 * theirs.abs().max(1e-3),
        "{what}: {ours} against {theirs}"
    );
}

#[test]
fn it_agrees_with_the_reference() {
    let golden: Value = serde_json::from_str(GOLDEN).expect("JSON");
    let cases = golden["cases"].as_array().expect("cases");
    assert_eq!(cases.len(), 6);
    for case in cases {
        let n = |key: &str| case[key].as_u64().expect("a whole number");
        let group = |count: u64, a: u64, b: u64| -> Vec<f64> {
            (0..count)
                .map(|i| ((a * i * i + b * i) % 997 * n("steps") / 997) as f64)
                .collect()
        };
        let first = group(n("m"), n("a"), n("b"));
        let shift = n("shift") as f64 * n("steps") as f64 / 997.0;
        let second: Vec<f64> = group(n("n"), n("b"), n("a"))
            .iter()
            .map(|v| v + shift)
            .collect();
        let auc = Auc::of(&first, &second).expect("two groups");
        close(auc.value, &case["auc"], "area");
        close(
            auc.variance().expect("two of each"),
            &case["variance"],
            "variance",
        );
        let pooled = pool(std::slice::from_ref(&auc), 0.95).expect("a stratum");
        close(pooled.value, &case["auc"], "pooled");
        close(pooled.p, &case["p"], "p");
        close(pooled.interval.lower, &case["interval"][0], "lower end");
        close(pooled.interval.upper, &case["interval"][1], "upper end");
        let moved = |v: &[f64], by: usize| -> Vec<f64> {
            v.iter()
                .enumerate()
                .map(|(i, v)| v + 0.5 * (i % by) as f64)
                .collect()
        };
        let other = Auc::of(&moved(&first, 7), &moved(&second, 5)).expect("two groups");
        let (less, variance) = auc.less(&other).expect("the same rows");
        close(less, &case["less"], "difference");
        close(
            variance,
            &case["less_variance"],
            "variance of the difference",
        );
    }
}

#[test]
fn odd_groups_have_an_answer_or_none() {
    assert!(Auc::of(&[], &[1.0]).is_none());
    assert!(pool(&[], 0.95).is_none());
    let one = Auc::of(&[0.0], &[1.0]).expect("two groups");
    assert_eq!((one.value, one.variance()), (1.0, None));
    let tied = Auc::of(&[2.0; 30], &[2.0; 20]).expect("two groups");
    let pooled = pool(&[tied], 0.95).expect("a stratum");
    assert_eq!((pooled.value, pooled.p), (0.5, 1.0));
    let apart = Auc::of(&[0.0; 30], &[1.0; 20]).expect("two groups");
    let pooled = pool(&[apart], 0.95).expect("a stratum");
    assert_eq!(pooled.interval.upper, 1.0);
    assert!(pooled.interval.lower > 0.8 && pooled.interval.lower < 0.99);
    let nan = Auc::of(&[f64::NAN, 1.0], &[f64::NAN]).expect("two groups");
    assert!(nan.value.is_finite());
}

/// Share of intervals that cover the area of scores that differ by `shift`, in four strata, and of p-values at most 5 %.
fn simulate(m: usize, n: usize, shift: f64, levels: f64, runs: usize) -> (f64, f64) {
    let mut random = Random::new(m as u64 + 7 * n as u64);
    let mut draw = |count: usize, shift: f64| -> Vec<f64> {
        (0..count)
            .map(|_| {
                let v = normal::quantile(random.uniform()).expect("inside") + shift;
                if levels > 0.0 {
                    (v * levels).floor()
                } else {
                    v
                }
            })
            .collect()
    };
    // With steps the truth is that of the steps: a large sample's.
    let truth = if levels > 0.0 {
        Auc::of(&draw(40_000, 0.0), &draw(40_000, shift))
            .expect("two groups")
            .value
    } else {
        normal::cdf(shift / 2.0_f64.sqrt())
    };
    let truth = if shift == 0.0 { 0.5 } else { truth };
    let (mut covered, mut rejected) = (0, 0);
    for _ in 0..runs {
        let strata: Vec<Auc> = (0..4)
            .map(|_| Auc::of(&draw(m, 0.0), &draw(n, shift)).expect("two groups"))
            .collect();
        let pooled = pool(&strata, 0.95).expect("strata");
        covered += usize::from(pooled.interval.contains(truth));
        rejected += usize::from(pooled.p <= 0.05);
    }
    (covered as f64 / runs as f64, rejected as f64 / runs as f64)
}

#[test]
fn the_interval_covers() {
    for (m, n, shift, levels) in [
        (10, 10, 0.0, 0.0),
        (10, 40, 0.0, 1.0),
        (20, 20, 0.5, 0.0),
        (30, 15, 1.0, 2.0),
        (20, 20, 2.5, 0.0),
    ] {
        let (covered, rejected) = simulate(m, n, shift, levels, 1000);
        println!("{m}/{n} {shift} {levels}: {covered} {rejected}");
        // Three Monte-Carlo errors below 95 %.
        assert!(covered > 0.93, "{m}/{n} {shift} {levels}: {covered}");
        if shift == 0.0 {
            assert!((0.03..0.07).contains(&rejected), "{m}/{n}: {rejected}");
        }
    }
}
