//! The generic blocks that sections are made of. Each kind has one renderer on the page and one drawing.

use serde::{Deserialize, Serialize};

use super::dense_block::{Fan, Paths, Scatter, Strip};
use super::finding::{Interval, Numbers};

/// The unit of a shown number: decides how it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Unit {
    /// A plain number.
    #[default]
    Number,
    /// A ratio of two numbers, where 1 is equality; drawn on a logarithmic axis.
    Ratio,
    /// A whole number of things.
    Count,
    /// A share from 0 to 1, written as a percentage.
    Share,
    /// A difference of two shares, written in percentage points.
    SharePoints,
    /// A probability value: p or q.
    Probability,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    TimeMs,
    /// Bytes.
    Bytes,
}

/// One cell of a [`TableBlock`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Cell {
    /// A number, in its column's unit.
    Number(f64),
    /// Words.
    Text(String),
    /// Not estimable.
    Empty(()),
}

/// One column of a [`TableBlock`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct TableColumn {
    /// Heading.
    pub label: String,
    /// Unit of its numbers.
    pub unit: Unit,
}

/// Rows and columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct TableBlock {
    /// What the table shows.
    pub title: String,
    /// Columns, left to right.
    pub columns: Vec<TableColumn>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// One named number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Metric {
    /// What it is.
    pub title: String,
    /// The value; `None` is "not estimable".
    pub value: Option<f64>,
    /// Unit of value, interval and threshold.
    pub unit: Unit,
    /// Its interval, where it is an estimate.
    pub interval: Option<Interval>,
    /// What it is judged against.
    pub threshold: Option<f64>,
    /// One sentence: definition and source.
    pub definition: String,
}

/// Two histograms over the same bins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Histogram {
    /// What it shows.
    pub title: String,
    /// Unit of the edges.
    pub unit: Unit,
    /// Bin edges, one more than the shares, increasing.
    pub edges: Vec<f64>,
    /// Share of the reference rows in each bin, 0 to 1.
    pub reference: Vec<f64>,
    /// Share of the current rows in each bin, 0 to 1.
    pub current: Vec<f64>,
    /// What each bin adds to a distance between the two, drawn under the bins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Contribution>,
}

/// What bins or levels add to a distance, one number each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Contribution {
    /// The distance, such as `Population stability index`.
    pub label: String,
    /// One value for each bin; `None` where it is infinite, because one share is zero.
    pub values: Vec<Option<f64>>,
}

/// Where two empirical distribution functions are farthest apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct EcdfGap {
    /// The value at which the gap stands.
    pub at: f64,
    /// Reference share at or below it.
    pub reference: f64,
    /// Current share at or below it.
    pub current: f64,
}

/// Two empirical distribution functions on a shared grid: right-continuous steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct EcdfPair {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Values, increasing.
    pub at: Vec<f64>,
    /// Reference share at or below each value.
    pub reference: Vec<f64>,
    /// Current share at or below each value.
    pub current: Vec<f64>,
    /// The largest gap; `None` where a side is empty or there is none, and where it lies outside a part.
    pub gap: Option<EcdfGap>,
    /// True for a part of the values that is drawn larger: its first shares are not reached in one step.
    #[serde(default, skip_serializing_if = "is_false")]
    pub part: bool,
}

/// One level of a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Level {
    /// The level as written in the file.
    pub name: String,
    /// Share of the reference rows, 0 to 1.
    pub reference: f64,
    /// Share of the current rows, 0 to 1.
    pub current: f64,
}

/// Shares of levels, side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct LevelPair {
    /// What it shows.
    pub title: String,
    /// Levels, the largest difference first.
    pub levels: Vec<Level>,
    /// How many levels are summed up in `rest`.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub rest_levels: u64,
    /// The levels not listed, together.
    pub rest: Option<Level>,
}

/// One row of a forest plot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct IntervalRow {
    /// What the row is about, such as a column name.
    pub label: String,
    /// The estimate; `None` is "not estimable".
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// True where the interval reaches or passes the threshold with evidence.
    pub marked: bool,
    /// True where there is too little data to judge the row: drawn hollow and said to be so.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hollow: bool,
    /// How many rows of the file the estimate stands on, where rows differ in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(type = "number | null"))]
    pub n: Option<u64>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
pub(super) fn is_false(value: &bool) -> bool {
    !*value
}

/// How positions on an axis follow from values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum AxisScale {
    /// Equal differences are equally long.
    #[default]
    Linear,
    /// Equal ratios are equally long; for positive values such as ratios. Zero stands at the left edge.
    Log,
}

impl AxisScale {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_linear(&self) -> bool {
        *self == AxisScale::Linear
    }
}

/// Values between two limits, shaded behind the marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Band {
    /// Lower limit; `None` is open.
    pub low: Option<f64>,
    /// Upper limit; `None` is open.
    pub high: Option<f64>,
    /// What values inside it are, such as `within the limit`.
    pub label: String,
}

/// A forest plot: estimates with intervals against a threshold or a band.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Intervals {
    /// What it shows.
    pub title: String,
    /// Unit of the estimates.
    pub unit: Unit,
    /// What the estimates are judged against.
    pub threshold: Option<f64>,
    /// Rows, top to bottom.
    pub rows: Vec<IntervalRow>,
    /// The axis; on a logarithmic one the value 1, no difference, has a line.
    #[serde(default, skip_serializing_if = "AxisScale::is_linear")]
    pub scale: AxisScale,
    /// The values that are within the limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// True where estimates are sizes that grow from zero: each then stands on a stem.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stems: bool,
}

