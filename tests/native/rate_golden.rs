//! Rates: intervals, exact tests, strata and the range's distribution against scipy, statsmodels and the likelihood
//! itself (`tests/golden/generate/rate.py`).

use driftglass::stats::proportion::Share;
use driftglass::stats::rate::difference::{self, Factor};
use driftglass::stats::rate::exact::clopper_pearson;
use driftglass::stats::rate::{Trials, exact_test, ratio, stratified};
use driftglass::stats::{beta, fisher, proportion, studentized_range};
use serde_json::Value;

use crate::stats_golden::{Worst, golden, number, numbers, whole};

fn share(case: &Value, count: &str, rows: &str) -> Share {
    Share {
        count: whole(&case[count]),
        rows: whole(&case[rows]),
    }
}

/// Both ends; absolute distance where a number is tiny.
fn ends(
    worst: &mut Worst,
    found: driftglass::stats::interval::Interval,
    expected: &Value,
    place: &str,
) {
    let expected = numbers(expected);
    for (found, expected) in [(found.lower, expected[0]), (found.upper, expected[1])] {
        if (found - expected).abs() > 1e-15 {
            worst.see(found, expected, place);
        }
    }
}

#[test]
fn one_rate() {
    let mut wilson = Worst::within(1e-12);
    let mut exact = Worst::within(1e-11);
    let mut binomtest = Worst::within(1e-8);
    for case in golden!("rate_one") {
        let trials = Trials::from(share(&case, "x", "n"));
        let confidence = number(&case["confidence"]);
        let place = format!("{trials:?} {confidence}");
        ends(
            &mut wilson,
            trials.wilson(confidence).expect("rows"),
            &case["wilson"],
            &place,
        );
        let found = clopper_pearson(trials, confidence).expect("rows");
        ends(&mut exact, found, &case["exact"], &place);
        ends(&mut binomtest, found, &case["binomtest"], &place);
    }
    wilson.check("Wilson");
    exact.check("Clopper–Pearson");
    binomtest.check("Clopper–Pearson beside binomtest");
}

#[test]
fn beta_distribution() {
    let mut quantile = Worst::within(1e-11);
    let mut tail = Worst::within(1e-11);
    for case in golden!("rate_beta") {
        let (a, b, p, x) = (
            number(&case["a"]),
            number(&case["b"]),
            number(&case["p"]),
            number(&case["x"]),
        );
        let place = format!("{a} {b} {p}");
        quantile.see(beta::quantile(a, b, p).expect("a probability"), x, &place);
        let (lower, upper) = beta::tails(a, b, x, 1.0 - x).expect("parameters");
        tail.see(lower, number(&case["lower"]), &place);
        assert!((lower + upper - 1.0).abs() < 1e-15);
    }
    quantile.check("quantile of the beta distribution");
    tail.check("tail of the beta distribution");
}

#[test]
fn range_of_normal_numbers() {
    let mut quantile = Worst::within(1e-9);
    let mut tail = Worst::within(1e-11);
    for case in golden!("rate_range") {
        let groups = whole(&case["groups"]) as usize;
        let (p, q) = (number(&case["p"]), number(&case["q"]));
        let place = format!("{groups} {p}");
        quantile.see(
            studentized_range::upper_quantile(p, groups).expect("groups"),
            q,
            &place,
        );
        tail.see(
            studentized_range::sf(q, groups).expect("groups"),
            number(&case["sf"]),
            &place,
        );
    }
    tail.check("tail of the range");
    quantile.check("quantile of the range, beside scipy");
}

#[test]
fn two_rates() {
    let mut score = Worst::within(1e-8);
    let mut point = Worst::within(1e-12);
    let mut beside = 0;
    for case in golden!("rate_pair") {
        let (a, b) = (share(&case, "x", "n"), share(&case, "v", "m"));
        let (one, other) = (Trials::from(a), Trials::from(b));
        let place = format!("{}/{} {}/{}", a.count, a.rows, b.count, b.rows);
        for (key, factor) in [
            ("score_difference", Factor::MiettinenNurminen),
            ("score_difference_plain", Factor::None),
        ] {
            let found = difference::score(one, other, 0.95, factor).expect("rates");
            ends(&mut score, found, &case[key], &format!("{key} {place}"));
        }
        for (key, factor) in [
            ("score_ratio", Factor::None),
            ("score_ratio_factor", Factor::MiettinenNurminen),
        ] {
            let found = ratio::score(one, other, 0.95, factor);
            assert_eq!(found.is_none(), case[key].is_null(), "{key} {place}");
            if let Some(found) = found {
                ends(&mut score, found, &case[key], &format!("{key} {place}"));
            }
        }
        let d = difference::statistic(one, other, 0.05, Factor::MiettinenNurminen);
        point.see(
            d,
            number(&case["z_difference"]),
            format!("z_difference {place}"),
        );
        if !case["z_ratio"].is_null() {
            let r = ratio::statistic(one, other, 0.8, Factor::None);
            point.see(r, number(&case["z_ratio"]), format!("z_ratio {place}"));
        }
        if case["newcombe"].is_array() {
            let found = difference::newcombe(one, other, 0.95).expect("rates");
            ends(
                &mut point,
                found,
                &case["newcombe"],
                &format!("Newcombe {place}"),
            );
            assert_eq!(found, proportion::newcombe(b, a, 0.95).expect("rates"));
        }
        if case["katz"].is_array() && a.count > 0 && b.count > 0 {
            let found = ratio::katz(one, other, 0.95).expect("hits");
            ends(&mut point, found, &case["katz"], &format!("Katz {place}"));
        } else {
            assert_eq!(ratio::katz(one, other, 0.95), None);
        }
        if case["walter"].is_array() {
            let found = ratio::walter(one, other, 0.95).expect("rates");
            ends(
                &mut point,
                found,
                &case["walter"],
                &format!("Walter {place}"),
            );
        }
        if let Some((z, p)) = proportion::z_test(b, a) {
            let expected = numbers(&case["z_test"]);
            point.see(z, expected[0], format!("z {place}"));
            point.see(p, expected[1], format!("p of z {place}"));
        }
        beside += usize::from(case["sm_score_difference"].is_array());
    }
    score.check("score intervals beside the likelihood");
    point.check("closed forms beside statsmodels");
    println!("statsmodels answers {beside} score differences");
}

