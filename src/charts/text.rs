//! Widths of texts from an embedded table, shortening, and making any string safe to draw.

use super::advance_widths::ADVANCE_WIDTHS;

/// Size of ordinary labels in CSS px.
pub(super) const LABEL: f64 = 12.0;
/// Size of axis labels and notes in CSS px.
pub(super) const SMALL: f64 = 11.0;

/// Width of `text` in CSS px at `size` CSS px: an upper bound over the usual interface fonts.
///
/// ```
/// use driftglass::charts::text_width;
/// assert!(text_width("WWW", 12.0) > text_width("iii", 12.0));
/// assert_eq!(text_width("", 12.0), 0.0);
/// ```
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

fn advance(character: char) -> f64 {
    let code = u32::from(character);
    if (0x300..0x370).contains(&code) || (0xFE00..0xFE10).contains(&code) {
        return 0.0;
    }
    for (first, widths) in ADVANCE_WIDTHS {
        let place = code.wrapping_sub(*first) as usize;
        if let Some(width) = widths.get(place) {
            return f64::from(*width) / 100.0;
        }
    }
    // Wide scripts, symbols and emoji.
    if code >= 0x1100 { 1.25 } else { 0.8 }
}

/// `text`, or its beginning with `…`, so that it is at most `width` CSS px wide at `size`.
pub(super) fn shorten(text: &str, width: f64, size: f64) -> String {
    if text_width(text, size) <= width {
        return text.into();
    }
    let room = width - text_width("…", size);
    let mut used = 0.0;
    let mut short = String::new();
    for character in text.chars() {
        used += advance(character) * size;
        if used > room {
            break;
        }
        short.push(character);
    }
    let kept = short.trim_end().len();
    short.truncate(kept);
    short.push('…');
    short
}

/// `text` with `…` in its middle, so that it is at most `width` CSS px wide at `size`: names that begin alike
/// often differ at their ends.
pub(super) fn shorten_middle(text: &str, width: f64, size: f64) -> String {
    if text_width(text, size) <= width {
        return text.into();
    }
    let characters: Vec<char> = text.chars().collect();
    let mut room = width - text_width("…", size);
    let (mut start, mut end) = (0, characters.len());
    while start < end {
        let at_start = start * 2 <= characters.len() - end + start;
        let next = characters[if at_start { start } else { end - 1 }];
        room -= advance(next) * size;
        if room < 0.0 {
            break;
        }
        if at_start { start += 1 } else { end -= 1 }
    }
    let (head, tail): (String, String) = (
        characters[..start].iter().collect(),
        characters[end..].iter().collect(),
    );
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

/// A string from data as one line that is legal in XML and cannot turn the text around it: white space becomes a
/// space, control and direction characters `�`.
pub(super) fn legal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                '\u{FFFD}'
            }
            '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// A name from data, made [`legal`]: at most 200 characters, an empty one as `(empty)`.
pub(super) fn clean(text: &str) -> String {
    let mut line: String = legal(text).chars().take(200).collect();
    if text.chars().nth(200).is_some() {
        line.push('…');
    }
    if line.trim().is_empty() {
        line = "(empty)".into();
    }
    line
}