/// One line of a [`Series`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SeriesLine {
    /// Its name.
    pub label: String,
    /// One value for each x; `None` is a gap.
    pub y: Vec<Option<f64>>,
    /// Interval at each x, where known.
    pub band: Option<Vec<Option<Interval>>>,
}

/// Lines over a shared x.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Series {
    /// What it shows.
    pub title: String,
    /// Unit of x.
    pub x_unit: Unit,
    /// Unit of y.
    pub y_unit: Unit,
    /// Positions, increasing.
    pub x: Vec<f64>,
    /// The lines.
    pub lines: Vec<SeriesLine>,
}

/// One point of a [`CurveLine`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CurvePoint {
    /// Position from left to right.
    pub x: f64,
    /// Height.
    pub y: f64,
    /// Interval of the height.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// How many rows stand behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", ts(type = "number | null"))]
    pub n: Option<u64>,
}

/// One line of a [`Curve`], through points of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct CurveLine {
    /// Its name.
    pub label: String,
    /// Points in drawing order.
    pub points: Vec<CurvePoint>,
    /// True for one of many that are drawn thin behind the others and are not named.
    #[serde(default, skip_serializing_if = "is_false")]
    pub faint: bool,
}

/// Lines with points of their own: reliability, ROC and quantile–quantile curves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Curve {
    /// What it shows.
    pub title: String,
    /// What is counted from left to right.
    pub x_label: String,
    /// What is counted upwards.
    pub y_label: String,
    /// Unit of x.
    pub x_unit: Unit,
    /// Unit of y.
    pub y_unit: Unit,
    /// Whether the line on which both are equal is drawn; both axes then have one range.
    pub diagonal: bool,
    /// The lines.
    pub lines: Vec<CurveLine>,
}

/// Numbers in a grid, drawn as shaded cells with the numbers printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Matrix {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Row labels.
    pub rows: Vec<String>,
    /// Column labels.
    pub columns: Vec<String>,
    /// Row-major values; `None` is "not estimable".
    pub values: Vec<Option<f64>>,
}

/// One row of a [`Ranking`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct RankRow {
    /// What is ranked.
    pub label: String,
    /// Its value.
    pub value: f64,
}

/// Bars, largest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Ranking {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Rows, top to bottom.
    pub rows: Vec<RankRow>,
}

/// One step of a [`Waterfall`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct WaterfallStep {
    /// What moves the number.
    pub label: String,
    /// By how much.
    pub value: f64,
    /// Standard error of the step, where it is an estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<f64>,
}

/// From one number to another in steps that add up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Waterfall {
    /// What it shows.
    pub title: String,
    /// Unit of all numbers.
    pub unit: Unit,
    /// Where it starts.
    pub start: f64,
    /// What the start is.
    pub start_label: String,
    /// The steps, top to bottom.
    pub steps: Vec<WaterfallStep>,
    /// What the end is: start and steps together.
    pub end_label: String,
}

/// Some values of one row of a [`Swarm`] at about the same place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SwarmDot {
    /// Where.
    pub x: f64,
    /// How many.
    #[cfg_attr(feature = "schema", ts(type = "number"))]
    pub count: u64,
    /// Mean place of their own column's values among all, from 0, the lowest, to 1; `None` where they have no order.
    pub shade: Option<f64>,
}

/// One row of a [`Swarm`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct SwarmRow {
    /// What the row is about.
    pub label: String,
    /// Its values, binned, from left to right.
    pub dots: Vec<SwarmDot>,
}

/// Values of many things beside each other, each as a binned swarm shaded by another number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Swarm {
    /// What it shows.
    pub title: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Rows, top to bottom.
    pub rows: Vec<SwarmRow>,
}

/// A sentence: a code of the wording table with its numbers, and the words it gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct TextBlock {
    /// Key in the wording table.
    pub code: String,
    /// What the wording fills in.
    pub numbers: Numbers,
    /// The sentence, filled in by the pipeline.
    pub sentence: String,
}

/// One piece of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Block {
    /// One named number.
    Metric(Metric),
    /// Rows and columns.
    Table(TableBlock),
    /// Two histograms over the same bins.
    Histogram(Histogram),
    /// Two distribution functions.
    EcdfPair(EcdfPair),
    /// Shares of levels, side by side.
    LevelPair(LevelPair),
    /// Estimates with intervals.
    Intervals(Intervals),
    /// Lines over x.
    Series(Series),
    /// Lines with points of their own.
    Curve(Curve),
    /// A shaded grid.
    Matrix(Matrix),
    /// Bars, largest first.
    Ranking(Ranking),
    /// Steps from one number to another.
    Waterfall(Waterfall),
    /// Binned values of many things.
    Swarm(Swarm),
    /// Rows by two numbers, shaded by a third.
    Scatter(Scatter),
    /// Rows of shaded cells along an axis.
    Strip(Strip),
    /// Quantiles along an axis.
    Fan(Fan),
    /// Many things through the same steps.
    Paths(Paths),
    /// A sentence.
    Text(TextBlock),
    /// As another worker wrote it: the engine's own module passes blocks on and looks into none.
    #[cfg(not(feature = "charts"))]
    #[serde(untagged)]
    Written(super::reading::Written),
}
