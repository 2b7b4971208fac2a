//! Files explained step by step, what is shown of them, and models handed over as bytes.

use driftglass::charts::{DrawOptions, Theme, describe, label_boxes, natural_height, svg};
use driftglass::explain::{Against, Choice, Players, ReasonWording, Session};
use driftglass::model_file;
use driftglass::predictor::{Frame, Model};
use driftglass::report::Block;
use driftglass::stats::random::Random;

fn golden(name: &str) -> Model {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/explain");
    let bytes = std::fs::read(format!("{folder}/{name}")).expect("a model");
    model_file::read(&bytes).expect("readable")
}

fn model() -> Model {
    golden("pipeline_trees.joblib")
}

fn frame(model: &Model, seed: u64, rows: usize) -> Frame {
    let mut random = Random::new(seed);
    let column = |input: &driftglass::predictor::Input| -> Vec<f64> {
        let mut next = || random.uniform();
        (0..rows)
            .map(|_| match input.levels() {
                Some(levels) => (next() * levels.len() as f64).floor(),
                None if input.name == "age" => 20.0 + 40.0 * next(),
                None => 10_000.0 + 50_000.0 * next(),
            })
            .collect()
    };
    Frame {
        rows,
        columns: model.inputs.iter().map(column).collect(),
    }
}

fn session(rows: usize) -> Session {
    let model = model();
    let known = frame(&model, 1, 200);
    let players = Players::inputs(&model);
    let mut out = Session::new(model.clone(), players, &known, Choice::default()).expect("rows");
    out.give(0, frame(&model, 2, rows))
        .expect("rows with a score");
    out.give(1, frame(&model, 3, rows))
        .expect("rows with a score");
    out
}

#[test]
fn two_with_half_of_the_trees_each_say_what_one_says() {
    let mut whole = session(700);
    assert_eq!(whole.step(1, 700).expect("given"), 700);
    let (mut first, mut second) = (session(700), session(700));
    first.explainer.take_part(0, 2);
    second.explainer.take_part(1, 2);
    assert!(first.add(1, &[]).is_err(), "no rows wait");
    // Two steps may wait; the rows of the later one are not done before those of the earlier one.
    assert_eq!(first.step(1, 300).expect("given"), 0);
    assert_eq!(first.step(1, 500).expect("given"), 0);
    let theirs = second.part(1, 0, 300).expect("given");
    assert_eq!(first.add(1, &theirs).expect("waiting"), 300);
    let theirs = second.part(1, 300, 500).expect("given");
    assert_eq!(first.add(1, &theirs).expect("waiting"), 700);
    assert_eq!(first.step(1, 100).expect("given"), 700);
    assert!(second.part(1, 700, 10).expect("given").is_empty());
    for session in [&mut whole, &mut first] {
        assert_eq!(session.look_for_error(1, 8).expect("given"), 16);
        assert_eq!(session.look_for_error(1, 100).expect("given"), 0);
        assert_eq!(session.look_for_error(1, 1).expect("given"), 0);
    }
    let standing = first.standing(1).expect("given");
    assert!(standing.adds_up, "{}", standing.worst);
    let (whole, first) = (whole.side(1).expect("given"), first.side(1).expect("given"));
    assert_eq!(whole.background, first.background);
    assert_eq!(whole.values.base, first.values.base);
    for (whole, first) in whole.values.values.iter().zip(&first.values.values) {
        for (whole, first) in whole.iter().zip(first) {
            assert_eq!(whole.len(), first.len());
            for (whole, first) in whole.iter().zip(first) {
                assert!((whole - first).abs() < 1e-5, "{whole} {first}");
            }
        }
    }
}

#[test]
fn of_one_row_the_other_half_says_what_stands_beside() {
    let whole = session(40);
    let (mut first, mut second) = (session(40), session(40));
    first.explainer.take_part(0, 2);
    second.explainer.take_part(1, 2);
    let view = |session: &Session| {
        let side = session.side(1).expect("given");
        let at = side.place_of(7).expect("a row");
        let view = session.row_view(side, at, 0, Against::Low, &ReasonWording::default());
        view.expect("a row")
    };
    let (said, mut parted) = (view(&whole), view(&first));
    assert_eq!(parted.blocks.len() + 1, said.blocks.len());
    let side = second.side(1).expect("given");
    let at = side.place_of(7).expect("a row");
    let beside = second.beside(side, at, 0).expect("trees with covers");
    let place = said.blocks.iter().position(|block| *block == beside);
    parted.blocks.insert(place.expect("the same block"), beside);
    assert_eq!(parted, said);
    assert_eq!(side.place_of(40), None);
}

