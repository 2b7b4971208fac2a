//! Rows as nearly all are: so many cells, delimiters between them, quotes around whole cells only, a line feed or a
//! carriage return and a line feed at the end.

use super::span::Span;
use super::structural::{BLOCK, Masks, Structural};

/// Cells for which there is room before it is asked for again.
const ROOM: usize = 1024;
/// Ends of cells that are written without asking how many there are.
const AT_ONCE: usize = 4;
/// The last byte of a block.
const LAST: u64 = 1 << (BLOCK - 1);

/// Rows that were cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// How many.
    pub rows: usize,
    /// Where the row behind them begins.
    pub next: usize,
    /// That row is none of this kind, or stands beside one that is not; otherwise the text ends too soon to say.
    pub odd: bool,
}

/// Cuts rows of `width` cells, at least 2, from the beginning of a row on, as long as they are plain (quotes stand around whole
/// cells, or two by two inside these, and no line end does), do not stand apart (with one cell only, which is not the last)
/// and have no cell longer than `longest` bytes; what is left of the text where it is no whole block is not looked at. Their
/// cells go behind `spans`, without the quotes around them where there are none inside.
///
/// ```
/// use kernels::cells::{Span, Structural, cut_rows};
/// let text = format!("1,2\r\n34,\"5\"\n{}", " ".repeat(64));
/// let mut spans = Vec::new();
/// let cut = cut_rows(text.as_bytes(), 0, Structural::new(b',', b'"'), 2, 1000, &mut spans);
/// assert_eq!((cut.rows, cut.next, cut.odd), (2, 12, false));
/// assert_eq!(spans[2..], [Span::plain(5, 7), Span::plain(9, 10)]);
/// ```
#[inline(never)]
pub fn cut_rows(
    text: &[u8],
    start: usize,
    structural: Structural,
    width: usize,
    longest: usize,
    spans: &mut Vec<Span>,
) -> Cut {
    let first = spans.len();
    let mut cut = Cut {
        rows: 0,
        next: start,
        odd: width < 2,
    };
    // Spans so far, and where those of the row end.
    let mut filled = first;
    let mut row_end = first + width;
    let (mut base, mut cell) = (start, start);
    let mut before = Before {
        ended: 1,
        ..Before::default()
    };
    while !cut.odd
        && let Some(block) = text.get(base..).and_then(<[u8]>::first_chunk)
    {
        let Found {
            ends,
            feeds,
            behind_return,
            behind_quote,
            doubled,
            odd,
        } = before.look(&structural.masks(block));
        if odd || base + BLOCK - cell > longest {
            cut.odd = true;
            break;
        }
        if spans.len() < filled + BLOCK {
            spans.resize(filled + BLOCK + ROOM, Span::default());
        }
        let Some(out) = spans
            .get_mut(filled..)
            .and_then(<[Span]>::first_chunk_mut::<BLOCK>)
        else {
            break;
        };
        let mut left = ends;
        for out in out.as_chunks_mut::<AT_ONCE>().0 {
            if left == 0 {
                break;
            }
            for out in out {
                // Behind the last end something is written that the next block writes over.
                let at = base + left.trailing_zeros() as usize;
                left &= left.wrapping_sub(1);
                *out = Span::plain(cell, at);
                cell = at + 1;
            }
        }
        if ends != 0 {
            cell = base + BLOCK - ends.leading_zeros() as usize;
        }
        let mut doubled = doubled;
        for quoted in each(behind_quote) {
            let cell = filled + (ends & (quoted - 1)).count_ones() as usize;
            let inside = doubled & (quoted - 1);
            doubled ^= inside;
            if let Some(span) = spans.get_mut(cell) {
                *span = match before.doubled || inside != 0 {
                    true => span.with_quotes(),
                    false => span.without(1, 1),
                };
            }
            before.doubled = false;
        }
        before.doubled |= doubled != 0;
        for feed in each(feeds) {
            let last = filled + (ends & (feed - 1)).count_ones() as usize;
            let Some(span) = spans.get_mut(last) else {
                break;
            };
            if behind_return & feed != 0 {
                *span = span.without(0, 1);
            }
            let empty = span.is_empty();
            if last + 1 != row_end || (empty && stands_apart(&spans[row_end - width..row_end])) {
                cut.odd = true;
                break;
            }
            row_end += width;
            cut.rows += 1;
            cut.next = base + feed.trailing_zeros() as usize + 1;
        }
        filled += ends.count_ones() as usize;
        // More cells than a row has.
        cut.odd |= filled >= row_end;
        base += BLOCK;
    }
    spans.truncate(first + cut.rows * width);
    cut
}

