//! Reads the model files people have into one [`Model`], executing nothing in them.
//!
//! Every reader takes untrusted bytes: it answers a model that passed [`Model::check`], or an error with a `model.*` code
//! that says where it stopped, what it found and what to do.

mod catboost;
mod container;
mod document;
mod lightgbm;
mod objects;
mod onnx;
mod pickle;
mod recognise;
mod refusal;
mod sklearn;
mod skops;
mod xgboost;

use crate::error::{Code, Error, Result};
use crate::predictor::{Format, Model, limit};

use recognise::Recognised;

/// The largest file that is read.
pub const MAXIMUM_FILE_BYTES: usize = 512 << 20;

/// Reads a model file of any format that is known, told by its bytes and not by its name.
///
/// # Errors
/// `model.unknown-format`, `model.unreadable`, `model.unsupported` naming the class or operator and the way out,
/// `model.limit`, and `model.hostile` where the file asks for something to be run.
///
/// ```
/// let error = driftglass::model_file::read(b"cos\nsystem\n(S'rm -rf /'\ntR.").expect_err("a hostile pickle");
/// assert_eq!(error.code.as_str(), "model.hostile");
/// ```
pub fn read(bytes: &[u8]) -> Result<Model> {
    if bytes.len() > MAXIMUM_FILE_BYTES {
        return Err(limit(
            format!("{} bytes", bytes.len()),
            format!("{MAXIMUM_FILE_BYTES} bytes"),
        ));
    }
    let model = match recognise::recognise(bytes) {
        Recognised::Json => json(bytes)?,
        Recognised::Ubjson => xgboost::read_ubjson(bytes)?,
        Recognised::LightgbmText => lightgbm::read_text(bytes)?,
        Recognised::Refused(what, way_out) => {
            return Err(crate::predictor::unsupported(what, way_out));
        }
        Recognised::Unknown => return archive_or_pickle(bytes),
    };
    model.check()?;
    Ok(model)
}

/// A JSON document of one of the libraries that write such.
fn json(bytes: &[u8]) -> Result<Model> {
    let document = document::json::parse(bytes)?;
    if document.get("learner").is_some() {
        return xgboost::read_document(&document, Format::XgboostJson);
    }
    if document.get("tree_info").is_some() && document.get("feature_names").is_some() {
        return lightgbm::read_dump(&document);
    }
    if document.get("features_info").is_some() || document.get("oblivious_trees").is_some() {
        return catboost::read_document(&document);
    }
    Err(unknown("JSON that no library wrote as a model"))
}

fn archive_or_pickle(bytes: &[u8]) -> Result<Model> {
    if bytes.starts_with(b"PK") {
        let zip = container::Zip::open(bytes)?;
        if skops::is_skops(&zip) {
            let graph = skops::read(&zip)?;
            return sklearn::model(&graph, Format::ScikitSkops);
        }
        return Err(unknown("a zip archive that is no skops file"));
    }
    let expanded = container::expand(bytes)?;
    let compressed = expanded.len() != bytes.len();
    if pickle::looks_like(&expanded) {
        let pickle = pickle::read(&expanded)?;
        let format = if compressed || pickle.inline_arrays {
            Format::ScikitJoblib
        } else {
            Format::ScikitPickle
        };
        return sklearn::model(&pickle.graph, format);
    }
    if !compressed && onnx::looks_like(bytes) {
        return onnx::read(bytes);
    }
    if compressed {
        return Err(unknown("a compressed file that holds no pickle"));
    }
    Err(unknown("bytes of no format that is known"))
}

fn unknown(found: &str) -> Error {
    Error::new(
        Code::ModelUnknownFormat,
        found,
        "a model saved by XGBoost, LightGBM, CatBoost or scikit-learn (pickle, joblib, skops), or as ONNX",
        "Save the model with the library's own function, or convert it to ONNX, and drop that file.",
    )
}