#[test]
fn what_the_model_is_asked_of_a_row_completes_its_view() {
    for (file, asks) in [("xgboost.json", false), ("xgboost_multi.json", true)] {
        let path = format!("{}/tests/golden/explain/{file}", env!("CARGO_MANIFEST_DIR"));
        let model = model_file::read(&std::fs::read(path).expect("a model")).expect("readable");
        let rows = frame(&model, 4, 60);
        let players = Players::inputs(&model);
        let mut session =
            Session::new(model, players, &rows, Choice::default()).expect("rows with a score");
        session.give(1, rows).expect("rows with a score");
        let side = session.side(1).expect("given");
        let view = session.row_view(side, 9, 0, Against::Low, &ReasonWording::default());
        let view = view.expect("a row");
        let asked = session.asked_of_row(side, 9, 0);
        // Margins of several classes do not tell their probabilities, those of two do.
        assert_eq!(asked.response.is_some(), asks, "{file}");
        if let Some(response) = &asked.response {
            assert_eq!(response, &view.blocks[1]);
        }
        assert!(asked.line.is_some());
        assert_eq!(asked.line, view.line);
        assert_eq!(asked.blocks, view.blocks[view.blocks.len() - 1..]);
    }
}

#[test]
fn a_model_handed_over_is_the_same_model() {
    let model = model();
    let bytes = model.to_bytes();
    let mut same = Model::from_bytes(&bytes).expect("its own bytes");
    same.warnings.clone_from(&model.warnings);
    assert_eq!(same, model);
    // Its preprocessing is folded into the trees: the module of the first pictures reads it, too.
    let mut same = Model::trees_from_bytes(&bytes).expect("trees");
    same.warnings.clone_from(&model.warnings);
    assert_eq!(same, model);
    for cut in [0, 1, bytes.len() / 3, bytes.len() - 1] {
        let refused = Model::trees_from_bytes(&bytes[..cut]).expect_err("cut");
        assert_eq!(refused.code.as_str(), "model.unreadable");
        let refused = Model::from_bytes(&bytes[..cut]).expect_err("cut");
        assert_eq!(refused.code.as_str(), "model.unreadable");
    }
}

#[test]
fn the_module_of_the_first_pictures_reads_trees_alone() {
    for name in [
        "xgboost.json",
        "xgboost_multi.json",
        "lightgbm.txt",
        "catboost.json",
        "forest.joblib",
    ] {
        let model = golden(name);
        let mut same = Model::trees_from_bytes(&model.to_bytes()).expect("trees");
        same.warnings.clone_from(&model.warnings);
        assert_eq!(same, model, "{name}");
    }
    for name in ["pipeline_linear.joblib", "pipeline_net.joblib"] {
        let refused = Model::trees_from_bytes(&golden(name).to_bytes()).expect_err("no trees");
        assert_eq!(refused.code.as_str(), "model.unreadable", "{name}");
    }
}

#[test]
fn rows_are_explained_step_by_step_and_add_up() {
    let mut session = session(500);
    assert_eq!(session.step(1, 100).expect("a file"), 100);
    let half = session.standing(1).expect("a file");
    assert!(
        half.adds_up && half.done == 100 && half.of == 500,
        "{half:?}"
    );
    session.look_for_error(1, 8).expect("a file");
    let early = session.importances(session.side(1).expect("a file"), 0);
    while session.step(1, 150).expect("a file") < 500 {}
    let whole = session.standing(1).expect("a file");
    assert!(whole.adds_up && whole.done == 500, "{whole:?}");
    let late = session.importances(session.side(1).expect("a file"), 0);
    for one in &early {
        let all = late
            .iter()
            .find(|l| l.player == one.player)
            .expect("the same players");
        let interval = one.interval.expect("100 rows");
        // A beginning is a stratified sample: its interval holds the mean of all rows.
        assert!(interval.contains(all.mean), "{one:?} {all:?}");
        assert!(one.error_of_background.is_some());
    }
    assert!(session.step(7, 1).is_err());
}

