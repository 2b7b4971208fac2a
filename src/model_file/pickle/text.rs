//! Texts and numbers of the text opcodes (protocol 0).

/// A quoted Python string, its simple escapes resolved.
pub(super) fn quoted(line: &str) -> Option<String> {
    let line = line.trim();
    let quote = line.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = line.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next()? {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'x' => text.push(code(&mut characters, 2)?),
            other => text.push(other),
        }
    }
    Some(text)
}

/// Text in which `\u` stands ahead of four and `\U` ahead of eight hexadecimal digits.
pub(super) fn raw_unicode(line: &str) -> Option<String> {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        match characters.next() {
            Some('u') => text.push(code(&mut characters, 4)?),
            Some('U') => text.push(code(&mut characters, 8)?),
            Some(other) => text.extend(['\\', other]),
            None => text.push('\\'),
        }
    }
    Some(text)
}

fn code(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let mut value = 0;
    for _ in 0..digits {
        value = value * 16 + characters.next()?.to_digit(16)?;
    }
    char::from_u32(value)
}

/// A whole number in little-endian two's complement; beyond 64 bits the nearest float.
pub(super) fn long(bytes: &[u8]) -> Result<i64, f64> {
    let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    if bytes.len() <= 8 {
        let mut word = [if negative { 0xff } else { 0 }; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        return Ok(i64::from_le_bytes(word));
    }
    let mut value = 0.0;
    for byte in bytes.iter().rev() {
        value = value * 256.0 + f64::from(*byte);
    }
    if negative {
        value -= 256f64.powi(bytes.len().min(1 << 20) as i32);
    }
    Err(value)
}
