//! Whether memory can still be had, asked before it is needed: a refusal in the middle of it would end the engine.

use super::builder::{ColumnBuilder, Store};
use super::chunks::CHUNK_ROWS;
use super::refusal;
use crate::error::Result;
pub(super) use kernels::texts::doubled;

/// Asks for so many bytes in one block and gives them back.
///
/// # Errors
/// `table.memory-refused`.
pub(super) fn ask(bytes: usize) -> Result<()> {
    let mut block: Vec<u8> = Vec::new();
    match block.try_reserve_exact(bytes) {
        Ok(()) => {
            // Otherwise the compiler would see that nobody uses it.
            std::hint::black_box(block.as_ptr());
            Ok(())
        }
        Err(_) => Err(refusal::memory_refused(bytes as u64)),
    }
}

/// Bytes that columns may come to need at once when so many rows with so many bytes of text are added, besides the
/// memory they have: texts that are new, chunks that begin, lists that double.
pub(super) fn growth(columns: &[ColumnBuilder], rows: usize, text: usize) -> usize {
    let of_columns = columns.iter().map(|column| {
        let values = size_of::<u64>() * chunk(column.rows, column.rows + rows);
        values
            + match &column.store {
                Store::Dictionary(dictionary, _) => {
                    let lines = &column.tally.first_lines;
                    dictionary.growth_bytes(rows)
                        + size_of::<u32>() * doubled(lines.len() + rows, lines.capacity())
                }
                Store::Number(_) | Store::Time(_) => 0,
            }
    });
    // Blocks of texts, and what is kept of odd cells.
    2 * text + of_columns.sum::<usize>()
}

/// Values for which memory is asked when rows are added: the first chunk grows, the others come whole.
fn chunk(before: usize, after: usize) -> usize {
    if before / CHUNK_ROWS != after / CHUNK_ROWS {
        CHUNK_ROWS
    } else if before < CHUNK_ROWS && before.next_power_of_two() != after.next_power_of_two() {
        after.next_power_of_two()
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_machine_has_is_refused() {
        assert!(ask(1 << 20).is_ok());
        // Half of the address space: no machine has it, wherever this runs.
        let error = ask(isize::MAX as usize).expect_err("refused");
        assert_eq!(error.code.as_str(), "table.memory-refused");
        assert!(!error.action.is_empty());
    }

    #[test]
    fn chunks_are_asked_for_where_they_begin() {
        assert_eq!(chunk(0, 100), 128);
        assert_eq!(chunk(100, 120), 0);
        assert_eq!(chunk(CHUNK_ROWS - 1, CHUNK_ROWS), CHUNK_ROWS);
        assert_eq!(chunk(CHUNK_ROWS, CHUNK_ROWS + 9), 0);
    }
}
