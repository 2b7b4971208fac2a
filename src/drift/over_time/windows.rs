//! Rows in order, cut into windows.

use std::ops::Range;

use super::calendar::{UNITS, label, number, start_ms};
use super::parameters::{Parameters, Window};
use crate::stats::order::{order, ordered};
use crate::table::row_key::sample;
use crate::table::{ColumnData, Table};

/// More windows than this are never made.
pub(super) const MOST: usize = 400;
/// As many windows as the automatic choice may make.
const MOST_CHOSEN: usize = 60;
/// A calendar window at an end is partial when it is covered by less than this share of what the others are.
const COVERED: f64 = 0.9;

/// A file's rows in the order of time, or of the file.
pub(super) struct Rows {
    /// Positions in the table.
    pub(super) rows: Vec<u32>,
    /// The instant of each row; empty without a column of times.
    times_ms: Vec<i64>,
    /// Name and end of each file's rows, where the table was put together from several.
    files: Vec<(String, usize)>,
    /// Rows left out because they have no time.
    pub(super) without_time: u64,
    /// Share of the file's rows that are looked at, below 1 where the table is a sample.
    share: f64,
}

impl Rows {
    /// At most `most` rows of a table, a uniform sample by their keys, by time and then by key.
    pub(super) fn of(table: &Table, time: Option<usize>, keys: &[u64], most: usize) -> Rows {
        let chosen = sample(keys, most);
        let rows = table.ledger.used + table.ledger.repaired;
        let share = (chosen.len() as f64 / (rows as f64).max(1.0)).min(1.0);
        if !table.periods.is_empty() {
            return Rows::by_file(table, chosen, share);
        }
        let times = time.and_then(|place| {
            let column = table.columns.get(place)?;
            match &column.data {
                ColumnData::Time(chunks) => Some((column, chunks)),
                _ => None,
            }
        });
        let Some((column, chunks)) = times else {
            return Rows {
                rows: ordered(chosen, &|a, b| {
                    table.row_number(*a).cmp(&table.row_number(*b))
                }),
                times_ms: Vec::new(),
                files: Vec::new(),
                without_time: 0,
                share,
            };
        };
        let of_row: Vec<i64> = chunks.iter().flatten().copied().collect();
        let timed: Vec<u32> = chosen
            .into_iter()
            .filter(|&row| !column.is_missing(row as usize))
            .collect();
        // The sample stands in the order of keys, and the sort keeps it where times are equal.
        let at = |place: usize| of_row[timed[place] as usize];
        let order = order(timed.len(), &|a, b| at(a).cmp(&at(b)));
        Rows {
            times_ms: order.iter().map(|&place| at(place)).collect(),
            rows: order.iter().map(|&place| timed[place]).collect(),
            files: Vec::new(),
            without_time: column.evidence.missing + column.evidence.unread,
            share,
        }
    }

    /// Rows file by file, within one by their keys: the files are the windows.
    fn by_file(table: &Table, chosen: Vec<u32>, share: f64) -> Rows {
        let mut end = 0;
        let mut ends = Vec::new();
        for period in &table.periods {
            end += period.rows;
            ends.push(end);
        }
        let file = |row: u32| ends.partition_point(|&end| end <= table.row_number(row) as usize);
        let rows = ordered(chosen, &|a, b| file(*a).cmp(&file(*b)));
        let files = table.periods.iter().enumerate().map(|(place, period)| {
            let end = rows.partition_point(|&row| file(row) <= place);
            (period.name.clone(), end)
        });
        Rows {
            files: files.collect(),
            times_ms: Vec::new(),
            without_time: 0,
            share,
            rows,
        }
    }

    /// Share of the file's rows that are looked at.
    pub(super) fn share(&self) -> f64 {
        self.share
    }

    /// The first instant.
    pub(super) fn first_ms(&self) -> Option<i64> {
        self.times_ms.first().copied()
    }

    /// The last instant.
    pub(super) fn last_ms(&self) -> Option<i64> {
        self.times_ms.last().copied()
    }
}

/// One window of rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Slot {
    /// Its name.
    pub(super) label: String,
    /// Where it stands on the axis: its first instant in milliseconds, or its number from 1.
    pub(super) at: f64,
    /// The first instant of its rows.
    pub(super) first_ms: Option<i64>,
    /// Its rows, as places in [`Rows`].
    pub(super) places: Range<usize>,
    /// True where the data begin or end inside it: it is shown and never judged.
    pub(super) partial: bool,
}

/// Which windows are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Calendar unit, or `Rows`.
    pub(super) unit: Window,
    /// Rows of a window among those looked at.
    rows: usize,
    /// True where there would have been more than [`MOST`] of the windows asked for.
    pub(super) coarsened: bool,
    /// True where the files are the windows.
    pub(super) files: bool,
}

