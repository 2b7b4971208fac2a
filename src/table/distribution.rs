//! What per-column statistics read: sorted values or counts, missing, n. Never the table itself, so that a
//! profile made elsewhere can stand in its place.

use kernels::sort::{sort_instants, sort_numbers};

use super::texts::Texts;
use super::{Column, ColumnData, Kind};

/// How often a level occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelCount {
    /// The level as written in the file.
    pub level: String,
    /// Rows that have it.
    pub count: u64,
}

/// The values of a distribution; order of rows is gone.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers in ascending order, infinities at the ends, no NaN.
    Numbers(Vec<f64>),
    /// Instants in milliseconds since 1970-01-01T00:00:00Z, ascending.
    Times(Vec<i64>),
    /// Levels in ascending byte order of their names, each with a count above 0.
    Levels(Vec<LevelCount>),
    /// What the texts are like, not the texts.
    Texts(Box<Texts>),
}

/// One column's distribution in one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// The column's type.
    pub kind: Kind,
    /// Rows that have a value.
    pub present: u64,
    /// Rows that have none.
    pub missing: u64,
    /// The values.
    pub values: Values,
}

impl Distribution {
    /// The distribution of a column.
    pub fn of(column: &Column) -> Distribution {
        let values = match &column.data {
            ColumnData::Number(chunks) => {
                let mut numbers = present(column, chunks);
                sort_numbers(&mut numbers);
                Values::Numbers(numbers)
            }
            ColumnData::Time(chunks) => {
                let mut instants = present(column, chunks);
                sort_instants(&mut instants);
                Values::Times(instants)
            }
            ColumnData::Category(categories) => {
                let mut levels: Vec<LevelCount> = categories
                    .levels
                    .iter()
                    .zip(categories.counts())
                    .filter(|(_, count)| *count > 0)
                    .map(|(level, count)| LevelCount {
                        level: level.to_owned(),
                        count,
                    })
                    .collect();
                levels.sort_unstable_by(|a, b| a.level.cmp(&b.level));
                Values::Levels(levels)
            }
            ColumnData::Text(categories) => Values::Texts(Box::new(Texts::of(
                categories.levels.iter().zip(categories.counts()),
            ))),
        };
        Distribution {
            kind: column.kind,
            present: column.evidence.present - column.evidence.unread,
            missing: column.evidence.missing + column.evidence.unread,
            values,
        }
    }
}

/// The values that are not missing, with -0 made 0 so that order and ties do not depend on a sign of nothing.
fn present<T: Copy + Zero>(column: &Column, chunks: &[Vec<T>]) -> Vec<T> {
    let mut out = Vec::with_capacity((column.evidence.present - column.evidence.unread) as usize);
    let mut words = column.missing.iter().copied();
    // Full chunks are whole words of the bitmap long, and most words say that nothing is missing.
    for rows in chunks.iter().flat_map(|chunk| chunk.chunks(64)) {
        let missing = words.next().unwrap_or(0);
        if missing == 0 {
            out.extend(rows.iter().map(|value| value.without_sign_of_zero()));
        } else {
            for (row, value) in rows.iter().enumerate() {
                if missing >> row & 1 == 0 {
                    out.push(value.without_sign_of_zero());
                }
            }
        }
    }
    out
}

trait Zero {
    fn without_sign_of_zero(self) -> Self;
}

impl Zero for f64 {
    fn without_sign_of_zero(self) -> f64 {
        self + 0.0
    }
}

impl Zero for i64 {
    fn without_sign_of_zero(self) -> i64 {
        self
    }
}
