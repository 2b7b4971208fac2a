//! English for parts of the rows with wide gaps, and for like people decided alike.

use super::Entry;
use super::english::entry;

/// Findings and texts, by key.
pub const ENTRIES: &[Entry] = &[
    entry("fairness-slices.word/matters", "wider gap confirmed", ""),
    entry("fairness-slices.word/no-evidence", "none confirmed", ""),
    entry(
        "fairness-slices.word/not-compared",
        "no columns to look at",
        "",
    ),
    entry(
        "fairness-slices.gap/matters",
        "Where {place}, the {metric} of {column} {group} is {value:share} and that of {versus} {versus_value:share}, {kind} {gap} (95% interval {gap_low} to {gap_high}) against {beside} in the other rows: found in one half of the rows and confirmed in the other, as {confirmed:count} of {tested:count} parts were.",
        "Look at how decisions are made where {place}.",
    ),
    entry(
        "fairness-slices.gap/no-evidence",
        "No part of the rows was confirmed to have a gap between groups of {column} that is outside the limit and wider than in the other rows: {looked_at:count} parts were looked at in one half, {tested:count} tested on the other.",
        "Nothing to do; a part with few rows may still hide one.",
    ),
    entry(
        "fairness-slices.gap/not-compared",
        "No column makes parts of the rows in which groups of {column} could be compared.",
        "Give columns the role feature or segment.",
    ),
    entry(
        "fairness-slices.looked-at",
        "Conditions on {columns:count} {columns?column|columns}, alone ({single:count} parts over all groups) and by two ({double:count}), within which {groups:count} {groups?group|groups} of {attribute} {groups?is|are} compared with its reference group. Parts are looked for in {seen:count} rows, and the {tested:count} with the clearest signal tested on {held_out:count} others; the corrected p holds the share of false alarms (Benjamini and Yekutieli).{weighted}",
        "",
    ),
    entry("consistency.word/matters", "outside the limit", ""),
    entry("consistency.word/no-evidence", "within the limit", ""),
    entry("consistency.word/not-enough-data", "cannot tell yet", ""),
    entry("consistency.word/not-compared", "not estimable", ""),
    entry(
        "consistency.group/matters",
        "{column} {group}: {own:share} are decided in favour, against {others:share} of the rows of other groups that are most like them, a difference of {gap:points} (95% interval {gap_low:points} to {gap_high:points}) and outside the limit.",
        "Ask what sets {group} apart that is not in the columns; likeness is only as good as they are.",
    ),
    entry(
        "consistency.group/not-enough-data",
        "{column} {group}: {own:share} are decided in favour, against {others:share} of the rows of other groups that are most like them, a difference of {gap:points} (95% interval {gap_low:points} to {gap_high:points}); {told}.",
        "Raise `analyses.consistency.rows`, or collect more.",
    ),
    entry(
        "consistency.group/no-evidence",
        "Every group of {column} that can be judged is decided like the rows of other groups that are most like it; the furthest is {group}, {gap:points} (95% interval {gap_low:points} to {gap_high:points}).",
        "Nothing to do.",
    ),
    entry(
        "consistency.group/not-compared",
        "{column}: no group has decided rows of other groups to be compared with.",
        "Add rows of other groups.",
    ),
    entry(
        "consistency.looked-at",
        "Each of {rows:count} decided rows, of {of:count} in the file, beside its {neighbours:count} nearest {neighbours?neighbour|neighbours} by {numbers:count} columns of numbers (in standard deviations) and {levels:count} of levels (alike or not); protected columns, outcomes and scores have no part in likeness. Intervals of a group's difference are those of matched rows; those of the consistency take rows for independent.{labels}{weighted}",
        "",
    ),
];
