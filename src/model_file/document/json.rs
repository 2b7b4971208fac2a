//! JSON (RFC 8259), and the `NaN` and `Infinity` that libraries write besides.

use super::{ListBuilder, MAXIMUM_DEPTH, MAXIMUM_VALUES, Value};
use crate::error::{Error, Result};
use crate::predictor::{limit, unreadable};

/// Reads one document.
///
/// # Errors
/// `model.unreadable` with the byte, `model.limit` where values stand too deep within each other.
pub fn parse(bytes: &[u8]) -> Result<Value> {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let mut parser = Parser {
        bytes,
        at: start,
        values: 0,
    };
    let value = parser.value(0)?;
    parser.space();
    if parser.at < bytes.len() {
        return Err(parser.wrong("the end of the file"));
    }
    Ok(value)
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    values: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn wrong(&self, expected: &str) -> Error {
        let found = match self.peek() {
            None => format!("the file ends at byte {}", self.at),
            Some(byte) if byte.is_ascii_graphic() => {
                format!("`{}` at byte {}", char::from(byte), self.at)
            }
            Some(byte) => format!("the byte 0x{byte:02x} at byte {}", self.at),
        };
        unreadable(found, expected)
    }

    fn take(&mut self, byte: u8, expected: &str) -> Result<()> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(self.wrong(expected))
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        Err(self.wrong("a value"))
    }

    fn value(&mut self, depth: usize) -> Result<Value> {
        self.values += 1;
        if self.values > MAXIMUM_VALUES {
            return Err(limit("more values than any model has", MAXIMUM_VALUES));
        }
        self.space();
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAXIMUM_DEPTH => Err(limit(
                format!("values nested {depth} deep at byte {}", self.at),
                MAXIMUM_DEPTH,
            )),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => Ok(Value::Text(self.text()?)),
            Some(b't') => self.word("true", Value::Boolean(true)),
            Some(b'f') => self.word("false", Value::Boolean(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Ok(Value::Number(self.number()?)),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value> {
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(entries));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.wrong("a key in quotes"));
            }
            let key = self.text()?;
            self.space();
            self.take(b':', "`:` behind a key")?;
            let value = self.value(depth + 1)?;
            entries.push((key, value));
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Value::Object(entries));
                }
                _ => return Err(self.wrong("`,` or `}`")),
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value> {
        self.at += 1;
        let mut list = ListBuilder::default();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(list.finish());
        }
        loop {
            self.space();
            match self.peek() {
                Some(b'-' | b'0'..=b'9') => list.number(self.number()?),
                _ => list.push(self.value(depth + 1)?),
            }
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(list.finish());
                }
                _ => return Err(self.wrong("`,` or `]`")),
            }
        }
    }

    fn number(&mut self) -> Result<f64> {
        let rest = &self.bytes[self.at..];
        if let Some((value, length)) = short_integer(rest) {
            self.at += length;
            return Ok(value);
        }
        let words: [(&[u8], f64); 4] = [
            (b"NaN", f64::NAN),
            (b"-NaN", f64::NAN),
            (b"Infinity", f64::INFINITY),
            (b"-Infinity", f64::NEG_INFINITY),
        ];
        for (word, value) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        if !matches!(rest.first(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.wrong("a value"));
        }
        match fast_float2::parse_partial::<f64, _>(rest) {
            Ok((value, length)) if length > 0 => {
                self.at += length;
                Ok(value)
            }
            _ => Err(self.wrong("a number")),
        }
    }

    fn text(&mut self) -> Result<String> {
        self.at += 1;
        let mut text = Vec::new();
        loop {
            let rest = &self.bytes[self.at..];
            let Some(run) = rest
                .iter()
                .position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f))
            else {
                self.at = self.bytes.len();
                return Err(self.wrong("a closing quote"));
            };
            text.extend_from_slice(&rest[..run]);
            self.at += run;
            match rest[run] {
                b'"' => {
                    let text = String::from_utf8(text).map_err(|_| self.wrong("UTF-8 text"))?;
                    self.at += 1;
                    return Ok(text);
                }
                b'\\' => self.escape(&mut text)?,
                // Some writers leave tabs as they are.
                b'\t' => {
                    text.push(b'\t');
                    self.at += 1;
                }
                _ => return Err(self.wrong("a character of a text")),
            }
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) -> Result<()> {
        self.at += 1;
        let plain = match self.peek() {
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'r') => b'\r',
            Some(b'b') => 8,
            Some(b'f') => 12,
            Some(byte @ (b'"' | b'\\' | b'/')) => byte,
            Some(b'u') => {
                self.at += 1;
                let mut unit = u32::from(self.hexadecimal()?);
                if (0xd800..0xdc00).contains(&unit) && self.bytes[self.at..].starts_with(b"\\u") {
                    self.at += 2;
                    let low = u32::from(self.hexadecimal()?);
                    if (0xdc00..0xe000).contains(&low) {
                        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                    }
                }
                let character = char::from_u32(unit).unwrap_or('\u{fffd}');
                text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return Err(self.wrong("an escape")),
        };
        text.push(plain);
        self.at += 1;
        Ok(())
    }

    fn hexadecimal(&mut self) -> Result<u16> {
        let digits = self.bytes.get(self.at..self.at + 4);
        let unit = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u16::from_str_radix(digits, 16).ok());
        match unit {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None => Err(self.wrong("four hexadecimal digits")),
        }
    }
}

/// Most numbers of a model file: up to nine digits and nothing behind them. The value and its length.
fn short_integer(bytes: &[u8]) -> Option<(f64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let mut value = 0u32;
    let mut length = start;
    while let Some(byte @ b'0'..=b'9') = bytes.get(length) {
        if length - start == 9 {
            return None;
        }
        value = value * 10 + u32::from(byte - b'0');
        length += 1;
    }
    if length == start || matches!(bytes.get(length), Some(b'.' | b'e' | b'E')) {
        return None;
    }
    let value = f64::from(value);
    Some((if negative { -value } else { value }, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_kind_of_value() {
        let value = parse(br#" {"a": [1, -2.5e3, 0.1], "b": [true, "x\n\u00e9\ud83d\ude00"], "c": null, "d": [[], {}], "e": NaN, "f": "1E0"} "#);
        let value = value.expect("JSON");
        assert_eq!(
            value.get("a"),
            Some(&Value::Numbers(vec![1.0, -2500.0, 0.1]))
        );
        assert_eq!(
            value.get("b"),
            Some(&Value::List(vec![
                Value::Number(1.0),
                Value::Text("x\né😀".into())
            ]))
        );
        assert_eq!(value.get("c"), Some(&Value::Null));
        assert!(
            value
                .get("e")
                .and_then(Value::number)
                .is_some_and(f64::is_nan)
        );
        assert_eq!(value.get("f").and_then(Value::number), Some(1.0));
    }

    #[test]
    fn refuses_with_the_byte() {
        for (text, place) in [
            ("{\"a\": }", "byte 6"),
            ("[1, 2", "byte 5"),
            ("{\"a\" 1}", "byte 5"),
            ("[1 2]", "byte 3"),
            ("\"x", "byte 2"),
            ("[1]x", "byte 3"),
            ("", "byte 0"),
            ("\"\\q\"", "byte 2"),
            ("[+1]", "byte 1"),
        ] {
            let error = parse(text.as_bytes()).expect_err(text);
            assert!(error.found.contains(place), "{text}: {}", error.found);
        }
        let deep = "[".repeat(100_000);
        assert_eq!(
            parse(deep.as_bytes()).expect_err("deep").code.as_str(),
            "model.limit"
        );
    }
}
