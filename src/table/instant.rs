//! ISO 8601 dates and instants.

use kernels::cells::word;
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

/// Reads `2024-03-10`, `2024-03-10T10:00:00` and `2024-03-10T10:00:00Z` a few words at a time; `None` says nothing about
/// the cell but that [`read`] must look at it.
#[inline(always)]
pub(super) fn read_plain(bytes: &[u8], start: usize, end: usize) -> Option<i64> {
    let length = end.saturating_sub(start);
    if length != 10 && length != 19 && length != 20 {
        return None;
    }
    // Less the digit 0 and the marks, every byte is a digit's value or 0.
    let date = word::eight(bytes, start) ^ u64::from_le_bytes(*b"0000-00-");
    let rest = word::eight(bytes, start + 8);
    let day = (rest ^ u64::from_le_bytes(*b"00\0\0\0\0\0\0")) & 0xffff;
    if over(date, [9, 9, 9, 9, 0, 9, 9, 0]) | over(day, [9, 9, 0, 0, 0, 0, 0, 0]) != 0 {
        return None;
    }
    let digit = |word: u64, place: u32| (word >> (8 * place)) as u32 & 0xff;
    let year = digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);
    let month = digit(date, 5) * 10 + digit(date, 6);
    let day = digit(day, 0) * 10 + digit(day, 1);
    let days = days_since_1970(year, month, day)?;
    if length == 10 {
        return Some(i64::from(days) * DAY_MS);
    }
    let between = (rest >> 16) as u8;
    let zone_fits = length == 19 || bytes.get(start + 19) == Some(&b'Z');
    let time = word::eight(bytes, start + 11) ^ u64::from_le_bytes(*b"00:00:00");
    if !matches!(between, b'T' | b' ') || !zone_fits || over(time, [2, 9, 0, 5, 9, 0, 5, 9]) != 0 {
        return None;
    }
    let hour = digit(time, 0) * 10 + digit(time, 1);
    let minute = digit(time, 3) * 10 + digit(time, 4);
    let second = digit(time, 6) * 10 + digit(time, 7);
    if hour > 23 {
        return None;
    }
    let of_day = (hour * 60 + minute) * 60 + second;
    Some(i64::from(days) * DAY_MS + i64::from(of_day) * 1000)
}

/// Not 0 where a byte of the word is larger than the one at its place in `most`.
#[inline(always)]
fn over(word: u64, most: [u8; 8]) -> u64 {
    const TOPS: u64 = 0x8080_8080_8080_8080;
    const BELOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // What is left up to 127 is added: the top bit of a byte that is too large is set then, or was before.
    (word.wrapping_add(BELOW - u64::from_le_bytes(most)) | word) & TOPS
}

/// Days of the proleptic Gregorian calendar since 1970-01-01, for years from 1600 on; `None` where there is no such day.
#[inline(always)]
fn days_since_1970(year: u32, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u8; 16] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
    const BEFORE: [u16; 16] = [
        0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 0, 0, 0,
    ];
    let leap = year & 3 == 0 && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let place = month.min(15) as usize;
    if year < 1600
        || day.wrapping_sub(1) >= u32::from(LENGTHS[place])
        || (month == 2 && day == 29 && !leap)
    {
        return None;
    }
    let whole = year - 1;
    let leaps = whole / 4 - whole / 100 + whole / 400;
    let before = u32::from(BEFORE[place]) + u32::from(leap && month > 2);
    // From 0001-01-01 on, and from there to 1970-01-01.
    Some((whole * 365 + leaps + before + day - 1) as i32 - 719_162)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let behind = &b"0,2024-01-01T00:00:00Z"[..round as usize % 22];
            let around = [b"2", &cell[..], behind].concat();
            if let Some(instant) = read_plain(&around, 1, 1 + cell.len()) {
                plain += 1;
                let text = String::from_utf8_lossy(&cell);
                assert_eq!(read(&cell), Some(instant), "{text}");
            }
        }
        assert!(plain > 80_000, "{plain}");
        assert_eq!(read_plain(b"2000-02-29", 0, 10), Some(951_782_400_000));
        assert_eq!(read_plain(b"1970-01-01T00:00:01Z", 0, 20), Some(1000));
        assert_eq!(read_plain(b"2023-02-29", 0, 10), None);
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
