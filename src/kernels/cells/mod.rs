//! The cells of a file.

mod ascii;
mod column;
mod decimal;
mod instants;
mod lanes;
mod numbers;
mod quotes;
mod rows;
mod span;
mod structural;
pub mod word;

pub use ascii::plain_length;
pub use column::{CELLS, Unread};
pub use instants::read_instants;
pub use numbers::{NUMBER_DIGITS, POWERS_OF_TEN, read_numbers};
pub use quotes::Quotes;
pub use rows::{Cut, cut_rows};
pub use span::Span;
pub use structural::{BLOCK, Masks, Structural};
