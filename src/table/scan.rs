//! Through the bytes: nearly all rows many at once, everything else a block at a time and step by step.

use super::batch::Batch;
use super::tokenizer::{MAXIMUM_CELL_CHARACTERS, State, Tokenizer};
use crate::error::Result;
use kernels::cells::{BLOCK, cut_rows};

/// Where no row was cut at once, that is not tried again for so many bytes.
const FEW_ROWS: usize = 2048;

impl Tokenizer {
    /// Looks at the buffer up to `end`; whole rows go to the batch.
    pub(super) fn scan(&mut self, end: usize, batch: &mut Batch) -> Result<()> {
        'blocks: while self.scanned < end {
            if self.may_cut_rows(batch) {
                self.cut_plain_rows(end, batch);
            }
            let base = self.scanned;
            let masks = match self.buffer.get(base..end).and_then(|b| b.first_chunk()) {
                Some(block) => self.structural.masks(block),
                None => {
                    let rest = &self.buffer[base..end];
                    let mut block = [0; BLOCK];
                    block[..rest.len()].copy_from_slice(rest);
                    self.structural.masks(&block)
                }
            };
            let others = masks.quotes | masks.feeds | masks.returns;
            let may_stop = self.base + (base + BLOCK) as u64 >= self.stop;
            let mut mask = masks.delimiters | others;
            loop {
                if self.state == State::Quoted {
                    // Between quotes a delimiter is text.
                    let other = mask & others;
                    mask &= !(other & other.wrapping_neg()).wrapping_sub(1);
                }
                if mask == 0 {
                    break;
                }
                let at = base + mask.trailing_zeros() as usize;
                mask &= mask - 1;
                self.step(at, batch)?;
                self.scanned = at + 1;
                if may_stop && self.stopped.is_some() {
                    return Ok(());
                }
                if self.may_cut_rows(batch) {
                    continue 'blocks;
                }
            }
            self.scanned = end.min(base + BLOCK);
        }
        self.check_open_cell(end)
    }

    /// True where a row begins and many may be cut at once.
    #[inline]
    fn may_cut_rows(&self, batch: &Batch) -> bool {
        self.scanned == self.row_start
            && self.row_start >= self.rows_from
            && batch.width >= 2
            && !self.after_return
            && !self.style.backslash
            && self.held.is_empty()
    }

    /// Cuts rows that are plain, many at once, and goes behind them.
    #[inline(never)]
    fn cut_plain_rows(&mut self, end: usize, batch: &mut Batch) {
        // A row behind which reading may stop is no matter for many at once.
        let behind = self.stop.saturating_sub(self.base + 1).min(end as u64);
        let text = &self.buffer[..behind as usize];
        let cut = cut_rows(
            text,
            self.row_start,
            self.structural,
            batch.width,
            MAXIMUM_CELL_CHARACTERS,
            &mut batch.spans,
        );
        let ledger = &mut self.repairs.ledger;
        let number = ledger.used + ledger.repaired;
        batch.keep(cut.rows, self.line, number, self.sample);
        ledger.used += cut.rows as u64;
        self.line += cut.rows as u64;
        self.rows_from = cut.next + 1;
        if cut.rows > 0 {
            self.held.note_row();
        } else if cut.odd {
            self.rows_from += FEW_ROWS;
        }
        self.row_start = cut.next;
        self.scanned = cut.next;
        self.cell_start = cut.next;
    }
}
