//! Universal Binary JSON (draft 12), as XGBoost writes it: big-endian, with typed and counted containers.

use super::{ListBuilder, MAXIMUM_DEPTH, MAXIMUM_VALUES, Value};
use crate::error::{Error, Result};
use crate::predictor::{limit, unreadable};

/// Reads one document.
///
/// # Errors
/// `model.unreadable` with the byte, `model.limit` where values stand too deep within each other.
pub fn parse(bytes: &[u8]) -> Result<Value> {
    let mut parser = Parser {
        bytes,
        at: 0,
        values: 0,
    };
    let marker = parser.marker()?;
    let value = parser.value(marker, 0)?;
    while parser.peek() == Some(b'N') {
        parser.at += 1;
    }
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

/// What a container says about itself ahead of its values.
struct Container {
    of: Option<u8>,
    count: Option<usize>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn wrong(&self, expected: &str) -> Error {
        let found = match self.peek() {
            None => format!("the file ends at byte {}", self.at),
            Some(byte) => format!("the byte 0x{byte:02x} at byte {}", self.at),
        };
        unreadable(found, expected)
    }

    fn byte(&mut self) -> Result<u8> {
        let byte = self.peek().ok_or_else(|| self.wrong("more bytes"))?;
        self.at += 1;
        Ok(byte)
    }

    /// The next marker; fillers are passed over.
    fn marker(&mut self) -> Result<u8> {
        loop {
            match self.byte()? {
                b'N' => {}
                marker => return Ok(marker),
            }
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let Some(bytes) = self.bytes[self.at..].first_chunk::<N>() else {
            self.at = self.bytes.len();
            return Err(self.wrong("more bytes"));
        };
        self.at += N;
        Ok(*bytes)
    }

    /// A whole number whose marker was read.
    fn whole(&mut self, marker: u8) -> Result<i64> {
        Ok(match marker {
            b'i' => i64::from(i8::from_be_bytes(self.array()?)),
            b'U' => i64::from(self.byte()?),
            b'I' => i64::from(i16::from_be_bytes(self.array()?)),
            b'l' => i64::from(i32::from_be_bytes(self.array()?)),
            b'L' => i64::from_be_bytes(self.array()?),
            _ => {
                self.at -= 1;
                return Err(self.wrong("the marker of a whole number"));
            }
        })
    }

    /// A length: not negative, and not more than the bytes that are left, since every value takes one at least.
    fn length(&mut self) -> Result<usize> {
        let marker = self.byte()?;
        let length = self.whole(marker)?;
        match usize::try_from(length) {
            Ok(length) if length <= self.bytes.len() - self.at => Ok(length),
            _ => Err(unreadable(
                format!(
                    "a length of {length} at byte {} with {} bytes left",
                    self.at,
                    self.bytes.len() - self.at
                ),
                "a length that fits the file",
            )),
        }
    }

    fn text(&mut self) -> Result<String> {
        let length = self.length()?;
        let text = &self.bytes[self.at..self.at + length];
        let text = std::str::from_utf8(text)
            .map_err(|_| self.wrong("UTF-8 text"))?
            .to_owned();
        self.at += length;
        Ok(text)
    }

    fn value(&mut self, marker: u8, depth: usize) -> Result<Value> {
        self.values += 1;
        if self.values > MAXIMUM_VALUES {
            return Err(limit("more values than any model has", MAXIMUM_VALUES));
        }
        Ok(match marker {
            b'Z' => Value::Null,
            b'T' => Value::Boolean(true),
            b'F' => Value::Boolean(false),
            b'd' => Value::Number(f64::from(f32::from_be_bytes(self.array()?))),
            b'D' => Value::Number(f64::from_be_bytes(self.array()?)),
            b'C' => Value::Text(char::from(self.byte()?).to_string()),
            b'S' | b'H' => Value::Text(self.text()?),
            b'[' | b'{' if depth >= MAXIMUM_DEPTH => {
                return Err(limit(
                    format!("values nested {depth} deep at byte {}", self.at),
                    MAXIMUM_DEPTH,
                ));
            }
            b'[' => self.list(depth)?,
            b'{' => self.object(depth)?,
            _ => Value::Number(self.whole(marker)? as f64),
        })
    }

    fn container(&mut self) -> Result<Container> {
        let mut container = Container {
            of: None,
            count: None,
        };
        if self.peek() == Some(b'$') {
            self.at += 1;
            container.of = Some(self.byte()?);
            if self.peek() != Some(b'#') {
                return Err(self.wrong("a count behind a type"));
            }
        }
        if self.peek() == Some(b'#') {
            self.at += 1;
            container.count = Some(self.length()?);
        }
        Ok(container)
    }

    fn list(&mut self, depth: usize) -> Result<Value> {
        let Container { of, count } = self.container()?;
        if let (Some(of), Some(count)) = (of, count)
            && let Some(numbers) = self.packed(of, count)?
        {
            return Ok(if count == 0 {
                Value::List(Vec::new())
            } else {
                Value::Numbers(numbers)
            });
        }
        let mut list = ListBuilder::default();
        let mut left = count;
        loop {
            match left.as_mut() {
                Some(0) => return Ok(list.finish()),
                Some(left) => *left -= 1,
                None => {}
            }
            let marker = match of {
                Some(of) => of,
                None => self.marker()?,
            };
            if count.is_none() && marker == b']' {
                return Ok(list.finish());
            }
            list.push(self.value(marker, depth + 1)?);
        }
    }

    /// Numbers of one type next to each other; `None` where the type is no number.
    fn packed(&mut self, of: u8, count: usize) -> Result<Option<Vec<f64>>> {
        fn all<const N: usize>(
            parser: &mut Parser,
            count: usize,
            number: impl Fn([u8; N]) -> f64,
        ) -> Result<Option<Vec<f64>>> {
            let bytes = count
                .checked_mul(N)
                .and_then(|bytes| parser.bytes.get(parser.at..parser.at.checked_add(bytes)?));
            let Some(bytes) = bytes else {
                parser.at = parser.bytes.len();
                return Err(parser.wrong("as many numbers as the list says"));
            };
            parser.at += bytes.len();
            let (numbers, _) = bytes.as_chunks::<N>();
            Ok(Some(numbers.iter().map(|b| number(*b)).collect()))
        }
        match of {
            b'd' => all(self, count, |b| f64::from(f32::from_be_bytes(b))),
            b'D' => all(self, count, f64::from_be_bytes),
            b'i' => all(self, count, |b| f64::from(i8::from_be_bytes(b))),
            b'U' => all(self, count, |b: [u8; 1]| f64::from(b[0])),
            b'I' => all(self, count, |b| f64::from(i16::from_be_bytes(b))),
            b'l' => all(self, count, |b| f64::from(i32::from_be_bytes(b))),
            b'L' => all(self, count, |b| i64::from_be_bytes(b) as f64),
            // Values without bytes: a short file could ask for any number of them.
            b'Z' | b'T' | b'F' | b'N' => Err(self.wrong("a list of values that take bytes")),
            _ => Ok(None),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value> {
        let Container { of, count } = self.container()?;
        let mut entries = Vec::new();
        let mut left = count;
        loop {
            match left.as_mut() {
                Some(0) => return Ok(Value::Object(entries)),
                Some(left) => *left -= 1,
                None => {
                    while self.peek() == Some(b'N') {
                        self.at += 1;
                    }
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                        return Ok(Value::Object(entries));
                    }
                }
            }
            let key = self.text()?;
            let marker = match of {
                Some(of) => of,
                None => self.marker()?,
            };
            entries.push((key, self.value(marker, depth + 1)?));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_counted_and_typed_containers() {
        let bytes = b"{i\x01a[$d#i\x02\x3f\x80\x00\x00\xc0\x00\x00\x00i\x01b[#i\x02Si\x01xTi\x01c[i\x05I\x01\x00]i\x01dL\x00\x00\x00\x00\x00\x00\x00\x07}";
        let value = parse(bytes).expect("UBJSON");
        assert_eq!(value.get("a"), Some(&Value::Numbers(vec![1.0, -2.0])));
        assert_eq!(value.get("b").map(|b| b.list().len()), Some(2));
        assert_eq!(value.get("c"), Some(&Value::Numbers(vec![5.0, 256.0])));
        assert_eq!(value.get("d").and_then(Value::count), Some(7));
    }

    #[test]
    fn refuses_lengths_that_do_not_fit() {
        for bytes in [
            &b"[$d#l\x7f\xff\xff\xff"[..],
            b"[$T#l\x00\x00\x00\x00",
            b"Sl\x7f\xff\xff\xff",
            b"Si\xff",
            b"{i\x01a",
            b"[$",
            b"",
            b"[i",
        ] {
            assert_eq!(
                parse(bytes).expect_err("refused").code.as_str(),
                "model.unreadable"
            );
        }
        let deep = b"[".repeat(100_000);
        assert_eq!(parse(&deep).expect_err("deep").code.as_str(), "model.limit");
    }
}
