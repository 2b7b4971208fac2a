//! The steps between the instants of a column, and how its rows are ordered.

use crate::report::{Unit, show};
use crate::table::{Column, ColumnData};

/// Steps between neighbouring distinct instants; all zero where there are fewer than two.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Spacing {
    /// Distinct instants.
    pub(super) distinct: u64,
    /// Median step, in milliseconds.
    pub(super) step: i64,
    /// Share of steps within a tenth of the median.
    pub(super) regular: f64,
    /// Longest step, in milliseconds.
    pub(super) longest: i64,
    /// Where the first of the longest steps begins.
    pub(super) longest_start: i64,
}

impl Spacing {
    /// Of ascending instants.
    pub(super) fn of(instants: &[i64]) -> Spacing {
        let mut out = Spacing::default();
        let mut steps = Vec::new();
        let mut last = None;
        for &instant in instants {
            let Some(before) = last.replace(instant) else {
                out.distinct = 1;
                continue;
            };
            let step = instant.saturating_sub(before);
            if step == 0 {
                continue;
            }
            out.distinct += 1;
            if step > out.longest {
                (out.longest, out.longest_start) = (step, before);
            }
            steps.push(step.cast_unsigned());
        }
        if steps.is_empty() {
            return out;
        }
        let middle = steps.len() / 2;
        let step = *steps.select_nth_unstable(middle).1;
        let regular = steps
            .iter()
            .filter(|s| s.abs_diff(step) <= step / 10)
            .count();
        out.step = step.cast_signed();
        out.regular = regular as f64 / steps.len() as f64;
        out
    }
}

/// How rows are ordered by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Ascending,
    Descending,
    Mixed,
}

impl Order {
    /// By the rows that have a value.
    pub(super) fn of(column: &Column) -> Order {
        let ColumnData::Time(chunks) = &column.data else {
            return Order::Mixed;
        };
        let (mut ascending, mut descending) = (true, true);
        let mut last = None;
        for (row, &instant) in chunks.iter().flatten().enumerate() {
            if column.is_missing(row) {
                continue;
            }
            if let Some(before) = last.replace(instant) {
                ascending &= before <= instant;
                descending &= before >= instant;
            }
            if !(ascending || descending) {
                return Order::Mixed;
            }
        }
        if ascending {
            Order::Ascending
        } else {
            Order::Descending
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Order::Ascending => "oldest first",
            Order::Descending => "newest first",
            Order::Mixed => "in no order of time",
        }
    }
}

/// Milliseconds in the largest unit of which there is at least one.
pub(super) fn duration(milliseconds: i64) -> String {
    let units = [
        (86_400_000, "day"),
        (3_600_000, "hour"),
        (60_000, "minute"),
        (1000, "second"),
    ];
    let (size, name) = units
        .into_iter()
        .find(|(size, _)| milliseconds >= *size)
        .unwrap_or((1, "millisecond"));
    let count = show(milliseconds as f64 / size as f64, Unit::Number);
    let plural = if count == "1" { "" } else { "s" };
    format!("{count} {name}{plural}")
}
