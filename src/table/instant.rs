//! ISO 8601 dates and instants.

use speedate::{Date, DateTime};

const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z of a date or a date with a time of day; without a zone it is taken
/// as UTC; parts of a millisecond are cut.
pub(super) fn read(cell: &[u8]) -> Option<i64> {
    match cell {
        [
            b'0'..=b'9',
            b'0'..=b'9',
            b'0'..=b'9',
            b'0'..=b'9',
            b'-',
            _,
            _,
            b'-',
            _,
            _,
            rest @ ..,
        ] => match rest {
            [] => Date::parse_bytes_rfc3339(cell)
                .ok()
                .map(|date| date.timestamp() * 1000),
            [b'T' | b't' | b' ', ..] => {
                let at = DateTime::parse_bytes_rfc3339(cell).ok()?;
                let of_day = i64::from(at.time.hour) * 3600
                    + i64::from(at.time.minute) * 60
                    + i64::from(at.time.second)
                    - i64::from(at.time.tz_offset.unwrap_or(0));
                let days = at.date.timestamp() * 1000 / DAY_MS;
                Some(days * DAY_MS + of_day * 1000 + i64::from(at.time.microsecond / 1000))
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernels::cells::{Span, read_instants};

    /// The instant of a cell as a column of instants reads it at once, if it does.
    fn at_once(text: &[u8], start: usize, end: usize) -> Option<i64> {
        let mut instants = [0];
        let unread = read_instants(text, &[Span::plain(start, end)], 1, &mut instants);
        (unread.odd | unread.empty == 0).then_some(instants[0])
    }

    #[test]
    fn plain_instants_read_as_all_do() {
        let mut state = 9u64;
        let mut plain = 0;
        for round in 0..200_000u64 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let below = |shift: u32, n: u64| (state >> shift) % n;
            let mut cell = format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                1598 + below(20, 810),
                below(25, 14),
                below(29, 33),
                below(34, 25),
                below(39, 61),
                below(45, 61)
            )
            .into_bytes();
            cell.truncate([10, 19, 20, 18][round as usize % 4]);
            if round % 5 == 0 {
                let place = below(51, cell.len() as u64) as usize;
                cell[place] = b"0:-TZ /9.\xc3"[below(55, 10) as usize];
            }
            let behind = &b"0,2024-01-01T00:00:00Z,2024-01-01"[..round as usize % 33];
            let around = [b"2", &cell[..], behind].concat();
            if let Some(instant) = at_once(&around, 1, 1 + cell.len()) {
                plain += 1;
                let text = String::from_utf8_lossy(&cell);
                assert_eq!(read(&cell), Some(instant), "{text}");
            }
        }
        assert!(plain > 80_000, "{plain}");
        assert_eq!(at_once(b"2000-02-29", 0, 10), Some(951_782_400_000));
        assert_eq!(at_once(b"1970-01-01T00:00:01Z", 0, 20), Some(1000));
        assert_eq!(at_once(b"2023-02-29", 0, 10), None);
    }

    #[test]
    fn reads_dates_and_instants() {
        assert_eq!(read(b"1970-01-01"), Some(0));
        assert_eq!(read(b"2000-02-29"), Some(951_782_400_000));
        assert_eq!(read(b"1969-12-31T23:59:59.999Z"), Some(-1));
        assert_eq!(read(b"2024-03-10T12:00:00+02:00"), Some(1_710_064_800_000));
        assert_eq!(read(b"2024-03-10 10:00:00"), Some(1_710_064_800_000));
        assert_eq!(read(b"2024-03-10T10:00"), Some(1_710_064_800_000));
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "2023-02-29",
            "2024-13-01",
            "20240101",
            "2024-01-01X",
            "10:00:00",
            "1710064800",
            "2024-1-1",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
