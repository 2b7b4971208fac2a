//! Through the bytes a block at a time: what ends nearly all cells and rows here, everything else step by step.

use super::batch::Batch;
use super::structural::BLOCK;
use super::tokenizer::{MAXIMUM_CELL_CHARACTERS, State, Tokenizer};
use crate::error::Result;
use kernels::cells::Span;

impl Tokenizer {
    /// Looks at the buffer up to `end`; whole rows go to the batch.
    pub(super) fn scan(&mut self, end: usize, batch: &mut Batch) -> Result<()> {
        while self.scanned < end {
            let base = self.scanned;
            let (delimiters, others) =
                match self.buffer.get(base..end).and_then(|b| b.first_chunk()) {
                    Some(block) => self.structural.masks(block),
                    None => {
                        let rest = &self.buffer[base..end];
                        let mut block = [0; BLOCK];
                        block[..rest.len()].copy_from_slice(rest);
                        self.structural.masks(&block)
                    }
                };
            let may_stop = self.base + (base + BLOCK) as u64 >= self.stop;
            let mut mask = delimiters | others;
            while mask != 0 {
                mask = self.plain_cells(base, mask, others, batch);
                if mask == 0 {
                    break;
                }
                let at = base + mask.trailing_zeros() as usize;
                mask &= mask - 1;
                self.step(at, batch)?;
                if may_stop && self.stopped.is_some() {
                    self.scanned = at + 1;
                    return Ok(());
                }
            }
            self.scanned = end.min(base + BLOCK);
        }
        self.check_open_cell(end)
    }

    /// Ends the cells at the first bits of the mask, as far as a delimiter ends each and nothing has to be asked: nearly
    /// all cells, the last one of each row excluded. Answers the bits that are left.
    #[inline(always)]
    fn plain_cells(&mut self, base: usize, mask: u64, others: u64, batch: &mut Batch) -> u64 {
        if self.state != State::Plain || self.stray {
            // Between quotes a delimiter is text.
            let other = mask & others;
            let text = (other & other.wrapping_neg()).wrapping_sub(1);
            return if self.state == State::Quoted {
                mask & !text
            } else {
                mask
            };
        }
        // In front of the first bit of another kind.
        let other = mask & others;
        let mut plain = mask & (other & other.wrapping_neg()).wrapping_sub(1);
        let cells = plain.count_ones() as usize;
        // The width is 0 in the header.
        let fits = self.cells + cells <= batch.width
            && base + BLOCK - self.cell_start <= MAXIMUM_CELL_CHARACTERS;
        if !fits || cells == 0 {
            return mask;
        }
        let left = mask & !plain;
        let mut start = self.cell_start;
        // The length is known: no place is asked for twice.
        batch.spans.extend((0..cells).map(|_| {
            let at = base + plain.trailing_zeros() as usize;
            plain &= plain.wrapping_sub(1);
            Span::plain(std::mem::replace(&mut start, at + 1), at)
        }));
        self.cells += cells;
        self.cell_start = start;
        self.cell_line_ends = self.row_line_ends;
        left
    }

    /// Ends a row as nearly all are: what `end_row` does, without what it has to ask. False, and nothing changes, for
    /// another one.
    #[inline(always)]
    pub(super) fn end_plain_row(&mut self, at: usize, byte: u8, batch: &mut Batch) -> bool {
        let plain = byte == b'\n'
            && self.cells + 1 == batch.width
            && self.cells > 0
            // With an empty last cell it could stand apart.
            && at > self.cell_start
            && at - self.cell_start <= MAXIMUM_CELL_CHARACTERS
            && !self.stray
            && !self.after_return
            && self.row_line_ends == 0
            && self.sample.is_none()
            && self.held.is_empty();
        if plain {
            batch.spans.push(Span::plain(self.cell_start, at));
            batch.lines.push(self.line);
            self.repairs.ledger.used += 1;
            self.held.note_row();
            self.row_start = at + 1;
            self.cell_start = at + 1;
            self.line += 1;
            self.cells = 0;
            self.quoted_row = false;
            self.note_stop(byte);
        }
        plain
    }
}
