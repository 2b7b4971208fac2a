//! How a number is written for a person: the one place, for sentences, charts, tables and exports.
//!
//! English: `12,345.6`, four digits stand together (2015, 1500), a true minus sign, three significant digits and never fewer than the whole part.
//! A rounded number never claims a bound that the value does not reach: 0.9999 is `> 99.9%`, not `100%`.

use super::Unit;

/// What is written for a number that does not exist.
pub const NOT_ESTIMABLE: &str = "not estimable";

const DAY_MS: i64 = 86_400_000;
/// 0001-01-01 and 9999-12-31T23:59:59.999: outside, a time is no readable date.
const TIME_RANGE_MS: std::ops::RangeInclusive<f64> = -62_135_596_800_000.0..=253_402_300_799_999.0;

/// Writes `value` in its unit. Not finite: [`NOT_ESTIMABLE`], `∞` or `−∞`.
///
/// ```
/// use driftglass::report::{show, Unit};
/// assert_eq!(show(1234567.8, Unit::Number), "1,234,568");
/// assert_eq!(show(-0.012345, Unit::Number), "−0.0123");
/// assert_eq!(show(0.1234, Unit::Share), "12.3%");
/// assert_eq!(show(-0.02, Unit::SharePoints), "−2 pp");
/// assert_eq!(show(1e-9, Unit::Probability), "< 0.0001");
/// assert_eq!(show(1_709_164_800_000.0, Unit::TimeMs), "2024-02-29");
/// assert_eq!(show(1_234_567.0, Unit::Bytes), "1.23 MB");
/// ```
pub fn show(value: f64, unit: Unit) -> String {
    written(english(value, unit))
}

/// By the marks of the language that this module writes.
#[cfg(feature = "charts")]
fn written(english: String) -> String {
    super::language::marked(english)
}

/// A module that writes for no person writes English.
#[cfg(not(feature = "charts"))]
fn written(english: String) -> String {
    english
}

fn english(value: f64, unit: Unit) -> String {
    if value.is_nan() {
        return NOT_ESTIMABLE.into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.into();
    }
    match unit {
        Unit::Number | Unit::Ratio => significant(value),
        Unit::Count => count(value),
        Unit::Share => share(value),
        Unit::SharePoints => format!("{} pp", small_percent(value)),
        Unit::Probability => probability(value),
        Unit::TimeMs => time(value),
        Unit::Bytes => bytes(value),
    }
}

/// Writes `value`, or [`NOT_ESTIMABLE`] where there is none.
pub fn show_option(value: Option<f64>, unit: Unit) -> String {
    show(value.unwrap_or(f64::NAN), unit)
}

/// Writes `value` as one of a row of values `step` apart, such as the ticks of an axis: as many digits as the
/// step needs, no more.
///
/// ```
/// use driftglass::report::{show_step, Unit};
/// assert_eq!(show_step(0.5, 0.25, Unit::Number), "0.50");
/// assert_eq!(show_step(0.5, 0.25, Unit::Share), "50%");
/// assert_eq!(show_step(1500.0, 500.0, Unit::Number), "1500");
/// ```
pub fn show_step(value: f64, step: f64, unit: Unit) -> String {
    written(english_step(value, step, unit))
}

/// Writes `value` beside values up to `largest`: what is nothing beside them is said to be below their last digit, since
/// digits of its own would say more than the rest of the row. Other units than numbers have a last digit of their own.
///
/// ```
/// use driftglass::report::{show_among, Unit};
/// assert_eq!(show_among(0.0000426, 0.107, Unit::Number), "< 0.001");
/// assert_eq!(show_among(-0.0000426, 0.107, Unit::Number), "> −0.001");
/// assert_eq!(show_among(0.0426, 0.107, Unit::Number), "0.0426");
/// assert_eq!(show_among(0.3, 523.0, Unit::Number), "< 1");
/// ```
pub fn show_among(value: f64, largest: f64, unit: Unit) -> String {
    let scientific = format!("{:.2e}", largest.abs());
    let exponent = scientific.split_once('e').map_or("0", |(_, e)| e);
    let digit = format!("1e{}", exponent.parse::<i32>().unwrap_or(0) - 2);
    let digit = digit.parse::<f64>().unwrap_or(0.0);
    let is_less = value != 0.0 && value.abs() < digit && largest.is_finite();
    if !(is_less && matches!(unit, Unit::Number | Unit::Ratio)) {
        return show(value, unit);
    }
    let side = if value > 0.0 { "<" } else { ">" };
    written(format!("{side} {}", significant(digit.copysign(value))))
}

fn english_step(value: f64, step: f64, unit: Unit) -> String {
    let step = step.abs();
    if value == 0.0 && unit != Unit::TimeMs {
        return english(
            0.0,
            if unit == Unit::Probability {
                Unit::Number
            } else {
                unit
            },
        );
    }
    if !value.is_finite() || !step.is_finite() || step == 0.0 {
        return english(value, unit);
    }
    match unit {
        Unit::Share => format!("{}%", stepped(value * 100.0, step * 100.0)),
        Unit::SharePoints => format!("{} pp", stepped(value * 100.0, step * 100.0)),
        Unit::Number | Unit::Ratio | Unit::Count | Unit::Probability => stepped(value, step),
        Unit::TimeMs if TIME_RANGE_MS.contains(&value) => time_step(value, step),
        Unit::TimeMs => stepped(value, step),
        Unit::Bytes => bytes(value),
    }
}

