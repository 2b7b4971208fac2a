//! English for the fairness audit.

use super::Entry;
use super::english::entry;

/// Findings, texts and answers, by key.
pub const ENTRIES: &[Entry] = &[
    entry("fairness.word/matters", "outside the limit", ""),
    entry(
        "fairness.word/real-size-unclear",
        "outside, if the guess is right",
        "",
    ),
    entry("fairness.word/no-evidence", "within the limit", ""),
    entry("fairness.word/not-enough-data", "cannot tell yet", ""),
    entry("fairness.word/not-compared", "not estimable", ""),
    entry(
        "fairness.answer-outside",
        "{guess}With {favourable} as the favourable outcome, {outside:count} of {criteria:count} fairness criteria {outside?is|are} outside the limit ({attributes}){rest}. The widest gap, by {worst_attribute}: {worst_metric} of {worst_group} against {worst_versus}, {worst_gap}.",
        "Read what is behind the gap and decide, with those responsible, whether it can be justified; this is no legal judgement.",
    ),
    entry(
        "fairness.answer-open",
        "{guess}With {favourable} as the favourable outcome, nothing is shown to be outside the limit, but {open:count} of {criteria:count} fairness criteria cannot be told yet ({attributes}){rest}.",
        "Collect the rows that are still needed; until then do not read this as fair.",
    ),
    entry(
        "fairness.answer-within",
        "{guess}With {favourable} as the favourable outcome, all {criteria:count} fairness criteria are within the limit for every group that can be judged.",
        "Keep watching; look at the groups that could not be judged.",
    ),
    entry(
        "fairness.answer-none",
        "{guess}With {favourable} as the favourable outcome, no fairness criterion can be estimated.",
        "See which denominators are empty, and add rows or columns.",
    ),
    entry(
        "fairness.rate-ratio/matters",
        "{criterion}, {column}: the {metric} of {group} is {value:share} and that of {versus} {versus_value:share}, a ratio of {gap} (95% interval {gap_low} to {gap_high}) and outside the limit of {limit}.{unjudged}",
        "Find out why {group} is treated differently, and whether that can be justified.",
    ),
    entry(
        "fairness.rate-ratio/not-enough-data",
        "{criterion}, {column}: cannot tell yet, {differ}. The {metric} of {group} is {value:share} and that of {versus} {versus_value:share}, a ratio of {gap} (95% interval {gap_low} to {gap_high}) against a limit of {limit}; {rows_needed}.{unjudged}",
        "Collect more rows before anything is concluded.",
    ),
    entry(
        "fairness.rate-ratio/no-evidence",
        "{criterion}, {column}: within the limit of {limit} in {judged:count} {judged?comparison|comparisons} that can be judged; the furthest is {group} with a ratio of {gap} (95% interval {gap_low} to {gap_high}).{unjudged}",
        "Nothing to do.",
    ),
    entry(
        "fairness.rate-ratio/not-compared",
        "{criterion}, {column}: not estimable. The {metric} of {group} or of {versus} has nothing to divide by.{unjudged}",
        "Add rows with such outcomes, or look at another criterion.",
    ),
    entry(
        "fairness.rate-difference/matters",
        "{criterion}, {column}: the {metric} of {group} is {value:share} and that of {versus} {versus_value:share}, a difference of {gap:points} (95% interval {gap_low:points} to {gap_high:points}) and outside the limit of {limit}.{unjudged}",
        "Find out why {group} is treated differently, and whether that can be justified.",
    ),
    entry(
        "fairness.rate-difference/not-enough-data",
        "{criterion}, {column}: cannot tell yet, {differ}. The {metric} of {group} is {value:share} and that of {versus} {versus_value:share}, a difference of {gap:points} (95% interval {gap_low:points} to {gap_high:points}) against a limit of {limit}; {rows_needed}.{unjudged}",
        "Collect more rows before anything is concluded.",
    ),
    entry(
        "fairness.rate-difference/no-evidence",
        "{criterion}, {column}: within the limit of {limit} in {judged:count} {judged?comparison|comparisons} that can be judged; the furthest is {group} with a difference of {gap:points} (95% interval {gap_low:points} to {gap_high:points}).{unjudged}",
        "Nothing to do.",
    ),
    entry(
        "fairness.rate-difference/not-compared",
        "{criterion}, {column}: not estimable. The {metric} of {group} or of {versus} has nothing to divide by.{unjudged}",
        "Add rows with such outcomes, or look at another criterion.",
    ),
    entry(
        "fairness.value-ratio/matters",
        "{criterion}, {column}: {metric} is {value} for {group} and {versus_value} for {versus}, a ratio of {gap} (95% interval {gap_low} to {gap_high}) and outside the limit of {limit}.{unjudged}",
        "Find out why {group} is treated differently, and whether that can be justified.",
    ),
    entry(
        "fairness.value-ratio/not-enough-data",
        "{criterion}, {column}: cannot tell yet, {differ}: {metric} is {value} for {group} and {versus_value} for {versus}, a ratio of {gap} (95% interval {gap_low} to {gap_high}) against a limit of {limit}; {rows_needed}.{unjudged}",
        "Collect more rows before anything is concluded.",
    ),
    entry(
        "fairness.value-ratio/no-evidence",
        "{criterion}, {column}: within the limit of {limit} in {judged:count} {judged?comparison|comparisons} that can be judged; the furthest is {group} with a ratio of {gap} (95% interval {gap_low} to {gap_high}).{unjudged}",
        "Nothing to do.",
    ),
    entry(
        "fairness.value-ratio/not-compared",
        "{criterion}, {column}: not estimable for {group} against {versus}.{unjudged}",
        "Add rows with such outcomes, or look at another criterion.",
    ),
    entry(
        "fairness.value-difference/matters",
        "{criterion}, {column}: {metric} is {value} for {group} against {versus_value} for {versus}, {gap} apart (95% interval {gap_low} to {gap_high}) and outside the limit of {limit}.{unjudged}",
        "Find out why {group} is treated differently, and whether that can be justified.",
    ),
    entry(
        "fairness.value-difference/not-enough-data",
        "{criterion}, {column}: cannot tell yet, {differ}: {metric} is {value} for {group} against {versus_value} for {versus}, {gap} apart (95% interval {gap_low} to {gap_high}) against a limit of {limit}; {rows_needed}.{unjudged}",
        "Collect more rows before anything is concluded.",
    ),
    entry(
        "fairness.value-difference/no-evidence",
        "{criterion}, {column}: within the limit of {limit} in {judged:count} {judged?comparison|comparisons} that can be judged; the furthest is {group}, {gap} apart (95% interval {gap_low} to {gap_high}).{unjudged}",
        "Nothing to do.",
    ),
    entry(
        "fairness.value-difference/not-compared",
        "{criterion}, {column}: not estimable for {group} against {versus}.{unjudged}",
        "Add rows with such outcomes, or look at another criterion.",
    ),
    entry(
        "fairness.distributions/matters",
        "{criterion}, {column}: at some score the shares of {group} and of {versus} at or below it are {gap:points} apart (95% interval {gap_low:points} to {gap_high:points}), outside the limit of {limit}; the mean scores are {value} and {versus_value}.{unjudged}",
        "Look at the two curves in the section: where they part is where decisions will.",
    ),
    entry(
        "fairness.distributions/not-enough-data",
        "{criterion}, {column}: cannot tell yet, {differ}. At some score the shares of {group} and of {versus} at or below it are {gap:points} apart (95% interval {gap_low:points} to {gap_high:points}) against a limit of {limit}; {rows_needed}.{unjudged}",
        "Collect more rows before anything is concluded.",
    ),
    entry(
        "fairness.distributions/no-evidence",
        "{criterion}, {column}: within the limit of {limit} in {judged:count} {judged?comparison|comparisons} that can be judged; the furthest is {group}, whose shares at or below any score are at most {gap:points} apart (95% interval {gap_low:points} to {gap_high:points}).{unjudged}",
        "Nothing to do.",
    ),
    entry(
        "fairness.distributions/not-compared",
        "{criterion}, {column}: not estimable for {group} against {versus}.{unjudged}",
        "Add rows with scores, or look at another criterion.",
    ),
    entry(
        "fairness.guessed/real-size-unclear",
        "If {column} is a protected attribute, as its name suggests, {criteria_outside:count} of its {criteria:count} fairness criteria {criteria_outside?is|are} outside the limit, with {favourable} as the favourable outcome; the furthest is {criterion}: {metric} of {group} against {versus}, {gap_words}{open_words}.",
        "Say in the settings what {column} is for: as protected it gets a finding for each criterion, as feature or ignore none.",
    ),
    entry(
        "fairness.guessed/not-enough-data",
        "If {column} is a protected attribute, as its name suggests, none of its {criteria:count} fairness criteria is shown to be outside the limit, with {favourable} as the favourable outcome{open_words}.",
        "Say in the settings what {column} is for: as protected it gets a finding for each criterion, as feature or ignore none.",
    ),
    entry(
        "fairness.guessed/no-evidence",
        "If {column} is a protected attribute, as its name suggests, all of its fairness criteria that can be judged are within the limit, with {favourable} as the favourable outcome.",
        "Say in the settings what {column} is for.",
    ),
    entry(
        "fairness.guessed/not-compared",
        "If {column} is a protected attribute, as its name suggests: none of its fairness criteria can be estimated.",
        "Say in the settings what {column} is for.",
    ),
    entry(
        "fairness.no-outcome",
        "A protected attribute is named, but no decision, score or true outcome: there is nothing to compare between groups.",
        "Give a column the role prediction, score or label.",
    ),
    entry(
        "fairness.no-outcome-answer",
        "Fairness cannot be judged: no column is the decision, the score or the true outcome.",
        "Give a column the role prediction, score or label.",
    ),
    entry(
        "fairness.favourable-missing",
        "Nobody said which value of {outcome} is the favourable outcome, and the values do not tell: {levels}. Flipping it turns every ratio over, so nothing is guessed.",
        "Choose one of them as the favourable outcome.",
    ),
    entry(
        "fairness.favourable-missing-answer",
        "Fairness cannot be judged before you say which value of {outcome} is favourable: {levels}.",
        "Choose one of them as the favourable outcome.",
    ),
    entry(
        "fairness.favourable-absent",
        "The favourable outcome `{given}` stands nowhere in the file; its outcomes are {levels}.",
        "Choose one of them as the favourable outcome.",
    ),
    entry(
        "fairness.favourable-absent-answer",
        "Fairness cannot be judged: the favourable outcome `{given}` stands nowhere in the file; its outcomes are {levels}.",
        "Choose one of them as the favourable outcome.",
    ),
    entry(
        "fairness.one-column",
        "The label and the decision are one column, {outcome}: every decision would be right.",
        "Give the true outcome and the decision a column each.",
    ),
    entry(
        "fairness.one-column-answer",
        "Fairness cannot be judged: the label and the decision are one column, {outcome}.",
        "Give the true outcome and the decision a column each.",
    ),
    entry(
        "fairness.no-decision",
        "There is a score, {outcome}, but neither a threshold that makes it a decision nor a true outcome.",
        "Set a threshold, or name the column with the decision or the true outcome.",
    ),
    entry(
        "fairness.no-decision-answer",
        "Fairness cannot be judged before there is a decision: set a threshold for {outcome}, or name the column that has it.",
        "Set a threshold, or name the column with the decision or the true outcome.",
    ),
    entry(
        "fairness.empty-outcome",
        "No row has a value in {outcome}: there is nothing to compare.",
        "Check the column, or choose another one.",
    ),
    entry(
        "fairness.empty-outcome-answer",
        "Fairness cannot be judged: no row has a value in {outcome}.",
        "Check the column, or choose another one.",
    ),
    entry(
        "fairness.too-many-groups",
        "{column} has {levels:count} groups; at most {most:count} can be compared.",
        "Put levels together, or give edges for bands.",
    ),
    entry(
        "fairness.one-group",
        "All rows belong to one group of {column}, {group}: there is nobody to compare with.",
        "Add rows of other groups.",
    ),
    entry(
        "fairness.reference-absent",
        "The chosen reference group {given} of {column} does not exist; {group} takes its place.",
        "Choose a group that exists.",
    ),
    entry(
        "fairness.excluded",
        "Left out of {column} by hand: {groups} rows.",
        "",
    ),
    entry(
        "fairness.unlabelled",
        "{rows:count} of {all:count} rows have a decision and no true outcome yet; they count for selection rates only.",
        "Run the audit again when their outcomes are known: those that are known early need not be like the others.",
    ),
    entry(
        "fairness.one-decision",
        "All decisions are {which}: rates of error have empty denominators, or are the same in every group.",
        "Check the decision column and the threshold.",
    ),
    entry(
        "fairness.one-label",
        "All true outcomes are {which}: rates that need the others are not estimable.",
        "Check the label column and the favourable outcome.",
    ),
    entry(
        "fairness.scores-outside",
        "{rows:count} scores are outside 0 to 1: they are no probabilities, so that calibration, log loss and Brier score are not estimable.",
        "Give the score as a probability where these are wanted.",
    ),
    entry(
        "fairness.weights",
        "Rows are weighted; {unusable:count} of {all:count} have no positive weight and count nowhere. Intervals use the variance of the weighted rate. Means of scores, log loss, Brier score, areas under the curve and average precision are weighted; exact tests, the four-fifths table, calibration errors, curves and distances of distributions count rows, since they have no weighted form here.",
        "",
    ),
    entry(
        "fairness.amounts",
        "{rows:count} rows with predicted amounts and {truth}. Which direction of an error is good for a person is not asked: every difference counts.",
        "",
    ),
    entry(
        "fairness.gap-changed",
        "{column}: the gap in {metric} of {group} to {versus} went from {before:points} to {now:points}, {wider} than in the reference file (at any look {low:points} to {high:points} of change, from {threshold:points} on it matters).{since}",
        "Find out what changed between the two files for {group}.",
    ),
    entry(
        "fairness.group-thresholds",
        "Thresholds for each group, deterministic: the score nearest to equal selection. Treating people by their group may be unlawful where you are, whatever it repairs; rates by outcome are shown so that what it costs can be seen.",
        "",
    ),
    entry(
        "fairness.local-law",
        "As 6 RCNY 5-301 asks: rates and impact ratios by category, the highest rate being 1. Categories below {share:share} of the applicants are shown with count and rate and may be left out of the required calculations. These are counts of rows, whatever their weights.",
        "",
    ),
    entry(
        "fairness.local-law-median",
        "A row scores when it is strictly better than {median}, the median of all scores.",
        "",
    ),
    entry(
        "fairness.local-law-unknown",
        "{unknown:count} rows have an unknown category of {attribute} and are in none of these rates.",
        "",
    ),
    entry(
        "stand-ins.all/matters",
        "The other columns tell {column}: of two rows, one of them {group}, {features:count} {features?column|columns} together find the {group} one in {effect:share} of the cases (95% interval {low:share} to {high:share}; 50% is guessing). What tells most alone: {first}.",
        "A model without {column} can still treat groups differently through {first}; look at them before leaving {column} out is called fair.",
    ),
    entry(
        "stand-ins.all/real-size-unclear",
        "The other columns tell {column} somewhat: {features:count} {features?column|columns} together find the {group} one of two rows in {effect:share} of the cases (95% interval {low:share} to {high:share}; {threshold:share} is where it counts). What tells most alone: {first}.",
        "Look at {first} with more rows.",
    ),
    entry(
        "stand-ins.all/no-evidence",
        "The other columns together tell {column} in at most {high:share} of the cases (50% is guessing; {threshold:share} is where it counts).",
        "Nothing to do.",
    ),
    entry(
        "stand-ins.all/not-enough-data",
        "Too few rows to say whether the other columns tell {column}: {low:share} to {high:share} of the cases.",
        "Look again with more rows.",
    ),
    entry(
        "fairness.permuted",
        "Of {tests:count} comparisons of one group of {attribute} with all other rows in one rate, {found:count} {found?stands|stand} out{names} where all of them are tested at once at {level:share}. The p-values count among {draws:count} random regroupings of the rows those whose largest difference is as large, so they know how groups and rates hang together (Westfall & Young 1993, step-down max-T): the chance of any false finding among them is at most {level:share}. They say that a group differs, not by how much it may.",
        "",
    ),
    entry(
        "fairness.reference",
        "Groups of {attribute} are compared with {group} ({rows:count} rows), {against}.{lacking}",
        "",
    ),
    entry(
        "fairness.looked-at",
        "{rows:count} rows; compared are {source}, with {favourable} as the favourable outcome{against}.{score}{weighted}",
        "",
    ),
];
