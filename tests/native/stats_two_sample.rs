//! The selectable two-sample tests and the tests on counts: golden values, properties, edge cases.

use driftglass::stats::two_sample::{
    anderson_darling, brunner_munzel, cramer_von_mises, distance, epps_singleton, kuiper,
    mann_whitney, welch,
};
use driftglass::stats::{
    chi_square, contingency, correction, monte_carlo, proportion, student, variation,
};
use ndarray::Array2;
use proptest::prelude::*;
use serde_json::Value;

use crate::stats_golden::{Worst, golden, number, numbers, relative, sample, whole};

/// Compares to `tolerance` relative, or absolute for a value that is zero but for rounding.
fn near(worst: &mut Worst, found: f64, case: &Value, key: &str) {
    let expected = number(&case[key]);
    if (found - expected).abs() > 1e-15 {
        worst.see(found, expected, format!("{key} of {}", case["name"]));
    }
}

#[test]
fn two_samples() {
    let (mut statistic, mut p) = (Worst::within(5e-10), Worst::within(1e-10));
    let (mut limit, mut far) = (Worst::within(1e-11), 0.0_f64);
    for case in golden!("two_sample_pairs") {
        let (x, y) = (sample(&case["reference"]), sample(&case["current"]));

        let found = cramer_von_mises::test(&x, &y).expect("values");
        near(&mut statistic, found.statistic, &case, "cvm");
        // scipy's series stops at terms of 1e-7.
        far = far.max((found.p - number(&case["cvm_p"])).abs());
        match &case["cvm_tail"] {
            Value::Null => near(&mut p, found.p, &case, "cvm_p"),
            _ => near(&mut limit, found.p, &case, "cvm_tail"),
        }

        let found = anderson_darling::test(&x, &y).expect("values");
        near(&mut statistic, found.statistic, &case, "ad");
        near(&mut p, found.capped_p, &case, "ad_capped");
        near(&mut limit, found.p, &case, "ad_tail");

        let found = kuiper::test(&x, &y).expect("values");
        near(&mut statistic, found.statistic, &case, "kuiper");
        near(&mut p, found.p, &case, "kuiper_p");

        let found = mann_whitney::test(&x, &y).expect("values");
        near(&mut statistic, found.statistic, &case, "mwu");
        near(&mut p, found.p, &case, "mwu_p");
        assert_eq!(
            found.method == mann_whitney::Method::Exact,
            case["mwu_exact"] == true
        );
        assert_eq!(
            found.common_language,
            found.statistic / (x.len() * y.len()) as f64
        );

        match brunner_munzel::test(&x, &y) {
            None => assert!(case["bm"].is_null(), "{}", case["name"]),
            Some(found) => {
                near(&mut statistic, found.statistic, &case, "bm");
                near(&mut p, found.p, &case, "bm_p");
            }
        }

        let found = welch::test(&x, &y).expect("values");
        near(&mut statistic, found.statistic, &case, "welch");
        near(&mut statistic, found.degrees, &case, "welch_df");
        near(&mut p, found.p, &case, "welch_p");

        let found = epps_singleton::test(&x, &y).expect("values");
        near(&mut statistic, found.statistic, &case, "es");
        near(&mut p, found.p, &case, "es_p");

        let found = distance::wasserstein(&x, &y).expect("finite");
        near(&mut statistic, found, &case, "wasserstein");
        let found = distance::energy(&x, &y).expect("finite");
        near(&mut statistic, found, &case, "energy");
    }
    statistic.check("two-sample statistics");
    p.check("two-sample p");
    limit.check("limit laws of Cramér–von Mises and Anderson–Darling");
    assert!(far < 1e-6, "Cramér–von Mises p is {far} from scipy's");
}

