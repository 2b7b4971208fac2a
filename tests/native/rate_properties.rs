//! Laws that intervals of rates obey whatever the counts.

use driftglass::stats::groups::scores::ByLabel;
use driftglass::stats::groups::{calibration, ranking};
use driftglass::stats::proportion::Share;
use driftglass::stats::rate::difference::{self, Factor};
use driftglass::stats::rate::exact::clopper_pearson;
use driftglass::stats::rate::extreme::{to_highest, widest_gap};
use driftglass::stats::rate::sample_size::{Measure, detectable, to_settle};
use driftglass::stats::rate::weighted::Weights;
use driftglass::stats::rate::{Trials, exact_test, four_fifths, ratio, stratified};
use driftglass::stats::{beta, fisher};
use proptest::prelude::*;

fn share() -> impl Strategy<Value = Share> {
    prop_oneof![1_u64..40, 1_u64..5000, 1_u64..3_000_000]
        .prop_flat_map(|rows| (0..=rows, Just(rows)))
        .prop_map(|(count, rows)| Share { count, rows })
}

fn few() -> impl Strategy<Value = Share> {
    (1_u64..14)
        .prop_flat_map(|rows| (0..=rows, Just(rows)))
        .prop_map(|(count, rows)| Share { count, rows })
}

const Z: f64 = 1.959_963_984_540_054;

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_rate(share in share()) {
        let trials = Trials::from(share);
        let rate = trials.rate().unwrap();
        for interval in [trials.wilson(0.95).unwrap(), clopper_pearson(trials, 0.95).unwrap()] {
            prop_assert!(0.0 <= interval.lower && interval.upper <= 1.0 && interval.contains(rate));
            let rest = trials.rest();
            prop_assert!((rest.rate().unwrap() - (1.0 - rate)).abs() < 1e-15);
        }
        // The exact one's ends have tails of 2.5 %.
        let exact = clopper_pearson(trials, 0.95).unwrap();
        let (x, n) = (trials.hits, trials.rows);
        if x > 0.0 {
            let tail = beta::tails(x, n - x + 1.0, exact.lower, 1.0 - exact.lower).unwrap().0;
            prop_assert!((tail - 0.025).abs() < 1e-9, "{tail}");
        }
    }

    #[test]
    fn differences(a in share(), b in share()) {
        let (one, other) = (Trials::from(a), Trials::from(b));
        let estimate = one.rate().unwrap() - other.rate().unwrap();
        for factor in [Factor::MiettinenNurminen, Factor::None] {
            let interval = difference::score(one, other, 0.95, factor).unwrap();
            prop_assert!(interval.lower - 1e-12 <= estimate && estimate <= interval.upper + 1e-12);
            prop_assert!(-1.0 <= interval.lower && interval.upper <= 1.0);
            let swapped = difference::score(other, one, 0.95, factor).unwrap();
            prop_assert!((swapped.lower + interval.upper).abs() < 1e-9);
            let flipped = difference::score(one.rest(), other.rest(), 0.95, factor).unwrap();
            prop_assert!((flipped.lower + interval.upper).abs() < 1e-9, "{flipped:?} {interval:?}");
            let wider = difference::score(one, other, 0.99, factor).unwrap();
            prop_assert!(wider.lower <= interval.lower && interval.upper <= wider.upper);
            // An end inside the possible is where the test statistic reaches z.
            if interval.upper < 1.0 && interval.upper - estimate > 1e-7 {
                let z = difference::statistic(one, other, interval.upper, factor);
                prop_assert!((z + Z).abs() < 1e-5, "{z}");
            }
        }
        let p = difference::restricted(one, other, 0.3 * estimate);
        prop_assert!((0.0..=1.0).contains(&p) && (-1e-15..=1.0 + 1e-15).contains(&(p - 0.3 * estimate)));
    }

    #[test]
    fn ratios(a in share(), b in share()) {
        let (one, other) = (Trials::from(a), Trials::from(b));
        let found = ratio::score(one, other, 0.95, Factor::None);
        prop_assert_eq!(found.is_none(), a.count == 0 && b.count == 0);
        if let Some(interval) = found {
            prop_assert!(interval.lower >= 0.0 && interval.lower <= interval.upper);
            prop_assert_eq!(interval.upper.is_infinite(), b.count == 0);
            prop_assert_eq!(interval.lower == 0.0, a.count == 0);
            if let Some(value) = ratio::value(one, other) {
                prop_assert!(interval.lower <= value * (1.0 + 1e-12) && value <= interval.upper * (1.0 + 1e-12));
            }
            let swapped = ratio::score(other, one, 0.95, Factor::None).unwrap();
            if b.count > 0 {
                prop_assert!((swapped.lower * interval.upper - 1.0).abs() < 1e-9);
            }
        }
        let r = 0.8;
        let rates = ratio::restricted(one, other, r);
        prop_assert!((rates.one.0 - r * rates.other.0).abs() <= 1e-15);
        prop_assert!((rates.one.0 + rates.one.1 - 1.0).abs() < 1e-12);
        prop_assert!((rates.other.0 + rates.other.1 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn exact_tests(a in few(), b in few()) {
        let p = exact_test::boschloo(a, b).unwrap();
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert!((exact_test::boschloo(b, a).unwrap() - p).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&exact_test::barnard(a, b).unwrap()));
        let mid = exact_test::mid_p(a, b).unwrap();
        let whole = fisher::two_sided(a.count, a.rows - a.count, b.count, b.rows - b.count);
        prop_assert!(mid.two_sided <= whole);
        prop_assert!((mid.less + mid.greater - 1.0).abs() < 1e-12);
    }

    #[test]
    fn many_groups(shares in prop::collection::vec(share(), 2..7)) {
        let groups: Vec<Trials> = shares.iter().map(|s| Trials::from(*s)).collect();
        let found = widest_gap(&groups, 0.95).unwrap();
        prop_assert!(found.interval.lower >= 0.0 && found.interval.lower <= found.gap + 1e-12);
        prop_assert!(found.gap <= found.interval.upper + 1e-12 && found.interval.upper <= 1.0);
        for ratio in to_highest(&groups, 0.95).into_iter().flatten() {
            prop_assert!(ratio.interval.lower >= 0.0 && ratio.interval.upper <= 1.0);
            prop_assert!(ratio.interval.lower <= ratio.ratio * (1.0 + 1e-12));
            prop_assert!(ratio.ratio <= ratio.interval.upper * (1.0 + 1e-12));
        }
    }

    #[test]
    fn strata_of_one_table(a in share(), b in share()) {
        let Some(found) = stratified::pool(&[(a, b)], 0.95) else { return Ok(()); };
        // One stratum: its own odds ratio and rate ratio.
        let odds = |s: Share| s.count as f64 / (s.rows - s.count) as f64;
        if let Some(ratio) = found.odds_ratio {
            let expected = odds(a) / odds(b);
            prop_assert!((ratio / expected - 1.0).abs() < 1e-12);
        }
        if let (Some(found), Some(expected)) = (found.rate_ratio, ratio::value(a.into(), b.into())) {
            prop_assert!((found - expected).abs() <= 1e-12 * expected.max(1e-300));
        }
    }

    #[test]
    fn rows_needed(a in share(), b in share()) {
        if let Some(needed) = to_settle(a.into(), b.into(), Measure::Ratio, (0.8, 1.25), 0.95, 0.8) {
            prop_assert!(needed.times > 0.0 && needed.more >= needed.more_of_one && needed.more_of_one >= 0.0);
            prop_assert_eq!(needed.more == 0.0, needed.times <= 1.0);
        }
        let found = detectable(a.rows as f64, b.into(), 0.95, 0.8).unwrap();
        let q = (b.count as f64 + 0.5) / (b.rows as f64 + 1.0);
        prop_assert!(found.below.is_none_or(|p| (0.0..=q).contains(&p)));
        prop_assert!(found.above.is_none_or(|p| (q..=1.0).contains(&p)));
    }

    #[test]
    fn equal_weights_are_no_weights(share in share(), weight in 0.01..100.0_f64) {
        let rows = share.rows.min(400);
        let hits = share.count.min(rows);
        let mut weights = Weights::default();
        (0..rows).for_each(|row| weights.add(weight, row < hits));
        let trials = weights.effective().unwrap();
        prop_assert!((trials.rate().unwrap() - hits as f64 / rows as f64).abs() < 1e-12);
        prop_assert!(trials.rows <= rows as f64 && trials.rows >= rows as f64 - 1.0 - 1e-9, "{trials:?}");
        prop_assert!((weights.kish().unwrap() - rows as f64).abs() < 1e-6);
    }

    #[test]
    fn four_fifths_arithmetic(a in share(), b in share()) {
        if let Some(found) = four_fifths::compare(a, b, 0.8) {
            prop_assert!(!found.flips || found.ratio < 0.8);
            prop_assert_eq!(found.to_limit == 0, found.ratio >= 0.8 - 1e-9);
            prop_assert!(found.flipped >= found.ratio);
        } else {
            prop_assert_eq!(b.count, 0);
        }
    }

    #[test]
    fn rankings(mut negative in prop::collection::vec(0_u8..20, 1..40), mut positive in prop::collection::vec(0_u8..20, 1..40)) {
        negative.sort_unstable();
        positive.sort_unstable();
        let of = |v: &[u8]| v.iter().map(|s| f64::from(*s) / 20.0).collect::<Vec<_>>();
        let (low, high) = (of(&negative), of(&positive));
        let scores = ByLabel { negative: &low, positive: &high };
        let area = ranking::area(scores).unwrap();
        let pairs: u32 = negative.iter().flat_map(|x| positive.iter().map(move |y| match x.cmp(y) {
            std::cmp::Ordering::Less => 2,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 0,
        })).sum();
        prop_assert_eq!(area.value, f64::from(pairs) / (2.0 * low.len() as f64 * high.len() as f64));
        if let Some(interval) = area.interval(0.95) {
            prop_assert!(interval.contains(area.value));
        }
        let bins = calibration::reliability(scores, 5, 0.95).unwrap();
        prop_assert_eq!(bins.iter().map(|b| b.rows as usize).sum::<usize>(), scores.rows());
        prop_assert!(bins.windows(2).all(|w| w[0].highest < w[1].lowest));
    }
}

#[test]
fn what_is_no_rate_is_refused() {
    let fine = Trials {
        hits: 1.0,
        rows: 2.0,
    };
    for bad in [
        Trials {
            hits: 0.0,
            rows: 0.0,
        },
        Trials {
            hits: 3.0,
            rows: 2.0,
        },
        Trials {
            hits: -1.0,
            rows: 2.0,
        },
        Trials {
            hits: f64::NAN,
            rows: 2.0,
        },
        Trials {
            hits: 1.0,
            rows: f64::INFINITY,
        },
    ] {
        assert_eq!(bad.wilson(0.95), None, "{bad:?}");
        assert_eq!(clopper_pearson(bad, 0.95), None, "{bad:?}");
        assert_eq!(difference::newcombe(bad, fine, 0.95), None, "{bad:?}");
        assert_eq!(
            difference::score(fine, bad, 0.95, Factor::None),
            None,
            "{bad:?}"
        );
        assert_eq!(ratio::score(bad, fine, 0.95, Factor::None), None, "{bad:?}");
        assert_eq!(ratio::katz(bad, fine, 0.95), None, "{bad:?}");
        assert_eq!(ratio::walter(fine, bad, 0.95), None, "{bad:?}");
        assert_eq!(widest_gap(&[bad, fine], 0.95), None, "{bad:?}");
        assert!(
            to_highest(&[bad, fine], 0.95).iter().all(Option::is_none),
            "{bad:?}"
        );
    }
    for confidence in [0.0, 1.0, -0.5, f64::NAN] {
        assert_eq!(fine.wilson(confidence), None);
        assert_eq!(
            difference::score(fine, fine, confidence, Factor::None),
            None
        );
        assert_eq!(ratio::score(fine, fine, confidence, Factor::None), None);
        assert_eq!(widest_gap(&[fine, fine], confidence), None);
    }
    let empty = Share { count: 0, rows: 0 };
    let large = Share {
        count: 5,
        rows: 5000,
    };
    assert_eq!(exact_test::boschloo(empty, large), None);
    assert_eq!(exact_test::boschloo(large, large), None);
    assert_eq!(exact_test::mid_p(empty, large), None);
    assert_eq!(stratified::pool(&[(empty, large)], 0.95), None);
    assert_eq!(four_fifths::compare(large, empty, 0.8), None);
}

/// The numbers that stand in the project's reference for the four-fifths rule.
#[test]
fn four_fifths_of_known_cases() {
    let of = |x, n, v, m| {
        let share = |count, rows| Share { count, rows };
        four_fifths::compare(share(x, n), share(v, m), 0.8).unwrap()
    };
    let found = of(48, 120, 100, 160);
    assert!((found.flipped - 0.659_932_659_932_66).abs() < 1e-12 && found.to_limit == 12);
    assert!((found.deviations.unwrap() - -3.732_452_803_613_721).abs() < 1e-12);
    let found = of(2, 10, 6, 12);
    assert!((found.flipped - 0.72).abs() < 1e-15 && !found.flips);
    assert!((found.shortfall - 1.636_363_636_363_636).abs() < 1e-12);
    let found = of(3, 10, 8, 20);
    assert!(found.flips && found.ratio < 0.8 && found.flipped > 0.8);
}
