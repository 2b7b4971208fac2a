//! Files that are no text, known by their first bytes.

use super::refusal;
use crate::error::Result;

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

/// Refuses what is no text.
pub(super) fn refuse_other_formats(head: &[u8]) -> Result<()> {
    for &(magic, what, action) in FORMATS {
        let certain = !NEEDS_ZERO.contains(&magic)
            || head.contains(&0)
            || std::str::from_utf8(&head[..head.len().min(64)])
                .is_err_and(|e| e.error_len().is_some());
        if head.starts_with(magic) && certain {
            return Err(refusal::other_format(what, action));
        }
    }
    Ok(())
}
