//! Driftglass: model observability and governance in a browser tab.
//!
//! One way through: bytes → [`table`] → analyses (the [`catalog`]) → [`report`] → charts, page, exports.
//! Each storey uses only those above it in this list; a test fails on any other edge.

#![deny(missing_docs)]

pub mod error;

pub mod config;

pub mod report;
pub mod stats;
pub mod table;

pub mod analysis;
#[cfg(any(feature = "full", feature = "surrogate"))]
pub mod model;
#[cfg(feature = "models")]
pub mod model_file;
#[cfg(any(
    feature = "full",
    feature = "models",
    feature = "explain",
    feature = "surrogate"
))]
pub mod predictor;
#[cfg(feature = "full")]
pub(crate) mod slicing;

pub mod drift;
#[cfg(any(feature = "explain", feature = "surrogate"))]
pub mod explain;
pub mod fairness;
pub mod quality;

pub mod catalog;
#[cfg(feature = "charts")]
pub mod charts;
#[cfg(feature = "engine")]
pub mod wording;

#[cfg(feature = "full")]
pub mod export;

#[cfg(feature = "engine")]
pub mod pipeline;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
