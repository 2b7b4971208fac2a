//! Statistics against golden values of scipy, statsmodels and mpmath (tests/golden/stats).

use driftglass::stats::ks::{self, Method};
use driftglass::stats::proportion::{self, Share};
use driftglass::stats::{chi_square, contingency, correction, fisher, normal, quantile, summary};
use ndarray::Array2;
use serde_json::Value;

use crate::stats_golden::{Worst, golden, number, numbers, relative, sample, whole};

#[test]
fn normal_tails() {
    let (mut tails, mut density) = (Worst::within(2e-15), Worst::within(2e-15));
    for case in golden!("normal") {
        let x = number(&case["x"]);
        tails.see(normal::sf(x), number(&case["sf"]), format!("sf({x})"));
        tails.see(normal::cdf(x), number(&case["cdf"]), format!("cdf({x})"));
        density.see(normal::pdf(x), number(&case["pdf"]), format!("pdf({x})"));
    }
    tails.check("normal tails");
    density.check("normal density");
}

#[test]
fn normal_quantiles() {
    let mut worst = Worst::within(2e-14);
    for case in golden!("normal_quantile") {
        let p = number(&case["p"]);
        let found = normal::quantile(p).expect("inside (0, 1)");
        worst.see(found, number(&case["quantile"]), p);
        assert_eq!(normal::upper_quantile(p), Some(-found));
    }
    worst.check("normal quantile");
    assert_eq!(normal::quantile(0.0), Some(f64::NEG_INFINITY));
    assert_eq!(normal::quantile(1.0), Some(f64::INFINITY));
    assert_eq!(normal::quantile(f64::NAN), None);
    assert_eq!(normal::quantile(-0.1), None);
}

#[test]
fn chi_square_tails() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("chi_square") {
        let (x, degrees) = (number(&case["x"]), whole(&case["degrees"]));
        let found = chi_square::sf(x, degrees).expect("defined");
        worst.see(found, number(&case["sf"]), format!("sf({x}, {degrees})"));
    }
    worst.check("chi-square tail");
    assert_eq!(chi_square::sf(1.0, 0), None);
    assert_eq!(chi_square::sf(-1.0, 3), None);
    assert_eq!(chi_square::sf(f64::NAN, 3), None);
    assert_eq!(chi_square::sf(f64::INFINITY, 3), Some(0.0));
}

#[test]
fn two_sample_kolmogorov_smirnov() {
    let mut worst = Worst::within(1e-10);
    for case in golden!("ks_two_sample") {
        let name = &case["name"];
        let (reference, current) = (sample(&case["reference"]), sample(&case["current"]));
        let found = ks::two_sample(&reference, &current).expect("both have values");
        let d = number(&case["statistic"]);
        assert!(
            (found.statistic - d).abs() <= 1e-15,
            "{name}: {} instead of {d}",
            found.statistic
        );
        let method = if case["exact"] == true {
            Method::Exact
        } else {
            Method::Asymptotic
        };
        assert_eq!(found.method, method, "{name}");
        assert_eq!(found.location, number(&case["location"]), "{name}");
        assert_eq!(
            i64::from(found.sign),
            case["sign"].as_i64().expect("a sign"),
            "{name}"
        );
        assert!(
            (found.reference_at - number(&case["reference_at"])).abs() < 1e-15,
            "{name}"
        );
        assert!(
            (found.current_at - number(&case["current_at"])).abs() < 1e-15,
            "{name}"
        );
        worst.see(found.p, number(&case["p"]), name);
    }
    worst.check("two-sample KS");
    assert_eq!(ks::two_sample(&[], &[1.0]), None);
    assert_eq!(ks::two_sample(&[1.0], &[]), None);
}

#[test]
fn exact_kolmogorov_smirnov() {
    let mut worst = Worst::within(1e-10);
    for case in golden!("ks_exact") {
        let (n, m) = (whole(&case["n"]) as usize, whole(&case["m"]) as usize);
        let d = number(&case["statistic"]);
        let found = ks::exact::two_sided(n, m, d);
        if case["p"].is_null() {
            assert_eq!(found, None, "{n} {m} {d}");
        } else {
            let (_, p) = found.unwrap_or_else(|| panic!("{n} {m} {d}"));
            worst.see(p, number(&case["p"]), format!("{n} {m} {d}"));
        }
    }
    worst.check("exact KS");
    assert_eq!(ks::exact::two_sided(100_003, 100_000, 0.1), None);
}

