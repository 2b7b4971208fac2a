//! Faults of a pipeline that show in a part of the rows: values in another unit, and placeholders for missing values.
//!
//! Each rule has two halves. The first is an exact test of whether more current values lie in a region than the
//! reference explains; how often it errs on equal distributions is bounded, whatever these are. The second looks at
//! how those values are made, and only a fault that explains them is named; it can only make the rule more silent.

pub mod exceedance;
mod magnitudes;
pub mod placeholder;
pub mod unit_change;
