//! The scores of a whole file: as CSV, as columns of the table, compared with stored ones; and the model's card.

use std::collections::BTreeMap;

use driftglass::model_file;
use driftglass::predictor::{
    Binding, Body, Decision, Format, Found, Input, Linear, Link, Model, Origin, Precision,
    Predictions, Scorer, Stage, Task, Unknown,
};
use driftglass::table::{ColumnData, Kind, Table};

use crate::exports::read;

/// p = logistic(x - 2); above one half it says "yes, it is".
fn classifier() -> Model {
    let body = Body::Linear(Linear {
        outputs: 1,
        weights: vec![1.0],
        intercepts: vec![-2.0],
        precision: Precision::F64,
    });
    Model {
        origin: Origin::new(Format::ScikitPickle, "logistic regression"),
        inputs: vec![Input::number("x")],
        stage: Stage::plain(body, Link::Logit { slope: 1.0 }, 1),
        task: Task::Classification,
        decision: Decision::MarginAbove(0.0),
        classes: vec!["no".into(), "yes, it is".into()],
        warnings: Vec::new(),
    }
}

fn regression() -> Model {
    Model {
        task: Task::Regression,
        decision: Decision::None,
        classes: Vec::new(),
        stage: Stage {
            link: Link::Identity,
            ..classifier().stage
        },
        ..classifier()
    }
}

fn said(model: &Model, table: &Table) -> Predictions {
    let binding = Binding::of(model, table, &BTreeMap::new(), &Model::candidates(table));
    let frame = binding.frame(table, 0, table.rows);
    Scorer::of(model).predict(&frame).expect("fits")
}

const ROWS: &str = "id,x,stored,said\na,1,0.2689414213699951,no\nb,4,0.9,no\nc,,0.5,\nd,2,0.5,no\n";

#[test]
fn scores_as_csv_quote_names_and_leave_rows_without_a_score_empty() {
    let (model, table) = (classifier(), read("rows.csv", ROWS));
    let said = said(&model, &table);
    assert_eq!(said.refused(), 1);
    let text = model.scores_csv(&said);
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("row,prediction,score no,\"score yes, it is\"")
    );
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        .from_reader(text.as_bytes());
    let records: Vec<csv::StringRecord> = reader
        .records()
        .map(|record| record.expect("a record"))
        .collect();
    assert_eq!(records.len(), 4);
    assert_eq!((&records[1][0], &records[1][1]), ("2", "yes, it is"));
    let score: f64 = records[1][3].parse().expect("a number");
    assert_eq!(score, 1.0 / (1.0 + (-2f64).exp()));
    assert_eq!(
        records[2].iter().collect::<Vec<_>>(),
        ["3", "", "", ""],
        "a missing value has no score"
    );
    assert_eq!(
        regression().scores_csv(&self::said(&regression(), &table)),
        "row,prediction\n1,-1\n2,2\n3,\n4,0\n"
    );
}

#[test]
fn stored_scores_are_compared_with_what_the_model_says_now() {
    let (model, table) = (classifier(), read("rows.csv", ROWS));
    let said = said(&model, &table);
    let skew = model.skew(&said, table.column("stored").expect("a column"));
    assert_eq!((skew.with, skew.compared, skew.differing), ("score", 3, 1));
    assert_eq!(skew.rows.len(), 1);
    assert_eq!((skew.rows[0].0, skew.rows[0].1.as_str()), (2, "0.9"));
    let largest = skew.largest.expect("numbers");
    assert!((largest - (0.9 - 1.0 / (1.0 + (-2f64).exp())).abs()).abs() < 1e-15);
    // The row without a score is not compared, nor the one without a stored class.
    let skew = model.skew(&said, table.column("said").expect("a column"));
    assert_eq!((skew.with, skew.compared, skew.differing), ("class", 3, 1));
    assert_eq!(skew.rows, [(2, "no".into(), "yes, it is".into())]);
    assert_eq!(skew.largest, None);
}

#[test]
fn stored_numbers_that_are_the_names_of_classes_are_classes() {
    let model = Model {
        classes: vec!["0".into(), "1".into()],
        ..classifier()
    };
    let table = read("rows.csv", "x,stored\n1,0\n4,0\n3,1\n5,1\n");
    let skew = model.skew(&said(&model, &table), table.column("stored").expect("it"));
    assert_eq!((skew.with, skew.compared, skew.differing), ("class", 4, 1));
    let table = read("rows.csv", "x,stored\n1,-1\n4,2.00001\n3,1\n5,3.5\n");
    let skew = regression().skew(
        &said(&regression(), &table),
        table.column("stored").expect("it"),
    );
    assert_eq!((skew.with, skew.compared, skew.differing), ("number", 4, 1));
}

#[test]
fn scores_become_columns_of_the_table() {
    let model = classifier();
    let mut table = read("rows.csv", ROWS);
    let said = said(&model, &table);
    let columns = model.columns(&said);
    let roles: Vec<_> = columns
        .iter()
        .map(|(name, role, _)| (*name, *role))
        .collect();
    assert_eq!(
        roles,
        [("model_prediction", "prediction"), ("model_score", "score")]
    );
    for (name, _, held) in columns {
        assert!(table.add_column(name, held));
    }
    for (name, kind) in [
        ("model_prediction", Kind::Category),
        ("model_score", Kind::Number),
    ] {
        let column = table.column(name).expect("it was put there");
        assert_eq!(column.kind, kind);
        assert_eq!((column.evidence.present, column.evidence.missing), (3, 1));
        let missing: Vec<bool> = (0..4).map(|row| column.is_missing(row)).collect();
        assert_eq!(missing, [false, false, true, false]);
    }
    // Codes of missing rows are of a level, too: whoever counts by code is not led outside.
    let ColumnData::Category(categories) = &table.column("model_prediction").expect("it").data
    else {
        panic!("classes are categories");
    };
    assert!(
        categories
            .codes
            .iter()
            .flatten()
            .all(|code| (*code as usize) < categories.levels.len())
    );
    // A name that is taken, and scores of another file, do not fit.
    let again = model.columns(&said);
    for (name, _, held) in again {
        assert!(!table.add_column(name, held), "{name} is there already");
    }
    let other = read("other.csv", "x\n1\n2\n");
    for (name, _, held) in model.columns(&self::said(&model, &other)) {
        assert!(!table.add_column(&format!("{name} again"), held));
    }
}