impl Cut {
    /// The windows asked for, or coarser ones where there would be too many. `None` where nothing orders the rows and
    /// none were asked for.
    pub(super) fn choose(parameters: &Parameters, rows: &Rows) -> Option<Cut> {
        if !rows.files.is_empty() {
            return Some(Cut {
                unit: Window::Rows,
                rows: 0,
                coarsened: false,
                files: true,
            });
        }
        if parameters.window == Window::Rows {
            let size = ((f64::from(parameters.rows) * rows.share).round() as usize).max(1);
            let least = rows.rows.len().div_ceil(MOST).max(1);
            return Some(Cut {
                unit: Window::Rows,
                rows: size.max(least),
                coarsened: size < least,
                files: false,
            });
        }
        if rows.times_ms.is_empty() {
            return None;
        }
        let calendar = |unit, coarsened| Cut {
            unit,
            rows: 0,
            coarsened,
            files: false,
        };
        let counted = |unit: &Window| windows_of(*unit, &rows.times_ms);
        if parameters.window == Window::Auto {
            let wanted = 2 * parameters.least_rows as usize;
            let fits = |unit: &&Window| (2..=MOST_CHOSEN).contains(&counted(unit));
            let full = |unit: &&Window| rows.times_ms.len() >= wanted * counted(unit);
            let chosen = UNITS
                .iter()
                .find(|unit| fits(unit) && full(unit))
                .or_else(|| UNITS.iter().rev().find(fits))
                .unwrap_or(&Window::Year);
            // Where all times are midnights, days and not hours.
            let unit = UNITS
                .iter()
                .rev()
                .find(|unit| counted(unit) == counted(chosen))
                .unwrap_or(chosen);
            return Some(calendar(*unit, false));
        }
        let from = UNITS.iter().position(|unit| *unit == parameters.window)?;
        let unit = UNITS[from..].iter().find(|unit| counted(unit) <= MOST)?;
        Some(calendar(*unit, *unit != parameters.window))
    }

    /// The same windows for other rows, coarser where there would be too many.
    pub(super) fn slots(self, rows: &Rows) -> Vec<Slot> {
        if self.files {
            return by_file(rows);
        }
        if self.unit == Window::Rows {
            return by_rows(rows, self.rows.max(rows.rows.len().div_ceil(MOST)));
        }
        let from = UNITS
            .iter()
            .position(|unit| *unit == self.unit)
            .unwrap_or(0);
        let unit = UNITS[from..]
            .iter()
            .find(|unit| windows_of(**unit, &rows.times_ms) <= MOST)
            .copied()
            .unwrap_or(Window::Year);
        by_calendar(unit, rows)
    }
}

/// How many windows have rows; one more than the most where there are more.
fn windows_of(unit: Window, times_ms: &[i64]) -> usize {
    let mut place = 0;
    let mut count = 0;
    while let Some(&time) = times_ms.get(place) {
        let end = start_ms(unit, number(unit, time).saturating_add(1));
        let inside = times_ms[place..].partition_point(|&t| t < end);
        place += inside.max(1);
        count += 1;
        if count > MOST {
            break;
        }
    }
    count
}

fn by_file(rows: &Rows) -> Vec<Slot> {
    let mut start = 0;
    let mut slots = Vec::new();
    for ((name, end), place) in rows.files.iter().zip(1u32..) {
        slots.push(Slot {
            label: name.clone(),
            at: f64::from(place),
            first_ms: None,
            places: start..*end,
            partial: false,
        });
        start = *end;
    }
    slots
}

fn by_rows(rows: &Rows, size: usize) -> Vec<Slot> {
    let size = size.max(1);
    (0..rows.rows.len())
        .step_by(size)
        .zip(1u32..)
        .map(|(start, window)| {
            let places = start..(start + size).min(rows.rows.len());
            Slot {
                label: format!("window {window}"),
                at: f64::from(window),
                first_ms: rows.times_ms.get(start).copied(),
                partial: places.len() < size,
                places,
            }
        })
        .collect()
}

fn by_calendar(unit: Window, rows: &Rows) -> Vec<Slot> {
    let times = &rows.times_ms;
    let mut slots = Vec::new();
    let mut place = 0;
    while let Some(&time) = times.get(place) {
        let window = number(unit, time);
        let end = start_ms(unit, window.saturating_add(1));
        let inside = times[place..].partition_point(|&t| t < end).max(1);
        slots.push(Slot {
            label: label(unit, window),
            at: start_ms(unit, window) as f64,
            first_ms: Some(time),
            places: place..place + inside,
            partial: false,
        });
        place += inside;
    }
    mark_partial(unit, times, &mut slots);
    slots
}

/// The first and the last window are partial where the data begin later or end earlier in it than in the others.
fn mark_partial(unit: Window, times: &[i64], slots: &mut [Slot]) {
    let covered = |slot: &Slot, from_start: bool| {
        let window = number(unit, times[slot.places.start]);
        let (start, end) = (start_ms(unit, window), start_ms(unit, window + 1));
        let covered = if from_start {
            times[slot.places.end - 1] - start
        } else {
            end - times[slot.places.start]
        };
        covered as f64 / (end - start) as f64
    };
    let usual = |from_start: bool| {
        let inner = match slots.len() {
            0..=2 => &slots[..],
            count => &slots[1..count - 1],
        };
        let shares: Vec<f64> = inner.iter().map(|slot| covered(slot, from_start)).collect();
        let shares = ordered(shares, &|a, b| a.total_cmp(b));
        match slots.len() {
            0..=2 => shares.last().copied().unwrap_or(0.0),
            _ => shares[shares.len() / 2],
        }
    };
    let (reach, lead) = (usual(true), usual(false));
    if let Some(last) = slots.last() {
        let partial = covered(last, true) < COVERED * reach;
        let at = slots.len() - 1;
        slots[at].partial |= partial;
    }
    if let Some(first) = slots.first() {
        let partial = covered(first, false) < COVERED * lead;
        slots[0].partial |= partial;
    }
}
