//! Growing trees from binned values, one byte a cell: sums of derivatives, rows dealt to children, answers of grown trees.

mod answers;
mod derivatives;
mod rows;
mod sums;

pub use answers::{Leaves, add_answers};
pub use derivatives::{largest, logistic, pack, sigmoid};
pub use rows::{BinSet, Scratch, contains, partition};
pub use sums::{Bins, Packed, sum_all, sum_rows};
