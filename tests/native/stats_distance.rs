//! Distances of distributions and other tools' bins: golden values and properties.

use driftglass::stats::distance::{compatibility, probability, quantile_bins};
use proptest::prelude::*;

use crate::stats_golden::{Worst, golden, number, numbers, sample, whole};

#[test]
fn binned_distances() {
    let (mut ours, mut theirs) = (Worst::within(1e-11), Worst::within(1e-11));
    for case in golden!("binned_distances") {
        let (x, y) = (sample(&case["reference"]), sample(&case["current"]));
        let (p, q) = compatibility::evidently_bins(&x, &y).expect("finite values");
        let (pieces_x, pieces_y) = compatibility::tfdv_bins(&x, &y).expect("finite values");
        for (key, found) in [
            ("evidently_psi", compatibility::evidently_psi(&p, &q)),
            (
                "evidently_kl",
                compatibility::evidently_kullback_leibler(&p, &q),
            ),
            (
                "evidently_js",
                compatibility::evidently_jensen_shannon(&p, &q),
            ),
            (
                "evidently_wasserstein",
                compatibility::evidently_wasserstein(&x, &y),
            ),
            ("nannyml_js", compatibility::nannyml_jensen_shannon(&x, &y)),
            (
                "tfdv_js",
                compatibility::tfdv_jensen_shannon(&pieces_x, &pieces_y),
            ),
            (
                "deepchecks_emd",
                compatibility::deepchecks_earth_mover(&x, &y),
            ),
        ] {
            let (found, expected) = (found.expect(key), number(&case[key]));
            // Equal samples: what rounding leaves of zero differs.
            if (found - expected).abs() > 1e-14 {
                theirs.see(found, expected, format!("{key} of {}", case["name"]));
            }
        }
        let found = quantile_bins::stability(&x, 3, &y, 7).expect("values");
        ours.see(found.value, number(&case["psi"]), &case["name"]);
        assert_eq!(
            found.bins as u64,
            whole(&case["psi_bins"]),
            "{}",
            case["name"]
        );
        ours.see(
            found.noise_floor.expect("bins"),
            number(&case["psi_floor"]),
            &case["name"],
        );
    }
    theirs.check("other tools' distances");
    ours.check("stability index");
}

#[test]
fn probability_distances() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("probability_distances") {
        let (p, q) = (numbers(&case["p"]), numbers(&case["q"]));
        let js = probability::jensen_shannon(&p, &q).expect("probabilities");
        for (key, found) in [
            (
                "kl",
                probability::kullback_leibler(&p, &q).expect("probabilities"),
            ),
            ("js", js),
            ("js2", js / std::f64::consts::LN_2.sqrt()),
            (
                "hellinger",
                probability::hellinger(&p, &q).expect("probabilities"),
            ),
        ] {
            worst.see(
                found,
                number(&case[key]),
                format!("{key} of {p:?} and {q:?}"),
            );
        }
    }
    worst.check("distances of probabilities");
    for (p, q) in [
        (vec![], vec![]),
        (vec![1.0], vec![1.0, 2.0]),
        (vec![0.0], vec![1.0]),
        (vec![-1.0, 2.0], vec![1.0, 1.0]),
        (vec![f64::NAN], vec![1.0]),
    ] {
        assert_eq!(probability::kullback_leibler(&p, &q), None);
        assert_eq!(probability::jensen_shannon(&p, &q), None);
        assert_eq!(probability::hellinger(&p, &q), None);
        assert_eq!(probability::stability_index(&p, &q), None);
    }
}

