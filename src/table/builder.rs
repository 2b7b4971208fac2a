//! One column while it is read.

use std::ops::Range;

use super::amount::amount;
use super::batch::Batch;
use super::bitmap::Bitmap;
use super::cell::BOOLEAN_PAIRS;
use super::chunks;
use super::column::{Categories, Column, ColumnData, Evidence, Kind, code_counts};
use super::contrary::Contrary;
use super::epoch;
use super::kinds::{Counts, decide};
use super::missing::MissingTokens;
use super::notation::{self, Found, Level, Notation, Verdict};
use super::taking::{
    Cells, number_of, plain_meaning, take_numbers, take_times, take_words, time_of,
};
use crate::config::Dialect;
use kernels::texts::{Dictionary, Levels};

/// Most rows that are kept dictionary-coded before a column's storage is chosen.
pub const UNDECIDED_ROWS: usize = 4096;
/// The fewest such rows, in a table of very many columns.
const FEWEST_UNDECIDED_ROWS: usize = 512;
/// So many cells of a table are kept dictionary-coded at once: each takes several times what its number takes.
const UNDECIDED_CELLS: usize = 64 * UNDECIDED_ROWS;

/// Reads cells into a storage and counts evidence for every type.
#[derive(Debug, Default)]
pub(super) struct ColumnBuilder {
    pub(super) rows: usize,
    pub(super) store: Store,
    /// After how many rows the storage is chosen; 0 once it is.
    pub(super) undecided_rows: usize,
    pub(super) tally: Tally,
}

/// What is counted besides the values.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) missing_cells: u64,
    /// The line on which each level of the dictionary stands first.
    pub(super) first_lines: Vec<u32>,
    pub(super) missing: Bitmap,
    /// Evidence of cells that are not in a dictionary.
    pub(super) counts: Counts,
    pub(super) contrary: Contrary,
}

/// How a column's values are kept.
#[derive(Debug)]
pub(super) enum Store {
    Dictionary(Box<Dictionary>, Vec<Vec<u32>>),
    Number(Vec<Vec<f64>>),
    Time(Vec<Vec<i64>>),
}

impl Default for Store {
    fn default() -> Store {
        Store::Dictionary(Box::default(), Vec::new())
    }
}

impl ColumnBuilder {
    /// One of so many columns, whose storage is chosen after its first rows: [`UNDECIDED_ROWS`], fewer beside many others.
    pub(super) fn one_of(columns: usize) -> ColumnBuilder {
        let rows = UNDECIDED_CELLS / columns.max(1);
        ColumnBuilder {
            undecided_rows: rows.clamp(FEWEST_UNDECIDED_ROWS, UNDECIDED_ROWS),
            ..ColumnBuilder::default()
        }
    }

    /// A column that is stored as this kind needs it.
    pub(super) fn stored(kind: Kind) -> ColumnBuilder {
        ColumnBuilder {
            store: match kind {
                Kind::Number => Store::Number(Vec::new()),
                Kind::Time => Store::Time(Vec::new()),
                _ => Store::default(),
            },
            ..ColumnBuilder::default()
        }
    }

    /// Takes this column of some rows of a batch.
    pub(super) fn take(
        &mut self,
        buffer: &[u8],
        batch: &Batch,
        column: usize,
        missing: &MissingTokens,
        rows: Range<usize>,
    ) {
        let cells = Cells {
            buffer,
            batch,
            column,
            missing,
        };
        let Range { mut start, end } = rows;
        if self.undecided_rows > 0 {
            // Exactly so many rows decide, wherever batches end.
            let first = start..end.min(start + self.undecided_rows - self.rows);
            start = first.end;
            self.take_rows(&cells, first);
            if self.rows == self.undecided_rows {
                self.undecided_rows = 0;
                match self.kind() {
                    Kind::Number => self.store_numbers(),
                    Kind::Time => self.store_times(),
                    _ => {}
                }
            }
        }
        self.take_rows(&cells, start..end);
    }

    fn take_rows(&mut self, cells: &Cells, rows: Range<usize>) {
        self.rows += rows.len();
        let tally = &mut self.tally;
        match &mut self.store {
            Store::Dictionary(dictionary, codes) => {
                take_words(dictionary, codes, tally, cells, rows);
            }
            Store::Number(values) => take_numbers(values, tally, cells, rows),
            Store::Time(values) => take_times(values, tally, cells, rows),
        }
    }

    /// The type that all rows so far speak for, plainly read.
    fn kind(&self) -> Kind {
        decide(&self.all_counts().0, self.distinct())
    }

