//! Columns that were not in the file, such as a model's scores.

use super::contrary::Contrary;
use super::{CATEGORY_LEVELS, Column, ColumnData, Evidence, Held, Kind, Table};

impl Table {
    /// Puts a column behind the others. False where it does not fit: another number of rows, or a name that is taken.
    pub fn add_column(&mut self, name: &str, held: Held) -> bool {
        let (rows, kind) = match &held.data {
            ColumnData::Number(values) => {
                (values.iter().map(Vec::len).sum::<usize>(), Kind::Number)
            }
            ColumnData::Time(values) => (values.iter().map(Vec::len).sum(), Kind::Time),
            ColumnData::Category(values) | ColumnData::Text(values) => {
                let kind = if values.levels.len() as u64 <= CATEGORY_LEVELS {
                    Kind::Category
                } else {
                    Kind::Text
                };
                (values.codes.iter().map(Vec::len).sum(), kind)
            }
        };
        if self.column(name).is_some()
            || rows != self.rows
            || held.missing.len() != rows.div_ceil(64)
        {
            return false;
        }
        let missing: u64 = held
            .missing
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum();
        let present = rows as u64 - missing;
        let column = Column {
            name: name.to_owned(),
            kind,
            evidence: Evidence {
                present,
                missing,
                number: if kind == Kind::Number { present } else { 0 },
                ..Evidence::default()
            },
            data: match held.data {
                ColumnData::Text(values) if kind == Kind::Category => ColumnData::Category(values),
                ColumnData::Category(values) if kind == Kind::Text => ColumnData::Text(values),
                data => data,
            },
            missing: held.missing,
            key: false,
            joined: false,
            contrary: Contrary::default(),
            doubt: None,
        };
        self.columns.push(column);
        true
    }
}
