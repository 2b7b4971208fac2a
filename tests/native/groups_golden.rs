//! Metrics of many groups, bootstrap intervals, inequality and association against scikit-learn and scipy
//! (`tests/golden/generate/groups.py`).

use driftglass::stats::association::{cramers_v, eta_squared, mutual_information};
use driftglass::stats::groups::confusion::{Rate, count};
use driftglass::stats::groups::scores::SortedScores;
use driftglass::stats::groups::{bca, calibration, mean, ranking};
use driftglass::stats::inequality::entropy;
use serde_json::Value;

use crate::stats_golden::{Worst, golden, number, numbers, whole};

/// Group, label and score of each row.
pub struct Rows {
    pub groups: Vec<u32>,
    pub labels: Vec<u8>,
    pub scores: Vec<f64>,
}

/// The formulae of `rows` in the script.
pub fn rows(case: &Value) -> Rows {
    let (n, a, b, steps) = (
        whole(&case["count"]),
        whole(&case["a"]),
        whole(&case["b"]),
        whole(&case["steps"]),
    );
    let group = |i: u64| (a * i + i * i / 7) % 3;
    let label = |i: u64| u64::from((b * i * i + 3 * i) % 101 < 40 + 10 * group(i));
    let score = |i: u64| ((i * i * b + a * i) % 997 + 300 * label(i)) * steps / 1300;
    Rows {
        groups: (0..n).map(|i| group(i) as u32).collect(),
        labels: (0..n).map(|i| label(i) as u8).collect(),
        scores: (0..n).map(|i| score(i) as f64 / steps as f64).collect(),
    }
}

#[test]
fn metrics_of_groups() {
    let mut worst = Worst::within(1e-12);
    let mut compared = 0;
    for case in golden!("groups") {
        let Rows {
            groups,
            labels,
            scores,
        } = rows(&case);
        let decisions: Vec<u8> = scores.iter().map(|s| u8::from(*s >= 0.5)).collect();
        let table = count(&groups, 3, Some(&labels), Some(&decisions)).expect("equal lengths");
        let sorted = SortedScores::of(&groups, 3, &labels, &scores).expect("equal lengths");
        let moments = |value: &dyn Fn(usize) -> f64| mean::moments(&groups, 3, value);
        let loss = moments(&|i| mean::log_loss(labels[i], scores[i]));
        let brier = moments(&|i| mean::brier(labels[i], scores[i]));
        let absolute = moments(&|i| (f64::from(labels[i]) - scores[i]).abs());
        for (group, expected) in case["groups"]
            .as_array()
            .expect("groups")
            .iter()
            .enumerate()
        {
            if expected.is_null() {
                continue;
            }
            let place = format!("group {group} of {}", case["count"]);
            let mut see = |found: Option<f64>, key: &str| {
                let found = found.unwrap_or_else(|| panic!("{key} {place}"));
                worst.see(found, number(&expected[key]), format!("{key} {place}"));
                compared += 1;
            };
            let by_label = sorted.group(group);
            let area = ranking::area(by_label).expect("both labels");
            see(Some(area.value), "auc");
            see(area.variance, "variance");
            see(ranking::average_precision(by_label), "ap");
            let loss = loss[group].expect("rows");
            see(Some(loss.mean), "log_loss");
            see(Some(loss.skewness), "loss_skewness");
            see(loss.error_squared().map(f64::sqrt), "loss_error");
            let brier = brier[group].expect("rows");
            see(Some(brier.mean), "brier");
            see(Some(brier.mean.sqrt()), "rmse");
            see(absolute[group].map(|m| m.mean), "mae");
            let cells = &table[group];
            see(cells.share(Rate::Selection).value(), "selection");
            see(cells.share(Rate::Base).value(), "base");
            see(cells.share(Rate::TruePositive).value(), "tpr");
            if !expected["precision"].is_null() {
                see(cells.share(Rate::PositivePredictive).value(), "precision");
            }
            see(cells.share(Rate::Accuracy).value(), "accuracy");
            see(cells.balanced_accuracy(), "balanced");
            see(cells.f1(), "f1");
            let bins = calibration::reliability(by_label, 5, 0.95).expect("scores in [0, 1]");
            let points = expected["points"].as_array().expect("points");
            assert_eq!(bins.len(), points.len(), "{place}");
            for (bin, point) in bins.iter().zip(points) {
                let point = numbers(point);
                assert_eq!(bin.rows as f64, point[0], "{place}");
                worst.see(bin.rate, point[1], format!("rate {place}"));
                worst.see(bin.score, point[2], format!("score {place}"));
            }
            if let Some(found) = calibration::expected_error(&bins, 0.95) {
                let mut see = |found: f64, key: &str| {
                    let expected = number(&expected[key]);
                    if (found - expected).abs() > 1e-15 {
                        worst.see(found, expected, format!("{key} {place}"));
                    }
                };
                see(found.plain, "ece");
                see(found.debiased, "ece_debiased");
                assert!(found.interval.contains(found.debiased), "{found:?}");
            }
        }
    }
    assert!(compared > 200, "{compared}");
    worst.check("metrics of groups");
}