/// What the block before leaves: bits that belong to the first byte of the next.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    /// A cell begins.
    ended: u64,
    /// The byte before is a carriage return.
    returned: u64,
    /// The byte before closes a cell between quotes.
    closed: u64,
    /// All bits, where the next byte stands between quotes.
    inside: u64,
    /// The cell that is open has quotes inside.
    doubled: bool,
}

/// What rows are cut by.
struct Found {
    /// Ends of cells, those of rows among them.
    ends: u64,
    /// Ends of rows.
    feeds: u64,
    /// Bytes behind a carriage return.
    behind_return: u64,
    /// Bytes behind a closing quote.
    behind_quote: u64,
    /// The second of two quotes inside a cell.
    doubled: u64,
    /// Something is not as it is in a plain row.
    odd: bool,
}

impl Before {
    #[inline(always)]
    fn look(&mut self, masks: &Masks) -> Found {
        let Masks {
            quotes,
            feeds,
            returns,
            ..
        } = *masks;
        let behind_return = returns << 1 | self.returned;
        self.returned = returns / LAST;
        let odd = behind_return & !feeds;
        if quotes | self.inside | self.closed == 0 {
            let ends = masks.delimiters | feeds;
            self.ended = ends / LAST;
            return Found {
                ends,
                feeds,
                behind_return,
                behind_quote: 0,
                doubled: 0,
                odd: odd != 0,
            };
        }
        // From an opening quote to in front of the closing one.
        let inside = odd_so_far(quotes) ^ self.inside;
        let ends = (masks.delimiters | feeds) & !inside;
        let begins = ends << 1 | self.ended;
        // What opens behind what closes is the second of two.
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let behind_closing = closing << 1 | self.closed;
        let doubled = opening & behind_closing;
        let behind_quote = behind_closing & !doubled;
        let odd = odd
            | (opening & !doubled & !begins)
            | (behind_quote & !(ends | returns))
            | ((feeds | returns) & inside)
            // Where the cell ends is not known before the next block.
            | (behind_quote & returns & LAST);
        self.ended = ends / LAST;
        self.closed = closing / LAST;
        self.inside = (inside.cast_signed() >> (BLOCK - 1)).cast_unsigned();
        Found {
            ends,
            feeds,
            behind_return,
            behind_quote,
            doubled,
            odd: odd != 0,
        }
    }
}

/// Bits up to which, itself included, an odd number of bits is set.
#[inline(always)]
fn odd_so_far(mut bits: u64) -> u64 {
    for step in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << step;
    }
    bits
}

/// Each bit that is set, the lowest first.
#[inline(always)]
fn each(mut bits: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let lowest = bits & bits.wrapping_neg();
        bits ^= lowest;
        (lowest != 0).then_some(lowest)
    })
}