#[test]
fn student_tails() {
    let mut worst = Worst::within(2e-11);
    for case in golden!("student") {
        let (t, degrees) = (number(&case["t"]), number(&case["degrees"]));
        let found = student::two_sided(t, degrees).expect("defined");
        worst.see(
            found,
            number(&case["p"]),
            format!("t = {t}, {degrees} degrees"),
        );
        assert_eq!(student::two_sided(-t, degrees), Some(found));
    }
    worst.check("Student's t");
    assert_eq!(student::two_sided(f64::INFINITY, 3.0), Some(0.0));
    assert_eq!(student::two_sided(0.0, 3.0), Some(1.0));
    assert_eq!(student::two_sided(1.0, 0.0), None);
    assert_eq!(student::two_sided(f64::NAN, 3.0), None);
    let p = student::two_sided(1.959_963_984_540_054, f64::INFINITY).expect("normal");
    assert!((p - 0.05).abs() < 1e-15);
}

#[test]
fn tests_on_counts() {
    let (mut statistic, mut p) = (Worst::within(1e-10), Worst::within(1e-10));
    for case in golden!("counts") {
        let rows: Vec<Vec<u64>> = (0..2)
            .map(|i| {
                case["counts"][i]
                    .as_array()
                    .expect("row")
                    .iter()
                    .map(whole)
                    .collect()
            })
            .collect();
        let counts = Array2::from_shape_fn((2, rows[0].len()), |(r, c)| rows[r][c] as f64);
        let g = contingency::likelihood_ratio(&counts).expect("two levels");
        near(&mut statistic, g.statistic, &case, "g");
        near(&mut p, g.p, &case, "g_p");
        let share = |side: usize| proportion::Share {
            count: rows[side][0],
            rows: rows[side].iter().sum(),
        };
        let (z, z_p) = proportion::z_test(share(0), share(1)).expect("both values");
        near(&mut statistic, z, &case, "z");
        near(&mut p, z_p, &case, "z_p");
        let change = variation::largest_change(&rows[0], &rows[1]).expect("rows");
        near(&mut statistic, change, &case, "largest_change");
    }
    statistic.check("statistics of counts");
    p.check("p of counts");
    let none = proportion::Share { count: 0, rows: 5 };
    assert_eq!(proportion::z_test(none, none), None);
    assert_eq!(variation::largest_change(&[1], &[1, 2]), None);
}

#[test]
fn simulated_exact_chi_square() {
    for case in golden!("monte_carlo") {
        let side = |name: &str| -> Vec<u64> {
            case[name]
                .as_array()
                .expect("counts")
                .iter()
                .map(whole)
                .collect()
        };
        let (x, y) = (side("reference"), side("current"));
        let exact = number(&case["p"]);
        for seed in 0..4 {
            let found = monte_carlo::homogeneity(&x, &y, 20_000, seed).expect("two levels");
            assert!(relative(found.statistic, number(&case["statistic"])) < 1e-12);
            let error = (exact * (1.0 - exact) / found.draws as f64).sqrt();
            assert!(
                (found.p - exact).abs() < 4.0 * error + 2.0 / found.draws as f64,
                "{found:?}, exact {exact}"
            );
        }
        // A level that nobody has and the order of the levels change nothing.
        let turned =
            |side: &[u64]| [&[0], &side.iter().rev().copied().collect::<Vec<u64>>()[..]].concat();
        let (a, b) = (
            monte_carlo::homogeneity(&x, &y, 999, 7),
            monte_carlo::homogeneity(&turned(&x), &turned(&y), 999, 7),
        );
        assert_eq!(
            a.map(|found| (found.p, found.draws)),
            b.map(|found| (found.p, found.draws))
        );
    }
    assert_eq!(monte_carlo::homogeneity(&[3, 0], &[4, 0], 99, 1), None);
    assert_eq!(monte_carlo::homogeneity(&[0, 0], &[4, 1], 99, 1), None);
    assert_eq!(monte_carlo::homogeneity(&[1, 2], &[4, 1], 0, 1), None);
    assert_eq!(monte_carlo::homogeneity(&[1, 2], &[4], 99, 1), None);
}

