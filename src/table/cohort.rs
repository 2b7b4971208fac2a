//! The rows of a table for which conditions hold.

use super::{Column, Table};
use crate::config::Condition;
use crate::error::{Code, Error, Result};

impl Table {
    /// The rows for which every condition holds, in their order. `name_here` answers what a column that a condition
    /// names is called in this table. Ledger and warnings stay those of the file.
    ///
    /// # Errors
    /// `cohort.no-column` where the table lacks a column, `config.invalid-value` for a bound that the column's values
    /// cannot be compared with, `cohort.empty` where no row is left.
    pub fn cohort(
        &self,
        conditions: &[Condition],
        name_here: impl Fn(&str) -> String,
    ) -> Result<Table> {
        Ok(self.take_rows(&self.cohort_rows(conditions, name_here)?))
    }

    /// The places of those rows, ascending.
    ///
    /// # Errors
    /// As [`Table::cohort`].
    pub fn cohort_rows(
        &self,
        conditions: &[Condition],
        name_here: impl Fn(&str) -> String,
    ) -> Result<Vec<u32>> {
        let mut kept = vec![true; self.rows];
        for condition in conditions {
            let name = name_here(&condition.column);
            let column = self.column(&name).ok_or_else(|| {
                Error::new(
                    Code::CohortNoColumn,
                    format!("no column `{name}`"),
                    "the name of a column that both files have",
                    "Take the condition on this column away, or name another column.",
                )
                .in_file(&self.name)
            })?;
            column.narrow(condition, &mut kept)?;
        }
        let rows: Vec<u32> = (0u32..)
            .zip(&kept)
            .filter(|(_, kept)| **kept)
            .map(|(row, _)| row)
            .collect();
        if rows.is_empty() {
            return Err(Error::new(
                Code::CohortEmpty,
                "no row for which all conditions hold",
                "at least one row",
                "Take a condition away, or widen it.",
            )
            .in_file(&self.name));
        }
        Ok(rows)
    }
}

impl Column {
    /// Takes away the rows for which the condition does not hold.
    fn narrow(&self, condition: &Condition, kept: &mut [bool]) -> Result<()> {
        let mut keep = |holds: &dyn Fn(usize) -> bool| {
            for (row, kept) in kept.iter_mut().enumerate() {
                *kept = *kept && holds(row);
            }
        };
        if condition.missing {
            keep(&|row| self.is_missing(row));
        }
        if let Some(values) = &condition.values {
            let (sides, _) = self.among(values);
            keep(&|row| sides[row] == Some(true));
        }
        if let Some(from) = &condition.from {
            let sides = self.below(from, "cohort.from")?;
            keep(&|row| sides[row] == Some(false));
        }
        if let Some(below) = &condition.below {
            let sides = self.below(below, "cohort.below")?;
            keep(&|row| sides[row] == Some(true));
        }
        Ok(())
    }
}
