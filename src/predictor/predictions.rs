//! What a model says of rows.

/// Margins, responses and labels of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Predictions {
    /// Rows.
    pub rows: usize,
    /// A column for each margin, before the link.
    pub margins: Vec<Vec<f64>>,
    /// A column for each class, in the order of the model's classes, or for each target. NaN where a row got no score.
    pub response: Vec<Vec<f64>>,
    /// Of a classifier the place of each row's class; [`Predictions::NO_LABEL`] where a row got no score.
    pub labels: Option<Vec<u32>>,
}

impl Predictions {
    /// The label of a row without a score.
    pub const NO_LABEL: u32 = u32::MAX;

    /// Puts later rows behind these.
    pub fn extend(&mut self, later: Predictions) {
        for (all, more) in self.margins.iter_mut().zip(later.margins) {
            all.extend(more);
        }
        for (all, more) in self.response.iter_mut().zip(later.response) {
            all.extend(more);
        }
        if let (Some(all), Some(more)) = (&mut self.labels, later.labels) {
            all.extend(more);
        }
        self.rows += later.rows;
    }

    /// Rows that got no score.
    pub fn refused(&self) -> usize {
        let first = self.response.first();
        first.map_or(0, |column| column.iter().filter(|x| x.is_nan()).count())
    }
}
