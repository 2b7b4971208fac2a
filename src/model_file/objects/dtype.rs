//! The element types of numpy arrays.
//!
//! Source: numpy, "Data type objects (dtype)" and "The .npy format" (NEP 1).

/// One named field of a record.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Field {
    pub(in super::super) name: String,
    pub(in super::super) dtype: Dtype,
    pub(in super::super) offset: usize,
}

/// An element type and its byte order.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Dtype {
    Float {
        bytes: usize,
        big: bool,
    },
    Signed {
        bytes: usize,
        big: bool,
    },
    Unsigned {
        bytes: usize,
        big: bool,
    },
    Flag,
    /// Fixed-length text of this many UCS-4 characters.
    Text {
        characters: usize,
        big: bool,
    },
    /// Fixed-length bytes.
    Bytes(usize),
    /// References to objects.
    Object,
    Record {
        fields: Vec<Field>,
        bytes: usize,
    },
    /// Anything else, by its text.
    Other {
        name: String,
        bytes: usize,
    },
}

impl Dtype {
    /// Reads texts such as `<f8`, `i4`, `|b1`, `<U12`, `O`.
    pub(in super::super) fn parse(text: &str) -> Option<Dtype> {
        let (big, rest) = match text.as_bytes().first()? {
            b'>' => (true, &text[1..]),
            b'<' | b'|' | b'=' => (false, &text[1..]),
            _ => (false, text),
        };
        let kind = rest.chars().next()?;
        let digits = &rest[kind.len_utf8()..];
        let size: usize = if digits.is_empty() {
            0
        } else {
            digits.split(['[', '{']).next()?.parse().ok()?
        };
        Some(match (kind, size) {
            ('f', 2 | 4 | 8) => Dtype::Float { bytes: size, big },
            ('i', 1 | 2 | 4 | 8) => Dtype::Signed { bytes: size, big },
            ('u', 1 | 2 | 4 | 8) => Dtype::Unsigned { bytes: size, big },
            ('b', 1) | ('?', _) => Dtype::Flag,
            ('U', n) if n <= 1 << 20 => Dtype::Text { characters: n, big },
            ('S', n) => Dtype::Bytes(n),
            ('O', _) => Dtype::Object,
            (_, n) => Dtype::Other {
                name: text.chars().take(40).collect(),
                bytes: n,
            },
        })
    }

    /// Bytes of one element.
    pub(in super::super) fn size(&self) -> usize {
        match self {
            Dtype::Float { bytes, .. }
            | Dtype::Signed { bytes, .. }
            | Dtype::Unsigned { bytes, .. }
            | Dtype::Record { bytes, .. }
            | Dtype::Other { bytes, .. } => *bytes,
            Dtype::Flag => 1,
            Dtype::Text { characters, .. } => characters.saturating_mul(4),
            Dtype::Bytes(n) => *n,
            Dtype::Object => 8,
        }
    }

    /// The same type in the other byte order.
    pub(in super::super) fn with_order(self, order: bool) -> Dtype {
        match self {
            Dtype::Float { bytes, .. } => Dtype::Float { bytes, big: order },
            Dtype::Signed { bytes, .. } => Dtype::Signed { bytes, big: order },
            Dtype::Unsigned { bytes, .. } => Dtype::Unsigned { bytes, big: order },
            Dtype::Text { characters, .. } => Dtype::Text {
                characters,
                big: order,
            },
            other => other,
        }
    }

    /// One element as a number; `None` where it is none or the bytes are too few.
    pub(in super::super) fn number(&self, raw: &[u8]) -> Option<f64> {
        Some(match *self {
            Dtype::Float { bytes: 8, big } => f64::from_bits(word(raw, 8, big)?),
            Dtype::Float { bytes: 4, big } => f64::from(f32::from_bits(word(raw, 4, big)? as u32)),
            Dtype::Float { bytes: 2, big } => half(word(raw, 2, big)? as u16),
            Dtype::Signed { bytes, big } => signed(word(raw, bytes, big)?, bytes) as f64,
            Dtype::Unsigned { bytes, big } => word(raw, bytes, big)? as f64,
            Dtype::Flag => f64::from(u8::from(*raw.first()? != 0)),
            _ => return None,
        })
    }

    /// One element as a whole number; `None` where it is none.
    pub(in super::super) fn whole(&self, raw: &[u8]) -> Option<i64> {
        match *self {
            Dtype::Signed { bytes, big } => Some(signed(word(raw, bytes, big)?, bytes)),
            Dtype::Unsigned { bytes, big } => i64::try_from(word(raw, bytes, big)?).ok(),
            Dtype::Flag => Some(i64::from(*raw.first()? != 0)),
            _ => None,
        }
    }

    /// One element as text; `None` where it is none.
    pub(in super::super) fn text(&self, raw: &[u8]) -> Option<String> {
        match *self {
            Dtype::Text { big, .. } => {
                let mut text = String::new();
                for character in raw.chunks_exact(4) {
                    text.push(char::from_u32(word(character, 4, big)? as u32)?);
                }
                text.truncate(text.trim_end_matches('\0').len());
                Some(text)
            }
            Dtype::Bytes(_) => {
                let end = raw.iter().rposition(|byte| *byte != 0).map_or(0, |i| i + 1);
                Some(String::from_utf8_lossy(&raw[..end]).into_owned())
            }
            _ => None,
        }
    }
}

fn word(raw: &[u8], bytes: usize, big: bool) -> Option<u64> {
    let raw = raw.get(..bytes)?;
    let mut word = 0u64;
    for i in 0..bytes {
        let byte = if big { raw[i] } else { raw[bytes - 1 - i] };
        word = word << 8 | u64::from(byte);
    }
    Some(word)
}

fn signed(word: u64, bytes: usize) -> i64 {
    let shift = 64 - 8 * bytes.clamp(1, 8) as u32;
    ((word << shift) as i64) >> shift
}

/// IEEE 754 half precision.
fn half(bits: u16) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f64::from(bits & 0x3ff);
    sign * match exponent {
        0 => fraction * (-24f64).exp2(),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * f64::from(exponent - 15).exp2(),
    }
}
