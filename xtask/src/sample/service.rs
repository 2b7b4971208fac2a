//! A service in production, for who runs it: a week that went well, and the weeks around a release that went wrong.

use std::fmt::Write;

use super::calendar;
use super::random::Random;

/// Calls in each file.
const CALLS: usize = 1800;

/// One week of calls. Whatever is not named here is drawn the same way in every week.
pub struct Week {
    /// Seed of the file.
    seed: u64,
    /// Month and day of its Monday in 2026.
    monday: (u32, u32),
    /// Share of the week's calls that come before the release; 1 where there is none yet.
    before_release: f64,
}

/// The week that others are compared with.
pub const REFERENCE: Week = Week {
    seed: 20_260_511,
    monday: (5, 11),
    before_release: 1.0,
};

/// The weeks that follow; the release is on the Wednesday of the second.
pub const WEEKS: [Week; 3] = [
    Week {
        seed: 20_260_518,
        monday: (5, 18),
        before_release: 1.0,
    },
    Week {
        seed: 20_260_525,
        monday: (5, 25),
        before_release: 0.35,
    },
    Week {
        seed: 20_260_601,
        monday: (6, 1),
        before_release: 0.0,
    },
];

/// The text of one week.
pub fn csv(week: &Week) -> String {
    let mut random = Random::new(week.seed);
    let timestamps = calendar::timestamps(CALLS, week.monday, 7, &mut random);
    let mut text = String::from(
        "timestamp,endpoint,zone,cache,queue_ms,feature_lookup_ms,inference_ms,response_kb,status,retries\n",
    );
    for (at, timestamp) in timestamps.iter().enumerate() {
        let is_released = at as f64 >= week.before_release * CALLS as f64;
        call(&mut text, timestamp, is_released, &mut random);
    }
    text
}

/// One call: the release loses the cache for three calls in ten, answers more of them with an error, and no longer
/// writes the size of the answer in one zone.
fn call(text: &mut String, timestamp: &str, is_released: bool, random: &mut Random) {
    let endpoint = ["score", "explain", "batch"][random.pick([0.72, 0.20, 0.08].into_iter())];
    let zone = ["north", "south", "west"][random.pick([0.4, 0.35, 0.25].into_iter())];
    let is_missed = random.chance(if is_released { 0.30 } else { 0.06 });
    let slower = if is_missed { 3.2 } else { 1.0 };
    let queue_ms = -2.5 * libm::log(1.0 - random.uniform());
    let feature_lookup_ms = slower * 12.0 * libm::exp(0.3 * random.normal());
    let inference_ms = 7.0 * libm::exp(0.22 * random.normal());
    let response_kb = 4.0 * libm::exp(0.6 * random.normal());
    let failed = if is_released { 0.045 } else { 0.006 };
    let status = ["500", "429", "200"][random.pick([failed, 0.01, 0.99 - failed].into_iter())];
    let retries = random.pick([0.93, 0.05, 0.02].into_iter());
    let response = if is_released && zone == "west" {
        String::new()
    } else {
        format!("{response_kb:.1}")
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{timestamp},{endpoint},{zone},{},{queue_ms:.1},{feature_lookup_ms:.1},{inference_ms:.1},{response},{status},{retries}",
        if is_missed { "miss" } else { "hit" },
    );
}