#[test]
fn family_corrections() {
    for case in golden!("corrections") {
        let p: Vec<Option<f64>> = numbers(&case["p"]).into_iter().map(Some).collect();
        for (name, correct) in [
            (
                "bonferroni",
                correction::bonferroni as fn(&[Option<f64>]) -> Vec<Option<f64>>,
            ),
            ("holm", correction::holm),
            ("benjamini_yekutieli", correction::benjamini_yekutieli),
        ] {
            for (found, expected) in correct(&p).into_iter().zip(numbers(&case[name])) {
                assert!(
                    relative(found.expect("tested"), expected) < 2e-15,
                    "{name}: {case}"
                );
            }
            let mut gaps: Vec<Option<f64>> = p.iter().flat_map(|&p| [None, p]).collect();
            gaps.push(Some(f64::NAN));
            let tested: Vec<Option<f64>> =
                correct(&gaps).into_iter().filter(Option::is_some).collect();
            assert_eq!(tested, correct(&p));
        }
    }
}

#[test]
fn odd_samples_have_answers_or_none() {
    let inf = f64::INFINITY;
    let samples: [&[f64]; 8] = [
        &[],
        &[1.0],
        &[1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        &[-inf, -inf, 0.0, 1.0, 2.0, inf],
        &[inf, inf, inf, inf, inf],
        &[-1.7e308, -1.0, 0.0, 1.0, 2.0, 1.7e308],
        &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        &[5e-324, 1e-320, 2e-320, 3e-320, 1e-319],
    ];
    let valid = |p: f64| assert!((0.0..=1.0).contains(&p), "{p}");
    for x in samples {
        for y in samples {
            for found in [
                cramer_von_mises::test(x, y),
                kuiper::test(x, y),
                brunner_munzel::test(x, y),
                epps_singleton::test(x, y),
            ]
            .into_iter()
            .flatten()
            {
                valid(found.p);
                assert!(found.statistic.is_finite());
            }
            if let Some(found) = anderson_darling::test(x, y) {
                valid(found.p);
                valid(found.capped_p);
            }
            if let Some(found) = welch::test(x, y) {
                valid(found.p);
            }
            match mann_whitney::test(x, y) {
                None => assert!(x.is_empty() || y.is_empty()),
                Some(found) => valid(found.p),
            }
            for found in [distance::wasserstein(x, y), distance::energy(x, y)]
                .into_iter()
                .flatten()
            {
                assert!(found >= 0.0 && found.is_finite());
            }
        }
    }
    assert_eq!(distance::wasserstein(samples[3], samples[3]), Some(0.0));
    assert_eq!(distance::wasserstein(samples[3], samples[6]), None);
    assert_eq!(welch::test(samples[2], samples[2]), None);
    assert_eq!(brunner_munzel::test(&[1.0, 2.0], &[3.0, 4.0]), None);
    assert_eq!(epps_singleton::test(samples[2], samples[2]), None);
    assert_eq!(anderson_darling::test(samples[2], samples[2]), None);
    assert_eq!(
        mann_whitney::test(samples[2], samples[2]).map(|found| found.p),
        Some(1.0)
    );
}

fn sorted(values: &[i32], scale: f64) -> Vec<f64> {
    let mut values: Vec<f64> = values.iter().map(|&x| f64::from(x) * scale).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

proptest! {
    #[test]
    fn tests_do_not_depend_on_which_side_comes_first(
        x in prop::collection::vec(-30_i32..30, 5..60),
        y in prop::collection::vec(-30_i32..30, 5..60),
    ) {
        let (x, y) = (sorted(&x, 1.0), sorted(&y, 1.0));
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1e-3);
        let pairs = [
            (cramer_von_mises::test(&x, &y), cramer_von_mises::test(&y, &x)),
            (kuiper::test(&x, &y), kuiper::test(&y, &x)),
        ];
        for (a, b) in pairs {
            let (a, b) = (a.unwrap(), b.unwrap());
            prop_assert!(same(a.statistic, b.statistic) && same(a.p, b.p), "{:?} {:?}", a, b);
        }
        match (anderson_darling::test(&x, &y), anderson_darling::test(&y, &x)) {
            (Some(a), Some(b)) => prop_assert!(same(a.statistic, b.statistic) && same(a.p, b.p)),
            (a, b) => prop_assert_eq!(a, b),
        }
        let (a, b) = (mann_whitney::test(&x, &y).unwrap(), mann_whitney::test(&y, &x).unwrap());
        prop_assert!((a.common_language + b.common_language - 1.0).abs() < 1e-15);
        prop_assert!(same(a.p, b.p));
        match (brunner_munzel::test(&x, &y), brunner_munzel::test(&y, &x)) {
            (Some(a), Some(b)) => prop_assert!(same(a.statistic, -b.statistic) && same(a.p, b.p)),
            (a, b) => prop_assert_eq!(a, b),
        }
        match (welch::test(&x, &y), welch::test(&y, &x)) {
            (Some(a), Some(b)) => prop_assert!(same(a.statistic, -b.statistic) && same(a.p, b.p)),
            (a, b) => prop_assert_eq!(a, b),
        }
        prop_assert_eq!(distance::energy(&x, &y), distance::energy(&y, &x));
    }

    #[test]
    fn rank_tests_see_only_the_order(
        x in prop::collection::vec(-30_i32..30, 5..40),
        y in prop::collection::vec(-30_i32..30, 5..40),
    ) {
        let (a, b) = (sorted(&x, 1.0), sorted(&y, 1.0));
        let cube = |v: &[f64]| v.iter().map(|v| v * v * v + 5.0).collect::<Vec<f64>>();
        prop_assert_eq!(cramer_von_mises::test(&a, &b), cramer_von_mises::test(&cube(&a), &cube(&b)));
        prop_assert_eq!(kuiper::test(&a, &b), kuiper::test(&cube(&a), &cube(&b)));
        prop_assert_eq!(mann_whitney::test(&a, &b), mann_whitney::test(&cube(&a), &cube(&b)));
        prop_assert_eq!(brunner_munzel::test(&a, &b), brunner_munzel::test(&cube(&a), &cube(&b)));
    }

    #[test]
    fn wasserstein_is_a_distance_that_scales(
        x in prop::collection::vec(-300_i32..300, 1..40),
        y in prop::collection::vec(-300_i32..300, 1..40),
        z in prop::collection::vec(-300_i32..300, 1..40),
        shift in -50_i32..50,
    ) {
        let (a, b, c) = (sorted(&x, 1.0), sorted(&y, 1.0), sorted(&z, 1.0));
        let w = |a: &[f64], b: &[f64]| distance::wasserstein(a, b).unwrap();
        prop_assert!((w(&a, &b) - w(&b, &a)).abs() < 1e-9);
        prop_assert!(w(&a, &c) <= w(&a, &b) + w(&b, &c) + 1e-9);
        prop_assert_eq!(w(&a, &a), 0.0);
        let moved: Vec<f64> = a.iter().map(|v| v + f64::from(shift)).collect();
        prop_assert!((w(&a, &moved) - f64::from(shift.abs())).abs() < 1e-9);
        prop_assert!((w(&sorted(&x, 4.0), &sorted(&y, 4.0)) - 4.0 * w(&a, &b)).abs() < 1e-9);
        let energy = distance::energy(&a, &b).unwrap();
        prop_assert!(energy * energy <= 2.0 * w(&a, &b) + 1e-9);
    }

    #[test]
    fn corrections_stand_in_order(p in prop::collection::vec(0.0_f64..1.0, 1..30)) {
        let p: Vec<Option<f64>> = p.into_iter().map(Some).collect();
        let (bonferroni, holm) = (correction::bonferroni(&p), correction::holm(&p));
        let (bh, by) = (correction::benjamini_hochberg(&p), correction::benjamini_yekutieli(&p));
        for i in 0..p.len() {
            let [p, bh, by, holm, bonferroni] = [p[i], bh[i], by[i], holm[i], bonferroni[i]].map(Option::unwrap);
            prop_assert!(p <= bh + 1e-15 && bh <= by && bh <= holm + 1e-15 && holm <= bonferroni && bonferroni <= 1.0);
        }
    }

    #[test]
    fn chi_square_quantiles_invert_the_tail(p in 1e-6_f64..0.999, degrees in 1_u64..400) {
        let x = chi_square::upper_quantile(p, degrees).unwrap();
        prop_assert!((chi_square::sf(x, degrees).unwrap() / p - 1.0).abs() < 1e-10);
    }
}