#[test]
fn one_sample_kolmogorov() {
    let mut worst = Worst::within(1e-10);
    for case in golden!("kolmogorov") {
        let (n, d) = (whole(&case["n"]), number(&case["d"]));
        worst.see(
            ks::one_sample::sf(n, d),
            number(&case["sf"]),
            format!("sf({n}, {d})"),
        );
    }
    worst.check("kstwo.sf");
    for case in golden!("ks_asymptotic") {
        let p = ks::asymptotic_p(
            number(&case["statistic"]),
            whole(&case["n"]) as usize,
            whole(&case["m"]) as usize,
        );
        assert!(relative(p, number(&case["p"])) < 1e-12);
    }
}

#[test]
fn contingency_tables() {
    let (mut statistic, mut p) = (Worst::within(1e-12), Worst::within(1e-12));
    for case in golden!("contingency") {
        let rows: Vec<Vec<f64>> = case["counts"]
            .as_array()
            .expect("rows")
            .iter()
            .map(numbers)
            .collect();
        let counts = Array2::from_shape_fn((rows.len(), rows[0].len()), |(r, c)| rows[r][c]);
        let found = contingency::homogeneity(&counts).expect("two groups");
        statistic.see(found.statistic, number(&case["statistic"]), &case["counts"]);
        p.see(found.p, number(&case["p"]), &case["counts"]);
        assert_eq!(found.degrees, whole(&case["degrees"]));
        assert!(relative(found.minimum_expected, number(&case["minimum_expected"])) < 1e-15);
    }
    statistic.check("chi-square statistic");
    p.check("chi-square p");
}

#[test]
fn fisher_exact() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("fisher") {
        let t: Vec<u64> = case["table"]
            .as_array()
            .expect("a table")
            .iter()
            .map(whole)
            .collect();
        worst.see(
            fisher::two_sided(t[0], t[1], t[2], t[3]),
            number(&case["p"]),
            &case["table"],
        );
    }
    worst.check("Fisher");
}

#[test]
fn proportions() {
    let (mut p, mut statistic) = (Worst::within(1e-11), Worst::within(1e-12));
    for case in golden!("proportion") {
        let share = |side: &str| Share {
            count: whole(&case[side][0]),
            rows: whole(&case[side][1]),
        };
        let (reference, current) = (share("reference"), share("current"));
        let confidence = number(&case["confidence"]);
        let found = proportion::difference(reference, current, confidence).expect("both have rows");
        let wilson = proportion::wilson(reference, confidence).expect("rows");
        for (found, expected) in [
            (found.interval.lower, &case["newcombe"][0]),
            (found.interval.upper, &case["newcombe"][1]),
            (wilson.lower, &case["wilson"][0]),
            (wilson.upper, &case["wilson"][1]),
        ] {
            assert!(
                (found - number(expected)).abs() < 1e-14,
                "{found} instead of {case}"
            );
        }
        p.see(found.p, number(&case["p"]), &case);
        match (found.statistic, &case["statistic"]) {
            (None, Value::Null) => assert_eq!(found.method, proportion::Method::Fisher),
            (Some(z2), expected) => statistic.see(z2, number(expected), &case),
            (None, expected) => panic!("no score test instead of {expected}"),
        }
    }
    p.check("difference of proportions, p");
    statistic.check("difference of proportions, z²");
}

#[test]
fn benjamini_hochberg() {
    for case in golden!("benjamini_hochberg") {
        let p: Vec<Option<f64>> = numbers(&case["p"]).into_iter().map(Some).collect();
        let q = correction::benjamini_hochberg(&p);
        for (found, expected) in q.iter().zip(numbers(&case["q"])) {
            assert!(relative(found.expect("tested"), expected) < 1e-15, "{q:?}");
        }
        // Untested columns in between change nothing.
        let mut gaps = vec![None];
        gaps.extend(p.iter().flat_map(|&p| [p, None]));
        let with_gaps = correction::benjamini_hochberg(&gaps);
        let tested: Vec<Option<f64>> = with_gaps.iter().copied().filter(Option::is_some).collect();
        assert_eq!(tested, q);
        assert_eq!(with_gaps.len(), gaps.len());
    }
}

#[test]
fn summaries() {
    for case in golden!("summary") {
        let values = numbers(&case["values"]);
        let found = summary::summarise(&values).expect("values");
        assert!(
            relative(found.mean.expect("finite"), number(&case["mean"])) < 1e-15,
            "{found:?}"
        );
        match (found.standard_deviation, &case["standard_deviation"]) {
            (None, Value::Null) => assert_eq!(values.len(), 1),
            (found, expected) => {
                assert!(
                    relative(found.expect("finite"), number(expected)) < 1e-14,
                    "{found:?} {case}"
                );
            }
        }
        let shares = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0];
        for (share, expected) in shares.into_iter().zip(numbers(&case["quantiles"])) {
            let found = quantile::quantile(&values, share).expect("values");
            assert!(
                relative(found, expected) <= 1e-15,
                "{share} of {case}: {found}"
            );
        }
    }
}
