//! What a file is, from its first bytes: another format, or text with some delimiter.

use super::lines::count_line_ends;
use super::refusal;
use crate::error::Result;

/// Bytes that are looked at before the first cell is cut.
pub(super) const HEAD_BYTES: usize = 65_536;

/// Rows of the head that vote for a delimiter.
const VOTING_ROWS: usize = 100;

/// Delimiters in the order that wins a tie.
pub const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// A second delimiter makes the vote close if its agreement, in percent of the rows, is not further behind.
const CLOSE_PERCENT: usize = 5;

const EXPORT: &str = "Open it where it was made and export the data as CSV in UTF-8.";

/// First bytes of formats that people drop by mistake, what they are, and what to do.
const FORMATS: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "an XLSX workbook or another ZIP archive",
        "Open it in the spreadsheet and save the sheet as \"CSV UTF-8\"; unpack an archive first.",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook (XLS)",
        "Open it in the spreadsheet and save the sheet as \"CSV UTF-8\".",
    ),
    (
        b"PAR1",
        "a Parquet file",
        "Export it as CSV, in pandas: pd.read_parquet(\"file.parquet\").to_csv(\"file.csv\", index=False).",
    ),
    (
        b"\x1f\x8b",
        "a gzip archive",
        "Unpack it first (gunzip) and drop the file that comes out.",
    ),
    (
        b"\x28\xb5\x2f\xfd",
        "a Zstandard archive",
        "Unpack it first (unzstd) and drop the file that comes out.",
    ),
    (
        b"BZh",
        "a bzip2 archive",
        "Unpack it first (bunzip2) and drop the file that comes out.",
    ),
    (
        b"\x89PNG",
        "a PNG picture",
        "Export the data behind the picture as CSV.",
    ),
    (
        b"\xff\xd8\xff",
        "a JPEG picture",
        "Export the data behind the picture as CSV.",
    ),
    (
        b"%PDF-",
        "a PDF document",
        "Export the data that the document was made from as CSV.",
    ),
    (
        b"SQLite format 3\0",
        "an SQLite database",
        "Export the table as CSV: sqlite3 -header -csv file.db \"select * from …\".",
    ),
    (
        b"ARROW1",
        "an Arrow or Feather file",
        "Export it as CSV, in pandas: pd.read_feather(\"file.feather\").to_csv(\"file.csv\", index=False).",
    ),
    (b"Obj\x01", "an Avro file", EXPORT),
    (b"ORC", "an ORC file", EXPORT),
];

/// Formats whose first bytes could also begin a text: believed only where a NUL byte is near.
const NEEDS_ZERO: &[&[u8]] = &[b"BZh", b"ORC", b"PAR1", b"ARROW1"];

/// Refuses what is not text in UTF-8.
pub(super) fn refuse_other_formats(head: &[u8]) -> Result<()> {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return Err(refusal::wide_encoding());
    }
    for &(magic, what, action) in FORMATS {
        let certain = !NEEDS_ZERO.contains(&magic)
            || head.contains(&0)
            || std::str::from_utf8(&head[..head.len().min(64)])
                .is_err_and(|e| e.error_len().is_some());
        if head.starts_with(magic) && certain {
            return Err(refusal::other_format(what, action));
        }
    }
    if let Some(zero) = head.iter().position(|&byte| byte == 0) {
        return Err(refusal::zero_byte(1 + count_line_ends(&head[..zero])));
    }
    Ok(())
}

/// What the first rows say for a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DelimiterVote {
    /// The delimiter.
    pub delimiter: char,
    /// Cells that it makes of the first row.
    pub cells: usize,
    /// Rows looked at.
    pub rows: usize,
    /// Rows with as many cells as the first.
    pub agreeing_rows: usize,
}

impl DelimiterVote {
    fn agreement_percent(&self) -> usize {
        self.agreeing_rows * 100 / self.rows.max(1)
    }
}

/// The second delimiter, if the rows speak for it nearly as much as for the first: it cuts every row in two or
/// more cells, too, and nearly as many rows agree.
pub(super) fn close_second(votes: &[DelimiterVote]) -> Option<(&DelimiterVote, &DelimiterVote)> {
    match votes {
        [first, second, ..]
            if first.cells > 1
                && second.cells > 1
                && second.rows > 1
                && second.agreement_percent() + CLOSE_PERCENT >= first.agreement_percent() =>
        {
            Some((first, second))
        }
        _ => None,
    }
}

/// The votes for each delimiter, the winner first: it cuts the first row in two or more cells, most rows agree
/// with the first, and it makes most cells. A file in which none occurs has one column.
pub(super) fn votes(head: &[u8], whole: bool) -> Vec<DelimiterVote> {
    let mut votes: Vec<DelimiterVote> = DELIMITERS
        .into_iter()
        .map(|delimiter| vote(head, whole, delimiter))
        .collect();
    votes.sort_by(|a, b| {
        let key = |v: &DelimiterVote| {
            (
                v.cells > 1,
                v.agreeing_rows * a.rows.max(b.rows) / v.rows.max(1),
                v.cells,
            )
        };
        key(b).cmp(&key(a))
    });
    votes
}

fn vote(head: &[u8], whole: bool, delimiter: char) -> DelimiterVote {
    let delimiter_byte = delimiter as u8;
    let mut widths = Vec::new();
    let (mut cells, mut row_start, mut cell_start, mut quoted) = (1, 0, 0, false);
    for (at, &byte) in head.iter().enumerate() {
        if byte == b'"' {
            if quoted || at == cell_start {
                quoted = !quoted;
                // Behind a closing quote a second one opens again.
                cell_start = if quoted { cell_start } else { at + 1 };
            }
        } else if quoted {
        } else if byte == delimiter_byte {
            cells += 1;
            cell_start = at + 1;
        } else if byte == b'\n' || byte == b'\r' {
            if at > row_start {
                widths.push(cells);
            }
            cells = 1;
            row_start = at + 1;
            cell_start = at + 1;
            if widths.len() == VOTING_ROWS {
                break;
            }
        }
    }
    // A row that the head cuts off says nothing, unless there is no other.
    if row_start < head.len() && (whole && widths.len() < VOTING_ROWS || widths.is_empty()) {
        widths.push(cells);
    }
    let first = widths.first().copied().unwrap_or(1);
    DelimiterVote {
        delimiter,
        cells: first,
        rows: widths.len(),
        agreeing_rows: widths.iter().filter(|&&w| w == first).count(),
    }
}
