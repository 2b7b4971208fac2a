//! One column over all windows.

use std::borrow::Cow;

use super::changes::counted;
use super::column::{Followed, followed};
use super::effects::{Baseline, Distance, Measure};
use super::looks::{MeanSoFar, Ties, always_valid, means};
use super::windows::Slot;
use crate::analysis::{Inputs, Pair};
use crate::config::Config;
use crate::report::Counts;
use crate::stats::change_point::{Change, NoChange, further, largest};

/// Coverage of the intervals.
pub(super) const CONFIDENCE: f64 = 0.95;
/// Changes named for one column.
const MOST_CHANGES: usize = 5;

/// Everything that is the same for all columns.
pub(super) struct Frame<'a> {
    pub(super) inputs: &'a Inputs<'a>,
    pub(super) config: &'a Config,
    /// Rows of the reference and of the current file, in order.
    pub(super) reference: &'a [u32],
    pub(super) current: &'a [u32],
    pub(super) ties: Ties<'a>,
    /// Windows of the current file.
    pub(super) slots: &'a [Slot],
    /// Windows of the reference that come before those; empty where the files overlap in time.
    pub(super) before: &'a [Slot],
    pub(super) least_rows: u64,
    pub(super) no_change: &'a NoChange,
    pub(super) level: f64,
}

impl Frame<'_> {
    /// A window of the sequence: those of the reference come first. `None` behind the last.
    pub(super) fn window(&self, at: usize) -> Option<&Slot> {
        self.before
            .get(at)
            .or_else(|| self.slots.get(at.checked_sub(self.before.len())?))
    }

    /// The values of the sequence's windows, in order.
    fn sequence<'c>(&self, column: &'c Followed) -> Vec<&'c [f64]> {
        let of = |slots: &[Slot], rows: &'c [f64]| {
            slots
                .iter()
                .map(|slot| &rows[slot.places.clone()])
                .collect::<Vec<_>>()
        };
        let mut windows = of(self.before, &column.reference);
        windows.extend(of(self.slots, &column.current));
        windows
    }
}

/// One window of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct WindowResult {
    /// Rows with a value.
    pub(super) present: u64,
    /// Its distance from the reference.
    pub(super) distance: Distance,
    /// p corrected over the full windows of all columns.
    pub(super) q: Option<f64>,
    /// Quantiles of its values, see [`Baseline::spread`]; `None` for levels and where there are too few rows.
    pub(super) spread: Option<[f64; 5]>,
}

/// What was found of changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Changes {
    /// The most telling cut.
    pub(super) main: Change,
    pub(super) p: Option<f64>,
    pub(super) q: Option<f64>,
    /// First windows after each change, ascending; empty unless p is small.
    pub(super) windows: Vec<usize>,
    /// Distance between the rows before and after the main change, up to the neighbouring changes.
    pub(super) distance: Distance,
    /// Rows with a value before and after.
    pub(super) rows: Counts,
}

/// One column over all windows.
pub(super) struct Story {
    pub(super) name: String,
    pub(super) measure: Measure,
    /// Reference rows with a value.
    pub(super) reference: u64,
    /// Quantiles of the reference's values; `None` for levels.
    pub(super) spread: Option<[f64; 5]>,
    pub(super) windows: Vec<WindowResult>,
    pub(super) changes: Option<Changes>,
    /// Always-valid p-value after each window.
    pub(super) looks: Option<Vec<f64>>,
    pub(super) means: Option<Vec<Option<MeanSoFar>>>,
    /// Distance of all current rows from the reference; measured where the bet was won.
    pub(super) overall: Distance,
}

/// Follows a column; `None` where it cannot be compared.
pub(super) fn story(frame: &Frame, pair: &Pair) -> Option<Story> {
    let column = followed(frame.inputs, pair, frame.reference, frame.current)?;
    let measure = Measure::of(&column, frame.config);
    let baseline = Baseline::of(&enough(frame, &column), column.levels);
    let windows = frame
        .slots
        .iter()
        .map(|slot| {
            let rows = Baseline::of(&column.current[slot.places.clone()], column.levels);
            let present = rows.present();
            WindowResult {
                present,
                distance: if present >= frame.least_rows {
                    baseline.distance(&rows, CONFIDENCE)
                } else {
                    Distance::default()
                },
                q: None,
                spread: rows.spread().filter(|_| present >= frame.least_rows),
            }
        })
        .collect();
    let looks = always_valid(&column, &frame.ties, frame.slots);
    let won = |looks: &Vec<f64>| looks.last().is_some_and(|p| *p <= frame.level);
    let overall = match looks.as_ref().is_some_and(won) {
        true => {
            let whole = |rows: &[f64]| Baseline::of(rows, column.levels);
            whole(&column.reference).distance(&whole(&column.current), CONFIDENCE)
        }
        false => Distance::default(),
    };
    Some(Story {
        name: pair.name.clone(),
        measure,
        reference: column.reference.iter().filter(|v| !v.is_nan()).count() as u64,
        spread: baseline.spread(),
        windows,
        changes: changes(frame, &column),
        looks,
        overall,
        means: means(&column, frame.slots, CONFIDENCE),
    })
}

/// The reference rows that windows are compared with: of numbers about twelve times as many as the largest window has,
/// chosen by their keys. More would cost time and hardly make an interval shorter.
fn enough<'c>(frame: &Frame, column: &'c Followed) -> Cow<'c, [f64]> {
    const LEAST: usize = 20_000;
    let largest = frame.slots.iter().map(|slot| slot.places.len()).max();
    let wanted = (12 * largest.unwrap_or(0)).max(LEAST);
    if column.levels.is_some() || column.reference.len() <= wanted {
        return Cow::Borrowed(&column.reference);
    }
    let limit = (wanted as f64 / column.reference.len() as f64 * u64::MAX as f64) as u64;
    let rows = column.reference.iter().zip(frame.ties.reference);
    Cow::Owned(
        rows.filter(|&(_, &key)| key <= limit)
            .map(|(&value, _)| value)
            .collect(),
    )
}

fn changes(frame: &Frame, column: &Followed) -> Option<Changes> {
    let sequence = frame.sequence(column);
    let counts = counted(&sequence, column.levels)?;
    let main = largest(&counts)?;
    let p = main.p(frame.no_change);
    let mut found = Changes {
        main,
        p,
        q: None,
        windows: Vec::new(),
        distance: Distance::default(),
        rows: Counts::default(),
    };
    if p.is_some_and(|p| p <= frame.level) {
        found.windows = further(&counts, main.window, frame.level, MOST_CHANGES);
        let place = found.windows.iter().position(|&w| w == main.window)?;
        let start = place.checked_sub(1).map_or(0, |place| found.windows[place]);
        let end = found.windows.get(place + 1).copied();
        let end = end.unwrap_or(sequence.len());
        let rows = |windows: &[&[f64]]| Baseline::of(&windows.concat(), column.levels);
        let before = rows(&sequence[start..main.window]);
        let after = rows(&sequence[main.window..end]);
        found.rows = Counts {
            reference: before.present(),
            current: after.present(),
        };
        // The cut was chosen because it is extreme: the interval must hold for all of them together.
        let each = 1.0 - (1.0 - CONFIDENCE) / main.cuts as f64;
        found.distance = before.distance(&after, each);
        if let Some(interval) = &mut found.distance.interval {
            interval.level = CONFIDENCE;
        }
    }
    Some(found)
}
