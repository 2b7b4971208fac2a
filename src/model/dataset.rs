//! Features as bins, ready to learn from.

use std::collections::BTreeMap;

use super::binning::{Encoding, MISSING_BIN, VALUE_BINS, edges, level_bins, number_bins};
use crate::table::{CHUNK_ROWS, Categories, Column, ColumnData, Table};

/// Raw values of one feature.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers; NaN is missing.
    Numbers(Vec<f64>),
    /// Categories.
    Levels {
        /// Distinct names.
        names: Vec<String>,
        /// For each row the position in `names`; anything beyond is missing.
        codes: Vec<u32>,
    },
}

/// One feature with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// Its values, one a row.
    pub values: Values,
}

/// A feature as a model knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// How its values become bins.
    pub encoding: Encoding,
}

impl Feature {
    /// Bins of values; [`MISSING_BIN`] comes on top.
    pub fn bins(&self) -> usize {
        match &self.encoding {
            Encoding::Number { edges } => edges.len() + 1,
            Encoding::Levels { names, rest } => names.len() + usize::from(*rest),
        }
    }

    pub(super) fn is_levels(&self) -> bool {
        matches!(self.encoding, Encoding::Levels { .. })
    }

    fn encode(&self, values: &Values) -> Vec<u8> {
        match (&self.encoding, values) {
            (Encoding::Number { edges }, Values::Numbers(values)) => number_bins(values, edges),
            (Encoding::Levels { names: known, rest }, Values::Levels { names, codes }) => {
                let mut bin_of = BTreeMap::new();
                for (bin, name) in known.iter().enumerate() {
                    bin_of.insert(name.as_str(), bin as u8);
                }
                let other = if *rest {
                    known.len().min(VALUE_BINS - 1) as u8
                } else {
                    MISSING_BIN
                };
                let bins: Vec<u8> = names
                    .iter()
                    .map(|name| bin_of.get(name.as_str()).copied().unwrap_or(other))
                    .collect();
                codes
                    .iter()
                    .map(|&code| bins.get(code as usize).copied().unwrap_or(MISSING_BIN))
                    .collect()
            }
            (_, Values::Numbers(values)) => vec![MISSING_BIN; values.len()],
            (_, Values::Levels { codes, .. }) => vec![MISSING_BIN; codes.len()],
        }
    }
}

/// Some rows of a table.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The table.
    pub table: &'a Table,
    /// Positions of its columns, one a feature.
    pub columns: &'a [usize],
    /// Its rows, in the order wanted.
    pub rows: &'a [u32],
}

/// Binned features: a byte a value, one feature after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    features: Vec<Feature>,
    bins: Vec<Vec<u8>>,
    rows: usize,
}

impl Dataset {
    /// Bins chosen from the values themselves. All features need the same number of rows; shorter ones are filled
    /// with missing values.
    pub fn from_columns(columns: &mut dyn Iterator<Item = Source>) -> Dataset {
        let mut out = Dataset::empty();
        for source in columns {
            let encoding = match &source.values {
                Values::Numbers(values) => Encoding::Number {
                    edges: edges(values),
                },
                Values::Levels { names, codes } => level_bins(names, codes),
            };
            let feature = Feature {
                name: source.name,
                encoding,
            };
            out.push(feature, &source.values);
        }
        out.even()
    }

    /// The same bins as another data set, such as the one that a model was trained on. Features are taken in order;
    /// levels that are not known there share the bin for others, or count as missing.
    pub fn encoded_as(features: &[Feature], columns: &mut dyn Iterator<Item = Source>) -> Dataset {
        let mut out = Dataset::empty();
        for (feature, source) in features.iter().zip(columns) {
            out.push(feature.clone(), &source.values);
        }
        out.even()
    }

    /// Rows of tables, one table's below the other's. Each part names as many columns as the first; numbers and
    /// times become numbers, categories, booleans and texts become levels. A column that is of another type in a
    /// later part is missing there.
    pub fn from_tables(parts: &[Part]) -> Dataset {
        let width = parts.first().map_or(0, |part| part.columns.len());
        Dataset::from_columns(&mut (0..width).map(|at| stacked(parts, at)))
    }

    fn empty() -> Dataset {
        Dataset {
            features: Vec::new(),
            bins: Vec::new(),
            rows: 0,
        }
    }