#[cold]
fn stands_apart(row: &[Span]) -> bool {
    let full = row.iter().filter(|cell| !cell.is_empty());
    row.len() > 2 && full.take(2).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: (u8, u8) = (b',', b'"');

    fn cut(text: &str, width: usize) -> (Cut, Vec<Span>) {
        let mut spans = vec![Span::plain(7, 9)];
        let structural = Structural::new(STYLE.0, STYLE.1);
        let cut = cut_rows(text.as_bytes(), 0, structural, width, 100, &mut spans);
        assert_eq!(spans[0], Span::plain(7, 9));
        spans.remove(0);
        (cut, spans)
    }

    /// Row by row and byte by byte; how far rows are plain.
    fn slowly(text: &str, width: usize) -> (usize, Vec<Span>) {
        let mut spans = Vec::new();
        let mut next = 0;
        while let Some((row, end)) = row(text.as_bytes(), next) {
            let full = row.iter().filter(|cell| !cell.is_empty()).count();
            let apart = width > 2 && full == 1 && row[row.len() - 1].is_empty();
            if row.len() != width || apart {
                break;
            }
            spans.extend(row);
            next = end;
        }
        (next, spans)
    }

    fn row(text: &[u8], mut start: usize) -> Option<(Vec<Span>, usize)> {
        let mut cells = Vec::new();
        loop {
            let quoted = text.get(start) == Some(&b'"');
            let mut at = start + usize::from(quoted);
            let mut doubled = false;
            loop {
                match (text.get(at)?, quoted) {
                    (b'"', true) if text.get(at + 1) == Some(&b'"') => {
                        doubled = true;
                        at += 2;
                    }
                    (b'"' | b'\n' | b'\r', _) | (b',', false) => break,
                    _ => at += 1,
                }
            }
            if quoted && text[at] != b'"' {
                return None;
            }
            cells.push(match (quoted, doubled) {
                (false, _) => Span::plain(start, at),
                (true, false) => Span::plain(start + 1, at),
                (true, true) => Span::quoted(start, at + 1),
            });
            at += usize::from(quoted);
            match text.get(at..)? {
                [b',', ..] => start = at + 1,
                [b'\n', ..] => return Some((cells, at + 1)),
                [b'\r', b'\n', ..] => return Some((cells, at + 2)),
                _ => return None,
            }
        }
    }

    #[test]
    fn rows_are_those_that_are_found_byte_by_byte() {
        let mut state = 5u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let (mut all, mut parts) = (0, 0);
        for _ in 0..3000 {
            let width = 2 + (random(7) * random(7)) as usize;
            let oddities = random(3) == 0;
            let quotes = random(2) == 0;
            let mut text = String::new();
            for _ in 0..random(60) {
                for cell in 0..width {
                    let quoted = quotes && random(9) == 0;
                    let long = random(9).saturating_sub(1);
                    text.extend(quoted.then_some('"'));
                    let doubled = quoted && random(3) == 0;
                    text.extend((0..long).map(|at| match (quoted, doubled, at) {
                        (true, _, 3) => ',',
                        (_, true, 4 | 5 | 0 | 1) if long > 5 => '"',
                        _ => 'x',
                    }));
                    text.extend(quoted.then_some('"'));
                    if oddities && random(400) == 0 {
                        let odd = [",", "\"", "\r", "\n", "é"][random(5) as usize];
                        text.push_str(odd);
                    }
                    text.push(if cell + 1 < width { ',' } else { '\n' });
                }
                if random(4) == 0 {
                    text.insert(text.len() - 1, '\r');
                }
            }
            let (next, spans) = slowly(&text, width);
            let (cut, found) = cut(&text, width);
            assert_eq!(found.len(), cut.rows * width);
            assert_eq!(found, spans[..found.len()], "{text:?}");
            assert!(cut.next <= next);
            assert!(cut.rows == 0 || text.as_bytes()[cut.next - 1] == b'\n');
            if !cut.odd {
                // Only what is no whole block is left, and the row that it ends.
                let whole = text.len() / BLOCK * BLOCK;
                let behind = row(text.as_bytes(), cut.next);
                assert!(behind.is_none_or(|(_, end)| end > whole), "{text:?}");
            }
            all += spans.len();
            parts += found.len();
        }
        assert!(2 * parts > all, "{parts} of {all}");
    }

    #[test]
    fn what_is_no_plain_row_ends_them() {
        let behind = "1,2\n".repeat(40);
        for (odd, rows) in [
            ("1,\"2\"\"\n", 16),
            ("1,\"\"2\n", 16),
            ("1,\"2\" \"\"\n", 16),
            ("1,2\"\n", 16),
            ("1,\"2\"3\n", 16),
            ("1,\"2\n\"\n", 16),
            ("1,2,3\n", 16),
            ("1\n", 16),
            ("\n", 16),
            ("1,2\r3,4\n", 16),
        ] {
            let text = format!("{}{odd}{behind}", "1,2\n".repeat(16));
            let (cut, spans) = cut(&text, 2);
            assert_eq!((cut.rows, cut.next, cut.odd), (rows, 64, true), "{odd:?}");
            assert_eq!(spans.len(), 2 * rows);
        }
        for (line, odd) in [
            ("1,,\n", true),
            ("1,,\r\n", true),
            (",1,\n", true),
            (",,\n", false),
            ("1,2,\r\n", false),
            (",,3\n", false),
        ] {
            let text = format!(
                "{}{line}{behind}",
                "1,2,34\n".repeat(64),
                behind = "1,2,3\n".repeat(40)
            );
            let (cut, _) = cut(&text, 3);
            assert_eq!((cut.odd, cut.rows > 64), (odd, !odd), "{line:?}");
        }
        let long = format!("1,{}\n{behind}", "2".repeat(200));
        assert_eq!((cut(&long, 2).0.rows, cut(&long, 2).0.odd), (0, true));
        assert_eq!((cut("", 2).0.rows, cut("1,2\n", 2).0.odd), (0, false));
        assert!(cut(&behind, 1).0.odd);
    }
}
