//! Rows as a model takes them.

/// The wires of a model's inputs for some rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Rows in every column.
    pub rows: usize,
    /// One column for each input, coded as [`super::Input`] says: numbers, or codes of levels; NaN is missing.
    pub columns: Vec<Vec<f64>>,
}
