//! Distinct texts of a column, and the codes that stand for them.

mod codes;
mod counts;
mod dictionary;
mod few;
mod index;
mod levels;

pub use codes::{Block, Cells, NONE, NoValue, Taken};
pub use counts::count_codes;
pub use dictionary::Dictionary;
pub use levels::Levels;

/// Elements of a list that has to move to hold so many, or 0.
pub fn doubled(wanted: usize, capacity: usize) -> usize {
    if wanted > capacity {
        wanted.max(2 * capacity)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::doubled;

    #[test]
    fn lists_grow_where_they_are_full() {
        assert_eq!(doubled(4, 4), 0);
        assert_eq!(doubled(5, 4), 8);
        assert_eq!(doubled(50, 4), 50);
    }
}
