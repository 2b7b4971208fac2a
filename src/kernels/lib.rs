//! The loops that a person waits for, and nothing else: compiled for speed in every module, while what surrounds them is
//! compiled for size.
//!
//! A function that is generic or inlined is compiled where it is used, and there for size: what must be fast is neither.

pub mod boosting;
pub mod cells;
pub mod keys;
pub mod moments;
pub mod order;
pub mod shapley;
pub mod sort;
pub mod texts;
pub mod trees;

/// Values that one call of a pass over a column looks at: an engine changes to faster code between two calls of a function,
/// not within one, so the first column of a fresh page is not gone through by slow code to its end.
const PIECE: usize = 8192;
