//! Seconds or milliseconds since 1970 in a column whose name says that it holds times.

use super::chunks;
use super::words::words;

/// 1990-01-01 and 2100-01-01 in seconds since 1970.
const SPAN_S: std::ops::Range<f64> = 631_152_000.0..4_102_444_800.0;

const WORDS: &[&str] = &["time", "timestamp", "date", "datetime", "ts", "epoch"];

/// True if a word of the name is one for time.
pub(super) fn says_time(name: &str) -> bool {
    words(name).split(' ').any(|word| WORDS.contains(&word))
}

/// The values as instants in milliseconds and the unit, `s` or `ms`, that puts every one between 1990 and 2100.
pub(super) fn instants(
    values: &[Vec<f64>],
    is_missing: impl Fn(usize) -> bool,
) -> Option<(Vec<Vec<i64>>, &'static str)> {
    let all_in = |unit_s: f64| {
        let mut present = values
            .iter()
            .flatten()
            .enumerate()
            .filter(|(row, _)| !is_missing(*row));
        let mut any = false;
        present.all(|(_, &value)| {
            any = true;
            SPAN_S.contains(&(value * unit_s))
        }) && any
    };
    let (factor, unit) = if all_in(1.0) {
        (1000.0, "s")
    } else if all_in(0.001) {
        (1.0, "ms")
    } else {
        return None;
    };
    let mut out = Vec::new();
    for &value in values.iter().flatten() {
        chunks::push(&mut out, (value * factor).floor() as i64);
    }
    Some((out, unit))
}
