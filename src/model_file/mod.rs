//! Reads the model files people have into one [`Model`], executing nothing in them.
//!
//! Every reader takes untrusted bytes: it answers a model that passed [`Model::check`], or an error with a `model.*` code
//! that says where it stopped, what it found and what to do.

mod container;
mod objects;
mod onnx;
mod pickle;
mod refusal;
mod sklearn;
mod skops;
mod wires;

use crate::error::{Code, Error, Result};
use crate::predictor::{Format, Model};

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