#[test]
fn bootstrap_intervals() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("bca") {
        if let Some(two) = case.get("two") {
            let counts: Vec<Vec<f64>> = two.as_array().expect("two").iter().map(numbers).collect();
            let rate = |a: f64, b: f64| b / (a + b);
            let ratio = |x: &[f64], y: &[f64]| rate(x[0], x[1]) / rate(y[0], y[1]);
            let (x, y) = (&counts[0], &counts[1]);
            let without = |v: &[f64], cell: usize| {
                let mut v = v.to_vec();
                v[cell] -= 1.0;
                v
            };
            let strata = [
                (0..2)
                    .map(|i| (ratio(&without(x, i), y), x[i] as u64))
                    .collect(),
                (0..2)
                    .map(|i| (ratio(x, &without(y, i)), y[i] as u64))
                    .collect(),
            ];
            worst.see(
                bca::acceleration(&strata),
                number(&case["acceleration"]),
                "two samples",
            );
            continue;
        }
        let counts: Vec<u64> = case["counts"]
            .as_array()
            .expect("counts")
            .iter()
            .map(whole)
            .collect();
        let n = (counts[0] + counts[1]) as f64;
        let drawn: Vec<Option<f64>> = numbers(&case["drawn"])
            .iter()
            .map(|d| Some(d / n))
            .collect();
        let hits = counts[1] as f64;
        let without = vec![
            (hits / (n - 1.0), counts[0]),
            ((hits - 1.0) / (n - 1.0), counts[1]),
        ];
        let acceleration = bca::acceleration(&[without]);
        worst.see(acceleration, number(&case["acceleration"]), "acceleration");
        let found = bca::interval(hits / n, &drawn, acceleration, 0.95).expect("values");
        let interval = found.interval.expect("both sides");
        let expected = numbers(&case["interval"]);
        worst.see(interval.lower, expected[0], format!("lower {counts:?}"));
        worst.see(interval.upper, expected[1], format!("upper {counts:?}"));
        worst.see(found.error.expect("draws"), number(&case["error"]), "error");
    }
    worst.check("BCa");
}

