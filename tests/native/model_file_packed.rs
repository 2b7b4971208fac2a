//! What joblib compressed, in every way it offers: the same model, and an end where the stream is cut, changed or a bomb.

use std::path::Path;

use driftglass::error::Code;
use driftglass::model_file::read;
use driftglass::predictor::Format;

fn packed(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/model_files/compressed");
    std::fs::read(folder.join(name)).expect(name)
}

const STREAMS: [&str; 6] = ["zlib", "gzip", "bz2", "xz", "lzma", "lz4"];

#[test]
fn every_compression_holds_the_same_model() {
    let plain = read(&packed("plain.joblib")).expect("a model");
    for name in STREAMS {
        let model =
            read(&packed(&format!("{name}.joblib"))).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(model.origin.format, Format::ScikitJoblib, "{name}");
        assert_eq!(
            format!("{:?}", model.stage),
            format!("{:?}", plain.stage),
            "{name}"
        );
        assert_eq!(model.classes, plain.classes, "{name}");
    }
}

#[test]
fn cut_and_changed_streams_end() {
    for name in STREAMS {
        let whole = packed(&format!("{name}.joblib"));
        for cut in [7, 20, whole.len() / 2, whole.len() - 13] {
            let error = read(&whole[..cut]).expect_err(name);
            assert!(
                error.code.as_str().starts_with("model."),
                "{name} {cut}: {error}"
            );
        }
        let mut changed = whole.clone();
        for at in (whole.len() / 3..whole.len() / 3 + 40).step_by(3) {
            changed[at] ^= 0x55;
        }
        let error = read(&changed).expect_err(name);
        assert!(error.code.as_str().starts_with("model."), "{name}: {error}");
    }
}

#[test]
fn bombs_are_stopped_by_what_they_ask_for() {
    // A window of 4 GB, as the headers of lzma and xz can ask for.
    let mut window = packed("lzma.joblib");
    window[1..5].copy_from_slice(&[0xff; 4]);
    // The signature of lzma is of a window in whole megabytes.
    window[1..3].copy_from_slice(&[0, 0]);
    let error = read(&window).expect_err("a window of 4 GB");
    assert_eq!(error.code, Code::ModelLimit, "{error}");
}

#[test]
fn catboost_in_a_pickle_is_refused_with_the_way_out() {
    let error = read(&packed("catboost.pkl")).expect_err("CatBoost's binary format");
    assert_eq!(error.code, Code::ModelUnsupported);
    assert!(
        error.found.contains("catboost.core.CatBoostClassifier") && error.found.contains(".cbm"),
        "{error}"
    );
    assert!(
        error
            .action
            .contains("save_model(\"model.json\", format=\"json\")"),
        "{error}"
    );
}
