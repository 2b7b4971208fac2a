//! Numbers as people and spreadsheets write them: decimal comma, thousands marks, percent and currency signs.

/// Signs that a cell may carry in front or behind, `%` only behind.
const SIGNS: &[&str] = &[
    "%", "€", "$", "£", "¥", "EUR", "USD", "GBP", "JPY", "CHF", "CNY", "SEK", "NOK", "DKK", "PLN",
    "CZK", "CAD", "AUD", "INR",
];

/// A cell without its signs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount<'a> {
    negative: bool,
    /// Digits and marks.
    body: &'a str,
    /// One of [`SIGNS`], or empty.
    pub(super) sign: &'static str,
}

/// What an amount is under one decimal mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// The value; a percentage is a fraction of 1.
    pub(super) value: f64,
    /// It has the decimal mark.
    pub(super) decimal: bool,
    /// Thousands marks in it.
    pub(super) groups: usize,
    /// The thousands marks are spaces.
    pub(super) spaced: bool,
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Takes the signs off; `None` if what is left begins with no digit or mark.
pub(super) fn amount(cell: &str) -> Option<Amount<'_>> {
    let mut body = cell.trim_matches(is_space);
    let (mut negative, mut signed, mut sign) = (false, false, "");
    for _ in 0..2 {
        if let Some(rest) = body
            .strip_prefix(['-', '+', '\u{2212}'])
            .filter(|_| !signed)
        {
            negative = !body.starts_with('+');
            signed = true;
            body = rest;
        }
        let found = SIGNS[1..].iter().find(|s| body.starts_with(**s));
        if let Some(found) = found.filter(|_| sign.is_empty()) {
            sign = found;
            body = body[found.len()..].trim_start_matches(is_space);
        }
    }
    if let Some(found) = SIGNS
        .iter()
        .find(|s| body.ends_with(**s))
        .filter(|_| sign.is_empty())
    {
        sign = found;
        body = body[..body.len() - found.len()].trim_end_matches(is_space);
    }
    let first = body.chars().next()?;
    (first.is_ascii_digit() || first == ',' || first == '.').then_some(Amount {
        negative,
        body,
        sign,
    })
}

impl Amount<'_> {
    /// The value where `decimal` is the decimal mark. Thousands marks stand before groups of three digits and are
    /// all alike; `None` as well for digits that a number would not keep and for network addresses.
    pub(super) fn read(&self, decimal: char) -> Option<Reading> {
        let end = self.body.find(['e', 'E']).unwrap_or(self.body.len());
        let (mantissa, exponent) = self.body.split_at(end);
        let (whole, fraction) = match mantissa.split_once(decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let digits_only = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !digits_only(fraction.unwrap_or_default()) {
            return None;
        }
        let mark = whole.chars().find(|c| !c.is_ascii_digit());
        let groups: Vec<&str> = match mark {
            Some(mark) => whole.split(mark).collect(),
            None => vec![whole],
        };
        if let Some(mark) = mark {
            let known = is_space(mark)
                || matches!(mark, '\'' | '\u{2019}')
                || (matches!(mark, ',' | '.') && mark != decimal);
            let (first, rest) = groups.split_first()?;
            let shaped = (1..=3).contains(&first.len())
                && !first.starts_with('0')
                && digits_only(first)
                && rest
                    .iter()
                    .all(|group| group.len() == 3 && digits_only(group));
            if !known || !shaped || !exponent.is_empty() || is_address(mark, &groups) {
                return None;
            }
        }
        let digits = groups.concat();
        let plain = fraction.is_none() && exponent.is_empty();
        let lost = digits.len() > super::NUMBER_DIGITS && plain
            || digits.len() > 1 && digits.starts_with('0') && fraction.is_none();
        if lost || digits.is_empty() && fraction.is_none_or(str::is_empty) {
            return None;
        }
        let text = format!("{digits}.{}0{exponent}", fraction.unwrap_or_default());
        let size = fast_float2::parse::<f64, _>(text.as_bytes()).ok()?;
        let size = if self.sign == "%" { size / 100.0 } else { size };
        Some(Reading {
            value: if self.negative { -size } else { size },
            decimal: fraction.is_some(),
            groups: groups.len() - 1,
            spaced: mark.is_some_and(is_space),
        })
    }
}

/// Four groups of at most 255 between points, as in 192.168.100.200.
fn is_address(mark: char, groups: &[&str]) -> bool {
    mark == '.'
        && groups.len() == 4
        && groups
            .iter()
            .all(|group| group.parse::<u16>().is_ok_and(|number| number <= 255))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(cell: &str, decimal: char) -> Option<f64> {
        amount(cell)?.read(decimal).map(|r| r.value)
    }

    #[test]
    fn reads_marks_and_signs() {
        for (cell, comma, point) in [
            ("1,5", Some(1.5), None),
            ("1.234,5", Some(1234.5), None),
            ("1,234.5", None, Some(1234.5)),
            ("1,234", Some(1.234), Some(1234.0)),
            ("0,123", Some(0.123), None),
            ("1 234,5", Some(1234.5), None),
            ("1\u{a0}234\u{202f}567", None, None),
            (
                "1\u{202f}234\u{202f}567",
                Some(1_234_567.0),
                Some(1_234_567.0),
            ),
            ("1'234.5", None, Some(1234.5)),
            ("12,5 %", Some(0.125), None),
            ("-$5", Some(-5.0), Some(-5.0)),
            ("$ -5", Some(-5.0), Some(-5.0)),
            ("EUR 12", Some(12.0), Some(12.0)),
            ("12 €", Some(12.0), Some(12.0)),
            ("1,5E+03", Some(1500.0), None),
            ("-,5", Some(-0.5), None),
            ("192.168.100.200", None, None),
            ("007,5", Some(7.5), None),
            ("007 €", None, None),
            ("12,34,567", None, None),
            ("1,5,3", None, None),
            ("--5", None, None),
            ("€", None, None),
            (",", None, None),
            ("5 kg", None, None),
            ("", None, None),
        ] {
            assert_eq!(
                (value(cell, ','), value(cell, '.')),
                (comma, point),
                "{cell}"
            );
        }
    }
}
