//! English for rows that count by a weight.

use super::Entry;
use super::english::entry;

/// Findings and texts, by key.
pub const ENTRIES: &[Entry] = &[
    entry(
        "weighted.refused",
        "{column} is not compared by weight: tests of dates and texts have no weighted form whose error is known.",
        "Read what the verdict says about {column}, where each row counts once.",
    ),
    entry(
        "text.weighted-rows",
        "Each row counts by its weight: {reference:count} reference rows say as much as {effective_reference:count} rows that count alike, {current:count} current rows as much as {effective_current:count} (the largest design effect, Rao and Scott 1981), and these effective rows are what is compared and drawn here. {left_out:count} {left_out?row|rows} without a weight above 0 {left_out?was|were} left out. Rows are taken as drawn independently of each other. Corrected over {tests:count} tests by Bonferroni.",
        "",
    ),
];
