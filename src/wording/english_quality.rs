//! The English words of the quality analysis.

use super::Entry;
use super::english::entry;

/// Findings, answers and texts, by key.
pub const ENTRIES: &[Entry] = &[
    // The words for severities.
    entry("quality.word/matters", "mend", ""),
    entry("quality.word/real-size-unclear", "check", ""),
    entry("quality.word/real-but-small", "minor", ""),
    entry("quality.word/not-enough-data", "not enough data", ""),
    // Answers.
    entry(
        "quality.answer-mend",
        "{mend:count} {mend?thing|things} to mend in {file}, first of all {first} ({what}); {check:count} to check and {minor:count} minor.",
        "Start with {first}, then go down the list below.",
    ),
    entry(
        "quality.answer-check",
        "Nothing that must be mended in {file}, {check:count} {check?thing|things} to check, first of all {first} ({what}); {minor:count} minor.",
        "Look at {first} first: what is listed may be right, and only someone who knows the data can tell.",
    ),
    entry(
        "quality.answer-check-only",
        "Nothing that must be mended in {file}, {check:count} {check?thing|things} to check, first of all {first} ({what}).",
        "Look at {first} first: what is listed may be right, and only someone who knows the data can tell.",
    ),
    entry(
        "quality.answer-minor",
        "Nothing to mend or to check in {file}: {minor:count} minor {minor?thing|things}.",
        "Nothing to do now.",
    ),
    entry(
        "quality.answer-none",
        "Nothing to mend was found in the {rows:count} rows and {columns:count} columns of {file}.",
        "Nothing to do. Add expectations to have more looked at.",
    ),
    entry(
        "quality.answer-empty",
        "{file} has no rows: nothing can be said about its quality.",
        "Choose a file with rows.",
    ),
    entry(
        "quality.file",
        "{file} has {rows:count} rows in {columns:count} columns; {cells:count} cells have no value ({share:share}).",
        "",
    ),
    // Columns.
    entry(
        "quality.missing",
        "{column} has no value in {count:count} of {of:count} rows of {file} ({effect:share}, 95% interval {low:share} to {high:share}){where}.{compared}",
        "Find out whether the value is unknown, does not apply or was lost, before anything fills it in.",
    ),
    entry(
        "quality.empty-column",
        "{column} has no value in any of the {of:count} rows of {file}.{compared}",
        "Leave the column out, or find the step that loses it.",
    ),
    entry(
        "quality.constant",
        "{column} is {value} wherever it has a value, in {count:count} rows of {file}.{compared}",
        "Leave the column out, or find out why nothing else arrives.",
    ),
    entry(
        "quality.constant/matters",
        "{column} is {value} wherever it has a value, in {count:count} rows of {file}, and is what is to be told.{compared}",
        "Check how the file was drawn: with a single outcome nothing can be learned or measured.",
    ),
    entry(
        "quality.near-constant",
        "{column} is {value} in {count:count} of {of:count} rows of {file} ({effect:share}); its other {distinct:count} distinct values share the rest.{compared}",
        "Keep it if the rare values matter; else leave it out.",
    ),
    entry(
        "quality.disguised",
        "{column}: {value} stands in {count:count} of {of:count} rows of {file} ({effect:share}, 95% interval {low:share} to {high:share}){where} and likely means that the value is missing.{compared}",
        "If it means \"no value\", add {value} to dialect.missing in the settings; if it is an answer of its own, leave it.",
    ),
    entry(
        "quality.failed-formula",
        "{column}: {value}, what a spreadsheet writes where a formula failed, stands in {count:count} of {of:count} rows of {file} ({effect:share}){where}.{compared}",
        "Mend the formula in the spreadsheet and export the file again.",
    ),
    entry(
        "quality.placeholder",
        "{column}: {value} stands in {count:count} of {of:count} rows of {file} ({effect:share}, 95% interval {low:share} to {high:share}){where}, apart from all other values: likely a placeholder for a missing value.{compared}",
        "If it means \"no value\", have the source leave the cell empty, or add {value} to dialect.missing in the settings.",
    ),
    entry(
        "quality.unread-words",
        "{column} of {file} holds {kind} but for {count:count} of {of:count} cells ({effect:share}) such as {examples}, which say that the value is missing and are read so.{compared}",
        "Add these words to dialect.missing in the settings, so that this is no guess.",
    ),
    entry(
        "quality.words-among",
        "{column} of {file} would hold {kind}, but {count:count} of {of:count} cells ({effect:share}) such as {examples} make it a column of categories{where}.{compared}",
        "Add these words to dialect.missing in the settings, and read the file again.",
    ),
    entry(
        "quality.unread",
        "{column} of {file} holds {kind}, but {count:count} of {of:count} cells ({effect:share}) are none and count as missing: {examples}.{compared}",
        "Correct these cells at their source; what they meant is lost here.",
    ),
    entry(
        "quality.mixed",
        "{column} of {file} mixes {kind} with other texts: {count:count} of {of:count} cells ({effect:share}) are none, such as {examples}{where}. It is read as categories.{compared}",
        "Find the rows with another meaning or unit, and give them a column of their own.",
    ),
    entry(
        "quality.impossible-dates",
        "{column} of {file} has {count:count} cells of {of:count} ({effect:share}) that look like dates and are none: {examples}.{compared}",
        "Correct these dates at their source; they count as missing here.",
    ),
    entry(
        "quality.infinite",
        "{column} is infinite in {count:count} of {of:count} values of {file} ({effect:share}){where}.{compared}",
        "Look for a division by zero or an overflow where {column} is computed.",
    ),
    entry(
        "quality.case-variants",
        "{column} of {file} writes {spellings:count} {spellings?level|levels} in more than one case, in {count:count} of {of:count} values ({effect:share}){where}: {examples}.{compared}",
        "Agree on one spelling, unless upper and lower case mean different things.",
    ),
    entry(
        "quality.space-variants",
        "{column} of {file} writes {spellings:count} {spellings?level|levels} with other spaces too, in {count:count} of {of:count} values ({effect:share}){where}: {examples}.{compared}",
        "Take off spaces at the ends and squeeze those between words where {column} is written.",
    ),
    entry(
        "quality.encoding-variants",
        "{column} of {file} writes {spellings:count} {spellings?level|levels} with other characters that look the same, in {count:count} of {of:count} values ({effect:share}){where}: {examples}.{compared}",
        "Normalise the text (Unicode NFKC) and replace letters of other alphabets where {column} is written.",
    ),
    entry(
        "quality.future",
        "{column} lies after {as_of} in {count:count} of {of:count} values of {file} ({effect:share}){where}; the last is {last}.{compared}",
        "Check clocks, time zones and the order of day and month; a date that is planned may be right.",
    ),
    entry(
        "quality.far-ahead",
        "{column} of {file} has {count:count} {count?date|dates}{where} years after all others, which end {last}; the last is {value}.{compared}",
        "Check these dates: a wrong century, or a date that stands for \"never\".",
    ),
    entry(
        "quality.long-ago",
        "{column} of {file} has {count:count} {count?date|dates}{where} years before all others, which begin {first}; the first is {value}.{compared}",
        "Check these dates: a wrong century, or a date that stands for \"unknown\".",
    ),
    entry(
        "quality.duplicate-id",
        "{column} names rows, but {count:count} of {of:count} values of {file} ({effect:share}) repeat an earlier one{where}; {value} occurs most often.{compared}",
        "Find out which of the rows is right: rows were exported twice, or the id is not one.",
    ),
    entry(
        "quality.likely-id",
        "{column} is different in every one of the {of:count} rows of {file} and looks like an id, not like something to learn from.{compared}",
        "Give it the role id, or leave it out of the model.",
    ),
    entry(
        "quality.many-levels",
        "{column} of {file} has a code of its own in most rows: {count:count} distinct ones in {of:count}.{compared}",
        "Give it the role id if it names something, or group its codes before a model reads them.",
    ),
    entry(
        "quality.outlier",
        "{column} of {file} has {count:count} {count?value|values} of {of:count}{where} far outside what the others let expect, {fence_low} to {fence_high}; the farthest is {value}.{compared}",
        "Check these rows for a slipped decimal mark or another unit; a value that is right may stay.",
    ),
    entry(
        "quality.outside-range",
        "{column} lies outside the reference's range ({range_low} to {range_high}) in {count:count} of {of:count} values of {file} ({effect:share}){where}, more than chance explains; the farthest is {value}.",
        "Check these values; a model has not seen any like them.",
    ),
    entry(
        "quality.new-levels",
        "{column} has {new:count} {new?level|levels} in {file} that the reference does not have, in {count:count} of {of:count} values ({effect:share}, 95% interval {low:share} to {high:share}){where}: {examples}.",
        "Check whether they are new, renamed or misspelled; a model has not seen them.",
    ),
    entry(
        "quality.more-levels",
        "{column} has far more levels than before: about {levels_now:count} in {at_rows:count} rows of {file}, where the reference has {levels_before:count} in as many.",
        "Check whether ids, free text or misspellings got into {column}.",
    ),
    // Columns beside columns.
    entry(
        "quality.copy",
        "{column} is a copy of {other} in all {count:count} rows of {file} that have a value.{compared}",
        "Leave one of the two out.",
    ),
    entry(
        "quality.one-to-one",
        "{column} and {other} say the same in other words: each value of one stands beside one value of the other only, in {count:count} rows of {file}.{compared}",
        "Leave one of the two out.",
    ),
    entry(
        "quality.line",
        "{column} is as good as {other} on another scale: their correlation is {effect} in {count:count} rows of {file} (95% interval {low} to {high}).{compared}",
        "Leave one of the two out, or check whether one is computed from the other.",
    ),
    entry(
        "quality.same-order",
        "{column} orders the rows exactly as {other} does, in {count:count} rows of {file}: one can be computed from the other.{compared}",
        "Leave one of the two out.",
    ),
    entry(
        "quality.label-copy",
        "{column} and {other} say the same in {count:count} rows of {file}, and one of them is the label.{compared}",
        "Leave the other one out of the model: it is the answer, not a clue.",
    ),
    entry(
        "quality.leak",
        "{column} alone gives {label} away in {file}: it tells a class with an area under the ROC curve of {effect} (95% interval {low} to {high}), in {count:count} rows that took no part in learning.{compared}",
        "Check whether {column} is known before {label} is; if not, leave it out of the model.",
    ),
    entry(
        "quality.leak-number",
        "{column} alone gives {label} away in {file}: it explains {effect} of its variance (95% interval {low} to {high}), in {count:count} rows that took no part in learning.{compared}",
        "Check whether {column} is known before {label} is; if not, leave it out of the model.",
    ),
    // Rows.
    entry(
        "quality.duplicate-rows",
        "{count:count} of {of:count} rows of {file} ({effect:share}, 95% interval {low:share} to {high:share}) repeat an earlier row in every column{where}.{compared}",
        "Find out whether rows were exported twice, and keep one of each.",
    ),
    entry(
        "quality.equal-rows",
        "{count:count} of {of:count} rows of {file} ({effect:share}) are equal to an earlier row{where}, as can be expected of columns with so few values.{compared}",
        "Nothing to do, unless an id shows that rows were exported twice.",
    ),
    entry(
        "quality.rows-in-both",
        "{count:count} of {of:count} rows of {file} ({effect:share}, 95% interval {low:share} to {high:share}) stand in the reference as well, equal in every column that both files have{where}.",
        "Find out whether the two files were meant to share rows: what differs between them is then seen smaller than it is, and a model judged on rows that it was trained on looks better than it is.",
    ),
    entry(
        "quality.label-noise",
        "{file}: {conflicting:count} rows in {groups:count} groups have equal features and different values of {label}{where}; a model that reads only these columns is wrong in at least {count:count} of {of:count} rows ({effect:share}, 95% interval {low:share} to {high:share}).{compared}",
        "Look for labels that are wrong, or for what makes these rows differ and is not in the file.",
    ),
    entry(
        "quality.sorted-by-label",
        "Rows of {file} are in an order that tells the label: neighbours are alike in {count:count} of {of:count} columns ({columns}), with a correlation of {effect} (95% interval {low} to {high}).{compared}",
        "Shuffle the rows before the file is cut into parts by position.",
    ),
    entry(
        "quality.row-order",
        "Rows of {file} are not in random order: neighbours are alike in {count:count} of {of:count} columns ({columns}), with a correlation of up to {effect} (95% interval {low} to {high}).{compared}",
        "Shuffle the rows before the file is cut into parts by position.",
    ),
    // Expectations.
    entry(
        "quality.expectation",
        "{column} of {file} is expected to be {rule}; {count:count} of {of:count} rows ({effect:share}, 95% interval {low:share} to {high:share}) are not{where}.",
        "Mend these rows at their source, or change the expectation in the settings.",
    ),
    entry(
        "quality.expectation-rows",
        "{file} is expected to have {rule} and has {rows:count}.",
        "Check whether the export is complete, or change the expectation in the settings.",
    ),
    entry(
        "quality.expectation-absent",
        "{file} is expected to have a column {column}, {rule}; there is none.",
        "Check whether the column was renamed or lost, or change the expectation in the settings.",
    ),
    entry(
        "quality.expectation-open",
        "{column} of {file} is expected to be {rule}, and that cannot be looked at: the column is of another type, or the settings lack a day (as_of) or a reference.",
        "Correct the expectation in the settings.",
    ),
];
