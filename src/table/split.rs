//! One file as two tables: rows before a value and from it on, or rows of some values and the others; and the rows of a
//! table that a value of a column chooses.

use super::number::{self, Read};
use super::{Column, ColumnData, Ledger, Part, Table, instant};
use crate::config::{Split, invalid};
use crate::error::{Code, Error, Result};
use kernels::sort::sort_numbers;

/// Whether a row's value is on the asked side, for a split the reference's; `None` without a value.
pub(super) type Sides = Vec<Option<bool>>;

/// Which rows go where, and how that is called.
struct Cut {
    sides: Sides,
    reference: String,
    current: String,
}

impl Table {
    /// Splits the rows by `column`, which this table has: the reference first. Without `at` and `reference` in `split`
    /// at the median: half of the rows come before it, and equal values stay together.
    ///
    /// Both tables keep the file's types, and lines in warnings stay those of the file; its warnings stand in the first
    /// table only. Rows without a value in the column are in neither; a warning counts them.
    ///
    /// # Errors
    /// `split.no-column` where no column has this name, `config.invalid-value` for a value that the column cannot
    /// be compared with, `split.one-sided` where a side would have no row.
    pub fn split(&self, column: &str, split: &Split) -> Result<(Table, Table)> {
        let by = self.column(column).ok_or_else(|| self.no_column(column))?;
        let cut = match (&split.at, &split.reference) {
            (Some(_), Some(_)) => {
                return Err(invalid("split", "either `at` or `reference`, not both"));
            }
            (Some(at), None) => by.cut(by.below(at, "split.at")?, at),
            (None, Some(levels)) => by.named(levels)?,
            (None, None) => by.halves().ok_or_else(|| self.one_sided(column))?,
        };
        let rows = |wanted: bool| -> Vec<u32> {
            (0u32..)
                .zip(&cut.sides)
                .filter(|(_, side)| **side == Some(wanted))
                .map(|(row, _)| row)
                .collect()
        };
        let (before, after) = (rows(true), rows(false));
        if before.is_empty() || after.is_empty() {
            return Err(self.one_sided(column));
        }
        let left_out = (self.rows - before.len() - after.len()) as u64;
        let part = |rows: &[u32], rule: &str| {
            let mut table = self.take_rows(rows);
            table.name = format!("{}, {rule}", self.name);
            table.ledger = Ledger {
                used: rows.len() as u64,
                ..Ledger::default()
            };
            table.part = Some(Part {
                file: self.name.clone(),
                column: column.into(),
                rule: rule.into(),
                left_out,
                ledger: self.ledger,
            });
            table
        };
        let mut reference = part(&before, &cut.reference);
        let mut current = part(&after, &cut.current);
        current.warnings.clear();
        if left_out > 0 {
            reference.warnings.push(
                Error::new(
                    Code::SplitRowsLeftOut,
                    "rows without a value in the column that splits the file; they are in neither part",
                    "a value in every row",
                    "Fill in the column, or split by another one.",
                )
                .in_file(&self.name)
                .in_column(column)
                .with_count(left_out),
            );
        }
        Ok((reference, current))
    }

    fn no_column(&self, column: &str) -> Error {
        Error::new(
            Code::SplitNoColumn,
            format!("no column `{column}`"),
            "the name of a column of the file",
            "Name the column whose values split the file into reference and current rows.",
        )
        .in_file(&self.name)
    }

    fn one_sided(&self, column: &str) -> Error {
        Error::new(
            Code::SplitOneSided,
            "all rows on one side of the split",
            "rows on both sides",
            "Choose another value, or another column.",
        )
        .in_file(&self.name)
        .in_column(column)
    }
}

/// An instant as a date, with the time of day where it is not midnight.
fn instant_text(ms: i64) -> String {
    let second = ms.div_euclid(1000);
    speedate::DateTime::from_timestamp(second, ms.rem_euclid(1000) as u32 * 1000).map_or_else(
        |_| ms.to_string(),
        |at| match ms.rem_euclid(86_400_000) {
            0 => at.date.to_string(),
            _ => at.to_string(),
        },
    )
}