#[test]
fn one_outlier_hides_nothing_from_our_index_but_from_sturges_bins() {
    let x: Vec<f64> = (0..1000).map(|i| f64::from(i) / 1000.0).collect();
    let y: Vec<f64> = x.iter().map(|v| v + 0.2).collect();
    let mut hit = y.clone();
    hit.push(1e6);
    let ours = |y: &[f64]| quantile_bins::stability(&x, 0, y, 0).expect("values").value;
    assert!((ours(&hit) / ours(&y) - 1.0).abs() < 0.01);
    let theirs = |y: &[f64]| {
        let (p, q) = compatibility::evidently_bins(&x, y).expect("values");
        compatibility::evidently_psi(&p, &q).expect("shares")
    };
    assert!(
        theirs(&y) > 0.5 && theirs(&hit) < 0.02,
        "{} {}",
        theirs(&y),
        theirs(&hit)
    );
}

#[test]
fn odd_samples_have_bins_or_none() {
    let inf = f64::INFINITY;
    let samples: [&[f64]; 7] = [
        &[],
        &[1.0],
        &[2.0, 2.0, 2.0],
        &[-inf, 1.0, inf],
        &[inf, inf],
        &[-1.7e308, 1.7e308],
        &[1.0, 2.0, 3.0, 4.0],
    ];
    for x in samples {
        for y in samples {
            if let Some(found) = quantile_bins::stability(x, 0, y, 0) {
                assert!(found.value.is_finite() && found.value >= 0.0);
            }
            for found in [
                compatibility::nannyml_jensen_shannon(x, y),
                compatibility::deepchecks_earth_mover(x, y),
            ]
            .into_iter()
            .flatten()
            {
                assert!(found >= 0.0);
            }
            for (p, q) in [
                compatibility::evidently_bins(x, y),
                compatibility::tfdv_bins(x, y),
            ]
            .into_iter()
            .flatten()
            {
                assert_eq!(p.len(), q.len());
            }
        }
    }
    assert_eq!(quantile_bins::stability(&[], 5, &[1.0], 0), None);
    assert!(
        quantile_bins::stability(&[1.0, 2.0], 0, &[], 9)
            .expect("all missing")
            .value
            > 1.0
    );
    assert_eq!(
        compatibility::tfdv_bins(&[3.0], &[3.0]),
        Some((vec![1.0], vec![1.0]))
    );
}

proptest! {
    #[test]
    fn distances_are_distances(pairs in prop::collection::vec((0.0_f64..5.0, 0.0_f64..5.0), 1..20)) {
        let (p, q): (Vec<f64>, Vec<f64>) = pairs.into_iter().map(|(a, b)| (a + 1e-3, b + 1e-3)).unzip();
        for distance in [probability::jensen_shannon, probability::hellinger, probability::stability_index] {
            let (there, back) = (distance(&p, &q).unwrap(), distance(&q, &p).unwrap());
            prop_assert!(there >= 0.0 && (there - back).abs() < 1e-12);
            prop_assert!(distance(&p, &p).unwrap() < 1e-7);
        }
        let js = probability::jensen_shannon(&p, &q).unwrap();
        prop_assert!(js <= std::f64::consts::LN_2.sqrt() + 1e-12);
        prop_assert!(probability::hellinger(&p, &q).unwrap() <= 1.0);
        prop_assert!(probability::kullback_leibler(&p, &q).unwrap() >= 0.0);
    }

    #[test]
    fn bins_hold_every_row(x in prop::collection::vec(-20_i32..20, 1..80), y in prop::collection::vec(-40_i32..40, 0..80)) {
        let sorted = |v: &[i32]| { let mut v: Vec<f64> = v.iter().copied().map(f64::from).collect(); v.sort_unstable_by(f64::total_cmp); v };
        let (x, y) = (sorted(&x), sorted(&y));
        let bins = quantile_bins::QuantileBins::of(&x, 10).unwrap();
        prop_assert_eq!(bins.counts(&x).iter().sum::<u64>() as usize, x.len());
        prop_assert_eq!(bins.counts(&y).iter().sum::<u64>() as usize, y.len());
        let counts = bins.counts(&x);
        prop_assert_eq!((counts[0], *counts.last().unwrap()), (0, 0));
    }
}