#[test]
fn exact_tests() {
    let mut point = Worst::within(1e-12);
    let mut supremum = Worst::within(1e-9);
    let mut scipy = Worst::within(2e-4);
    for case in golden!("rate_exact_test") {
        let (a, b) = (share(&case, "x", "n"), share(&case, "v", "m"));
        let place = format!("{}/{} {}/{}", a.count, a.rows, b.count, b.rows);
        let found = exact_test::mid_p(a, b).expect("rates");
        point.see(found.two_sided, number(&case["mid_p"]), &place);
        point.see(found.less, number(&case["mid_p_less"]), &place);
        point.see(found.greater, number(&case["mid_p_greater"]), &place);
        let p = fisher::two_sided(a.count, a.rows - a.count, b.count, b.rows - b.count);
        point.see(p, number(&case["fisher"]), &place);
        let boschloo = exact_test::boschloo(a, b).expect("few rows");
        supremum.see(
            boschloo,
            number(&case["boschloo"]),
            format!("Boschloo {place}"),
        );
        let barnard = exact_test::barnard(a, b).expect("few rows");
        supremum.see(
            barnard,
            number(&case["barnard"]),
            format!("Barnard {place}"),
        );
        if !case["scipy_boschloo"].is_null() {
            scipy.see(
                boschloo,
                number(&case["scipy_boschloo"]),
                format!("Boschloo {place}"),
            );
            scipy.see(
                barnard,
                number(&case["scipy_barnard"]),
                format!("Barnard {place}"),
            );
        }
    }
    point.check("conditional tests");
    supremum.check("unconditional tests");
    scipy.check("unconditional tests beside scipy");
}

#[test]
fn strata() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("rate_strata") {
        let strata: Vec<(Share, Share)> = case["strata"]
            .as_array()
            .expect("strata")
            .iter()
            .map(|row| {
                let row: Vec<u64> = row.as_array().expect("counts").iter().map(whole).collect();
                let share = |count, rows| Share { count, rows };
                (share(row[0], row[1]), share(row[2], row[3]))
            })
            .collect();
        let found = stratified::pool(&strata, 0.95).expect("strata");
        let place = &case["strata"];
        worst.see(found.statistic, number(&case["statistic"]), place);
        // statsmodels takes 1 − cdf, which has no more digits than these.
        assert!((found.p - number(&case["p"])).abs() < 1e-13, "{place}");
        worst.see(
            found.odds_ratio.expect("finite"),
            number(&case["odds_ratio"]),
            place,
        );
        ends(
            &mut worst,
            found.interval.expect("finite"),
            &case["interval"],
            "odds ratio",
        );
        worst.see(
            found.rate_ratio.expect("finite"),
            number(&case["rate_ratio"]),
            place,
        );
        let interval = found.rate_ratio_interval.expect("finite");
        ends(
            &mut worst,
            interval,
            &case["rate_ratio_interval"],
            "rate ratio",
        );
        if strata.len() > 1 {
            let homogeneity = found.homogeneity.expect("strata");
            worst.see(homogeneity.statistic, number(&case["tarone"]), place);
            worst.see(homogeneity.breslow_day, number(&case["breslow_day"]), place);
            assert!(
                (homogeneity.p - number(&case["tarone_p"])).abs() < 1e-13,
                "{place}"
            );
        } else {
            assert_eq!(found.homogeneity, None);
        }
    }
    worst.check("strata");
}

/// Newcombe RG (1998), Stat. Med. 17, 873, table II: Mee's and Miettinen and Nurminen's intervals, four digits.
#[test]
fn score_intervals_of_the_literature() {
    let table = [
        ((56, 70, 48, 80), (0.0533, 0.3377), (0.0528, 0.3382)),
        ((9, 10, 3, 10), (0.1821, 0.8370), (0.1700, 0.8406)),
        ((6, 7, 2, 7), (0.0544, 0.8478), (0.0342, 0.8534)),
        ((5, 56, 0, 29), (-0.0313, 0.1926), (-0.0326, 0.1933)),
        ((0, 10, 0, 20), (-0.1611, 0.2775), (-0.1658, 0.2844)),
        ((0, 10, 0, 10), (-0.2775, 0.2775), (-0.2879, 0.2879)),
        ((10, 10, 0, 20), (0.7225, 1.0), (0.7156, 1.0)),
        ((10, 10, 0, 10), (0.6777, 1.0), (0.6636, 1.0)),
    ];
    for ((x, n, v, m), mee, miettinen_nurminen) in table {
        let one = Trials::from(Share { count: x, rows: n });
        let other = Trials::from(Share { count: v, rows: m });
        for (factor, (lower, upper)) in [
            (Factor::None, mee),
            (Factor::MiettinenNurminen, miettinen_nurminen),
        ] {
            let found = difference::score(one, other, 0.95, factor).expect("rates");
            assert!(
                (found.lower - lower).abs() < 5.1e-5,
                "{x}/{n} {v}/{m}: {found:?}"
            );
            assert!(
                (found.upper - upper).abs() < 5.1e-5,
                "{x}/{n} {v}/{m}: {found:?}"
            );
        }
    }
}
