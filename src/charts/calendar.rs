//! Ticks at the beginnings of days, months and years, in UTC.

use crate::report::civil_date;

const SECOND: f64 = 1000.0;
const HOUR: f64 = 3600.0 * SECOND;
const DAY: f64 = 24.0 * HOUR;
/// Year 1 to year 9999.
const READABLE: std::ops::RangeInclusive<f64> = -62_135_596_800_000.0..=253_402_300_799_999.0;

const EVEN_STEPS: [f64; 15] = [
    SECOND,
    5.0 * SECOND,
    15.0 * SECOND,
    30.0 * SECOND,
    60.0 * SECOND,
    300.0 * SECOND,
    900.0 * SECOND,
    1800.0 * SECOND,
    HOUR,
    3.0 * HOUR,
    6.0 * HOUR,
    12.0 * HOUR,
    DAY,
    2.0 * DAY,
    7.0 * DAY,
];
const MONTH_STEPS: [i64; 12] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

/// About `count` ticks inside `low..=high` and their distance, both in milliseconds; `None` where the range is
/// under a second a tick or outside the calendar.
pub(super) fn ticks(low: f64, high: f64, count: f64) -> Option<(Vec<f64>, f64)> {
    if !READABLE.contains(&low) || !READABLE.contains(&high) || high <= low {
        return None;
    }
    let wanted = (high - low) / count;
    if wanted < SECOND / 5.0 {
        return None;
    }
    if let Some(step) = EVEN_STEPS.into_iter().find(|step| *step >= wanted) {
        let first = (low / step).ceil();
        let found = (0..60)
            .map(|place| (first + f64::from(place)) * step)
            .take_while(|value| *value <= high)
            .collect();
        return Some((found, step));
    }
    let months = MONTH_STEPS
        .into_iter()
        .find(|months| *months as f64 * 30.4 * DAY >= wanted)
        .unwrap_or(12_000);
    let (year, month, _) = civil_date(libm::floor(low / DAY) as i64);
    let start = (year * 12 + i64::from(month) - 1).div_euclid(months);
    let found = (0..60)
        .map(|place| (start + place) * months)
        .map(|month| days_before(month.div_euclid(12), month.rem_euclid(12) + 1) as f64 * DAY)
        .skip_while(|value| *value < low)
        .take_while(|value| *value <= high)
        .collect();
    Some((found, months as f64 * 30.4 * DAY))
}

/// Days from 1970-01-01 to the first of a month (Hinnant 2013, `days_from_civil`).
fn days_before(year: i64, month: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}
