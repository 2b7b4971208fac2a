//! The numeric effect and the noise floors: golden values, properties, edge cases.

use driftglass::stats::effect::{floor, wasserstein};
use driftglass::stats::ks;
use driftglass::stats::proportion::{self, Share};
use driftglass::stats::variation::total_variation;
use proptest::prelude::*;

use crate::stats_golden::{Worst, golden, number, sample, whole};
use crate::stats_random::Random;

#[test]
fn winsorised_distance() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("winsorised_effect") {
        let (x, y) = (sample(&case["reference"]), sample(&case["current"]));
        let found = wasserstein::effect(&x, &y, 0.95).expect("enough rows");
        for (value, key) in [
            (found.value, "value"),
            (found.scale, "scale"),
            (found.limits.0, "low"),
            (found.limits.1, "high"),
        ] {
            worst.see(
                value,
                number(&case[key]),
                format!("{key} of {}", case["name"]),
            );
        }
        assert!(found.interval.contains(found.value) || found.interval.upper.is_infinite());
    }
    worst.check("winsorised Wasserstein effect");
}

#[test]
fn detectable_variation() {
    let mut worst = Worst::within(1e-8);
    for case in golden!("detectable_variation") {
        let (levels, n, m) = (whole(&case["levels"]), whole(&case["n"]), whole(&case["m"]));
        let even = |rows: u64| -> Vec<u64> { (0..levels).map(|k| (rows + k) / levels).collect() };
        let found = floor::total_variation(&even(n), &even(m)).expect("levels");
        worst.see(found.minimum_detectable, number(&case["detectable"]), &case);
    }
    worst.check("detectable total variation");
}

/// Share of `distances` above `limit`, which is to be `share` within 3.5 standard errors (and what is given).
fn exceeds(what: &str, distances: &[f64], limit: f64, least: f64, most: f64) {
    let share = distances.iter().filter(|&&d| d > limit).count() as f64 / distances.len() as f64;
    let error = |p: f64| 3.5 * (p * (1.0 - p) / distances.len() as f64).sqrt();
    assert!(
        least - error(least) <= share && share <= most + error(most),
        "{what}: {share} of the distances lie above {limit}"
    );
}

#[test]
fn noise_floors_are_95th_percentiles() {
    let mut random = Random(5);
    for (shares, n, m) in [
        (vec![0.5, 0.5], 400, 300),
        (vec![0.7, 0.2, 0.06, 0.04], 500, 800),
        (vec![1.0 / 20.0; 20], 1000, 400),
        ((1..=120).map(|k| 1.0 / f64::from(k)).collect(), 2000, 3000),
    ] {
        let (mut distances, mut limit) = (Vec::new(), 0.0);
        for _ in 0..600 {
            let (x, y) = (random.counts(&shares, n), random.counts(&shares, m));
            distances.push(total_variation(&x, &y).expect("rows"));
            limit += floor::total_variation(&x, &y).expect("levels").noise_floor / 600.0;
        }
        exceeds(
            &format!("variation, {} levels", shares.len()),
            &distances,
            limit,
            0.04,
            0.06,
        );
    }
    let mut distances = Vec::new();
    for _ in 0..1000 {
        let (x, y) = (random.sorted(300, |u| u), random.sorted(200, |u| u));
        distances.push(ks::two_sample(&x, &y).expect("values").statistic);
    }
    let found = floor::kolmogorov_smirnov(300, 200).expect("rows");
    exceeds(
        "Kolmogorov–Smirnov",
        &distances,
        found.noise_floor,
        0.035,
        0.055,
    );

    for transform in [
        (|u: f64| u) as fn(f64) -> f64,
        |u| -(1.0 - u).ln(),
        |u| (u * 7.0).floor(),
    ] {
        let (mut distances, mut limit) = (Vec::new(), 0.0);
        for _ in 0..300 {
            let (x, y) = (random.sorted(200, transform), random.sorted(150, transform));
            let found = wasserstein::effect(&x, &y, 0.95).expect("values");
            distances.push(found.value);
            limit += found.noise_floor / 300.0;
        }
        exceeds("Wasserstein effect", &distances, limit, 0.04, 0.06);
    }
}

#[test]
fn detectable_effects_are_found() {
    // A share that rises by just the detectable difference is found in about 80 % of the files.
    let (n, m, p) = (800, 500, 0.06);
    let base = Share { count: 48, rows: n };
    let rise = floor::share_difference(base, Share { count: 30, rows: m })
        .expect("rows")
        .minimum_detectable;
    let mut random = Random(9);
    let mut draw = |p: f64, rows: u64| Share {
        count: random.counts(&[p, 1.0 - p], rows)[0],
        rows,
    };
    let found = (0..2000)
        .filter(|_| {
            proportion::difference(draw(p, n), draw(p + rise, m), 0.95)
                .expect("rows")
                .p
                <= 0.05
        })
        .count();
    assert!((1530..1680).contains(&found), "{found} of 2000");

    let mut random = Random(10);
    let detectable = floor::kolmogorov_smirnov(300, 300)
        .expect("rows")
        .minimum_detectable;
    let found = (0..400)
        .filter(|_| {
            let (x, y) = (
                random.sorted(300, |u| u),
                random.sorted(300, |u| u + detectable),
            );
            ks::two_sample(&x, &y).expect("values").p <= 0.05
        })
        .count();
    assert!(found >= 310, "{found} of 400");

    let normal = |u: f64| driftglass::stats::normal::quantile(u).expect("inside");
    let first = wasserstein::effect(
        &random.sorted(300, normal),
        &random.sorted(300, normal),
        0.95,
    );
    let shift = first.expect("values").minimum_detectable;
    let found = (0..200)
        .filter(|_| {
            let (x, y) = (
                random.sorted(300, normal),
                random.sorted(300, |u| normal(u) + shift),
            );
            wasserstein::effect(&x, &y, 0.95)
                .expect("values")
                .interval
                .lower
                > 0.0
        })
        .count();
    assert!(found >= 150, "{found} of 200");
}

