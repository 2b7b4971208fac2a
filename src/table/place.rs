//! Where a row stands in its file.

use super::Table;

impl Table {
    /// The line of a row in its file, from 1; `None` where the file has blank lines, line ends inside cells, rows left
    /// out or several parts, so that rows and lines do not run side by side.
    pub fn line_of_row(&self, row: u32) -> Option<u64> {
        let lines = self.source.last_line.checked_sub(self.source.header_line)?;
        let whole = lines == self.rows_of_file() && self.ledger.skipped == 0;
        (whole && self.periods.is_empty() && self.part.is_none())
            .then(|| self.source.header_line + 1 + u64::from(self.row_number(row)))
    }
}
