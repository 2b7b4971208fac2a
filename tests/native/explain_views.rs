//! What is made of attributions: axioms, intervals, drift, gaps, reasons, surrogates, samples.

use driftglass::explain::{
    Additivity, Against, Attributions, BackgroundError, Choice, ExplainedRows, Explainer, Players,
    ReasonWording, Space, Truth, Unknowns, drawn, explanation_drift, gap_attribution, importances,
    stratified, surrogate,
};
use driftglass::model::{Source, Values};
use driftglass::predictor::{
    Activation, Body, Covers, Decision, Dense, Format, Frame, Input, Layer, Linear, Link, Model,
    Node, Origin, Precision, Stage, Task, Test, TreesBuilder,
};
use driftglass::stats::random::Random;
use proptest::prelude::*;

fn model_of(body: Body, link: Link, inputs: usize, classes: &[&str]) -> Model {
    Model {
        origin: Origin::new(Format::ScikitPickle, "made for a test"),
        inputs: (0..inputs)
            .map(|i| Input::number(&format!("c{i}")))
            .collect(),
        stage: Stage::plain(body, link, inputs),
        task: match classes.is_empty() {
            true => Task::Regression,
            false => Task::Classification,
        },
        decision: Decision::None,
        classes: classes.iter().map(|c| (*c).to_owned()).collect(),
        warnings: vec![],
    }
}

/// A stump on each of the first `used` inputs at 0, of this height.
fn stumps(heights: &[f64], inputs: usize) -> Model {
    let mut builder = TreesBuilder::new(inputs, 1, 1);
    for (feature, height) in heights.iter().enumerate() {
        builder
            .tree(
                0,
                3,
                |at| (at == 0).then_some((1, 2)),
                |_, _| Node {
                    feature: feature as u32,
                    threshold: 0.0,
                    test: Test::LessOrEqual,
                    ..Node::leaf(0)
                },
                |at, values| values.push(if at == 1 { 0.0 } else { *height }),
                None,
            )
            .expect("a tree");
    }
    model_of(
        Body::Trees(builder.finish()),
        Link::Logit { slope: 1.0 },
        inputs,
        &["no", "yes"],
    )
}

fn linear(weights: Vec<f64>) -> Model {
    let inputs = weights.len();
    let body = Linear {
        outputs: 1,
        weights,
        intercepts: vec![0.5],
        precision: Precision::F64,
    };
    model_of(Body::Linear(body), Link::Identity, inputs, &[])
}

fn net(random: &mut Random, inputs: usize) -> Model {
    let hidden = 4;
    let mut weights = |count: usize| {
        (0..count)
            .map(|_| random.uniform() * 2.0 - 1.0)
            .collect::<Vec<f64>>()
    };
    let layers = vec![
        Layer {
            inputs,
            outputs: hidden,
            weights: weights(inputs * hidden),
            biases: weights(hidden),
            activation: Activation::Tanh,
        },
        Layer {
            inputs: hidden,
            outputs: 1,
            weights: weights(hidden),
            biases: weights(1),
            activation: Activation::Identity,
        },
    ];
    let body = Dense {
        layers,
        precision: Precision::F64,
    };
    model_of(
        Body::Dense(body),
        Link::Logit { slope: 1.0 },
        inputs,
        &["no", "yes"],
    )
}

fn frame(random: &mut Random, rows: usize, inputs: usize) -> Frame {
    Frame {
        rows,
        columns: (0..inputs)
            .map(|_| (0..rows).map(|_| random.uniform() * 4.0 - 2.0).collect())
            .collect(),
    }
}

fn slices(frame: &Frame) -> Vec<&[f64]> {
    frame.columns.iter().map(Vec::as_slice).collect()
}

