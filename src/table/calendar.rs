//! Dates with the day or the month first.

use super::instant;

/// Milliseconds since 1970-01-01T00:00:00Z, read with the day first and with the month first. `31.12.2025`,
/// `12/31/2025 23:59`, `31-12-2025 11:59:30 PM`; with the year first both are the same.
pub(super) fn read(cell: &str) -> (Option<i64>, Option<i64>) {
    parts(cell.trim_matches([' ', '\t'])).unwrap_or_default()
}

fn parts(cell: &str) -> Option<(Option<i64>, Option<i64>)> {
    if !cell.is_ascii() || !cell.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (date, time) = match cell.split_once([' ', 'T']) {
        Some((date, time)) => (date, time),
        None => (cell, "00:00"),
    };
    let mark = date.chars().find(|c| matches!(c, '.' | '/' | '-'))?;
    let mut fields = date.split(mark);
    let (first, second, third) = (fields.next()?, fields.next()?, fields.next()?);
    let small = |text: &str| {
        ((1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<u8>().ok())
            .flatten()
    };
    let time = in_day_hours(time)?;
    let at = |year: &str, month: u8, day: u8| {
        instant::read(format!("{year}-{month:02}-{day:02}T{time}").as_bytes())
    };
    if fields.next().is_some() {
        None
    } else if first.len() == 4 {
        let instant = at(first, small(second)?, small(third)?);
        Some((instant, instant))
    } else if third.len() == 4 {
        let (first, second) = (small(first)?, small(second)?);
        Some((at(third, second, first), at(third, first, second)))
    } else {
        None
    }
}

/// A time of day with two digits of hours from 0 to 23.
fn in_day_hours(time: &str) -> Option<String> {
    let upper = time.trim().to_ascii_uppercase();
    let (clock, half) = match (upper.strip_suffix("AM"), upper.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim_end(), Some(0)),
        (_, Some(clock)) => (clock.trim_end(), Some(12)),
        _ => (upper.as_str(), None),
    };
    let (hours, rest) = clock.split_once(':')?;
    let hours: u8 = hours.parse().ok()?;
    let hours = match half {
        Some(_) if !(1..=12).contains(&hours) => return None,
        Some(half) => hours % 12 + half,
        None => hours,
    };
    Some(format!("{hours:02}:{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_orders() {
        let day = 86_400_000;
        assert_eq!(read("31.12.1970"), (Some(364 * day), None));
        assert_eq!(read("12/31/1970"), (None, Some(364 * day)));
        assert_eq!(read("2/1/1970"), (Some(day), Some(31 * day)));
        assert_eq!(read("1970/01/02"), (Some(day), Some(day)));
        assert_eq!(
            read("1/1/1970 1:30 PM"),
            (Some(48_600_000), Some(48_600_000))
        );
        assert_eq!(read("01-01-1970 12:00 am"), (Some(0), Some(0)));
        assert_eq!(read("01.01.1970 00:00:01.5"), (Some(1500), Some(1500)));
        for text in [
            "",
            "1.5",
            "31.12.70",
            "31/12-1970",
            "1.2.3.4",
            "32/13/2020",
            "1/1/1970 25:00",
            "1/1/1970 13:00 PM",
            "é",
        ] {
            assert_eq!(read(text), (None, None), "{text}");
        }
    }
}