#[test]
fn inputs_are_found_by_name_by_a_similar_one_by_hand_and_by_place() {
    let named = Model {
        inputs: vec![
            Input::number("Body Mass"),
            Input::number("age"),
            Input::category("town", ["a", "b", "z"], Unknown::Other),
            Input::number("gone"),
        ],
        ..classifier()
    };
    let table = read(
        "rows.csv",
        "age,body_mass,place,town\n1,2,5,a\n3,4,6,a\n5,6,7,c\n",
    );
    let given = BTreeMap::from([("gone".to_owned(), "place".to_owned())]);
    let candidates = Model::candidates(&table);
    let binding = Binding::of(&named, &table, &given, &candidates);
    let found: Vec<_> = binding
        .inputs
        .iter()
        .map(|one| (one.column, one.found))
        .collect();
    assert_eq!(
        found,
        [
            (Some(1), Found::SimilarName),
            (Some(0), Found::Name),
            (Some(3), Found::Name),
            (Some(2), Found::Given)
        ]
    );
    let sources = named.sources(&binding, &table);
    assert_eq!(sources[2].unknown, [("c".to_owned(), 1)]);
    assert_eq!(sources[2].absent, ["b", "z"]);
    let without = Binding::of(&named, &table, &BTreeMap::new(), &candidates);
    let missing: Vec<&str> = without
        .missing(&named)
        .map(|input| input.name.as_str())
        .collect();
    assert_eq!(missing, ["gone"]);
    let unnamed = Model {
        inputs: (0..2)
            .map(|place| Input {
                named: false,
                ..Input::number(&format!("f{place}"))
            })
            .collect(),
        ..classifier()
    };
    let binding = Binding::of(&unnamed, &table, &BTreeMap::new(), &candidates);
    assert!(
        binding
            .inputs
            .iter()
            .all(|one| one.found == Found::Position)
    );
    assert_eq!(binding.inputs[1].column, Some(1));
}

fn fixture(file: &str) -> Model {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let bytes = std::fs::read(folder.join(file)).expect("a model");
    model_file::read(&bytes).unwrap_or_else(|e| panic!("{file}: {e:?}"))
}

#[test]
fn a_card_says_what_the_file_is() {
    let card = fixture("models/xgb_levels.json").card();
    assert_eq!(card.format, "XGBoost JSON");
    assert_eq!(card.task, "classification");
    assert_eq!(card.covers, Some("known"));
    assert_eq!(card.steps, 0);
    let names: Vec<&str> = card
        .inputs
        .iter()
        .map(|input| input.name.as_str())
        .collect();
    assert_eq!(names, ["a", "colour", "size"]);
    assert!(
        card.size
            .iter()
            .any(|(name, count)| *name == "trees" && *count > 0)
    );
    let forest = fixture("model_files/scikit-learn-1.9.1/mixed_forest.pkl").card();
    assert_eq!(
        (forest.steps, forest.mixed),
        (0, 0),
        "all is folded into the splits"
    );
    let components = fixture("model_files/scikit-learn-1.9.1/pca.pkl").card();
    assert!(components.steps > 0 && components.mixed > 0);
    let network = fixture("model_files/scikit-learn-1.9.1/mlp2.joblib").card();
    assert!(network.layers.len() > 2);
    assert_eq!(network.layers.first(), Some(&(network.inputs.len() as u64)));
}

#[test]
fn coefficients_are_those_of_the_files_own_columns() {
    let model = fixture("model_files/scikit-learn-1.9.1/mixed_logreg.pkl");
    let card = model.card();
    assert!(!card.coefficients.is_empty());
    let known = |name: &str| {
        model.inputs.iter().any(|input| {
            name == input.name
                || input.levels().is_some_and(|levels| {
                    let shown = |level: &driftglass::predictor::Level| {
                        name == format!("{} = {}", input.name, level.shown())
                    };
                    levels.iter().any(shown)
                })
        })
    };
    for (_, name, weight) in &card.coefficients {
        assert!(known(name), "{name} is no column of the file");
        assert!(weight.is_finite());
    }
    let sizes: Vec<f64> = card.coefficients.iter().map(|(_, _, w)| w.abs()).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b));
}

#[test]
fn every_node_of_a_walked_tree_leads_on_or_answers() {
    let model = fixture("models/xgb_levels.json");
    let nodes = model.tree_card(0);
    assert!(!nodes.is_empty());
    for node in &nodes {
        match (node.yes, node.no) {
            (Some(yes), Some(no)) => {
                assert!((yes as usize) < nodes.len() && (no as usize) < nodes.len());
                assert!(node.missing.is_some());
                let names = ["a", "colour", "size"];
                assert!(
                    names.iter().any(|name| node.text.starts_with(name)),
                    "{}",
                    node.text
                );
            }
            (None, None) => assert!(!node.text.is_empty()),
            _ => panic!("half a question: {node:?}"),
        }
    }
    assert!(model.tree_card(usize::MAX).is_empty());
}
