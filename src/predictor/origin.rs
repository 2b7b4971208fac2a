//! What file a model came from.

use serde::{Deserialize, Serialize};

/// A format of model files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Format {
    /// XGBoost, JSON.
    XgboostJson,
    /// XGBoost, Universal Binary JSON.
    XgboostUbjson,
    /// LightGBM, the text that `save_model` writes.
    LightgbmText,
    /// LightGBM, the JSON of `dump_model`.
    LightgbmDump,
    /// CatBoost, JSON.
    CatboostJson,
    /// Open Neural Network Exchange.
    Onnx,
    /// A Python pickle of a scikit-learn estimator or of a wrapper in one.
    ScikitPickle,
    /// A joblib file, compressed or not.
    ScikitJoblib,
    /// A skops archive.
    ScikitSkops,
}

impl Format {
    /// The name that people know.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::XgboostJson => "XGBoost JSON",
            Format::XgboostUbjson => "XGBoost UBJSON",
            Format::LightgbmText => "LightGBM text",
            Format::LightgbmDump => "LightGBM dump (JSON)",
            Format::CatboostJson => "CatBoost JSON",
            Format::Onnx => "ONNX",
            Format::ScikitPickle => "Python pickle",
            Format::ScikitJoblib => "joblib",
            Format::ScikitSkops => "skops",
        }
    }
}

/// Where a model comes from and what its file says about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// The format.
    pub format: Format,
    /// The version of the library that wrote it, where the file says so.
    pub version: Option<String>,
    /// What it is in plain words, such as `gradient-boosted trees`.
    pub kind: String,
    /// The class, objective or loss as the library names it.
    pub objective: Option<String>,
    /// What else the file says, in its order: name and value, each short.
    pub metadata: Vec<(String, String)>,
}

impl Origin {
    /// An origin of which only the format and the kind are known.
    pub fn new(format: Format, kind: &str) -> Origin {
        Origin {
            format,
            version: None,
            kind: kind.to_owned(),
            objective: None,
            metadata: Vec::new(),
        }
    }
}
