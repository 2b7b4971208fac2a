//! Text from data, made safe for markup.

/// Text as HTML or XML content or attribute value. Control characters other than tab and line ends become U+FFFD.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A sentence as HTML: what stands between backquotes is a value, and no number is parted from its sign or unit.
pub(super) fn prose(text: &str) -> String {
    if text.matches('`').count() % 2 == 1 {
        return markup(&bound(text));
    }
    let parts = text.split('`').enumerate();
    let written = parts.map(|(at, part)| match at % 2 {
        1 => format!("<code>{}</code>", markup(part)),
        _ => markup(&bound(part)),
    });
    written.collect()
}

/// Spaces inside written numbers, such as `< 0.001` and `2 pp`, as spaces that end no line.
fn bound(text: &str) -> String {
    let mut out = text.replace(" pp", "\u{a0}pp");
    for sign in ['<', '>', '≤', '≥'] {
        for digit in '0'..='9' {
            out = out.replace(&format!("{sign} {digit}"), &format!("{sign}\u{a0}{digit}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_code_and_numbers_stay_whole() {
        assert_eq!(
            prose("With `a<b`, q is < 0.001, 2 pp more."),
            "With <code>a&lt;b</code>, q is &lt;\u{a0}0.001, 2\u{a0}pp more."
        );
        assert_eq!(prose("one ` alone"), "one ` alone");
    }
}