fn ready(model: Model, known: &Frame) -> Explainer {
    let players = Players::inputs(&model);
    Explainer::new(model, players, known, Choice::default()).expect("rows with a score")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Efficiency, the dummy and symmetry hold for every kind of model and for whole groups of columns.
    #[test]
    fn axioms_hold(seed in any::<u64>(), kind in 0..3usize) {
        let mut random = Random::new(seed);
        let inputs = 5;
        let model = match kind {
            0 => stumps(&[1.0, 1.0, -2.0, 0.5], inputs),
            1 => linear(vec![1.0, 1.0, -2.0, 0.5, 0.0]),
            _ => net(&mut random, inputs),
        };
        let known = frame(&mut random, 30, inputs);
        let groups = [("both".to_owned(), vec!["c2".to_owned(), "c3".to_owned()])];
        let names: Vec<&str> = model.inputs.iter().map(|i| i.name.as_str()).collect();
        let grouped = Players::columns(&names, &groups);
        prop_assert_eq!(grouped.names(), &["c0", "c1", "both", "c4"]);
        let single = ready(model.clone(), &known);
        let together = Explainer::new(model, grouped, &known, Choice::default()).expect("rows");
        let rows = frame(&mut random, 7, inputs);
        for explainer in [&single, &together] {
            let values = explainer.rows(&slices(&rows), rows.rows);
            let said = explainer.outputs(&slices(&rows), rows.rows);
            let badge = Additivity::of(&values, &said);
            prop_assert!(badge.holds(), "{:?}", badge);
        }
        let row: Vec<f64> = rows.columns.iter().map(|c| c[0]).collect();
        let (a, b) = (single.row(&row), together.row(&row));
        for values in [&a, &b] {
            let sum = values.base[0] + values.values[0].iter().sum::<f64>();
            let said = single.outputs(&rows.columns.iter().map(|c| &c[..1]).collect::<Vec<_>>(), 1);
            let last = said.first().expect("an output")[0];
            prop_assert!((sum - last).abs() < 1e-9, "{} {}", sum, last);
        }
        if kind < 2 {
            // What the model never reads, and what adds up whatever the others are.
            prop_assert!(a.values[0][4].abs() < 1e-12 && b.values[0][3].abs() < 1e-12);
            prop_assert!((a.values[0][2] + a.values[0][3] - b.values[0][2]).abs() < 1e-12);
        }
        if kind == 0 {
            // Two columns that do the same: alike in a row whose values are alike, against a background where they are.
            let mut twin = known.clone();
            twin.columns[1] = twin.columns[0].clone();
            let explainer = ready(stumps(&[1.0, 1.0], inputs), &twin);
            let values = explainer.row(&[0.7, 0.7, 0.0, 0.0, 0.0]);
            prop_assert!((values.values[0][0] - values.values[0][1]).abs() < 1e-12);
        }
    }

    /// Rows in the order for sampling: each once, and every beginning spread over the outputs.
    #[test]
    fn every_beginning_of_the_sample_is_stratified(count in 1..400usize, seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let outputs: Vec<f64> = (0..count).map(|_| random.uniform()).collect();
        let order = stratified(&outputs, seed);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..count as u32).collect::<Vec<_>>());
        let taken = count.min(32);
        let mean = order[..taken].iter().map(|r| outputs[*r as usize]).sum::<f64>() / taken as f64;
        let whole = outputs.iter().sum::<f64>() / count as f64;
        if count >= 64 {
            prop_assert!((mean - whole).abs() < 0.12, "{} {}", mean, whole);
        }
        let some = drawn(count, 10, seed);
        prop_assert!(some.len() == count.min(10) && some.windows(2).all(|w| w[0] < w[1]));
    }
}

#[test]
fn rows_without_a_score_are_left_out() {
    let order = stratified(&[f64::NAN, 1.0, 2.0], 1);
    assert_eq!(order.len(), 2);
    assert!(!order.contains(&0));
    assert!(stratified(&[], 1).is_empty());
}

#[test]
fn covers_are_counted_where_the_file_has_none() {
    let mut random = Random::new(9);
    let known = frame(&mut random, 400, 3);
    let model = stumps(&[1.0, 2.0], 3);
    let choice = Choice {
        unknowns: Unknowns::Covers,
        ..Choice::default()
    };
    let players = Players::inputs(&model);
    let explainer = Explainer::new(model, players, &known, choice).expect("rows");
    assert!(explainer.recounted() && explainer.exact());
    let share = known.columns[0].iter().filter(|x| **x > 0.0).count() as f64 / 400.0;
    let value = explainer.row(&[1.0, -1.0, 0.0]).values[0][0];
    assert!((value - (1.0 - share)).abs() < 1e-12, "{value} {share}");
}

