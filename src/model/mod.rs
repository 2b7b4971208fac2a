//! Things that predict. Here: histogram gradient boosting of regression trees, small and deterministic, for analyses
//! that need a model of their own (telling two files apart, surrogates, performance without labels).
//!
//! ```
//! use driftglass::model::{Dataset, Settings, Source, Task, Values, train};
//! let x: Vec<f64> = (0..200).map(f64::from).collect();
//! let y: Vec<f64> = x.iter().map(|x| if *x < 80.0 { 1.0 } else { 5.0 }).collect();
//! let data = Dataset::from_columns(&mut [Source { name: "x".into(), values: Values::Numbers(x) }].into_iter());
//! let rows: Vec<u32> = (0..200).collect();
//! let task = Task { target: &y, weights: None, keys: None, learn: &rows, check: &[] };
//! let model = train(&data, &task, &Settings::squared()).expect("rows to learn from");
//! assert!((model.predict(&data)[10] - 1.0).abs() < 0.01);
//! ```
//!
//! Source: Friedman JH (2001), "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29,
//! 1189; Friedman JH (2002), "Stochastic gradient boosting", Computational Statistics & Data Analysis 38, 367; the
//! histograms, growth by best leaf and categories by gradient statistics of Ke G et al. (2017), "LightGBM", NIPS 30;
//! second-order leaf values with L2 of Chen T, Guestrin C (2016), "XGBoost", KDD, eq. 5 and 7.
//!
//! Sums of gradients are whole numbers, so no result depends on the order of rows or on the machine, to the last bit.

mod binning;
#[cfg(feature = "surrogate")]
mod branch;
mod dataset;
mod gradient;
mod grow;
mod histogram;
mod loss;
#[cfg(feature = "full")]
pub mod progressive;
mod settings;
mod split;
mod train;
mod tree;

pub use binning::{Encoding, MISSING_BIN, VALUE_BINS};
#[cfg(feature = "surrogate")]
pub use branch::Branch;
pub use dataset::{Dataset, Feature, Part, Source, Values};
pub use settings::{Loss, Settings};
pub use train::{MAXIMUM_ROWS, Model, Task, train};