#[test]
fn one_far_value_changes_little() {
    let mut random = Random(3);
    let normal = |u: f64| driftglass::stats::normal::quantile(u).expect("inside");
    for rows in [50, 500, 5000] {
        let (x, y) = (
            random.sorted(rows, normal),
            random.sorted(rows, |u| normal(u) + 0.2),
        );
        let with = |side: &[f64], value: f64| {
            let mut side = side.to_vec();
            side.push(value);
            side.sort_unstable_by(f64::total_cmp);
            side
        };
        let of = |x: &[f64], y: &[f64]| wasserstein::effect(x, y, 0.95).expect("values");
        for (far, ordinary) in [
            (of(&with(&x, 1e6), &y), of(&with(&x, 2.5), &y)),
            (of(&x, &with(&y, 1e6)), of(&x, &with(&y, 2.5))),
        ] {
            let near =
                |a: f64, b: f64| assert!((a - b).abs() < 0.6 / rows as f64, "{rows}: {a} {b}");
            near(far.value, ordinary.value);
            near(far.interval.lower, ordinary.interval.lower);
            near(far.interval.upper, ordinary.interval.upper);
        }
    }
}

#[test]
fn odd_samples_have_effects_or_none() {
    let inf = f64::INFINITY;
    let many = |value: f64, rows: usize| vec![value; rows];
    let ramp: Vec<f64> = (0..100).map(f64::from).collect();
    let mut ends = ramp.clone();
    ends.insert(0, -inf);
    ends.push(inf);
    let mut huge = ramp.clone();
    huge.iter_mut().for_each(|x| *x = (*x - 50.0) * 3e306);
    let mut tiny = ramp.clone();
    tiny.iter_mut().for_each(|x| *x *= 5e-324);
    let samples = [
        vec![],
        vec![1.0],
        many(1.0, 60),
        many(inf, 60),
        many(-inf, 60),
        ramp,
        ends,
        huge,
        tiny,
    ];
    for x in &samples {
        for y in &samples {
            if let Some(found) = wasserstein::effect(x, y, 0.95) {
                assert!(found.value.is_finite() && found.value >= 0.0, "{found:?}");
                assert!(
                    0.0 <= found.interval.lower && found.interval.lower <= found.interval.upper,
                    "{found:?}"
                );
                assert!(
                    found.scale > 0.0 && found.noise_floor.is_finite(),
                    "{found:?}"
                );
            }
        }
    }
    assert!(wasserstein::effect(&samples[5], &samples[6], 0.95).is_some());
    assert!(wasserstein::effect(&samples[6], &samples[5], 0.95).is_some());
    assert_eq!(wasserstein::effect(&samples[2], &samples[5], 0.95), None);
    assert_eq!(
        wasserstein::effect(&samples[5][..39], &samples[5], 0.95),
        None
    );
    assert_eq!(
        wasserstein::effect(&samples[5], &samples[5][..9], 0.95),
        None
    );
    assert_eq!(wasserstein::effect(&samples[5], &samples[5], 1.0), None);
    assert_eq!(floor::kolmogorov_smirnov(0, 3), None);
    assert_eq!(floor::total_variation(&[3, 0], &[4, 0]), None);
    assert_eq!(floor::total_variation(&[3, 1], &[4]), None);
    let none = Share { count: 0, rows: 50 };
    let found = floor::share_difference(none, none).expect("rows");
    assert!(found.noise_floor > 0.0 && found.minimum_detectable > found.noise_floor);
    assert_eq!(
        floor::share_difference(none, Share { count: 1, rows: 0 }),
        None
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_effect_has_no_unit(
        x in prop::collection::vec(-500_i32..500, 40..120),
        y in prop::collection::vec(-500_i32..500, 10..120),
        power in -8_i32..9,
        shift in -64_i32..64,
    ) {
        let sorted = |v: &[i32]| { let mut v: Vec<f64> = v.iter().copied().map(f64::from).collect(); v.sort_unstable_by(f64::total_cmp); v };
        let (x, y) = (sorted(&x), sorted(&y));
        let other = |v: &[f64]| v.iter().map(|v| (v + f64::from(shift)) * 2_f64.powi(power)).collect::<Vec<f64>>();
        let found = wasserstein::effect(&x, &y, 0.95);
        let moved = wasserstein::effect(&other(&x), &other(&y), 0.95);
        prop_assert_eq!(found.is_some(), moved.is_some());
        if let (Some(a), Some(b)) = (found, moved) {
            let same = |a: f64, b: f64| a == b || (a - b).abs() <= 1e-7 * (1.0 + a.abs());
            prop_assert!(same(a.value, b.value) && same(a.interval.lower, b.interval.lower) && same(a.interval.upper, b.interval.upper), "{:?} {:?}", a, b);
            let wide = wasserstein::effect(&x, &y, 0.99).unwrap().interval;
            prop_assert!(wide.lower <= a.interval.lower + 1e-9 && wide.upper >= a.interval.upper - 1e-9, "{:?} {:?}", a.interval, wide);
        }
        if let Some(same) = wasserstein::effect(&x, &x, 0.95) {
            prop_assert_eq!((same.value, same.interval.lower), (0.0, 0.0));
        }
    }
}