#[test]
fn importances_have_intervals_that_hold_the_truth() {
    // Of a linear model of uniform columns: mean |w (x - mean)| = w · width / 4.
    let mut random = Random::new(4);
    let (mut inside, mut all) = (0, 0);
    for _ in 0..60 {
        let known = frame(&mut random, 200, 3);
        let explainer = ready(linear(vec![2.0, -1.0, 0.0]), &known);
        let rows = frame(&mut random, 150, 3);
        let values = explainer.rows(&slices(&rows), rows.rows);
        let errors = background_errors(&explainer, &slices(&rows), 40);
        for found in importances(&values, 0, Some(&errors[0]), 0.95) {
            let truth = [2.0, 1.0, 0.0][found.player];
            let interval = found.interval.expect("150 rows");
            inside += usize::from(interval.contains(truth));
            all += 1;
            assert_eq!(found.rows, 150);
        }
    }
    assert!(inside * 100 >= all * 92, "{inside} of {all}");
}

fn background_errors(explainer: &Explainer, rows: &[&[f64]], count: usize) -> Vec<Vec<f64>> {
    let mut error = BackgroundError::default();
    assert!(error.standard_errors().is_none(), "nothing was looked at");
    let first = count / 3;
    let part = |from: usize, to: usize| rows.iter().map(|c| &c[from..to]).collect::<Vec<_>>();
    error.look_at(explainer, &part(0, first), first);
    error.look_at(explainer, &part(first, count), count - first);
    assert_eq!(error.rows(), count);
    error.standard_errors().expect("a choice")
}

#[test]
fn the_background_error_of_trees_is_the_spread_over_backgrounds() {
    let mut random = Random::new(14);
    let rows = frame(&mut random, 25, 3);
    let (mut means, mut told) = (Vec::new(), 0.0);
    let runs = 150;
    for _ in 0..runs {
        let known = frame(&mut random, 50, 3);
        let explainer = ready(stumps(&[1.0, 2.0], 3), &known);
        let values = explainer.rows(&slices(&rows), rows.rows);
        let found = importances(&values, 0, None, 0.95);
        means.push(found.iter().find(|f| f.player == 1).expect("a player").mean);
        told += background_errors(&explainer, &slices(&rows), 25)[0][1] / f64::from(runs);
    }
    let mean = means.iter().sum::<f64>() / f64::from(runs);
    let spread =
        (means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / f64::from(runs - 1)).sqrt();
    assert!(
        (told / spread - 1.0).abs() < 0.25,
        "told {told}, seen {spread}"
    );
}

