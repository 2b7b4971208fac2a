//! Gradient boosting: against scikit-learn's on made data, the same whatever the order of rows, sound on odd input.

use driftglass::model::{Dataset, Loss, Model, Settings, Source, Task, Values, train};
use driftglass::stats::random::Random;
use serde_json::Value;

const GOLDEN: &str = include_str!("../golden/model/boosting.json");
const LEARN: usize = 3000;
const TEST: usize = 2000;

/// The data of `generate/model.py`.
struct Sample {
    numbers: Vec<Vec<f64>>,
    levels: Vec<u32>,
    any_level: bool,
    target: Vec<f64>,
    coin: Vec<f64>,
}

fn sample(seed: u64, steps: f64, missing: f64, levels: f64) -> Sample {
    let mut random = Random::new(seed);
    let mut out = Sample {
        numbers: vec![Vec::new(); 5],
        levels: Vec::new(),
        any_level: levels > 0.0,
        target: Vec::new(),
        coin: Vec::new(),
    };
    for _ in 0..LEARN + TEST {
        let mut x: Vec<f64> = (0..5).map(|_| random.uniform()).collect();
        if steps > 0.0 {
            x.iter_mut().for_each(|v| *v = (*v * steps).floor() / steps);
        }
        let absent = random.uniform() < missing;
        let level = (random.uniform() * levels) as u32;
        let noise = random.uniform() + random.uniform() - 1.0;
        let coin = random.uniform();
        let first = if absent { 0.8 } else { 3.0 * x[0] * x[0] };
        let signal = first
            + if x[1] > 0.6 { 2.0 } else { 0.0 } * x[2]
            + 1.5 * f64::from((level * 7) % 11) / 11.0;
        if absent {
            x[0] = f64::NAN;
        }
        for (column, value) in out.numbers.iter_mut().zip(&x) {
            column.push(*value);
        }
        out.levels.push(level);
        out.target.push(signal + noise);
        let heads = coin < 1.0 / (1.0 + (2.5 - 1.4 * signal).exp());
        out.coin.push(f64::from(u8::from(heads)));
    }
    out
}

impl Sample {
    /// As a data set, with its rows in this order.
    fn data(&self, order: &[usize]) -> Dataset {
        let numbers = self.numbers.iter().enumerate().map(|(at, values)| Source {
            name: format!("x{at}"),
            values: Values::Numbers(order.iter().map(|&row| values[row]).collect()),
        });
        // Names in order of first appearance, as a file gives them.
        let mut names: Vec<String> = Vec::new();
        let codes = order
            .iter()
            .map(|&row| {
                let name = format!("level {}", self.levels[row]);
                let known = names.iter().position(|n| *n == name);
                known.unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                }) as u32
            })
            .collect();
        let level = Source {
            name: "level".into(),
            values: Values::Levels { names, codes },
        };
        Dataset::from_columns(&mut numbers.chain(self.any_level.then_some(level)))
    }
}

fn rows(range: std::ops::Range<usize>) -> Vec<u32> {
    range.map(|row| row as u32).collect()
}

fn numbers(columns: Vec<Vec<f64>>) -> Dataset {
    let source = |(at, values)| Source {
        name: format!("x{at}"),
        values: Values::Numbers(values),
    };
    Dataset::from_columns(&mut columns.into_iter().enumerate().map(source))
}

fn on_all(data: &Dataset, target: &[f64], settings: &Settings) -> Option<Model> {
    let learn = rows(0..data.rows());
    let task = Task {
        target,
        weights: None,
        keys: None,
        learn: &learn,
        check: &[],
    };
    train(data, &task, settings)
}