    fn push(&mut self, feature: Feature, values: &Values) {
        let bins = feature.encode(values);
        self.rows = self.rows.max(bins.len());
        self.bins.push(bins);
        self.features.push(feature);
    }

    fn even(mut self) -> Dataset {
        for bins in &mut self.bins {
            bins.resize(self.rows, MISSING_BIN);
        }
        self
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The features, in order.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// One feature's bins, one a row; empty for a feature that does not exist.
    pub fn bins(&self, feature: usize) -> &[u8] {
        self.bins.get(feature).map_or(&[], Vec::as_slice)
    }

    /// These rows in this order; rows that do not exist are left out.
    pub fn take(&self, rows: &[u32]) -> Dataset {
        let rows: Vec<usize> = rows
            .iter()
            .map(|&row| row as usize)
            .filter(|&row| row < self.rows)
            .collect();
        Dataset {
            features: self.features.clone(),
            bins: self
                .bins
                .iter()
                .map(|bins| rows.iter().map(|&row| bins[row]).collect())
                .collect(),
            rows: rows.len(),
        }
    }

    /// These features only, in this order.
    pub fn select(&self, features: &[usize]) -> Dataset {
        let existing = || features.iter().filter(|&&f| f < self.features.len());
        Dataset {
            features: existing().map(|&f| self.features[f].clone()).collect(),
            bins: existing().map(|&f| self.bins[f].clone()).collect(),
            rows: self.rows,
        }
    }

    /// Exchanges one feature's bins for others of the same length, and hands back the old ones.
    pub fn exchange(&mut self, feature: usize, bins: Vec<u8>) -> Vec<u8> {
        match self.bins.get_mut(feature) {
            Some(old) if old.len() == bins.len() => std::mem::replace(old, bins),
            _ => bins,
        }
    }
}

/// One feature over all parts.
fn stacked(parts: &[Part], at: usize) -> Source {
    let columns: Vec<(&Column, &[u32])> = parts
        .iter()
        .filter_map(|part| {
            let column = part.table.columns.get(*part.columns.get(at)?)?;
            Some((column, part.rows))
        })
        .collect();
    let numeric = columns
        .iter()
        .find(|(column, _)| column.evidence.present > column.evidence.unread)
        .is_some_and(|(column, _)| {
            matches!(column.data, ColumnData::Number(_) | ColumnData::Time(_))
        });
    Source {
        name: columns
            .first()
            .map(|(column, _)| column.name.clone())
            .unwrap_or_default(),
        values: if numeric {
            Values::Numbers(numbers(&columns))
        } else {
            levels(&columns)
        },
    }
}

fn at<T: Copy>(chunks: &[Vec<T>], row: u32) -> Option<T> {
    let row = row as usize;
    chunks.get(row / CHUNK_ROWS)?.get(row % CHUNK_ROWS).copied()
}

fn numbers(columns: &[(&Column, &[u32])]) -> Vec<f64> {
    let mut out = Vec::with_capacity(columns.iter().map(|(_, rows)| rows.len()).sum());
    for (column, rows) in columns {
        out.extend(rows.iter().map(|&row| {
            let value = match &column.data {
                ColumnData::Number(chunks) => at(chunks, row),
                ColumnData::Time(chunks) => at(chunks, row).map(|ms| ms as f64),
                ColumnData::Category(_) | ColumnData::Text(_) => None,
            };
            value
                .filter(|_| !column.is_missing(row as usize))
                .unwrap_or(f64::NAN)
        }));
    }
    out
}

fn levels(columns: &[(&Column, &[u32])]) -> Values {
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut codes = Vec::new();
    for (column, rows) in columns {
        let (ColumnData::Category(categories) | ColumnData::Text(categories)) = &column.data else {
            codes.extend(rows.iter().map(|_| Categories::MISSING));
            continue;
        };
        let renamed: Vec<u32> = categories
            .levels
            .iter()
            .map(|level| match known.get(level) {
                Some(&code) => code,
                None => {
                    let code = names.len() as u32;
                    names.push(level.to_owned());
                    known.insert(level.to_owned(), code);
                    code
                }
            })
            .collect();
        codes.extend(rows.iter().map(|&row| {
            at(&categories.codes, row)
                .and_then(|code| renamed.get(code as usize).copied())
                .unwrap_or(Categories::MISSING)
        }));
    }
    Values::Levels { names, codes }
}
