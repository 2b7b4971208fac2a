//! From a table's columns to a model's inputs.

use std::collections::BTreeMap;

use super::coding::Coding;
use super::{Frame, Input, Model};
use crate::table::{Column, Table};

/// How an input came by its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Found {
    /// The person said so.
    Given,
    /// The column has the input's name.
    Name,
    /// The column's name is the input's but for case and for spaces, dots, dashes and underscores.
    SimilarName,
    /// The file gives no names; the column stands where the input stands.
    Position,
    /// No column.
    Missing,
}

/// One input and its column.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Place of the column in the table.
    pub column: Option<usize>,
    /// How it was found.
    pub found: Found,
    pub(super) coding: Coding,
}

/// All inputs of a model and their columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// One for each input.
    pub inputs: Vec<Bound>,
}

impl Binding {
    /// Finds a column for each input. `given` maps names of inputs to names of columns and goes ahead; inputs that the
    /// file does not name are found by position among `candidates`, the columns that may be features, in their order.
    pub fn of(
        model: &Model,
        table: &Table,
        given: &BTreeMap<String, String>,
        candidates: &[usize],
    ) -> Binding {
        let place = |name: &str| table.columns.iter().position(|column| column.name == name);
        let mut loose: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (place, column) in table.columns.iter().enumerate() {
            // Two columns whose names are alike settle nothing.
            loose
                .entry(loosened(&column.name))
                .and_modify(|only| *only = None)
                .or_insert(Some(place));
        }
        let find = |(position, input): (usize, &Input)| -> (Option<usize>, Found) {
            if let Some(name) = given.get(&input.name) {
                return match place(name) {
                    Some(column) => (Some(column), Found::Given),
                    None => (None, Found::Missing),
                };
            }
            if let Some(column) = place(&input.name) {
                return (Some(column), Found::Name);
            }
            if input.named {
                return match loose.get(&loosened(&input.name)).copied().flatten() {
                    Some(column) => (Some(column), Found::SimilarName),
                    None => (None, Found::Missing),
                };
            }
            match candidates.get(position) {
                Some(column) => (Some(*column), Found::Position),
                None => (None, Found::Missing),
            }
        };
        let inputs = model
            .inputs
            .iter()
            .enumerate()
            .map(|(position, input)| {
                let (column, found) = find((position, input));
                let coding = match column {
                    Some(column) => Coding::of(input, &table.columns[column]),
                    None => Coding::Missing,
                };
                Bound {
                    column,
                    found,
                    coding,
                }
            })
            .collect();
        Binding { inputs }
    }

    /// The rows `start..end` of a table as the model takes them.
    pub fn frame(&self, table: &Table, start: usize, end: usize) -> Frame {
        let rows = end - start;
        let column = |bound: &Bound| {
            let mut out = Vec::with_capacity(rows);
            match bound.column {
                Some(column) => bound
                    .coding
                    .append(&table.columns[column], start, end, &mut out),
                None => out.resize(rows, f64::NAN),
            }
            out
        };
        Frame {
            rows,
            columns: self.inputs.iter().map(column).collect(),
        }
    }

    /// Inputs without a column.
    pub fn missing<'a>(&'a self, model: &'a Model) -> impl Iterator<Item = &'a Input> {
        let pairs = model.inputs.iter().zip(&self.inputs);
        pairs
            .filter(|(_, bound)| bound.column.is_none())
            .map(|(input, _)| input)
    }
}

/// What of a column does not fit its input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Misfit {
    /// Values of the column that the model does not know, the most frequent first, with their rows.
    pub unknown: Vec<(String, u64)>,
    /// Levels of the model that the column does not have.
    pub absent: Vec<String>,
    /// Rows whose text is read as no number where a number is needed.
    pub unread: u64,
}

impl Bound {
    /// Compares the values of the column with what the input knows.
    pub fn misfit(&self, input: &Input, table: &Table) -> Misfit {
        match self.column {
            Some(column) => self.coding.misfit(input, &table.columns[column]),
            None => Misfit::default(),
        }
    }
}

/// Rows of a column that hold something, by level; of a column of numbers nothing.
pub(super) fn level_counts(column: &Column) -> Vec<u64> {
    use crate::table::ColumnData;
    let (ColumnData::Category(categories) | ColumnData::Text(categories)) = &column.data else {
        return Vec::new();
    };
    categories.counts()
}

fn loosened(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}
