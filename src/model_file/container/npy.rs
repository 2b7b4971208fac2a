//! One array of numpy in a file of its own (`.npy`).
//!
//! Source: numpy, "NEP 1: A simple file format for NumPy arrays" and its version 3.

use super::super::objects::{Array, Data, Dtype, Field};
use super::super::refusal::damaged;
use crate::error::{Error, Result};

/// Reads an array; one of objects is refused, as it would hold a pickle.
///
/// # Errors
/// `model.damaged`.
pub(in super::super) fn npy(bytes: &[u8]) -> Result<Array> {
    let (header, data) = split(bytes).ok_or_else(|| broken("a header that is not well formed"))?;
    let descr = after(header, "'descr':").ok_or_else(|| broken("no element type"))?;
    let dtype = dtype(descr).ok_or_else(|| broken("an element type that is not known"))?;
    if matches!(dtype, Dtype::Object) {
        return Err(broken("objects in place of numbers"));
    }
    let fortran = after(header, "'fortran_order':").is_some_and(|rest| rest.starts_with("True"));
    let shape = after(header, "'shape':")
        .and_then(shape)
        .ok_or_else(|| broken("no shape"))?;
    Array::new(shape, fortran, dtype, Data::Raw(data.to_vec()))
        .ok_or_else(|| broken("bytes that do not fit shape and type"))
}

fn split(bytes: &[u8]) -> Option<(&str, &[u8])> {
    if !bytes.starts_with(b"\x93NUMPY") {
        return None;
    }
    let (start, length): (usize, usize) = match bytes.get(6)? {
        1 => (
            10,
            usize::from(*bytes.get(8)?) + 256 * usize::from(*bytes.get(9)?),
        ),
        2 | 3 => (
            12,
            bytes
                .get(8..12)?
                .iter()
                .rev()
                .fold(0, |word, byte| word << 8 | usize::from(*byte)),
        ),
        _ => return None,
    };
    let end = start.checked_add(length)?;
    Some((
        std::str::from_utf8(bytes.get(start..end)?).ok()?,
        bytes.get(end..)?,
    ))
}

fn after<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    Some(header[header.find(key)? + key.len()..].trim_start())
}

fn shape(text: &str) -> Option<Vec<usize>> {
    let inner = text.strip_prefix('(')?;
    inner[..inner.find(')')?]
        .split(',')
        .map(str::trim)
        .filter(|length| !length.is_empty())
        .map(|length| length.parse().ok())
        .collect()
}

/// `'<f8'` or `[('left_child', '<i8'), …]`.
fn dtype(text: &str) -> Option<Dtype> {
    let mut quoted = text.split('\'').skip(1).step_by(2);
    if !text.starts_with('[') {
        return Dtype::parse(quoted.next()?);
    }
    let list = &text[..text.find(']')?];
    let mut quoted = list.split('\'').skip(1).step_by(2);
    let (mut fields, mut offset) = (Vec::new(), 0);
    while let (Some(name), Some(kind)) = (quoted.next(), quoted.next()) {
        let dtype = Dtype::parse(kind)?;
        let size = dtype.size();
        // Gaps of aligned records have no name.
        if !name.is_empty() {
            fields.push(Field {
                name: name.to_owned(),
                dtype,
                offset,
            });
        }
        offset += size;
    }
    Some(Dtype::Record {
        fields,
        bytes: offset,
    })
}

fn broken(what: &str) -> Error {
    damaged(
        format!("an array file with {what}"),
        "an .npy file of numbers or texts",
    )
}