#[test]
fn drift_of_explanations_and_gaps_are_found_and_add_up() {
    let mut random = Random::new(21);
    let known = frame(&mut random, 200, 3);
    let explainer = ready(linear(vec![1.0, 1.0, 0.0]), &known);
    let reference = frame(&mut random, 500, 3);
    let mut current = frame(&mut random, 500, 3);
    current.columns[1].iter_mut().for_each(|x| *x *= 3.0);
    let [a, b] = [&reference, &current].map(|f| explainer.rows(&slices(f), f.rows));
    let found = explanation_drift(&a, &b, 0, 0.95);
    assert_eq!(found[0].player, 1);
    assert!(found[0].q.expect("a test") < 1e-6 && found[0].difference > 1.0);
    let quiet = found.iter().find(|c| c.player == 0).expect("a player");
    assert!(quiet.interval.expect("500 rows").contains(0.0));
    let dummy = found.iter().find(|c| c.player == 2).expect("a player");
    assert_eq!(
        (dummy.p, dummy.interval),
        (None, None),
        "nothing varies: nothing is estimated"
    );
    let groups: Vec<Option<bool>> = (0..500)
        .map(|row| Some(reference.columns[0][row] > 0.0))
        .collect();
    let gap = gap_attribution(&a, 0, &groups, 0.95);
    assert_eq!(gap[0].player, 0);
    let said = explainer.outputs(&slices(&reference), 500);
    let mean = |second: bool| {
        let own: Vec<f64> = (0..500)
            .filter(|r| groups[*r] == Some(second))
            .map(|r| said[0][r])
            .collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let whole: f64 = gap.iter().map(|c| c.difference).sum();
    assert!((whole - (mean(true) - mean(false))).abs() < 1e-5);
}

#[test]
fn reasons_are_told_in_the_words_given() {
    let mut random = Random::new(2);
    let known = frame(&mut random, 50, 3);
    let explainer = ready(linear(vec![1.0, -2.0, 0.0]), &known);
    let wording = ReasonWording {
        lowers: Vec::from([(
            "c1".to_owned(),
            "Too much debt ({value}), says {output}; {nothing}".to_owned(),
        )]),
        raises: Vec::new(),
    };
    let row = [-1.5, 1.25, 0.0];
    let values = &explainer.row(&row).values[0];
    let found = explainer.reasons(values, &row, Against::Low, "approval", &wording, 4);
    assert_eq!(found.len(), 2, "a column that did nothing is no reason");
    assert_eq!(
        found[0].sentence,
        "Too much debt (1.25), says approval; {nothing}"
    );
    assert_eq!(found[1].sentence, "c0 of -1.5 lowered approval.");
    let frame = Frame {
        rows: 1,
        columns: row.iter().map(|x| vec![*x]).collect(),
    };
    let many = explainer.rows(&slices(&frame), 1);
    let inputs = slices(&frame);
    let of = ExplainedRows {
        attributions: &many,
        output: 0,
        said: &[0.25],
        inputs: &inputs,
        rows: &[41],
    };
    let text = explainer.reasons_csv(&of, "approval", Against::Low, &wording);
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[1].starts_with("42,0.25,c1,1.25,"), "{}", lines[1]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let record = reader
        .records()
        .next()
        .expect("a row")
        .expect("as many cells as headings");
    assert_eq!(record.len(), 18);
}

#[test]
fn what_is_asked_of_the_model() {
    let mut random = Random::new(33);
    let known = frame(&mut random, 120, 3);
    let explainer = ready(linear(vec![3.0, -1.0, 0.0]), &known);
    let inputs = slices(&known);
    let truth: Vec<f64> = explainer.outputs(&inputs, 120).swap_remove(0);
    let shuffled = explainer.permutation_importance(&inputs, Truth::Numbers(&truth), 4, 0.95);
    // Of a perfect linear model: twice the weight's square times the variance, up to the sample.
    let variance = |c: usize| {
        let mean = known.columns[c].iter().sum::<f64>() / 120.0;
        known.columns[c]
            .iter()
            .map(|x| (x - mean).powi(2))
            .sum::<f64>()
            / 119.0
    };
    assert_eq!(shuffled[0].player, 0);
    assert!(
        shuffled[0]
            .interval
            .expect("rows")
            .contains(18.0 * variance(0)),
        "{shuffled:?}"
    );
    assert_eq!(shuffled[2].increase, 0.0);
    let unknown = explainer.permutation_importance(&inputs, Truth::Unknown, 2, 0.95);
    assert!(unknown[0].increase > unknown[1].increase && unknown[2].increase == 0.0);
    let effects = explainer
        .local_effects(&inputs, 0, 0, 0.95)
        .expect("a number");
    let (first, last) = (&effects.points[0], effects.points.last().expect("points"));
    assert!(
        ((last.y - first.y) - 3.0 * (last.x - first.x)).abs() < 1e-9,
        "the line itself"
    );
    let row = [1.0, 1.0, 1.0];
    let steps = explainer.break_down(&row, 0);
    assert_eq!(steps.steps[0].player, 0);
    assert!(
        (steps.steps[2].reached - explainer.outputs(&[&[1.0], &[1.0], &[1.0]], 1)[0][0]).abs()
            < 1e-9
    );
    let line = explainer
        .local_line(&row, 0, 1000, 0.95)
        .expect("an output");
    assert_eq!(line.line.coefficients[0].0, 0);
    assert!(line.intervals[0].contains(line.line.coefficients[0].1) && line.stability > 0.5);
    assert_eq!(
        Some(line),
        explainer.local_line(&row, 0, 1000, 0.95),
        "nothing is left to chance"
    );
}

#[test]
fn a_surrogate_says_how_faithful_it_is() {
    let mut random = Random::new(8);
    let rows = 1500;
    let numbers: Vec<f64> = (0..rows).map(|_| random.uniform()).collect();
    let codes: Vec<u32> = (0..rows).map(|_| (random.uniform() * 3.0) as u32).collect();
    let score: Vec<f64> = numbers
        .iter()
        .zip(&codes)
        .map(|(x, c)| if *x > 0.4 { 0.2 } else { 0.7 } + 0.1 * f64::from(*c))
        .collect();
    let columns = [
        Source {
            name: "x".into(),
            values: Values::Numbers(numbers),
        },
        Source {
            name: "town".into(),
            values: Values::Levels {
                names: vec!["a".into(), "b".into(), "c".into()],
                codes,
            },
        },
    ];
    let made = surrogate(&columns, &score, 5).expect("enough rows");
    let r = made.fidelity.r_squared.expect("it varies");
    assert!(r > 0.98 && made.fidelity.rows > 200, "{:?}", made.fidelity);
    assert!(made.readable_fidelity.r_squared.expect("it varies") > 0.9);
    assert!(made.fidelity.interval.expect("rows").contains(r));
    made.boosted.check().expect("sound");
    let Body::Trees(trees) = &made.boosted.stage.body else {
        panic!("trees")
    };
    assert!(matches!(trees.covers, Covers::Recounted(_)));
    let said = made.boosted.predict(&made.frame).expect("its own rows");
    let off = said.response[0]
        .iter()
        .zip(&score)
        .map(|(a, b)| (a - b).abs())
        .sum::<f64>()
        / rows as f64;
    assert!(off < 0.02, "{off}");
    let explainer = ready(made.boosted.clone(), &made.frame);
    assert_eq!(explainer.space(), Space::Margin);
    let found = importances(&explainer.rows(&slices(&made.frame), rows), 0, None, 0.95);
    assert_eq!(found[0].player, 0);
    assert!(surrogate(&columns, &score[..10], 5).is_none());
}

#[test]
fn what_cannot_be_explained_is_said_and_never_a_panic() {
    let mut random = Random::new(1);
    let none = Frame {
        rows: 0,
        columns: vec![vec![]; 3],
    };
    let model = linear(vec![1.0, 2.0, 3.0]);
    let players = Players::inputs(&model);
    let refused = Explainer::new(model.clone(), players.clone(), &none, Choice::default());
    assert_eq!(
        refused.err().expect("no rows").code.as_str(),
        "model.unsupported"
    );
    let narrow = frame(&mut random, 3, 2);
    let refused = Explainer::new(model.clone(), players, &narrow, Choice::default());
    assert_eq!(
        refused.err().expect("two columns").code.as_str(),
        "model.frame"
    );
    let nothing = frame(&mut random, 1, 3);
    let explainer = ready(model, &nothing);
    let one = explainer.row(&[1.0, 1.0, f64::NAN]);
    assert!(one.standard_errors.is_none() && one.values[0][2].is_nan());
    let values = Attributions {
        base: vec![0.0],
        values: vec![vec![vec![]; 3]],
    };
    assert!(importances(&values, 0, None, 0.95).is_empty());
    assert!(importances(&values, 7, None, 0.95).is_empty());
    assert!(explanation_drift(&values, &values, 0, 0.95).is_empty());
}

/// A class that is called 1 is not taken for a number.
#[test]
fn outputs_of_classes_say_that_they_are_classes() {
    use driftglass::explain::output_names;
    let named = |classes: &[&str]| {
        let mut model = linear(vec![1.0]);
        model.classes = classes.iter().map(|class| (*class).to_owned()).collect();
        output_names(&model, classes.len().saturating_sub(1).max(1))
    };
    assert_eq!(named(&["0", "1"]), ["class 1"]);
    assert_eq!(named(&[]), ["prediction"]);
    let mut three = linear(vec![1.0]);
    three.classes = ["a", "b", "c"].map(String::from).to_vec();
    assert_eq!(output_names(&three, 3), ["class a", "class b", "class c"]);
}