impl Column {
    /// Rows whose value is less than `at`.
    ///
    /// # Errors
    /// `config.invalid-value` at `key` where the column holds times or numbers and `at` is none.
    pub(super) fn below(&self, at: &str, key: &str) -> Result<Sides> {
        let refused = |why: &str| invalid(key, why);
        Ok(match &self.data {
            ColumnData::Time(chunks) => {
                let at = instant::read(at.as_bytes())
                    .ok_or_else(|| refused("a date such as 2024-07-01 is needed"))?;
                self.sides(chunks, &|value| *value < at)
            }
            ColumnData::Number(chunks) => {
                let at = number_of(at).ok_or_else(|| refused("a number is needed"))?;
                self.sides(chunks, &|value| *value < at)
            }
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                let below: Vec<bool> = categories.levels.iter().map(|level| level < at).collect();
                self.sides(&categories.codes, &|code| {
                    below.get(*code as usize).copied().unwrap_or(false)
                })
            }
        })
    }

    /// Rows whose value is one of `levels`, and which of these stand in some row.
    pub(super) fn among(&self, levels: &[String]) -> (Sides, Vec<bool>) {
        let mut seen = vec![false; levels.len()];
        let sides = match &self.data {
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                let inside: Vec<bool> = categories
                    .levels
                    .iter()
                    .map(|level| {
                        let place = levels.iter().position(|wanted| wanted == level);
                        place.is_some_and(|place| {
                            seen[place] = true;
                            true
                        })
                    })
                    .collect();
                self.sides(&categories.codes, &|code| {
                    inside.get(*code as usize).copied().unwrap_or(false)
                })
            }
            ColumnData::Number(chunks) => {
                let wanted: Vec<Option<f64>> = levels.iter().map(|l| number_of(l)).collect();
                for &value in chunks.iter().flatten() {
                    for (seen, wanted) in seen.iter_mut().zip(&wanted) {
                        *seen |= *wanted == Some(value);
                    }
                }
                self.sides(chunks, &|value| wanted.contains(&Some(*value)))
            }
            ColumnData::Time(chunks) => {
                let read = |level: &String| instant::read(level.as_bytes());
                let wanted: Vec<Option<i64>> = levels.iter().map(read).collect();
                for &value in chunks.iter().flatten() {
                    for (seen, wanted) in seen.iter_mut().zip(&wanted) {
                        *seen |= *wanted == Some(value);
                    }
                }
                self.sides(chunks, &|value| wanted.contains(&Some(*value)))
            }
        };
        (sides, seen)
    }

    /// Rows whose value is one of `levels`, each of which stands in some row, and the others.
    fn named(&self, levels: &[String]) -> Result<Cut> {
        let (sides, seen) = self.among(levels);
        if let Some(place) = seen.iter().position(|seen| !seen) {
            let why = format!("no row of {} has the value `{}`", self.name, levels[place]);
            return Err(invalid("split.reference", &why));
        }
        let shown = levels
            .iter()
            .take(3)
            .map(String::as_str)
            .collect::<Vec<_>>();
        let more = if levels.len() > 3 { ", …" } else { "" };
        let shown = format!("{}{more}", shown.join(", "));
        Ok(Cut {
            sides,
            reference: format!("{} {shown}", self.name),
            current: format!("{} other than {shown}", self.name),
        })
    }

    fn sides<T>(&self, chunks: &[Vec<T>], reference: &dyn Fn(&T) -> bool) -> Sides {
        chunks
            .iter()
            .flatten()
            .enumerate()
            .map(|(row, value)| (!self.is_missing(row)).then(|| reference(value)))
            .collect()
    }

    /// Rows before the median of a column of times or numbers, or before the next larger value where nothing is below
    /// it. `None` where all values are equal, and for other types.
    fn halves(&self) -> Option<Cut> {
        let (sides, at) = match &self.data {
            ColumnData::Time(chunks) => {
                let mut times = self.present(chunks);
                times.sort_unstable();
                let at = middle(&times)?;
                (self.sides(chunks, &|value| *value < at), instant_text(at))
            }
            ColumnData::Number(chunks) => {
                let mut numbers = self.present(chunks);
                sort_numbers(&mut numbers);
                let at = middle(&numbers)?;
                (self.sides(chunks, &|value| *value < at), at.to_string())
            }
            _ => return None,
        };
        Some(self.cut(sides, &at))
    }

    fn cut(&self, sides: Sides, at: &str) -> Cut {
        Cut {
            sides,
            reference: format!("{} before {at}", self.name),
            current: format!("{} from {at}", self.name),
        }
    }

    fn present<T: Copy>(&self, chunks: &[Vec<T>]) -> Vec<T> {
        let rows = chunks.iter().flatten().enumerate();
        rows.filter(|(row, _)| !self.is_missing(*row))
            .map(|(_, value)| *value)
            .collect()
    }
}

/// The upper median of ascending values, or the least value above the first.
fn middle<T: Copy + PartialOrd>(sorted: &[T]) -> Option<T> {
    let (first, middle) = (*sorted.first()?, *sorted.get(sorted.len() / 2)?);
    if middle > first {
        return Some(middle);
    }
    sorted.iter().copied().find(|value| *value > first)
}

fn number_of(text: &str) -> Option<f64> {
    match number::read(text.trim().as_bytes()) {
        Read::Number(value) => Some(value + 0.0),
        _ => None,
    }
}
