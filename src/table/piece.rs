//! A column of a part of a file: taken apart to travel, put together again, and put behind the rows before it.

use serde::{Deserialize, Serialize};

use super::append::append_values;
use super::bitmap::Bitmap;
use super::builder::{ColumnBuilder, Store, Tally};
use super::column::{Categories, ColumnData, Kind};
use super::contrary::Contrary;
use super::kinds::Counts;
use kernels::texts::Dictionary;

/// What is known of a column of a part of a file but its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PieceHead {
    rows: usize,
    missing_cells: u64,
    counts: Counts,
    contrary: Contrary,
}

/// The values of a column of a part of a file, on their way to another worker.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The values.
    pub data: ColumnData,
    /// One bit a row, 1 = missing.
    pub missing: Vec<u64>,
    /// The line on which each level stands first, counted from the part's first line.
    pub first_lines: Vec<u32>,
}

impl ColumnBuilder {
    /// True if the rows of this column can stand behind the others as one reading of both would have put them.
    pub(super) fn fits(&self, later: &ColumnBuilder) -> bool {
        self.undecided_rows == 0
            && later.undecided_rows == 0
            && std::mem::discriminant(&self.store) == std::mem::discriminant(&later.store)
    }

    /// True once nothing but the end can change how the column is stored.
    pub(super) fn storage(&self) -> Option<Kind> {
        let kind = match self.store {
            Store::Dictionary(..) => Kind::Category,
            Store::Number(_) => Kind::Number,
            Store::Time(_) => Kind::Time,
        };
        (self.undecided_rows == 0).then_some(kind)
    }

    /// Adds a column that fits, read from a later part of the file; `shift` moves its lines.
    pub(super) fn append(&mut self, later: ColumnBuilder, shift: u64) {
        let first_lines = later.tally.first_lines;
        match (&mut self.store, later.store) {
            (Store::Number(values), Store::Number(more)) => append_values(values, more),
            (Store::Time(values), Store::Time(more)) => append_values(values, more),
            (Store::Dictionary(dictionary, codes), Store::Dictionary(more, mut more_codes)) => {
                let places = more.levels().iter().zip(first_lines);
                let renamed: Vec<u32> = places
                    .map(|(level, line)| {
                        let (code, new) = dictionary.code(level.as_bytes());
                        if new {
                            self.tally.first_lines.push(line + shift as u32);
                        }
                        code
                    })
                    .collect();
                for code in more_codes.iter_mut().flatten() {
                    if let Some(&new) = renamed.get(*code as usize) {
                        *code = new;
                    }
                }
                append_values(codes, more_codes);
            }
            // Refused by `fits`.
            _ => {}
        }
        self.tally.missing.append(later.tally.missing);
        self.tally.missing_cells += later.tally.missing_cells;
        self.tally.counts.append(&later.tally.counts);
        self.tally.contrary.append(later.tally.contrary, shift);
        self.rows += later.rows;
    }

    /// The column in pieces that can travel to another worker.
    pub(super) fn into_pieces(self) -> (PieceHead, Piece) {
        let head = PieceHead {
            rows: self.rows,
            missing_cells: self.tally.missing_cells,
            counts: self.tally.counts,
            contrary: self.tally.contrary,
        };
        let data = match self.store {
            Store::Number(values) => ColumnData::Number(values),
            Store::Time(values) => ColumnData::Time(values),
            Store::Dictionary(dictionary, codes) => ColumnData::Category(Categories {
                levels: dictionary.into_levels(),
                codes,
            }),
        };
        let piece = Piece {
            data,
            missing: self.tally.missing.into_words(),
            first_lines: self.tally.first_lines,
        };
        (head, piece)
    }

    /// What [`ColumnBuilder::into_pieces`] took apart.
    pub(super) fn of_pieces(head: PieceHead, piece: Piece) -> ColumnBuilder {
        let store = match piece.data {
            ColumnData::Number(values) => Store::Number(values),
            ColumnData::Time(values) => Store::Time(values),
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                Store::Dictionary(Dictionary::of(categories.levels).into(), categories.codes)
            }
        };
        ColumnBuilder {
            rows: head.rows,
            store,
            undecided_rows: 0,
            tally: Tally {
                missing_cells: head.missing_cells,
                first_lines: piece.first_lines,
                missing: Bitmap::of(piece.missing, head.rows),
                counts: head.counts,
                contrary: head.contrary,
            },
        }
    }
}
