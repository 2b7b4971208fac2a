//! The cells of a file.

mod decimal;
mod lanes;
mod numbers;
mod span;

pub use numbers::{CELLS, NUMBER_DIGITS, POWERS_OF_TEN, Unread, plain_number, read_numbers};
pub use span::Span;
