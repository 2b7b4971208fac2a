//! What was not as it should be in the rows, noted while they are read.

use serde::{Deserialize, Serialize};

use super::inference::Inference;
use super::ledger::Ledger;
use crate::error::{Code, Error, Result};

/// Lines that a warning lists.
const LISTED_LINES: usize = 5;

/// Occurrences of one thing: how many, the first lines, the first text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Occurrences {
    pub(super) count: u64,
    lines: Vec<u64>,
    value: String,
}

impl Occurrences {
    /// Notes one.
    pub(super) fn note(&mut self, line: u64, text: &[u8]) {
        if self.count == 0 {
            // Cut far beyond what is shown, at a byte that may split a character.
            let text = &text[..text.len().min(400)];
            self.value = String::from_utf8_lossy(text).into_owned();
        }
        if self.lines.len() < LISTED_LINES {
            self.lines.push(line);
        }
        self.count += 1;
    }

    /// Adds those of later lines; `shift` moves their lines.
    fn append(&mut self, later: &Occurrences, shift: u64) {
        if self.count == 0 {
            self.value.clone_from(&later.value);
        }
        let room = LISTED_LINES - self.lines.len();
        let lines = later.lines.iter().take(room).map(|line| line + shift);
        self.lines.extend(lines);
        self.count += later.count;
    }

    /// The lines as a phrase: `line 3` or `lines 3, 5, 8, …`.
    fn phrase(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        format!(
            "line{} {}{}",
            if self.lines.len() == 1 { "" } else { "s" },
            lines.join(", "),
            if self.count > self.lines.len() as u64 {
                ", …"
            } else {
                ""
            }
        )
    }

    /// Shows the first one.
    pub(super) fn show(&self, inference: Inference) -> Inference {
        match self.lines.first() {
            Some(&line) => inference.at(line, self.value.as_bytes()),
            None => inference,
        }
    }

    fn place(&self, error: Error) -> Error {
        let error = error.with_count(self.count).with_value(&self.value);
        match self.lines.first() {
            Some(&line) => error.at_line(line),
            None => error,
        }
    }
}

/// Everything that was repaired, skipped or left as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Repairs {
    pub(super) ledger: Ledger,
    pub(super) ragged: Occurrences,
    pub(super) stray_quotes: Occurrences,
    /// Lines behind the last row.
    pub(super) trailer: Occurrences,
}

impl Repairs {
    /// Adds those of later rows; `shift` moves their lines.
    pub(super) fn append(&mut self, later: &Repairs, shift: u64) {
        self.ledger.used += later.ledger.used;
        self.ledger.repaired += later.ledger.repaired;
        self.ledger.skipped += later.ledger.skipped;
        self.ledger.blank_lines += later.ledger.blank_lines;
        self.ragged.append(&later.ragged, shift);
        self.stray_quotes.append(&later.stray_quotes, shift);
        self.ledger.trailer_lines += later.ledger.trailer_lines;
        self.trailer.append(&later.trailer, shift);
    }

    /// Refuses a file whose rows mostly have another width than its header.
    pub(super) fn check(&self, width: usize, delimiter: char) -> Result<()> {
        if !mostly_ragged(&self.ledger) {
            return Ok(());
        }
        Err(self.ragged.place(Error::new(
            Code::TableRaggedRow,
            format!(
                "{} of {} rows do not have the {width} cells of the header, with {} between cells ({})",
                self.ragged.count,
                self.ledger.read(),
                delimiter_word(delimiter),
                self.ragged.phrase(),
            ),
            format!("{width} cells in every row"),
            "Check that the first row is the header and that the right delimiter is set, then export the file again.",
        )))
    }

    /// The warnings, in a fixed order.
    pub(super) fn warnings(&self, width: usize) -> Vec<Error> {
        let mut warnings = Vec::new();
        if self.ragged.count > 0 {
            warnings.push(self.ragged.place(Error::new(
                Code::TableRaggedRow,
                format!(
                    "rows with fewer or more than {width} cells ({}): {} repaired, {} left out",
                    self.ragged.phrase(),
                    self.ledger.repaired,
                    self.ledger.skipped
                ),
                format!("{width} cells in every row, as in the header"),
                "Short rows were filled with missing values, empty cells at the end were cut, longer rows were left out. Put quotes around cells that contain the delimiter.",
            )));
        }
        if self.stray_quotes.count > 0 {
            warnings.push(self.stray_quotes.place(Error::new(
                Code::TableStrayQuote,
                format!(
                    "cells with a quote where none belongs ({}), kept as they are",
                    self.stray_quotes.phrase()
                ),
                "quotes only around a whole cell, and doubled inside it",
                "Put the whole cell between quotes and double the quotes inside it.",
            )));
        }
        if self.trailer.count > 0 {
            warnings.push(self.trailer.place(Error::new(
                Code::TableTrailer,
                format!(
                    "a single cell behind the last row ({}), left out",
                    self.trailer.phrase()
                ),
                "a row as wide as the header in every line",
                "If it is a row of the data, set dialect.trailer to 0.",
            )));
        }
        warnings
    }
}

/// More than half of the rows, and at least three, are not as wide as the header.
pub(super) fn mostly_ragged(ledger: &Ledger) -> bool {
    let ragged = ledger.repaired + ledger.skipped;
    (ragged >= 3 && ragged * 2 > ledger.read()) || (ragged > 0 && ledger.skipped == ledger.read())
}

/// The delimiter in words.
pub(super) fn delimiter_word(delimiter: char) -> &'static str {
    match delimiter {
        ';' => "a semicolon",
        '\t' => "a tab",
        '|' => "a pipe",
        _ => "a comma",
    }
}
