//! Categories of encoders: which levels there are, and what becomes of missing and unknown ones.

use super::super::objects::Node;
use super::read::{Value, need, values, wrong};
use super::wiring::Column;
use crate::error::Result;
use crate::predictor::Level;

/// The categories of one column of an encoder.
pub(super) struct Categories {
    /// Levels in the order of their codes.
    pub(super) levels: Vec<Level>,
    /// For each level its place among the encoder's categories.
    pub(super) places: Vec<usize>,
    /// The place of "missing" among the categories.
    pub(super) missing: Option<usize>,
    /// How many categories the encoder has.
    pub(super) count: usize,
}

/// The categories of each column, of `categories_`.
pub(super) fn of_encoder(node: Node<'_>, columns: &[Column]) -> Result<Vec<Categories>> {
    let attribute = need(node, "categories_")?;
    let lists = attribute.elements().unwrap_or_default();
    if lists.len() != columns.len() {
        return Err(wrong(node, "categories_", attribute));
    }
    columns
        .iter()
        .zip(lists)
        .map(|(column, list)| {
            let values = values(list).ok_or_else(|| wrong(node, "categories_", list))?;
            Ok(of_values(&values, column))
        })
        .collect()
}

fn of_values(values: &[Value], column: &Column) -> Categories {
    let mut categories = Categories {
        levels: Vec::new(),
        places: Vec::new(),
        missing: None,
        count: values.len(),
    };
    for (place, value) in values.iter().enumerate() {
        match value {
            Value::Missing => categories.missing = Some(place),
            Value::Level(level) => {
                categories.levels.push(level.clone());
                categories.places.push(place);
            }
        }
    }
    // What an imputer put in place of missing cells is a category like any other.
    if let Column::Raw {
        fill: Some(fill), ..
    } = column
    {
        categories.missing = categories
            .levels
            .iter()
            .position(|level| level == fill)
            .map(|level| categories.places[level]);
    }
    categories
}

/// Whether a missing cell was filled before it comes here, with something that is no category.
pub(super) fn filled(column: &Column) -> bool {
    matches!(column, Column::Raw { fill: Some(_), .. })
}