/// Probability that a positive scores above a negative, ties counted half.
fn auc(target: &[f64], scores: &[f64]) -> f64 {
    let (mut above, mut pairs) = (0.0, 0.0);
    for (positive, high) in target.iter().zip(scores).filter(|(t, _)| **t == 1.0) {
        for (_, low) in target.iter().zip(scores).filter(|(t, _)| **t < *positive) {
            pairs += 1.0;
            above += match high.total_cmp(low) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    above / pairs
}

#[test]
fn it_is_as_good_as_scikit_learn() {
    let golden: Value = serde_json::from_str(GOLDEN).expect("JSON");
    let cases = golden["cases"].as_array().expect("cases");
    assert_eq!(cases.len(), 12);
    let f = |case: &Value, key: &str| case[key].as_f64().expect("a number");
    let mut equal = 0;
    for case in cases {
        let sample = sample(
            case["seed"].as_u64().expect("a seed"),
            f(case, "steps"),
            f(case, "missing"),
            f(case, "levels"),
        );
        let squared = case["loss"] == "squared";
        let data = sample.data(&(0..LEARN + TEST).collect::<Vec<_>>());
        let target = if squared {
            &sample.target
        } else {
            &sample.coin
        };
        let weights: Vec<f64> = (0..LEARN + TEST)
            .map(|row| 1.0 + (row % 3) as f64)
            .collect();
        let learn = rows(0..LEARN);
        let task = Task {
            target,
            weights: (case["weighted"] == true).then_some(&weights),
            keys: None,
            learn: &learn,
            check: &[],
        };
        let settings = Settings {
            trees: 60,
            leaves: 15,
            // scikit-learn has none.
            level_l2: 0.0,
            levels_in_split: 255,
            ..if squared {
                Settings::squared()
            } else {
                Settings::logistic()
            }
        };
        let model = train(&data, &task, &settings).expect("rows to learn from");
        assert_eq!(model.trees(), 60);
        let test = data.take(&rows(LEARN..LEARN + TEST));
        let predicted = model.predict(&test);
        let truth = &target[LEARN..];
        let each = truth.iter().zip(&predicted);
        let error = if squared {
            (each.map(|(t, p)| (t - p).powi(2)).sum::<f64>() / TEST as f64).sqrt()
        } else {
            each.map(|(t, p)| -(if *t == 1.0 { *p } else { 1.0 - p }).ln())
                .sum::<f64>()
                / TEST as f64
        };
        let name = format!("{} {}", case["name"], case["loss"]);
        let expected = f(case, "error");
        println!("{name}: {error} against {expected}");
        assert!(
            error < 1.01 * expected,
            "{name}: {error} against {expected}"
        );
        if !squared {
            let (ours, theirs) = (auc(truth, &predicted), f(case, "auc"));
            println!("{name}: {ours} against {theirs}");
            assert!(ours > theirs - 0.004, "{name}: {ours} against {theirs}");
        }
        let first = case["first"].as_array().expect("predictions");
        let same = first
            .iter()
            .zip(&predicted)
            .all(|(theirs, ours)| (theirs.as_f64().expect("a number") - ours).abs() < 1e-4);
        println!("{name}: the same predictions: {same}");
        equal += usize::from(same && !sample.any_level);
    }
    // Where the bins are the same, so are the trees.
    assert_eq!(equal, 4, "cases that give the same predictions");
}

#[test]
fn the_order_of_rows_changes_no_bit() {
    let sample = sample(11, 0.0, 0.2, 20.0);
    let forward: Vec<usize> = (0..LEARN).collect();
    let backward: Vec<usize> = (0..LEARN).rev().collect();
    let settings = Settings {
        trees: 20,
        row_share: 0.6,
        feature_share: 0.7,
        patience: 3,
        ..Settings::logistic()
    };
    let predicted = |order: &[usize]| {
        let data = sample.data(order);
        let at = |values: &[f64]| order.iter().map(|&row| values[row]).collect::<Vec<_>>();
        let keys: Vec<u64> = order
            .iter()
            .map(|&row| Random::new(row as u64).bits())
            .collect();
        let (check, learn): (Vec<u32>, Vec<u32>) = rows(0..LEARN)
            .iter()
            .partition(|row| keys[**row as usize].is_multiple_of(5));
        let task = Task {
            target: &at(&sample.coin),
            weights: None,
            keys: Some(&keys),
            learn: &learn,
            check: &check,
        };
        let model = train(&data, &task, &settings).expect("rows to learn from");
        let mut out = vec![0u64; LEARN];
        for (place, answer) in model.answers(&data).iter().enumerate() {
            out[order[place]] = answer.to_bits();
        }
        (out, model.gain())
    };
    assert_eq!(predicted(&forward), predicted(&forward));
    assert_eq!(predicted(&forward), predicted(&backward));
    let (answers, _) = predicted(&forward);
    assert!(
        answers.iter().any(|bits| *bits != answers[0]),
        "it learned nothing"
    );
}

#[test]
fn missing_values_and_levels_are_told_apart() {
    // The target is 1 where x is missing, and for two of the levels.
    let n = 600;
    let x: Vec<f64> = (0..n)
        .map(|i| {
            if i % 3 == 0 {
                f64::NAN
            } else {
                f64::from(i % 17)
            }
        })
        .collect();
    let target: Vec<f64> = x.iter().map(|v| f64::from(u8::from(v.is_nan()))).collect();
    let data = numbers(vec![x]);
    let model = on_all(&data, &target, &Settings::logistic()).expect("rows");
    let predicted = model.predict(&data);
    assert!(
        predicted
            .iter()
            .zip(&target)
            .all(|(p, t)| (p - t).abs() < 0.05)
    );

    let names = ["a", "b", "c", "d"].map(String::from).to_vec();
    let codes: Vec<u32> = (0..n as u32)
        .map(|i| if i % 5 == 4 { u32::MAX } else { i % 5 })
        .collect();
    let target: Vec<f64> = codes
        .iter()
        .map(|c| f64::from(u8::from(matches!(c, 1 | 3))))
        .collect();
    let source = |codes: Vec<u32>, names: Vec<String>| Source {
        name: "level".into(),
        values: Values::Levels { names, codes },
    };
    let data = Dataset::from_columns(&mut [source(codes, names)].into_iter());
    let model = on_all(&data, &target, &Settings::logistic()).expect("rows");
    assert!(
        model
            .predict(&data)
            .iter()
            .zip(&target)
            .all(|(p, t)| (p - t).abs() < 0.1)
    );
    // Other data: names decide, not codes; a level that was never seen is a missing one.
    let names = ["d", "a", "new"].map(String::from).to_vec();
    let other = Dataset::encoded_as(
        model.features(),
        &mut [source(vec![0, 1, 2, u32::MAX], names)].into_iter(),
    );
    let predicted = model.predict(&other);
    assert!(predicted[0] > 0.9 && predicted[1] < 0.1, "{predicted:?}");
    assert_eq!(predicted[2], predicted[3]);
}

#[test]
fn very_many_levels_share_a_bin_and_teach_nothing_by_chance() {
    // 2000 levels of three rows each, a target of pure chance.
    let mut random = Random::new(3);
    let n = 6000_u32;
    let names: Vec<String> = (0..2000).map(|i| format!("id{i}")).collect();
    let codes: Vec<u32> = (0..n).map(|i| i % 2000).collect();
    let target: Vec<f64> = (0..n)
        .map(|_| f64::from(u8::from(random.uniform() < 0.5)))
        .collect();
    let source = Source {
        name: "id".into(),
        values: Values::Levels { names, codes },
    };
    let data = Dataset::from_columns(&mut [source].into_iter());
    assert_eq!(data.features()[0].bins(), 255);
    let model = on_all(&data, &target, &Settings::logistic()).expect("rows");
    // Levels too rare to be told apart are not.
    let predicted = model.predict(&data);
    let frequent = (0..n as usize).filter(|&row| data.bins(0)[row] < 254);
    assert!(
        frequent
            .map(|row| predicted[row])
            .all(|p| p == predicted[0])
    );
}

#[test]
fn it_stops_when_it_learns_only_noise() {
    let mut random = Random::new(5);
    let n = 2000;
    let columns: Vec<Vec<f64>> = (0..4)
        .map(|_| (0..n).map(|_| random.uniform()).collect())
        .collect();
    let target: Vec<f64> = (0..n)
        .map(|_| f64::from(u8::from(random.uniform() < 0.5)))
        .collect();
    let data = numbers(columns);
    let (learn, check) = (rows(0..1000), rows(1000..2000));
    let task = Task {
        target: &target,
        weights: None,
        keys: None,
        learn: &learn,
        check: &check,
    };
    let model = train(&data, &task, &Settings::logistic()).expect("rows");
    assert!(model.trees() < 20, "{}", model.trees());
}

#[test]
fn odd_input_gives_a_plain_answer() {
    let few = |target: &[f64], x: Vec<f64>| on_all(&numbers(vec![x]), target, &Settings::squared());
    // One row, or a constant target: the mean.
    assert_eq!(few(&[3.0], vec![1.0]).expect("a row").trees(), 0);
    let constant = few(&[3.0; 100], (0..100).map(f64::from).collect()).expect("rows");
    assert_eq!(constant.predict(&numbers(vec![vec![5.0]])), [3.0]);
    assert!(constant.gain().iter().all(|g| *g == 0.0));
    // Nothing to learn from.
    assert!(few(&[f64::NAN; 50], vec![1.0; 50]).is_none());
    assert!(few(&[], vec![]).is_none());
    assert!(on_all(&numbers(vec![vec![1.0, 2.0]]), &[1.0], &Settings::squared()).is_none());
    // All missing, no feature at all.
    let target: Vec<f64> = (0..100).map(f64::from).collect();
    assert_eq!(few(&target, vec![f64::NAN; 100]).expect("rows").trees(), 0);
    assert!(on_all(&numbers(vec![]), &[], &Settings::squared()).is_none());
    // The ends of the number line.
    let ends: Vec<f64> = (0..100)
        .map(|i| {
            [
                f64::NEG_INFINITY,
                -1e308,
                -0.0,
                0.0,
                1e-320,
                1e308,
                f64::INFINITY,
            ][i % 7]
        })
        .collect();
    let steps: Vec<f64> = ends.iter().map(|v| f64::from(u8::from(*v > 0.0))).collect();
    let data = numbers(vec![ends]);
    let mut settings = Settings::squared();
    settings.rows_in_leaf = 1;
    let model = on_all(&data, &steps, &settings).expect("rows");
    assert!(
        model
            .predict(&data)
            .iter()
            .zip(&steps)
            .all(|(p, t)| (p - t).abs() < 0.01)
    );
    // Targets of any size.
    for size in [1e-100, 1e100] {
        let target: Vec<f64> = steps.iter().map(|v| v * size).collect();
        let model = on_all(&data, &target, &settings);
        let predicted = model.expect("rows").predict(&data);
        assert!(
            predicted
                .iter()
                .zip(&target)
                .all(|(p, t)| (p - t).abs() < 0.01 * size),
            "{size}"
        );
    }
}

#[test]
fn a_weight_counts_like_as_many_rows() {
    let mut random = Random::new(9);
    let n = 500;
    let x: Vec<f64> = (0..n).map(|_| (random.uniform() * 30.0).floor()).collect();
    let y: Vec<f64> = x
        .iter()
        .map(|x| (x * 0.3).sin() + random.uniform())
        .collect();
    let settings = Settings {
        rows_in_leaf: 1,
        hessian_in_leaf: 20.0,
        loss: Loss::Squared,
        trees: 15,
        ..Settings::squared()
    };
    let weights: Vec<f64> = (0..n).map(|row| 1.0 + (row % 2) as f64).collect();
    let data = numbers(vec![x.clone()]);
    let learn = rows(0..n);
    let task = Task {
        target: &y,
        weights: Some(&weights),
        keys: None,
        learn: &learn,
        check: &[],
    };
    let weighted = train(&data, &task, &settings).expect("rows");
    let twice: Vec<usize> = (0..n).chain((0..n).filter(|row| row % 2 == 1)).collect();
    let copied = numbers(vec![twice.iter().map(|&row| x[row]).collect()]);
    let target: Vec<f64> = twice.iter().map(|&row| y[row]).collect();
    let copied = on_all(&copied, &target, &settings).expect("rows");
    let (a, b) = (weighted.predict(&data), copied.predict(&data));
    assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-9));
    assert!(
        a.iter().any(|v| (v - a[0]).abs() > 0.1),
        "it learned nothing"
    );
}

#[test]
fn where_one_feature_changes_the_other_trees_answers_are_kept() {
    let sample = sample(12, 0.0, 0.2, 20.0);
    let order: Vec<usize> = (0..LEARN).collect();
    let mut data = sample.data(&order);
    let settings = Settings {
        trees: 30,
        feature_share: 0.4,
        ..Settings::logistic()
    };
    let model = on_all(&data, &sample.coin[..LEARN], &settings).expect("rows to learn from");
    let by_tree = model.answers_by_tree(&data);
    let before = model.answers(&data);
    for feature in 0..data.features().len() {
        let turned: Vec<u8> = data.bins(feature).iter().rev().copied().collect();
        let own = data.exchange(feature, turned);
        let answers = model.answers(&data);
        assert_eq!(model.answers_but_for(&data, feature, &by_tree), answers);
        assert_eq!(answers != before, model.uses(feature));
        data.exchange(feature, own);
    }
    assert!((0..6).any(|feature| model.uses(feature)));
}
