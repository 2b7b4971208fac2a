//! The wire format of Protocol Buffers: fields one after the other, nothing more.
//!
//! Source: protobuf.dev, "Encoding".

use super::super::refusal::damaged;
use crate::error::{Error, Result};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Payload<'a> {
    Varint(u64),
    Fixed64(u64),
    Fixed32(u32),
    Bytes(&'a [u8]),
}

/// The fields of one message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    bytes: &'a [u8],
    /// Where the message starts in the file, for messages to people.
    offset: usize,
    at: usize,
}

impl<'a> Message<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Message<'a> {
        Message {
            bytes,
            offset: 0,
            at: 0,
        }
    }

    /// The next field: its number and its payload.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Payload<'a>)>> {
        if self.at >= self.bytes.len() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let payload = match tag & 7 {
            0 => Payload::Varint(self.varint()?),
            1 => Payload::Fixed64(little_endian(self.take(8)?)),
            2 => {
                let length = usize::try_from(self.varint()?).unwrap_or(usize::MAX);
                Payload::Bytes(self.take(length)?)
            }
            5 => Payload::Fixed32(little_endian(self.take(4)?) as u32),
            _ => return Err(self.broken()),
        };
        Ok(Some((tag >> 3, payload)))
    }

    fn varint(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.take(1)?[0];
            if shift < 64 {
                value |= u64::from(byte & 0x7f) << shift;
            }
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.broken())
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self
            .at
            .checked_add(count)
            .filter(|end| *end <= self.bytes.len());
        let Some(end) = end else {
            return Err(self.broken());
        };
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    /// The message that `bytes`, the payload just read, holds.
    pub(super) fn inner(&self, bytes: &'a [u8]) -> Message<'a> {
        Message {
            bytes,
            offset: self.offset + self.at - bytes.len(),
            at: 0,
        }
    }

    pub(super) fn broken(&self) -> Error {
        damaged(
            format!(
                "bytes that are no ONNX model, near byte {}",
                self.offset + self.at
            ),
            "an ONNX file (protocol buffer), whole",
        )
    }
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |word, byte| word << 8 | u64::from(*byte))
}

impl<'a> Payload<'a> {
    pub(super) fn bytes(self) -> Option<&'a [u8]> {
        match self {
            Payload::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// A text; bytes that are no UTF-8 are replaced.
    pub(super) fn text(self) -> String {
        String::from_utf8_lossy(self.bytes().unwrap_or_default()).into_owned()
    }

    pub(super) fn whole(self) -> i64 {
        match self {
            Payload::Varint(value) | Payload::Fixed64(value) => value as i64,
            Payload::Fixed32(value) => i64::from(value),
            Payload::Bytes(_) => 0,
        }
    }

    /// Appends a repeated whole number, packed or not.
    pub(super) fn wholes(self, message: &Message<'a>, into: &mut Vec<i64>) -> Result<()> {
        match self {
            Payload::Bytes(bytes) => {
                let mut packed = message.inner(bytes);
                while packed.at < bytes.len() {
                    into.push(packed.varint()? as i64);
                }
            }
            other => into.push(other.whole()),
        }
        Ok(())
    }

    /// Appends a repeated 32-bit float, packed or not.
    pub(super) fn floats(self, message: &Message<'a>, into: &mut Vec<f32>) -> Result<()> {
        match self {
            Payload::Bytes(bytes) => {
                let (words, rest) = bytes.as_chunks::<4>();
                if !rest.is_empty() {
                    return Err(message.broken());
                }
                into.extend(words.iter().map(|word| f32::from_le_bytes(*word)));
            }
            Payload::Fixed32(bits) => into.push(f32::from_bits(bits)),
            _ => return Err(message.broken()),
        }
        Ok(())
    }

    /// Appends a repeated 64-bit float, packed or not.
    pub(super) fn doubles(self, message: &Message<'a>, into: &mut Vec<f64>) -> Result<()> {
        match self {
            Payload::Bytes(bytes) => {
                let (words, rest) = bytes.as_chunks::<8>();
                if !rest.is_empty() {
                    return Err(message.broken());
                }
                into.extend(words.iter().map(|word| f64::from_le_bytes(*word)));
            }
            Payload::Fixed64(bits) => into.push(f64::from_bits(bits)),
            _ => return Err(message.broken()),
        }
        Ok(())
    }
}
