//! Calendar windows: which one an instant falls into, where it begins, how it is called. All in UTC.

use super::parameters::Window;
use crate::report::civil_date;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 86_400_000;
/// 1970-01-01 was a Thursday; weeks begin on Monday (ISO 8601).
const MONDAY: i64 = 3;

/// The calendar windows, the finest first.
pub(super) const UNITS: [Window; 6] = [
    Window::Hour,
    Window::Day,
    Window::Week,
    Window::Month,
    Window::Quarter,
    Window::Year,
];

/// The number of the window that holds an instant; later windows have larger numbers.
pub(super) fn number(unit: Window, instant_ms: i64) -> i64 {
    let days = instant_ms.div_euclid(DAY_MS);
    let months = || {
        let (year, month, _) = civil_date(days);
        12 * year + i64::from(month) - 1
    };
    match unit {
        Window::Hour => instant_ms.div_euclid(HOUR_MS),
        Window::Week => (days + MONDAY).div_euclid(7),
        Window::Month => months(),
        Window::Quarter => months().div_euclid(3),
        Window::Year => civil_date(days).0,
        Window::Auto | Window::Day | Window::Rows => days,
    }
}

/// The first instant of a window.
pub(super) fn start_ms(unit: Window, number: i64) -> i64 {
    let month = |months: i64| days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1);
    let days = match unit {
        Window::Hour => return number.saturating_mul(HOUR_MS),
        Window::Week => number.saturating_mul(7) - MONDAY,
        Window::Month => month(number),
        Window::Quarter => month(3 * number),
        Window::Year => month(12 * number),
        Window::Auto | Window::Day | Window::Rows => number,
    };
    days.saturating_mul(DAY_MS)
}

/// Days since 1970-01-01 of the first day of a month (Hinnant 2013, `days_from_civil`).
fn days_from_civil(year: i64, month: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (month + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A window's name, such as `2024-03`, `2024 Q1`, `week of 2024-03-04`.
pub(super) fn label(unit: Window, number: i64) -> String {
    let start = start_ms(unit, number);
    let (year, month, day) = civil_date(start.div_euclid(DAY_MS));
    match unit {
        Window::Hour => {
            let hour = start.rem_euclid(DAY_MS) / HOUR_MS;
            format!("{year:04}-{month:02}-{day:02} {hour:02}:00")
        }
        Window::Week => format!("week of {year:04}-{month:02}-{day:02}"),
        Window::Month => format!("{year:04}-{month:02}"),
        Window::Quarter => format!("{year:04} Q{}", number.rem_euclid(4) + 1),
        Window::Year => format!("{year:04}"),
        Window::Auto | Window::Day | Window::Rows => format!("{year:04}-{month:02}-{day:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instant_lies_in_its_window() {
        for unit in UNITS {
            for step in -40_000..40_000 {
                let instant = step * 31 * HOUR_MS + 17;
                let window = number(unit, instant);
                assert!(start_ms(unit, window) <= instant && instant < start_ms(unit, window + 1));
                assert_eq!(number(unit, start_ms(unit, window)), window);
                assert_eq!(number(unit, start_ms(unit, window) - 1), window - 1);
            }
        }
    }

    #[test]
    fn names() {
        let leap_day = 951_782_400_000;
        let named = |unit| label(unit, number(unit, leap_day));
        assert_eq!(named(Window::Day), "2000-02-29");
        assert_eq!(named(Window::Week), "week of 2000-02-28");
        assert_eq!(named(Window::Month), "2000-02");
        assert_eq!(named(Window::Quarter), "2000 Q1");
        assert_eq!(named(Window::Year), "2000");
        assert_eq!(named(Window::Hour), "2000-02-29 00:00");
    }
}
