//! The first distinct cells that speak against a type.

use serde::{Deserialize, Serialize};

use super::column::Example;

/// Cells that are kept for one type.
const EXAMPLES: usize = 5;

/// Cells that are no number, and cells that are no time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Contrary {
    pub(super) not_number: Vec<Example>,
    pub(super) not_time: Vec<Example>,
}

impl Contrary {
    /// True if no cell is kept any more.
    pub(super) fn is_full(&self) -> bool {
        self.not_number.len() >= EXAMPLES && self.not_time.len() >= EXAMPLES
    }

    /// Adds those of later lines; `shift` moves their lines.
    pub(super) fn append(&mut self, later: Contrary, shift: u64) {
        for (first, second) in [
            (&mut self.not_number, later.not_number),
            (&mut self.not_time, later.not_time),
        ] {
            for mut example in second {
                example.line += shift;
                keep(first, example);
            }
        }
    }
}

/// Notes a cell if it is one of the first that differ as far as they are shown.
#[cold]
pub(super) fn offer(examples: &mut Vec<Example>, line: u64, cell: &[u8]) {
    if examples.len() < EXAMPLES {
        let cell = &cell[..cell.len().min(400)];
        let value: String = String::from_utf8_lossy(cell).chars().take(80).collect();
        keep(examples, Example { line, value });
    }
}

fn keep(examples: &mut Vec<Example>, example: Example) {
    if examples.len() < EXAMPLES && examples.iter().all(|e| e.value != example.value) {
        examples.push(example);
    }
}
