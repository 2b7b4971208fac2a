//! Is the data sound: each file on its own, and the current one beside the reference.
//!
//! Every column has one part, every file one more for what is seen in whole rows only. A *problem* is a count of rows
//! among those that could have it, with Wilson's interval. Problems that cannot be right whatever the data mean (an
//! infinity, an id that repeats, a broken expectation) are to *mend*, unless they surely concern fewer rows than
//! [`Parameters::serious_share`]; what may be right (an outlier, a constant column, copies) is to *check* where the
//! interval lies at or above the threshold of that check, and *minor* below it. Nothing here says that data changed:
//! a problem is only said to be more or less frequent than in the reference where the score test, corrected for the
//! number of columns, says so.
//!
//! | Check | Counted | Severity |
//! |---|---|---|
//! | missing | rows without a value, from `missing_share` on | check from `missing_check` on, else minor |
//! | empty, constant | columns of one value or none | check; a constant label is to mend |
//! | near-constant | rows of the commonest value, from `near_constant` on | minor |
//! | disguised | words such as `n/a`, `?`, `unknown`, blanks | check |
//! | placeholder | −999, 9999, 1900-01-01 and their like, apart from all other values | check |
//! | failed formula | `#DIV/0!` and its like | mend |
//! | unread, mixed, impossible dates | cells that are not of the column's type | mend |
//! | infinite | infinities | mend |
//! | case variants | values in another case than most of their level | check |
//! | space, encoding variants | the same with other spaces, encodings or lookalike letters | mend |
//! | future, far ahead, long ago | dates after `as_of`, or years away from all others | check |
//! | outlier | see [`fences`] | check |
//! | duplicate id | repeats of what names rows | mend |
//! | likely id, many levels | features that name rows | check |
//! | outside range, new levels, more levels | what the reference never had, beyond chance | check |
//! | copy, one-to-one, line, same order | columns that say what an earlier one says | check; the label's are to mend |
//! | leak | area under the ROC curve, or share of variance, of one column alone, cross-fitted | mend where the interval lies above `leakage`, else check |
//! | duplicate rows | rows equal to an earlier one beyond chance | mend |
//! | rows in both | rows that stand in the reference as well, beyond chance | check from `serious_share` on, else minor |
//! | label noise | rows that no model of these columns can get right | check from `label_noise` on, else minor |
//! | row order | rank correlation of neighbours, from `row_order` on | minor; check where the label is among them |
//! | expectation | rows that break a rule of [`Expectation`] | mend |

#[cfg(feature = "full")]
mod analysis;
#[cfg(feature = "full")]
mod answer;
#[cfg(feature = "full")]
mod column;
#[cfg(feature = "full")]
mod constant;
#[cfg(feature = "full")]
mod copies;
#[cfg(feature = "full")]
mod dates;
#[cfg(feature = "full")]
mod disguised;
#[cfg(feature = "full")]
mod duplicates;
#[cfg(feature = "full")]
mod expectation;
#[cfg(feature = "full")]
mod expected;
#[cfg(feature = "full")]
mod facts;
#[cfg(feature = "full")]
mod fold;
#[cfg(feature = "full")]
mod identifiers;
#[cfg(feature = "full")]
mod label_noise;
#[cfg(feature = "full")]
mod leakage;
#[cfg(feature = "full")]
mod learn;
#[cfg(feature = "full")]
mod mixed;
#[cfg(feature = "full")]
mod novel;
#[cfg(feature = "full")]
mod outliers;
#[cfg(feature = "full")]
mod overlap;
#[cfg(feature = "full")]
mod overview;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod pattern;
#[cfg(feature = "full")]
mod problem;
#[cfg(feature = "full")]
mod row_order;
#[cfg(feature = "full")]
mod rows;
#[cfg(feature = "full")]
mod said;
#[cfg(feature = "full")]
mod variants;

#[cfg(feature = "full")]
pub use analysis::Quality;
#[cfg(feature = "full")]
pub use expectation::{Expectation, RULES};
#[cfg(feature = "full")]
pub use learn::{learn, learn_column, learn_rows};
#[cfg(feature = "full")]
pub use outliers::fences;
#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};

/// Static facts about the quality analysis.
pub const META: Meta = Meta {
    id: "quality",
    title: "Quality",
    question: "What is wrong with the data itself, and what is to be mended first?",
    needs: &[Need::OneTable],
    stage: Stage::Whole,
};
