//! What many groups' rows say, in one pass: counts of decisions against labels, sorted scores, losses, and intervals of
//! the metrics that rest on them.
//!
//! Rows are parallel slices. A group is a code below `group_count`; rows with any other code are left out. Labels and
//! decisions are 0 or 1; any other byte is a missing one.

pub mod bca;
pub mod calibration;
pub mod cells;
pub mod confusion;
pub mod max_t;
pub mod mean;
pub mod multinomial;
pub mod ranking;
pub mod ranking_bootstrap;
mod running_sum;
pub mod scores;
pub mod weighted_scores;

use super::random::Random;

/// The code of a missing label or decision; any byte above 1 is one.
pub const MISSING: u8 = 2;

/// A stream of random numbers for each place: a group's draws do not depend on the other groups.
fn stream(seed: u64, place: u64) -> Random {
    let mut start = Random::new(seed ^ place.wrapping_mul(0x9e6c_63d0_876a_8b15));
    Random::new(start.bits())
}
