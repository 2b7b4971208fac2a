//! The English sentences about rows that were chosen.

use super::Entry;
use super::english::entry;

/// Sentences by key.
pub const ENTRIES: &[Entry] = &[
    entry(
        "verdict.cohort",
        "Only rows where {where} were looked at: {files}.",
        "Take the conditions away to look at all rows.",
    ),
    entry("cohort.rows", "{rows:count} of {of:count} in {file}", ""),
    entry("cohort.values", "{column} is {from}", ""),
    entry(
        "cohort.between",
        "{column} is from {from} to below {below}",
        "",
    ),
    entry("cohort.from", "{column} is at least {from}", ""),
    entry("cohort.below", "{column} is below {below}", ""),
    entry("cohort.missing", "no value stands in {column}", ""),
];