    /// What all rows speak for. Other notations are looked for where the plain reading leaves cells over.
    /// A type that Config gives is taken as it is; cells that do not read so are then missing.
    pub(super) fn decide(&self, dialect: &Dialect, given: Option<&Kind>) -> Decision {
        let (counts, rows) = self.all_counts();
        let kind = match given {
            Some(&given) => given,
            None => decide(&counts, self.distinct()),
        };
        let mut decision = Decision {
            kind,
            storage: kind,
            counts,
            verdict: Verdict::Plain,
        };
        let Store::Dictionary(dictionary, _) = &self.store else {
            if kind == Kind::Number && self.may_be_written_otherwise(&counts) {
                // Only the texts can tell: the second reading keeps them.
                decision.storage = Kind::Category;
            }
            return decision;
        };
        let plainly =
            kind == Kind::Number && counts.number == counts.present && dialect.decimal.is_none();
        if plainly
            || matches!(kind, Kind::Time if counts.time > 0 || given.is_none())
            || kind == Kind::Boolean
            || matches!(given, Some(Kind::Category | Kind::Text))
            || (counts.identifier > 0 && given.is_none())
            || counts.present == 0
        {
            return decision;
        }
        let levels = || {
            dictionary
                .levels()
                .iter()
                .zip(&rows)
                .zip(&self.tally.first_lines)
                .map(|((text, &rows), &line)| Level {
                    text,
                    rows,
                    line: u64::from(line),
                })
        };
        let mut verdict = notation::amounts(levels(), counts.present, dialect);
        if given.is_some_and(|&given| given == Kind::Time)
            || verdict == Verdict::Plain && kind != Kind::Number
        {
            verdict = notation::dates(levels(), counts.present, dialect);
        }
        match &verdict {
            // A type that was given stays, however its cells are written.
            Verdict::Read(found) if given.is_some_and(|&given| given != found.kind) => {}
            // A plain column changes only if it then reads better, or if Config says so.
            Verdict::Read(found)
                if kind == Kind::Number
                    && found.read <= counts.number
                    && dialect.decimal.is_none() => {}
            Verdict::Doubt(_) if kind == Kind::Number => {}
            Verdict::Read(found) => {
                decision.kind = found.kind;
                decision.storage = Kind::Category;
                decision.verdict = verdict;
            }
            Verdict::Doubt(_) => decision.verdict = verdict,
            Verdict::Plain => {}
        }
        decision
    }

    /// True for a column stored as numbers if the first cells that are none could be numbers in another notation.
    fn may_be_written_otherwise(&self, counts: &Counts) -> bool {
        let examples = &self.tally.contrary.not_number;
        matches!(self.store, Store::Number(_))
            && counts.number < counts.present
            && counts.identifier == 0
            && examples.iter().any(|example| {
                amount(&example.value).is_some_and(|a| a.read(',').or(a.read('.')).is_some())
            })
    }

    fn distinct(&self) -> u64 {
        match &self.store {
            Store::Dictionary(dictionary, _) => dictionary.levels().len() as u64,
            // Such a column cannot become a category without a second reading.
            Store::Number(_) | Store::Time(_) => 0,
        }
    }

    /// What all rows speak for, and how many rows have each level.
    fn all_counts(&self) -> (Counts, Vec<u64>) {
        let mut counts = self.tally.counts;
        let Store::Dictionary(dictionary, codes) = &self.store else {
            return (counts, Vec::new());
        };
        let level_rows = code_counts(dictionary.levels().len(), codes);
        for (level, &rows) in dictionary.levels().iter().zip(&level_rows) {
            counts.add(plain_meaning(level), rows);
        }
        (counts, level_rows)
    }

    /// True if the storage has what a column of this kind needs.
    pub(super) fn can_be(&self, kind: Kind) -> bool {
        match &self.store {
            Store::Dictionary(..) => true,
            Store::Number(_) => kind == Kind::Number,
            Store::Time(_) => kind == Kind::Time,
        }
    }

    /// Memory that the column takes, from what it holds and not from what was allocated.
    pub(super) fn memory_bytes(&self) -> u64 {
        let rows = self.rows as u64;
        rows / 8
            + match &self.store {
                Store::Dictionary(dictionary, _) => {
                    let first_lines = 4 * dictionary.levels().len() as u64;
                    4 * rows + dictionary.memory_bytes() + first_lines
                }
                Store::Number(_) | Store::Time(_) => 8 * rows,
            }
    }

    fn store_numbers(&mut self) {
        self.tally.counts = self.all_counts().0;
        if let Some((values, missing)) = self.convert(|level| number_of(plain_meaning(level))) {
            self.store = Store::Number(values);
            self.tally.missing = missing;
        }
    }

    fn store_times(&mut self) {
        self.tally.counts = self.all_counts().0;
        if let Some((values, missing)) = self.convert(|level| time_of(plain_meaning(level))) {
            self.store = Store::Time(values);
            self.tally.missing = missing;
        }
    }

