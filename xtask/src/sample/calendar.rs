//! When the rows happened: whole weeks in order of time, busier by day and on weekdays.

use super::random::Random;

/// Days of the months of 2026.
const MONTH_DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// `rows` timestamps in rising order, in ISO 8601, of `days` days from the Monday `start` = (month, day) of 2026 on.
pub fn timestamps(rows: usize, start: (u32, u32), days: usize, random: &mut Random) -> Vec<String> {
    let mut seconds: Vec<u64> = (0..rows).map(|_| second(days, random)).collect();
    seconds.sort_unstable();
    let (mut month, mut day) = start;
    let names: Vec<String> = (0..days)
        .map(|_| {
            let text = format!("2026-{month:02}-{day:02}");
            day += 1;
            if day > MONTH_DAYS[month as usize - 1] {
                (month, day) = (month + 1, 1);
            }
            text
        })
        .collect();
    seconds
        .iter()
        .map(|second| {
            let of_day = second % 86_400;
            format!(
                "{}T{:02}:{:02}:{:02}Z",
                names[(second / 86_400) as usize],
                of_day / 3600,
                of_day / 60 % 60,
                of_day % 60
            )
        })
        .collect()
}

/// A second of `days` days: weekends half as busy, the hours between 6 and 22, most rows about 14.
fn second(days: usize, random: &mut Random) -> u64 {
    let day = loop {
        let day = (random.uniform() * days as f64) as u64;
        if day % 7 < 5 || random.chance(0.5) {
            break day;
        }
    };
    let hour = 6.0 + 8.0 * (random.uniform() + random.uniform());
    day * 86_400 + (hour * 3600.0) as u64
}
