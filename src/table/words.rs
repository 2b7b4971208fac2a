//! The words of a column's name.

/// Words of a name in lower case, apart by one space: at marks, at capitals, between letters and digits.
pub fn words(name: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in name.chars() {
        let kind = |c: char| (c.is_uppercase(), c.is_lowercase(), c.is_numeric());
        let starts = before.is_lowercase() && c.is_uppercase()
            || c.is_alphanumeric()
                && c.is_numeric() != before.is_numeric()
                && kind(before) != kind(' ');
        if !c.is_alphanumeric() || starts {
            out.push(' ');
        }
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    let parts: Vec<&str> = out.split_whitespace().collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_fall_into_words() {
        for (name, expected) in [
            ("CustomerId", "customer id"),
            ("customer_ID", "customer id"),
            ("is-fraud", "is fraud"),
            ("isFraud", "is fraud"),
            ("default.payment.next.month", "default payment next month"),
            ("Größe (cm)", "größe cm"),
            ("p99_ms", "p 99 ms"),
            ("", ""),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }
}