#[test]
fn what_is_shown_fits_and_is_described() {
    let mut session = session(300);
    session.step(0, 300).expect("a file");
    session.step(1, 300).expect("a file");
    let (reference, current) = (
        session.side(0).expect("a file"),
        session.side(1).expect("a file"),
    );
    let row = session
        .row_view(current, 5, 0, Against::Low, &ReasonWording::default())
        .expect("a row");
    assert!(row.reasons.len() <= 4 && row.line.is_some());
    let mut blocks = row.blocks;
    blocks.extend(session.overview(current, 0).blocks);
    for input in 0..session.explainer.model().inputs.len() {
        blocks.extend(session.dependence(current, input, 0).blocks);
        blocks.extend(session.profile(current, input, 0).blocks);
    }
    blocks.extend(session.interactions(current, 0).expect("trees").blocks);
    blocks.extend(session.shuffled(current).blocks);
    blocks.extend(session.drift(reference, current, 0).blocks);
    let many = session.many_rows(current, 0, Some(current.order[7]));
    for block in &many.blocks {
        match block {
            Block::Strip(strip) => {
                assert_eq!(strip.edges.len(), 101);
                assert!(strip.rows.iter().all(|row| row.values.len() == 100));
            }
            Block::Paths(paths) => {
                // Each path ends at the row's own output, which the values add up to.
                for line in &paths.lines {
                    let row: u32 = line.label[4..].parse().expect("a number");
                    let at = current.order.iter().position(|o| *o + 1 == row);
                    let said = current.outputs[0][at.expect("an explained row")];
                    let end = line.values.last().expect("steps");
                    assert!((end - said).abs() < 1e-4, "{}: {end} {said}", line.label);
                }
                assert_eq!(paths.lines.iter().filter(|line| line.marked).count(), 1);
            }
            _ => panic!("a strip and paths"),
        }
    }
    blocks.extend(many.blocks);
    let mut kinds = 0;
    for block in &blocks {
        kinds += usize::from(matches!(block, Block::Waterfall(_) | Block::Swarm(_)));
        let said = describe(block);
        assert!(
            said.sentence.ends_with('.') && !said.table.rows.is_empty(),
            "{said:?}"
        );
        assert!(
            said.table
                .rows
                .iter()
                .all(|row| row.len() == said.table.columns.len())
        );
        for width in [320.0, 900.0] {
            let options = DrawOptions {
                width,
                height: 0.0,
                pixel_ratio: 1.0,
                theme: Theme::Light,
            };
            let height = natural_height(block, width);
            for (text, frame) in label_boxes(block, &options) {
                assert!(
                    frame.x >= -0.5
                        && frame.x + frame.width <= width + 0.5
                        && frame.y + frame.height <= height + 1.0,
                    "{text} leaves the drawing"
                );
            }
            let drawn = svg(block, &options).expect("drawn");
            assert!(drawn.text.starts_with("<svg"));
        }
        // What is written can be read again.
        let json = serde_json::to_string(block).expect("json");
        assert_eq!(
            &serde_json::from_str::<Block>(&json).expect("a block"),
            block
        );
    }
    assert!(kinds >= 3);
}

#[test]
fn missing_values_are_explained_and_drawn() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/explain/xgboost.json"
    );
    let model = model_file::read(&std::fs::read(path).expect("a model")).expect("readable");
    let mut random = Random::new(5);
    let mut column = |missing: bool| -> Vec<f64> {
        (0..300)
            .map(|row| match missing && row % 4 == 0 {
                true => f64::NAN,
                false => 4.0 * random.uniform() - 2.0,
            })
            .collect()
    };
    let rows = Frame {
        rows: 300,
        columns: (0..model.inputs.len()).map(|at| column(at != 1)).collect(),
    };
    let players = Players::inputs(&model);
    let inputs = model.inputs.len();
    let mut session = Session::new(model, players, &rows, Choice::default()).expect("rows");
    session.give(1, rows).expect("rows with a score");
    session.step(1, 300).expect("a file");
    let side = session.side(1).expect("a file");
    for input in 0..inputs {
        let view = session.dependence(side, input, 0);
        assert!(!view.blocks.is_empty(), "input {input}");
    }
}