#[test]
fn inequality_indices() {
    let mut worst = Worst::within(1e-12);
    for case in golden!("inequality") {
        let groups: Vec<Vec<(f64, f64)>> = case["groups"]
            .as_array()
            .expect("groups")
            .iter()
            .map(|g| {
                numbers(g)
                    .into_iter()
                    .enumerate()
                    .map(|(b, c)| (b as f64, c))
                    .collect()
            })
            .collect();
        let found = entropy(&groups, number(&case["alpha"])).expect("benefits");
        worst.see(found.whole, number(&case["whole"]), "whole");
        let between = number(&case["between"]);
        assert!((found.between - between).abs() < 1e-14, "{case}");
        assert!(found.within >= -1e-15 && found.between >= -1e-15);
    }
    worst.check("inequality");
    // A benefit of 0 has no mean log deviation.
    assert_eq!(entropy(&[vec![(0.0, 1.0), (1.0, 1.0)]], 0.0), None);
    assert_eq!(entropy(&[vec![(0.0, 3.0)]], 2.0), None);
}

#[test]
fn associations() {
    let mut point = Worst::within(1e-12);
    let mut ends = Worst::within(1e-6);
    for case in golden!("association") {
        let table: Vec<Vec<u64>> = case["table"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|r| r.as_array().expect("counts").iter().map(whole).collect())
            .collect();
        let n = table.iter().flatten().sum::<u64>() as f64;
        let degrees = ((table.len() - 1) * (table[0].len() - 1)) as f64;
        let most = (table.len().min(table[0].len()) - 1) as f64;
        let v = cramers_v(&table, 0.95).expect("a table");
        let mi = mutual_information(&table, 0.95).expect("a table");
        point.see(v.plain, number(&case["v"]), "V");
        if number(&case["corrected"]) > 0.0 {
            point.see(v.corrected, number(&case["corrected"]), "V, corrected");
        } else {
            assert_eq!(v.corrected, 0.0);
        }
        assert!((mi.plain - number(&case["mi"])).abs() < 1e-14, "{table:?}");
        // Either end is the wider of the noncentral and the delta one; the lower is the noncentral one where the other is 0.
        for (found, square, noncentrality, spread, scale) in [
            (
                v.interval,
                v.plain * v.plain * most,
                "chi2_noncentrality",
                "phi2_spread",
                most,
            ),
            (
                mi.interval,
                2.0 * mi.plain,
                "g_noncentrality",
                "twice_mi_spread",
                2.0,
            ),
        ] {
            let near = numbers(&case[noncentrality]);
            let centre = (square - degrees / n).max(0.0);
            let reach = 1.959_963_984_540_054 * (number(&case[spread]) / n).sqrt();
            let lower = if centre > reach {
                (near[0] / n).min(centre - reach) / scale
            } else {
                near[0] / n / scale
            };
            let upper = (near[1] / n).max(centre + reach) / scale;
            let of = |end: f64| {
                if scale == 2.0 && square == 2.0 * mi.plain {
                    end
                } else {
                    end * end
                }
            };
            let (lower_found, upper_found) = (of(found.lower), of(found.upper));
            if lower > 1e-9 {
                ends.see(
                    lower_found,
                    lower,
                    format!("lower {noncentrality} {table:?}"),
                );
            } else {
                assert!(lower_found < 1e-8, "{noncentrality} {table:?}");
            }
            if noncentrality != "chi2_noncentrality" || upper < 1.0 {
                ends.see(
                    upper_found,
                    upper,
                    format!("upper {noncentrality} {table:?}"),
                );
            }
        }
    }
    for case in golden!("eta_squared") {
        let Rows { groups, scores, .. } = rows(&case);
        let found = eta_squared(&groups, 3, |row| scores[row], 0.95).expect("groups");
        point.see(found.plain, number(&case["eta"]), "eta squared");
        assert!((found.corrected - number(&case["epsilon"])).abs() < 1e-13);
        let near = numbers(&case["noncentrality"]);
        let share = |x: f64| x / (x + scores.len() as f64);
        assert!(
            found.interval.lower <= share(near[0]) + 1e-9,
            "{found:?} {near:?}"
        );
        assert!(
            found.interval.upper >= share(near[1]) - 1e-9,
            "{found:?} {near:?}"
        );
        assert!(found.interval.contains(found.corrected));
    }
    point.check("association");
    ends.check("ends of association intervals");
}