fn stepped(value: f64, step: f64) -> String {
    let size = value.abs().max(step);
    if !(1e-4..1e15).contains(&size) || step < 1e-12 {
        return significant(value);
    }
    // A step of 0.25 has two decimals, one of 0.5 one: as many as it takes to write the step itself.
    let mut decimals = 0;
    let mut scaled = step;
    while decimals < 15 && (scaled - scaled.round()).abs() > 1e-6 * scaled {
        scaled *= 10.0;
        decimals += 1;
    }
    signed(value, &format!("{:.*}", decimals, value.abs()))
}

/// Three significant digits, the whole part always complete, no trailing zeros after the point.
fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let scientific = format!("{:.2e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..15).contains(&exponent) {
        return signed(value, &format!("{}e{exponent}", trimmed(mantissa)));
    }
    let decimals = usize::try_from(2 - exponent).unwrap_or(0);
    signed(value, trimmed(&format!("{:.*}", decimals, value.abs())))
}

fn count(value: f64) -> String {
    if value.abs() >= 1e15 {
        return significant(value);
    }
    signed(value, &format!("{:.0}", value.abs()))
}

fn share(value: f64) -> String {
    if value > 0.9995 && value < 1.0 {
        return "> 99.9%".into();
    }
    if value > 0.0 && value < 0.000_1 {
        return "< 0.01%".into();
    }
    format!("{}%", small_percent(value))
}

/// A share in percent, to three significant digits and at most two decimals.
fn small_percent(value: f64) -> String {
    let percent = value * 100.0;
    if percent.abs() >= 1.0 {
        return significant(percent);
    }
    signed(percent, trimmed(&format!("{:.2}", percent.abs())))
}

fn probability(value: f64) -> String {
    if (0.0..0.000_1).contains(&value) {
        return "< 0.0001".into();
    }
    if value > 0.9999 && value < 1.0 {
        return "> 0.9999".into();
    }
    if value.abs() < 1.0 {
        let digits = significant(value.abs());
        let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
        if decimals > 4 {
            return signed(value, trimmed(&format!("{:.4}", value.abs())));
        }
    }
    significant(value)
}

fn bytes(value: f64) -> String {
    let mut size = value.abs();
    for name in ["B", "kB", "MB", "GB", "TB"] {
        if size < 999.5 || name == "TB" {
            let text = if name == "B" {
                count(size)
            } else {
                significant(size)
            };
            return signed(value, &format!("{text} {name}"));
        }
        size /= 1000.0;
    }
    significant(value)
}

fn time(value: f64) -> String {
    if !TIME_RANGE_MS.contains(&value) {
        return significant(value);
    }
    let ms = value.round() as i64;
    let within = ms.rem_euclid(DAY_MS);
    if within == 0 {
        date(ms)
    } else if within % 60_000 == 0 {
        format!("{} {}", date(ms), hour_and_minute(within))
    } else {
        format!("{} {}", date(ms), clock(within))
    }
}

fn time_step(value: f64, step: f64) -> String {
    let ms = value.round() as i64;
    let within = ms.rem_euclid(DAY_MS);
    let (year, month, _) = civil_date(ms.div_euclid(DAY_MS));
    if step >= 360.0 * DAY_MS as f64 {
        format!("{year:04}")
    } else if step >= 28.0 * DAY_MS as f64 {
        format!("{year:04}-{month:02}")
    } else if step >= DAY_MS as f64 || within == 0 {
        date(ms)
    } else if step >= 60_000.0 {
        hour_and_minute(within)
    } else {
        clock(within)
    }
}

/// `hh:mm:ss` of the milliseconds of a day.
fn clock(within_day_ms: i64) -> String {
    let second = within_day_ms / 1000 % 60;
    format!("{}:{second:02}", hour_and_minute(within_day_ms))
}

/// `hh:mm` of the milliseconds of a day.
fn hour_and_minute(within_day_ms: i64) -> String {
    let minute = within_day_ms / 60_000;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `yyyy-mm-dd` in UTC.
fn date(ms: i64) -> String {
    let (year, month, day) = civil_date(ms.div_euclid(DAY_MS));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a count of days since 1970-01-01, proleptic Gregorian calendar
/// (Hinnant 2013, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
pub fn civil_date(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
    let month = (if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    }) as u32;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Drops zeros that say nothing after a decimal point.
fn trimmed(digits: &str) -> &str {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.')
    } else {
        digits
    }
}

/// Adds thousands separators to the whole part, and the sign unless everything rounded to zero.
fn signed(value: f64, digits: &str) -> String {
    let end = digits.find(['.', 'e', ' ']).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at_checked(end).unwrap_or((digits, ""));
    let mut text = String::with_capacity(digits.len() + 6);
    if value < 0.0 && digits.contains(|c: char| ('1'..='9').contains(&c)) {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0
            && digit.is_ascii_digit()
            && (whole.len() - place) % 3 == 0
            && whole.len() > 4
            && !whole.contains(',')
        {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(rest);
    text
}
