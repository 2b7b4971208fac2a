//! English for the tests and distances that a person can select.

use super::Entry;
use super::english::entry;

/// Findings and texts, by key.
pub const ENTRIES: &[Entry] = &[
    entry(
        "drift.distance/matters",
        "{column} has changed: its {distance} is {effect} (95% interval {low} to {high}), and {threshold} is where it starts to matter.",
        "Find out what changed for {column}; a model that uses it sees other values than it learned from.",
    ),
    entry(
        "drift.distance/real-size-unclear",
        "{column} has changed, but whether by enough to matter is open: its {distance} is between {low} and {high}, and {threshold} is where it starts to matter.",
        "Compare again with more rows, and keep an eye on {column}.",
    ),
    entry(
        "drift.distance/real-but-small",
        "{column} has changed, by too little to matter: its {distance} is at most {high}, and {threshold} is where it starts to matter.",
        "Nothing to do.",
    ),
    entry(
        "drift.distance/no-evidence",
        "{column} shows no change that matters: its {distance} is at most {high}.",
        "Nothing to do.",
    ),
    entry(
        "drift.distance/not-enough-data",
        "{column} has too little data to tell by its {distance}: {n_reference:count} reference and {n_current:count} current values.",
        "Compare again with more rows, or with the default test.",
    ),
    entry(
        "text.test-needs-levels",
        "The selected test, {test}, compares levels; this column is a scale of numbers, so it is not estimable here.",
        "",
    ),
    entry(
        "text.test-needs-numbers",
        "The selected test, {test}, compares numbers; this column has levels, so it is not estimable here.",
        "",
    ),
    entry(
        "text.test-needs-two-levels",
        "The selected test, {test}, compares two levels; this column has {levels:count}, so it is not estimable here.",
        "",
    ),
    entry(
        "text.test-not-estimable",
        "The selected test, {test}, is not estimable here: there are too few values, too few distinct ones, or infinite ones.",
        "",
    ),
    entry(
        "text.distance-without-interval",
        "The {distance} has no interval here: its law holds from 5 expected rows in every bin or level on.",
        "",
    ),
    entry(
        "text.test-size",
        "At these row counts and ties the selected test, {test}, rejects {rate:share} of the time where {level:share} is promised: found by mixing the rows of both files and dealing them out again {dealings:count} times.",
        "",
    ),
];
