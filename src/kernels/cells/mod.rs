//! The cells of a file.

mod decimal;
mod lanes;
mod numbers;
mod rows;
mod span;
mod structural;
pub mod word;

pub use numbers::{CELLS, NUMBER_DIGITS, POWERS_OF_TEN, Unread, plain_number, read_numbers};
pub use rows::{Cut, cut_rows};
pub use span::Span;
pub use structural::{BLOCK, Masks, Structural};