#[test]
fn chosen_rows_are_those_that_are_explained() {
    let mut session = session(300);
    let all = frame(session.explainer.model(), 3, 300);
    let places: Vec<u32> = (0..300).filter(|row| row % 3 == 0).collect();
    let columns: Vec<&[f64]> = all.columns.iter().map(Vec::as_slice).collect();
    let chosen = Frame {
        rows: places.len(),
        columns: driftglass::explain::taken(&columns, &places),
    };
    session.give_chosen(1, chosen, &places).expect("rows");
    session.step(1, 300).expect("a file");
    let side = session.side(1).expect("a file");
    let mut order = side.order.clone();
    order.sort_unstable();
    assert_eq!(order, places);
    // A row keeps its number in the file, and what is said of it is what is said of it among all rows.
    let at = side.place_of(27).expect("row 27");
    let row: Vec<f64> = all.columns.iter().map(|column| column[27]).collect();
    let own = session.explainer.row(&row);
    for (player, value) in own.values[0].iter().enumerate() {
        let said = f64::from(side.values.values[0][player][at]);
        assert!((said - value).abs() < 1e-5, "{said} {value}");
    }
    let view = session.row_view(side, at, 0, Against::Low, &ReasonWording::default());
    assert!(view.expect("a row").sentence.starts_with("Row 28:"));
    assert_eq!(session.standing(1).expect("a file").rows, places.len());
}

#[test]
fn numbers_are_shown_with_six_digits_that_tell() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/explain/xgboost.json"
    );
    let model = model_file::read(&std::fs::read(path).expect("a model")).expect("readable");
    for (x, shown) in [
        (-0.398_907_959_461_212_16, "-0.398908"),
        (1_234_567.891, "1234568"),
        (123_456.789, "123457"),
        (12_345.678_9, "12345.7"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (0.1 + 0.2, "0.3"),
        (2.5e-7, "0.00000025"),
        (0.0, "0"),
        (41.0, "41"),
        (f64::NAN, "missing"),
    ] {
        assert_eq!(driftglass::explain::shown(&model, 0, x), shown);
    }
}

#[test]
fn a_row_by_covers_has_its_other_views_from_the_background() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/explain/xgboost.json"
    );
    let model = model_file::read(&std::fs::read(path).expect("a model")).expect("readable");
    let mut random = Random::new(8);
    let mut column = || -> Vec<f64> { (0..200).map(|_| 4.0 * random.uniform() - 2.0).collect() };
    let rows = Frame {
        rows: 200,
        columns: (0..model.inputs.len()).map(|_| column()).collect(),
    };
    let session = |unknowns| {
        let choice = Choice {
            unknowns,
            ..Choice::default()
        };
        Session::new(model.clone(), Players::inputs(&model), &rows, choice).expect("rows")
    };
    use driftglass::explain::Unknowns;
    let (covers, background) = (session(Unknowns::Covers), session(Unknowns::Background));
    let row: Vec<f64> = rows.columns.iter().map(|column| column[17]).collect();
    let by_covers = covers.explainer.every_way(&row, 0);
    let against_rows = background.explainer.every_way(&row, 0);
    // What is explained is the choice; beside it stands the other way of not knowing.
    assert_eq!(by_covers.values, covers.explainer.row(&row));
    assert_eq!(by_covers.beside.as_ref(), Some(&against_rows.values));
    assert_eq!(against_rows.beside.as_ref(), Some(&by_covers.values));
    // The response and the break-down are exact and the same: the model is not asked for them.
    assert_eq!(by_covers.response, against_rows.response);
    assert_eq!(by_covers.down, against_rows.down);
    let said = covers.explainer.model().predict(&Frame {
        rows: 1,
        columns: row.iter().map(|x| vec![*x]).collect(),
    });
    let said = said.expect("a row");
    for way in [&by_covers.values, &against_rows.values] {
        let sum = way.base[0] + way.values[0].iter().sum::<f64>();
        assert!((sum - said.margins[0][0]).abs() < 1e-5, "{sum}");
    }
    let response = by_covers.response.expect("probabilities");
    let sum = response.base[1] + response.values[1].iter().sum::<f64>();
    assert!((sum - said.response[1][0]).abs() < 1e-5, "{sum}");
}
