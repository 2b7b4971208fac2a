//! The English sentences about how files were read.

use super::Entry;
use super::english::entry;

/// Sentences by key.
pub const ENTRIES: &[Entry] = &[entry(
    "verdict.sampled",
    "{file} is larger than the memory budget: every number is about {rows:count} of its {of:count} rows, a uniform sample.",
    "Raise budgets.memory_bytes, or leave columns out of the file, to look at all rows.",
)];
