//! English for the tests and distances that a person can select, and for what other tools say.

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
    entry(
        "text.evidently",
        "Evidently would not call the data set drifted: {drifted:count} of {columns:count} {columns?column|columns}, fewer than half.",
        "",
    ),
    entry(
        "text.evidently-drift",
        "Evidently would call the data set drifted: {drifted:count} of {columns:count} {columns?column|columns}, at least half.",
        "",
    ),
    entry(
        "text.evidently-note",
        "Missing values are dropped, and no test is corrected for the others. From 1,001 reference rows on its default is a distance against 0.1 whatever the number of rows, so that small current files look drifted by noise alone; its chi-square takes the reference for exact and rejects too often. Its p-values for the total variation are drawn at random and left out. Whole numbers with at most ten values count as categories.",
        "",
    ),
    entry(
        "text.nannyml",
        "NannyML would raise alerts for {drifted:count} of {columns:count} {columns?column|columns}; it has no verdict on the data set.",
        "",
    ),
    entry(
        "text.nannyml-note",
        "It cuts both files into about ten chunks in the order of their rows; a short last chunk sets a wide limit and hides drift. The value is that of the whole current file. Kolmogorov–Smirnov and Wasserstein are shown below 10,000 reference rows: from there on it estimates both over bins.",
        "",
    ),
    entry(
        "text.tfdv",
        "TensorFlow Data Validation says nothing by itself: it has no threshold until one is set.",
        "",
    ),
    entry(
        "text.tfdv-note",
        "Its own buckets come from an approximate sketch of the quantiles, so that its divergence can differ a little from this one, which has exact buckets of equal width.",
        "",
    ),
    entry(
        "text.deepchecks",
        "Deepchecks would pass the data set: no score is 0.2 or more.",
        "",
    ),
    entry(
        "text.deepchecks-drift",
        "Deepchecks would fail the data set: {drifted:count} of {columns:count} {columns?column|columns} {drifted?has|have} a score of 0.2 or more.",
        "",
    ),
    entry(
        "text.deepchecks-note",
        "A score is a distance without a test, so that few rows raise it. From 100,001 rows on it draws 100,000 of them at random; here all rows count.",
        "",
    ),
    entry(
        "text.self-check-tests",
        "{selected:count} {selected?column is|columns are} judged here by the test that you selected for {selected?it|them}; {default:count} for which a distance or a test by permutations is selected {default?is|are} judged by the default test, since so many splits would take too long: for {default?it|them} the rates here are the default test's.",
        "",
    ),
];
