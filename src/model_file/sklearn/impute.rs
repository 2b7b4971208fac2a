//! Imputers: something in place of nothing.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::read::{self, Value, need};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Level, Operation};

/// scikit-learn's `SimpleImputer`.
pub(super) fn simple(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
) -> Result<Vec<Column>> {
    let statistics = need(node, "statistics_")?;
    let fills = read::values(statistics)
        .filter(|fills| fills.len() == columns.len())
        .ok_or_else(|| read::wrong(node, "statistics_", statistics))?;
    let marked = marked_missing(node)?;
    let indicator = node.present("indicator_");
    let flags = match indicator {
        Some(indicator) => self::indicator(indicator, wiring, &columns)?,
        None => Vec::new(),
    };
    let keeps_empty = read::flag(node, "keep_empty_features", false);
    let constant = read::text(node, "strategy") == "constant";
    let mut made = Vec::new();
    for (column, fill) in columns.into_iter().zip(fills) {
        made.push(match (fill, column) {
            // A column that was empty in training is dropped.
            (Value::Missing, _) if !keeps_empty && !constant => continue,
            (Value::Missing, column) => column,
            (Value::Level(Level::Text(text) | Level::Start(text)), Column::Raw { place, .. }) => {
                Column::Raw {
                    place,
                    fill: Some(Level::Text(text)),
                }
            }
            (Value::Level(level @ Level::Number(_)), Column::Raw { place, fill: None })
                if marked.is_none() =>
            {
                // Whether it is a number or a category is seen by what comes behind.
                Column::Raw {
                    place,
                    fill: Some(level),
                }
            }
            (Value::Level(Level::Number(value)), column) => {
                let wire = wiring.number(&column);
                let operations = marked.map(Operation::MakeMissing);
                let operations = operations
                    .into_iter()
                    .chain([Operation::FillMissing(value)]);
                Column::Wire(wiring.map(wire, operations.collect()))
            }
            (Value::Level(Level::Text(text) | Level::Start(text)), Column::Wire(_)) => {
                return Err(unsupported(
                    format!("SimpleImputer that puts the text \"{text}\" into numbers"),
                    "texts for texts, numbers for numbers",
                    "Impute each kind of column in a pipeline of its own.",
                ));
            }
        });
    }
    made.extend(flags);
    Ok(made)
}

/// The number that stands for "missing"; `None` where NaN or None does.
fn marked_missing(node: Node<'_>) -> Result<Option<f64>> {
    let mark = need(node, "missing_values")?;
    if mark.is_none() || mark.class().starts_with("pandas.") {
        return Ok(None);
    }
    match (mark.number(), mark.text()) {
        (Some(number), _) => Ok(Some(number).filter(|number| !number.is_nan())),
        // Empty cells are missing in a CSV anyhow.
        (None, Some(text)) if text.is_empty() => Ok(None),
        _ => Err(unsupported(
            "SimpleImputer whose missing_values is a text",
            "NaN, None or a number",
            "Replace that text by an empty cell before fitting.",
        )),
    }
}

/// scikit-learn's `MissingIndicator`: a flag for each column that had missing values in training.
pub(super) fn indicator(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let marked = marked_missing(node)?;
    let places = read::numbers(node, "features_")?;
    let mut made = Vec::new();
    for place in places {
        let column = columns
            .get(place as usize)
            .ok_or_else(|| read::wrong(node, "features_", node))?;
        let wire = wiring.number(column);
        let operations = marked.map(Operation::MakeMissing);
        let operations = operations.into_iter().chain([Operation::IsMissing]);
        made.push(Column::Wire(wiring.map(wire, operations.collect())));
    }
    Ok(made)
}
