//! Blocks of many values at once: cells along an axis, quantiles along an axis, paths through steps.

use serde::{Deserialize, Serialize};

use super::block::Unit;

/// One row of a [`Strip`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct StripRow {
    /// What the row is about, such as a column's name.
    pub label: String,
    /// One value a cell; `None` is "not estimable".
    pub values: Vec<Option<f64>>,
}

/// Rows of shaded cells along one axis: where in a file values are missing, how far each column moved in each window,
/// what each column adds in each row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Strip {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: Unit,
    /// What is counted from left to right.
    pub x_label: String,
    /// Unit of the edges.
    pub x_unit: Unit,
    /// Edges of the cells, one more than there are cells, increasing.
    pub edges: Vec<f64>,
    /// Names of the cells, where they have some; none otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// Where there is one, values below and above it have a hue each; else low is light and high is dark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle: Option<f64>,
    /// Cells at or beyond it are marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// Rows, top to bottom.
    pub rows: Vec<StripRow>,
}

/// Rows of a [`Scatter`] at about the same place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct ScatterDot {
    /// Where, from left to right.
    pub x: f64,
    /// Where, from bottom to top.
    pub y: f64,
    /// How many rows.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub count: u64,
    /// Mean place of their values of a third column among all, from 0, the lowest, to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shade: Option<f64>,
}

/// Rows by two numbers, binned, shaded by a third.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Scatter {
    /// What it shows.
    pub title: String,
    /// What lies along x.
    pub x_label: String,
    /// What lies along y.
    pub y_label: String,
    /// Unit of x.
    pub x_unit: Unit,
    /// Unit of y.
    pub y_unit: Unit,
    /// What the shade is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shade_label: Option<String>,
    /// The dots.
    pub dots: Vec<ScatterDot>,
}

/// One band of a [`Fan`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct FanBand {
    /// What lies inside, such as `half of the values`.
    pub label: String,
    /// Lower end at each x.
    pub low: Vec<Option<f64>>,
    /// Upper end at each x.
    pub high: Vec<Option<f64>>,
    /// Both ends of what it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<[f64; 2]>,
}

/// A distribution followed along an axis: its median and bands of its quantiles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Fan {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Unit of x.
    pub x_unit: Unit,
    /// Positions, increasing.
    pub x: Vec<f64>,
    /// Median at each x; `None` where there is too little data.
    pub middle: Vec<Option<f64>>,
    /// The median that it is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<f64>,
    /// Bands, the widest first.
    pub bands: Vec<FanBand>,
    /// Values at each x.
    #[cfg_attr(feature = "schema", ts(type = "number[]"))]
    pub n: Vec<u64>,
}

/// One line of [`Paths`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Path {
    /// Its name, such as `row 17`.
    pub label: String,
    /// Where it stands after each step, one value a step.
    pub values: Vec<f64>,
    /// True for the one that is looked at.
    #[serde(default, skip_serializing_if = "super::block::is_false")]
    pub marked: bool,
}

/// Many things on their way from one number through the same steps: a decision plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Paths {
    /// What it shows.
    pub title: String,
    /// Unit of all numbers.
    pub unit: Unit,
    /// Where all of them start.
    pub start: f64,
    /// What the start is.
    pub start_label: String,
    /// The steps, top to bottom.
    pub steps: Vec<String>,
    /// The paths.
    pub lines: Vec<Path>,
}
