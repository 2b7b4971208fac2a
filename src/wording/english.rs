//! The English table.

use super::Entry;

pub(super) const fn entry(key: &'static str, sentence: &'static str, next: &'static str) -> Entry {
    Entry {
        key,
        sentence,
        next,
    }
}

/// Findings, verdicts and texts, by key.
pub const ENTRIES: &[Entry] = &[
    // Verdicts.
    entry(
        "verdict.matters",
        "The data has drifted: {matters:count} of {columns:count} columns have changed enough to matter, first of all {first}.",
        "Start with {first}: find out whether the population or the pipeline has changed before you trust results that depend on it.",
    ),
    entry(
        "verdict.one-matters",
        "The data has drifted: {first} has changed enough to matter, 1 of {columns:count} {columns?column|columns} compared.",
        "Find out whether the population or the pipeline has changed before you trust results that depend on {first}.",
    ),
    entry(
        "verdict.size-unclear",
        "Something has changed, but it is unclear whether it matters: {unclear:count} of {columns:count} {columns?column|columns} {unclear?differs|differ} by an amount that these files cannot pin down.",
        "Look at {first} first, and compare again with more rows.",
    ),
    entry(
        "verdict.small",
        "No change that matters: {small:count} of {columns:count} {columns?column|columns} {small?has|have} really changed, by too little to matter.",
        "Nothing to do now; compare again with the next data.",
    ),
    entry(
        "verdict.small-open",
        "No change that matters was found: {small:count} of {columns:count} {columns?column|columns} really changed by too little to matter, and {open:count} {open?has|have} too little data to tell.",
        "Compare again with more rows to settle the rest.",
    ),
    entry(
        "verdict.none",
        "No evidence of a change that matters in any of {columns:count} {columns?column|columns}.",
        "Nothing to do now; compare again with the next data.",
    ),
    entry(
        "verdict.not-enough-data",
        "These files cannot settle it: {open:count} of {columns:count} {columns?column|columns} {open?has|have} too little data to rule out a change that matters, and no change was found.",
        "Compare again with more rows.",
    ),
    entry(
        "verdict.nothing-compared",
        "Nothing could be compared: no column that both files have can be tested.",
        "Check that both files hold the same kind of data, then look at the list below.",
    ),
    entry(
        "verdict.one-file",
        "{file} was read: {rows:count} {rows?row|rows} in {columns:count} {columns?column|columns}.",
        "What can be said of one file alone follows; drop a second file to see whether the data has changed.",
    ),
    // Numbers.
    entry(
        "drift.numbers/matters",
        "{column} {direction}: its median went from {median_reference} to {median_current}, and values moved by {effect} standard deviations on average (95% interval {low} to {high}).",
        "Find out what changed for {column}; a model that uses it sees other values than it learned from.",
    ),
    entry(
        "drift.numbers/real-size-unclear",
        "{column} {direction}, but whether by enough to matter is open: values moved by {low} to {high} standard deviations on average, and {threshold} is where it starts to matter.",
        "Compare again with more rows, and keep an eye on {column}.",
    ),
    entry(
        "drift.numbers/real-but-small",
        "{column} {direction}, by too little to matter: values moved by at most {high} standard deviations on average, and {threshold} is where it starts to matter.",
        "Nothing to do.",
    ),
    entry(
        "drift.numbers/no-evidence",
        "{column} shows no change that matters: values moved by at most {high} standard deviations on average.",
        "Nothing to do.",
    ),
    entry(
        "drift.numbers/not-enough-data",
        "{column} has too little data to tell: {n_reference:count} reference and {n_current:count} current values.",
        "Compare again with more rows.",
    ),
    // Slices.
    #[cfg(feature = "full")]
    entry(
        "slices.numbers/matters",
        "In rows where {slice}, {column} {direction}: its median went from {median_reference} to {median_current}, {effect} deviations of the whole column (95% interval {low} to {high}) against {outside} in all other rows.",
        "Look at what makes {column} where {slice}: a source, a release or a group that changed there only.",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.numbers/real-size-unclear",
        "In rows where {slice}, {column} {direction} more than in all other rows, but whether by enough to matter is open: between {low} and {high} deviations of the whole column, and {threshold} is where it starts to matter.",
        "Compare again with more rows where {slice}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.levels/matters",
        "In rows where {slice}, {column} has another mix: {effect:share} of these rows moved to other levels (95% interval {low:share} to {high:share}) against {outside:share} of all other rows; most of all, {level} went from {level_reference:share} to {level_current:share}.",
        "Look at what makes {column} where {slice}: a source, a release or a group that changed there only.",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.levels/real-size-unclear",
        "In rows where {slice}, {column} has another mix, more than in all other rows, but whether by enough to matter is open: between {low:share} and {high:share} of these rows moved to other levels, and {threshold:share} is where it starts to matter.",
        "Compare again with more rows where {slice}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.missing/matters",
        "In rows where {slice}, {column} is missing {direction} often: {rate_reference:share} of these rows before and {rate_current:share} now, a change of {effect:points} (95% interval {low:points} to {high:points}) against {outside:points} in all other rows.",
        "Look for the step that loses {column} where {slice}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.missing/real-size-unclear",
        "In rows where {slice}, {column} is missing {direction} often, {rate_reference:share} before and {rate_current:share} now, a larger change than in all other rows; whether it matters is open.",
        "Compare again with more rows where {slice}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.searched",
        "{columns:count} columns were looked at in {single:count} parts of the rows with one condition and, for {together:count} of them, {double:count} with two, in one half of {rows_reference:count} reference and {rows_current:count} current rows. {tested:count} {tested?part|parts} in which a column seemed to change more than elsewhere {tested?was|were} then tested on the other half, which took no part in choosing; {found:count} {found?was|were} confirmed. The p-value is the larger one of two tests, that the column changed there at all and that it changed more than in all rows together; q-values control the false discovery rate over all parts tested, however they overlap (Benjamini and Yekutieli 2001).",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.moved",
        "{moved:count} {moved?column makes|columns make} no parts because {moved?its own values|their own values} moved, so that the same part would hold other rows now: {names}{more}.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "slices.left-out",
        "To stay within a bounded time, {left_out:count} {left_out?column was|columns were} not looked at, {alone:count} more {alone?was|were} looked at with one condition only, and parts were looked for in {seen:count} rows of each file at most.",
        "",
    ),
    // Likely faults.
    entry(
        "drift.unit",
        "{column}: {effect:share} of the current values (95% interval {low:share} to {high:share}) look {change}, a likely fault of the pipeline.",
        "Find the source or step that writes {column} in another unit, and convert those rows.",
    ),
    entry(
        "drift.sentinel",
        "{column}: {value} stands in {rows_current:count} current and {rows_reference:count} reference rows ({low:share} to {high:share} of the current values more than before), apart from all other values: likely a placeholder for a missing value.",
        "Find the step that writes {value} for a missing {column}, and have it leave the cell empty.",
    ),
    // Categories.
    entry(
        "drift.levels/matters",
        "{column} has another mix: {effect:share} of the rows moved to other levels (95% interval {low:share} to {high:share}); most of all, {level} went from {level_reference:share} to {level_current:share} of the rows.{arrivals}",
        "Find out why {level} changed; check that every level is known to the model.",
    ),
    entry(
        "drift.levels/real-size-unclear",
        "{column} has another mix, but whether by enough to matter is open: between {low:share} and {high:share} of the rows moved, and {threshold:share} is where it starts to matter.{arrivals}",
        "Compare again with more rows, and keep an eye on {column}.",
    ),
    entry(
        "drift.levels/real-but-small",
        "{column} has another mix, by too little to matter: at most {high:share} of the rows moved, and {threshold:share} is where it starts to matter.{arrivals}",
        "Nothing to do.",
    ),
    entry(
        "drift.levels/no-evidence",
        "{column} shows no change of mix that matters: at most {high:share} of the rows moved, chance aside.{arrivals}",
        "Nothing to do.",
    ),
    entry(
        "drift.levels/not-enough-data",
        "{column} has too little data to tell: {n_reference:count} reference and {n_current:count} current values over {levels:count} {levels?level|levels}.{arrivals}",
        "Compare again with more rows.",
    ),
    // Missing values.
    entry(
        "drift.missing/matters",
        "{column} is missing {direction} often: {rate_reference:share} of the reference rows and {rate_current:share} of the current rows.",
        "Look for the step that loses {column}; a filled-in value is not the value.",
    ),
    entry(
        "drift.missing/real-size-unclear",
        "{column} is missing {direction} often, {rate_reference:share} before and {rate_current:share} now, but whether by enough to matter is open.",
        "Compare again with more rows, and keep an eye on {column}.",
    ),
    entry(
        "drift.missing/real-but-small",
        "{column} is missing {direction} often, by too little to matter: {rate_reference:share} before and {rate_current:share} now.",
        "Nothing to do.",
    ),
    entry(
        "drift.missing/no-evidence",
        "{column} is missing as often as before: {rate_reference:share} of the reference rows and {rate_current:share} of the current rows.",
        "Nothing to do.",
    ),
    entry(
        "drift.missing/not-enough-data",
        "{column}: too little data to tell whether it is missing more often than before: {rate_reference:share} of {rows_reference:count} reference rows and {rate_current:share} of {rows_current:count} current rows.",
        "Compare again with more rows.",
    ),
    // Not compared.
    entry(
        "drift.constant",
        "{column} has the same single value, {value}, in both files.",
        "Nothing to do.",
    ),
    entry(
        "drift.empty",
        "{column} has no value in either file.",
        "Nothing to do.",
    ),
    entry(
        "drift.one-side-empty",
        "{column} has no value at all in the {side} file, so its values cannot be compared.",
        "Look for the step that loses {column}.",
    ),
    entry(
        "drift.role",
        "{column} is left out: its role is {role}.",
        "Change its role in the settings if that is wrong.",
    ),
    entry(
        "drift.time",
        "{column} says when: from {reference_first:time} to {reference_last:time} in the reference file, from {current_first:time} to {current_last:time} in the current one.",
        "Check that these are the periods you mean to compare.",
    ),
    entry(
        "drift.time-before",
        "{column}: the current file lies before the reference: it ends {current_last:time}, the reference begins {reference_first:time}.",
        "Check that you did not swap the two files.",
    ),
    entry(
        "drift.time-overlap",
        "{column}: the two periods overlap from {common_first:time} to {common_last:time}; the reference goes from {reference_first:time} to {reference_last:time}, the current file from {current_first:time} to {current_last:time}.",
        "Check whether rows stand in both files: a change is then harder to see.",
    ),
    entry(
        "drift.time-gap",
        "{column}: the current file has nothing for {gap} from {gap_start:time}; the longest gap of the reference is {gap_reference}.",
        "Check whether rows were lost there.",
    ),
    entry(
        "drift.time-cadence",
        "{column}: the usual step is {step}; it was {step_reference} in the reference file.",
        "Check whether rows were left out, added or summed up.",
    ),
    entry(
        "drift.time-order",
        "{column}: rows stand {order} in the current file and {order_reference} in the reference.",
        "Check how the current file was exported; the tests do not depend on row order.",
    ),
    entry(
        "drift.time-short",
        "{column}: too few whole days or weeks to compare hours or days of the week.",
        "Nothing to do; its period is listed too.",
    ),
    // Hours of the day.
    entry(
        "drift.hours/matters",
        "{column} falls on other hours of the day: {effect:share} of the rows moved (95% interval {low:share} to {high:share}); most of all, {level} went from {level_reference:share} to {level_current:share} of the rows.",
        "Check for a change of time zone or of a schedule before you look for a change of behaviour.",
    ),
    entry(
        "drift.hours/real-size-unclear",
        "{column} falls on other hours of the day, but whether by enough to matter is open: between {low:share} and {high:share} of the rows moved, and {threshold:share} is where it starts to matter.",
        "Compare again with more days.",
    ),
    entry(
        "drift.hours/real-but-small",
        "{column} falls on other hours of the day, by too little to matter: at most {high:share} of the rows moved.",
        "Nothing to do.",
    ),
    entry(
        "drift.hours/no-evidence",
        "{column} falls on the same hours of the day as before: at most {high:share} of the rows moved.",
        "Nothing to do.",
    ),
    entry(
        "drift.hours/not-enough-data",
        "{column} has too few days to tell whether its hours of the day have changed.",
        "Compare again with more days.",
    ),
    // Days of the week.
    entry(
        "drift.weekdays/matters",
        "{column} falls on other days of the week: {effect:share} of the rows moved (95% interval {low:share} to {high:share}); most of all, {level} went from {level_reference:share} to {level_current:share} of the rows.",
        "Check whether days were lost or a schedule changed.",
    ),
    entry(
        "drift.weekdays/real-size-unclear",
        "{column} falls on other days of the week, but whether by enough to matter is open: between {low:share} and {high:share} of the rows moved, and {threshold:share} is where it starts to matter.",
        "Compare again with more weeks.",
    ),
    entry(
        "drift.weekdays/real-but-small",
        "{column} falls on other days of the week, by too little to matter: at most {high:share} of the rows moved.",
        "Nothing to do.",
    ),
    entry(
        "drift.weekdays/no-evidence",
        "{column} falls on the same days of the week as before: at most {high:share} of the rows moved.",
        "Nothing to do.",
    ),
    entry(
        "drift.weekdays/not-enough-data",
        "{column} has too few weeks to tell whether its days of the week have changed.",
        "Compare again with more weeks.",
    ),
    // Text.
    entry(
        "drift.text/matters",
        "The text length of {column} {direction}: its median went from {median_reference} to {median_current} characters, {effect} deviations apart (95% interval {low} to {high}).",
        "Read some texts of both files: a field may be cut, joined or filled from another source.",
    ),
    entry(
        "drift.text/real-size-unclear",
        "The text length of {column} {direction}, but whether by enough to matter is open: between {low} and {high} deviations apart, and {threshold} is where it starts to matter.",
        "Compare again with more rows, and keep an eye on {column}.",
    ),
    entry(
        "drift.text/real-but-small",
        "The text length of {column} {direction}, by too little to matter: at most {high} deviations apart.",
        "Nothing to do.",
    ),
    entry(
        "drift.text/no-evidence",
        "The text length of {column} shows no change that matters: at most {high} deviations apart.",
        "Nothing to do.",
    ),
    entry(
        "drift.text/not-enough-data",
        "{column} has too few texts to tell: {n_reference:count} in the reference and {n_current:count} in the current file.",
        "Compare again with more rows.",
    ),
    entry(
        "drift.characters/matters",
        "{column} is made of other characters: {effect:share} of the rows moved (95% interval {low:share} to {high:share}); most of all, texts of {level} went from {level_reference:share} to {level_current:share} of the rows.",
        "Read some texts of both files: a field may be filled from another source or in another encoding.",
    ),
    entry(
        "drift.characters/real-size-unclear",
        "{column} is made of other characters, but whether by enough to matter is open: between {low:share} and {high:share} of the rows moved.",
        "Compare again with more rows, and keep an eye on {column}.",
    ),
    entry(
        "drift.characters/real-but-small",
        "{column} is made of other characters, by too little to matter: at most {high:share} of the rows moved.",
        "Nothing to do.",
    ),
    entry(
        "drift.characters/no-evidence",
        "{column} is made of the same characters as before: at most {high:share} of the rows moved, chance aside.",
        "Nothing to do.",
    ),
    entry(
        "drift.characters/not-enough-data",
        "{column} has too few texts to tell: {n_reference:count} in the reference and {n_current:count} in the current file.",
        "Compare again with more rows.",
    ),
    entry(
        "drift.text-alike",
        "{column} is free text with {distinct_reference:count} and {distinct_current:count} distinct values, all of one length and of the same kinds of characters.",
        "Nothing to do.",
    ),
    entry(
        "drift.type-changed",
        "{column} is {kind_reference} in the reference file and {kind_current} in the current one, so its values cannot be compared.",
        "Look at the cells that made the difference, then correct the export or the column's type.",
    ),
    entry(
        "pair.only-reference",
        "{column} stands in the reference file only.",
        "Check whether the current export has lost or renamed it.",
    ),
    entry(
        "pair.only-current",
        "{column} stands in the current file only.",
        "Check whether it is new or renamed.",
    ),
    // Self-check.
    entry(
        "text.self-check-keeps",
        "Your reference was split at random {repeats:count} times: {matters:count} {matters?split was|splits were} said to have changed enough to matter (at most {high:share} of such splits, with 95% confidence), and {found:count} gave evidence of any change. Nothing had changed in any of them.",
        "",
    ),
    entry(
        "text.self-check-exceeds",
        "These settings see too much in your data: of {repeats:count} random splits of your reference, {found:count} gave evidence of a change, more than the {level:share} that the settings allow, and {matters:count} {matters?was|were} said to matter. Nothing had changed in any of them.",
        "",
    ),
    entry(
        "text.self-check-none",
        "The reference cannot be split to check the settings: {rows:count} {rows?row is|rows are} too few, or no column is tested.",
        "",
    ),
    entry(
        "text.self-check-rows",
        "This holds for {part:count} rows against {other:count}, out of {rows:count} of the {reference:count} reference rows; your current file has {current:count}. With more rows smaller changes are found; the share of false alarms stays. The changes were put into {changed:count} of the splits, into one column at a time: numbers rise without leaving the values that the column has where these repeat, and every value rises by as much elsewhere. Rows are split one by one, so alarms that come from rows which belong together, such as those of one day, do not show here.",
        "",
    ),
    // Over time.
    #[cfg(feature = "full")]
    entry(
        "over-time.change/matters",
        "{column} changed on {when}: the rows before and after differ by {size} (95% interval {size_low} to {size_high}; from {size_threshold} on it matters).{others}",
        "Find out what happened to {column} about {when}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.change/real-size-unclear",
        "{column} changed on {when}, but whether by enough to matter is open: the rows before and after differ by {size_low} to {size_high}, and {size_threshold} is where it starts to matter.{others}",
        "Keep an eye on {column}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.change/real-but-small",
        "{column} changed on {when}, by too little to matter: the rows before and after differ by at most {size_high}, and {size_threshold} is where it starts to matter.{others}",
        "Nothing to do.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.change",
        "{column} changed on {when}, by an amount that cannot be estimated from these rows.{others}",
        "Look at {column} about {when}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.alarm/matters",
        "{column} has left the reference, as could be said after {window} at the latest, however often one looked: by now all current rows differ by {size} (95% interval {size_low} to {size_high}; from {size_threshold} on it matters).",
        "Look at {column} from {window} back.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.alarm/real-size-unclear",
        "{column} has left the reference, as could be said after {window} at the latest, however often one looked; whether by enough to matter is open: the values of all current rows differ by {size_low} to {size_high}, and {size_threshold} is where it starts to matter; a change of its missing values counts as well.",
        "Keep an eye on {column}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.alarm/real-but-small",
        "{column} has left the reference, as could be said after {window} at the latest, by too little to matter: all current rows differ by at most {size_high}, and {size_threshold} is where it starts to matter.",
        "Nothing to do.",
    ),
    #[cfg(feature = "full")]
    entry(
        "over-time.alarm",
        "{column} has left the reference, as could be said after {window} at the latest, by an amount that cannot be estimated from these rows; a change of its missing values counts as well.",
        "Look at {column} from {window} back.",
    ),
    // Telling the files apart.
    #[cfg(feature = "full")]
    entry(
        "separability.model/matters",
        "A model can tell the two files apart: of a reference row and a current row it says which is which right in {effect:share} of the cases (95% interval {low:share} to {high:share}; 50% is guessing). What tells most: {first}.",
        "Look at {first} and at the most telling rows; a model that was trained on the reference file meets other rows now.",
    ),
    #[cfg(feature = "full")]
    entry(
        "separability.model/real-size-unclear",
        "A model can tell the two files apart, but whether well enough to matter is open: it is right in {low:share} to {high:share} of the cases, 50% is guessing and {threshold:share} is where it starts to matter. What tells most: {first}.",
        "Compare again with more rows, and keep an eye on {first}.",
    ),
    #[cfg(feature = "full")]
    entry(
        "separability.model/real-but-small",
        "A model can tell the two files apart, too poorly to matter: it is right in {effect:share} of the cases (at most {high:share}; 50% is guessing, {threshold:share} is where it starts to matter). What tells most: {first}.",
        "Nothing to do.",
    ),
    #[cfg(feature = "full")]
    entry(
        "separability.model/no-evidence",
        "A model of {columns:count} {columns?column|columns} cannot tell the two files apart: it is right in at most {high:share} of the cases, and 50% is guessing.",
        "Nothing to do.",
    ),
    #[cfg(feature = "full")]
    entry(
        "separability.model/not-enough-data",
        "Whether a model can tell the two files apart is open: {n_reference:count} reference and {n_current:count} current rows with {columns:count} {columns?column|columns} are too few to say.",
        "Compare again with more rows.",
    ),
    #[cfg(feature = "full")]
    entry(
        "separability.alone",
        "{name} alone tells the two files apart: of a reference row and a current row it says which is which right in {effect:share} of the cases. It is left out of the model of the other columns.",
        "If {name} is a counter, a date or a version, give it that role; else find out why its values are others now.",
    ),
    // Texts.
    #[cfg(feature = "full")]
    entry(
        "text.over-time-windows",
        "The current rows stand in {windows:count} {unit} {by}, from {first} to {last}; each is compared with the reference by the tests and thresholds of the drift analysis, numbers with at most about twelve times the rows of the largest window. Rows are taken as independent.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.over-time-partial",
        "The data begin or end inside {windows}: shown, never judged, and without any weight in what is said of other windows.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.over-time-coarsened",
        "The windows asked for would be more than {most:count}; larger ones are used.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.over-time-without-time",
        "{rows:count} {rows?row has|rows have} no time and {rows?is|are} in no window.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.over-time-sampled",
        "At most {rows:count} rows of each file are looked at here, a uniform sample.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.over-time-families",
        "Corrected together, each family on its own: {windows:count} tests of full windows, {changes:count} searches for a change, {bets:count} always-valid tests. An always-valid p-value may be looked at after every window: the chance that it is ever at or below 5% without a change is at most 5%; a test repeated at every look would reach that in a third of all cases.",
        "",
    ),
    entry(
        "text.simulated",
        "Some levels are too rare for the chi-square distribution: the p-value is exact, by {draws:count} random tables with the same margins.",
        "",
    ),
    entry(
        "text.moments",
        "Some levels are too rare for the chi-square distribution: the p-value is from a gamma distribution with the exact mean and variance of the statistic.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-how",
        "Made from {rows_reference:count} of {all_reference:count} reference rows and {rows_current:count} of {all_current:count} current rows, dealt into {folds:count} folds by their content and the seed {seed}; copies of a row stay together. Boosted trees over {columns:count} {columns?column|columns} have scored each of the last {scored:count} folds after learning from {least:count} to {most:count} rows of the folds before it and from nothing else, so that the interval holds (progressive validation: Dawid 1984; Blum, Kalai & Langford 1999). The p-value is one-sided, of stratified Mann–Whitney statistics (van Elteren 1960), corrected over the {family:count} {family?test|tests} of this section.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-columns",
        "By how much the area falls when a column's values change places among rows that the model has not seen (Breiman 2001), with DeLong's interval. Columns that say the same thing share what they tell, so each of them looks smaller.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-rows",
        "Row 1 is the first row of data. No two of the rows shown are alike in all columns, and no model has learned from the rows that it scored.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-role",
        "Left out for {count?its role|their roles} (id, timestamp, weight or ignore): {names}.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-text",
        "Left out as free text: {names}.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-type",
        "Left out because the two files hold different types: {names}.",
        "",
    ),
    #[cfg(feature = "full")]
    entry(
        "text.separability-weak",
        "Left out because there are too many columns: the {count:count} that tell least by themselves, judged on folds that nothing is tested on: {names}.",
        "",
    ),
    entry(
        "text.design-effect",
        "Rows of one day or week come together: {design} rows say as much as one on its own would.",
        "",
    ),
    entry(
        "text.infinite",
        "{count:count} infinite {count?value takes|values take} part in the test and {count?is|are} not drawn.",
        "",
    ),
];