    /// The rows of the dictionary as values.
    fn convert<T: Copy + Default>(
        &self,
        value_of: impl Fn(&str) -> Option<T>,
    ) -> Option<(Vec<Vec<T>>, Bitmap)> {
        let Store::Dictionary(dictionary, codes) = &self.store else {
            return None;
        };
        let values: Vec<Option<T>> = dictionary.levels().iter().map(value_of).collect();
        let mut out = Vec::new();
        let mut missing = Bitmap::default();
        for &code in codes.iter().flatten() {
            let value = values.get(code as usize).copied().flatten();
            chunks::push(&mut out, value.unwrap_or_default());
            missing.push(value.is_none());
        }
        Some((out, missing))
    }

    /// The cells of the dictionary in the notation that was found.
    fn store_found(&mut self, found: &Found) {
        if found.kind == Kind::Time {
            if let Some((values, missing)) = self.convert(|level| found.notation.time(level)) {
                self.store = Store::Time(values);
                self.tally.missing = missing;
            }
        } else if let Some((values, missing)) = self.convert(|level| found.notation.number(level)) {
            self.store = Store::Number(values);
            self.tally.missing = missing;
        }
        self.tally.contrary = Contrary::default();
        match found.kind {
            Kind::Time => self.tally.contrary.not_time.clone_from(&found.contrary),
            _ => self.tally.contrary.not_number.clone_from(&found.contrary),
        }
    }

    /// The finished column, stored as the decision needs it.
    pub(super) fn finish(mut self, name: String, decision: Decision) -> Column {
        let mut counts = decision.counts;
        let mut kind = decision.kind;
        let (found, doubt) = match decision.verdict {
            Verdict::Plain => (None, None),
            Verdict::Read(found) => (Some(*found), None),
            Verdict::Doubt(doubt) => (None, Some(doubt)),
        };
        if let Some(found) = &found {
            self.store_found(found);
            match kind {
                Kind::Time => counts.time = found.read,
                _ => counts.number = found.read,
            }
        }
        match kind {
            Kind::Number => self.store_numbers(),
            Kind::Time => self.store_times(),
            _ => {}
        }
        let mut notation = found.as_ref().map(|found| found.notation.clone());
        if let Store::Number(values) = &self.store
            && notation.is_none()
            && epoch::says_time(&name)
            && let Some((instants, unit)) =
                epoch::instants(values, |row| self.tally.missing.get(row))
        {
            self.store = Store::Time(instants);
            kind = Kind::Time;
            counts.time = counts.number;
            self.tally.contrary.not_time = std::mem::take(&mut self.tally.contrary.not_number);
            notation = Some(Notation::Epoch { unit: unit.into() });
        }
        // Nothing can make such a column the other type any more.
        let read = match kind {
            Kind::Number => {
                self.tally.contrary.not_time.clear();
                counts.number
            }
            Kind::Time => {
                self.tally.contrary.not_number.clear();
                counts.time
            }
            _ => counts.present,
        };
        let evidence = Evidence {
            present: counts.present,
            missing: self.tally.missing_cells,
            number: counts.number,
            identifier: counts.identifier,
            time: counts.time,
            boolean: counts.boolean,
            unread: counts.present - read,
            counter_examples: Vec::new(),
            notation,
            deciding: found.map(|found| found.deciding).unwrap_or_default(),
        };
        let mut data = match self.store {
            Store::Number(values) => ColumnData::Number(values),
            Store::Time(values) => ColumnData::Time(values),
            Store::Dictionary(dictionary, codes) => {
                let levels = dictionary.into_levels();
                let categories = Categories { levels, codes };
                match kind {
                    Kind::Boolean => ColumnData::Category(in_plain_words(categories)),
                    Kind::Text => ColumnData::Text(categories),
                    _ => ColumnData::Category(categories),
                }
            }
        };
        data.trim();
        let mut column = Column {
            name,
            kind,
            evidence,
            data,
            missing: self.tally.missing.into_words(),
            key: false,
            joined: false,
            contrary: self.tally.contrary,
            doubt,
        };
        column.key = column.says_key();
        column.choose_examples();
        column
    }
}

/// What a column is, how it must have been stored, and how its cells are written.
#[derive(Debug)]
pub(super) struct Decision {
    pub(super) kind: Kind,
    pub(super) storage: Kind,
    /// What all rows speak for.
    counts: Counts,
    verdict: Verdict,
}

/// Boolean words in the lower case of their pair, so that `True` and `TRUE` are one level.
fn in_plain_words(categories: Categories) -> Categories {
    let mut dictionary = Dictionary::default();
    let plain: Vec<u32> = categories
        .levels
        .iter()
        .map(|level| {
            let word = BOOLEAN_PAIRS
                .iter()
                .flatten()
                .find(|word| level.trim_ascii().eq_ignore_ascii_case(word))
                .copied();
            dictionary.code(word.unwrap_or(level).as_bytes()).0
        })
        .collect();
    let mut codes = categories.codes;
    for code in codes.iter_mut().flatten() {
        if let Some(&plain) = plain.get(*code as usize) {
            *code = plain;
        }
    }
    let levels: Levels = dictionary.into_levels();
    Categories { levels, codes }
}
