//! Whether a column is the key of its table: named like one and distinct in every row.

use super::distribution::{Distribution, Values};
use super::words::words;
use super::{Column, ColumnData};

impl Column {
    /// True where the name is a key's, every row has a value, and no two rows share one.
    pub(super) fn says_key(&self) -> bool {
        named_like_key(&self.name) && self.is_distinct()
    }

    fn is_distinct(&self) -> bool {
        let rows = self.evidence.present;
        if self.evidence.missing + self.evidence.unread > 0 || rows < 2 {
            return false;
        }
        match &self.data {
            ColumnData::Category(categories) | ColumnData::Text(categories) => {
                categories.levels.len() as u64 == rows
            }
            ColumnData::Number(_) => match Distribution::of(self).values {
                Values::Numbers(sorted) => {
                    sorted.iter().all(|v| v.fract() == 0.0)
                        && sorted.windows(2).all(|w| w[0] < w[1])
                }
                _ => false,
            },
            ColumnData::Time(_) => false,
        }
    }
}

/// True for a name such as `id`, `customer_id` or `uuid`.
pub fn named_like_key(name: &str) -> bool {
    let name = words(name);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let last = name.rsplit(' ').next().unwrap_or_default();
    let first = name.split(' ').next().unwrap_or_default();
    let alone = ["index", "rownum", "unnamed", "serial", "nr"].contains(&name);
    // Customer number, Kundennummer, id student.
    let numbered = name != "number" && ["number", "nr", "nbr"].contains(&last);
    ["id", "uuid", "guid", "key"].contains(&last)
        || first == "id"
        || alone
        || numbered
        || last.ends_with("nummer")
}
