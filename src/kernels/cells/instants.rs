//! Cells as most dates and instants are written, many at once: ISO 8601 to the day or the second, in UTC.

use super::column::{LOOKED_AT, Unread, read_left, read_most};
use super::span::Span;
use super::word;

const DAY_MS: i64 = 86_400_000;

/// Reads one column's cells, every `width`-th of `spans`, into `out`, at most [`CELLS`](super::CELLS); 0 where there is no instant. An
/// instant is milliseconds since 1970-01-01T00:00:00Z, written as `2024-03-10`, `2024-03-10T10:00:00` or
/// `2024-03-10T10:00:00Z`.
///
/// ```
/// use kernels::cells::{Span, Unread, read_instants};
/// let mut instants = [7; 2];
/// let spans = [Span::plain(0, 10), Span::plain(11, 19)];
/// let unread = read_instants(b"1970-01-02,2.1.1970", &spans, 1, &mut instants);
/// assert_eq!(instants, [86_400_000, 0]);
/// assert_eq!(unread, Unread { empty: 0, odd: 0b10 });
/// ```
#[inline(never)]
pub fn read_instants(buffer: &[u8], spans: &[Span], width: usize, out: &mut [i64]) -> Unread {
    let width = width.max(1);
    let left = read_most(buffer, spans, width, out, instant);
    read_left(buffer, spans, width, left, out, instant)
}

#[inline(always)]
fn instant(cell: &[u8; LOOKED_AT], length: usize) -> Option<i64> {
    if length != 10 && length != 19 && length != 20 {
        return None;
    }
    // Less the digit 0 and the marks, every byte is a digit's value or 0.
    let date = word::eight(cell, 0) ^ u64::from_le_bytes(*b"0000-00-");
    let rest = word::eight(cell, 8);
    let day = (rest ^ u64::from_le_bytes(*b"00\0\0\0\0\0\0")) & 0xffff;
    if over(date, [9, 9, 9, 9, 0, 9, 9, 0]) | over(day, [9, 9, 0, 0, 0, 0, 0, 0]) != 0 {
        return None;
    }
    let pairs = tens(date);
    let (century, year) = (pairs as u32 & 0xff, (pairs >> 16) as u32 & 0xff);
    let (month, day) = ((pairs >> 40) as u32 & 0xff, tens(day) as u32 & 0xff);
    let days = days_since_1970(century, year, month, day)?;
    if length == 10 {
        return Some(i64::from(days) * DAY_MS);
    }
    let time = word::eight(cell, 11) ^ u64::from_le_bytes(*b"00:00:00");
    let zone = (word::eight(cell, 16) >> 24) as u8;
    let between = (rest >> 16) as u8;
    if !matches!(between, b'T' | b' ')
        || (length == 20 && zone != b'Z')
        || over(time, [2, 9, 0, 5, 9, 0, 5, 9]) != 0
    {
        return None;
    }
    let pairs = tens(time);
    let (hour, minute) = (pairs as u32 & 0xff, (pairs >> 24) as u32 & 0xff);
    let second = (pairs >> 48) as u32 & 0xff;
    if hour > 23 {
        return None;
    }
    let of_day = (hour * 60 + minute) * 60 + second;
    Some(i64::from(days) * DAY_MS + i64::from(of_day) * 1000)
}

/// In each byte ten times its digit and the one behind it.
#[inline(always)]
fn tens(digits: u64) -> u64 {
    digits.wrapping_mul(10).wrapping_add(digits >> 8)
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
fn days_since_1970(century: u32, year: u32, month: u32, day: u32) -> Option<i32> {
    const LENGTHS: [u8; 16] = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
    // In a year that begins with March, so that the day that a leap year has more is its last.
    const BEFORE: [u16; 16] = [
        0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 0, 0, 0,
    ];
    let place = month as usize & 15;
    if month > 15 || century < 16 || day.wrapping_sub(1) >= u32::from(LENGTHS[place]) {
        return None;
    }
    let leap = || match year {
        0 => century & 3 == 0,
        _ => year & 3 == 0,
    };
    if month == 2 && day == 29 && !leap() {
        return None;
    }
    // The year that begins with March, of years from 0000 on.
    let whole = century * 100 + year - u32::from(month < 3);
    let centuries = match year == 0 && month < 3 {
        true => century - 1,
        false => century,
    };
    let leaps = whole / 4 - centuries + centuries / 4;
    Some((whole * 365 + leaps) as i32 + i32::from(BEFORE[place]) + day as i32 - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_days() {
        let text = b"1970-01-03,,today,\"1970-01-01\",1970-01-02T00:00:01Z,";
        let mut spans = Vec::new();
        let mut start = 0;
        for (end, _) in text.iter().enumerate().filter(|(_, byte)| **byte == b',') {
            spans.push(match text[start] {
                b'"' => Span::quoted(start, end),
                _ => Span::plain(start, end),
            });
            start = end + 1;
        }
        let mut out = [7; 5];
        let unread = read_instants(text, &spans, 1, &mut out);
        assert_eq!((unread.empty, unread.odd), (0b0_0010, 0b0_1100));
        assert_eq!(out, [2 * DAY_MS, 0, 0, 0, DAY_MS + 1000]);
        let unread = read_instants(text, &spans, 4, &mut out);
        assert_eq!((unread.empty, unread.odd), (0, 0));
        assert_eq!(out[..2], [2 * DAY_MS, DAY_MS + 1000]);
    }
}
