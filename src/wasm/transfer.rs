//! Columns between workers: typed arrays that are handed over, not copied, from one worker to the other.
//!
//! What a column came in can take the next one: a host's new memory costs more than the copy into it.

use js_sys::{
    Array, ArrayBuffer, BigInt64Array, BigUint64Array, Float64Array, Uint8Array, Uint32Array,
};
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error, Result};
use crate::table::{CHUNK_ROWS, Categories, ColumnData, Held, Levels};

/// One typed array from chunks, or chunks from one typed array.
macro_rules! chunked {
    ($give:ident, $take:ident, $array:ty, $value:ty) => {
        fn $give(chunks: &[Vec<$value>], spare: Option<ArrayBuffer>) -> JsValue {
            let rows: usize = chunks.iter().map(Vec::len).sum();
            let fits =
                |spare: &ArrayBuffer| spare.byte_length() as usize >= rows * size_of::<$value>();
            let array = match spare.filter(fits) {
                Some(spare) => <$array>::new_with_byte_offset_and_length(&spare, 0, rows as u32),
                None => <$array>::new_with_length(rows as u32),
            };
            let mut start = 0;
            for chunk in chunks {
                let end = start + chunk.len() as u32;
                array.subarray(start, end).copy_from(chunk);
                start = end;
            }
            array.into()
        }

        fn $take(array: &JsValue) -> Option<Vec<Vec<$value>>> {
            let array = array.dyn_ref::<$array>()?;
            let rows = array.length() as usize;
            let chunks = (0..rows).step_by(CHUNK_ROWS).map(|start| {
                let end = rows.min(start + CHUNK_ROWS);
                array.subarray(start as u32, end as u32).to_vec()
            });
            Some(chunks.collect())
        }
    };
}

chunked!(give_numbers, take_numbers, Float64Array, f64);
chunked!(give_instants, take_instants, BigInt64Array, i64);
chunked!(give_codes, take_codes, Uint32Array, u32);

/// `[type, values, missing, texts, ends of texts]`. The values are put into `spare` where they have room there.
pub(super) fn give(data: &ColumnData, missing: &[u64], spare: Option<ArrayBuffer>) -> Array {
    let (kind, values, levels) = match data {
        ColumnData::Number(values) => (0, give_numbers(values, spare), None),
        ColumnData::Time(values) => (1, give_instants(values, spare), None),
        ColumnData::Category(of) => (2, give_codes(&of.codes, spare), Some(&of.levels)),
        ColumnData::Text(of) => (3, give_codes(&of.codes, spare), Some(&of.levels)),
    };
    let out = Array::of3(
        &JsValue::from(kind),
        &values,
        &BigUint64Array::from(missing),
    );
    if let Some(levels) = levels {
        let mut texts = String::new();
        let mut ends = Vec::with_capacity(levels.len());
        for level in levels.iter() {
            texts.push_str(level);
            ends.push(texts.len() as u32);
        }
        out.push(&Uint8Array::from(texts.as_bytes()));
        out.push(&Uint32Array::from(ends.as_slice()));
    }
    out
}

/// What [`give`] made.
pub(super) fn take(message: &Array) -> Result<Held> {
    read(message).ok_or_else(|| {
        Error::new(
            Code::InternalMessage,
            "a column that cannot be read",
            "a column of the same build",
            "Reload the page.",
        )
    })
}

fn read(message: &Array) -> Option<Held> {
    let kind = message.get(0).as_f64()?;
    let values = message.get(1);
    let missing = message.get(2).dyn_ref::<BigUint64Array>()?.to_vec();
    let data = if kind == 0.0 {
        ColumnData::Number(take_numbers(&values)?)
    } else if kind == 1.0 {
        ColumnData::Time(take_instants(&values)?)
    } else {
        let codes = take_codes(&values)?;
        let texts = String::from_utf8(message.get(3).dyn_ref::<Uint8Array>()?.to_vec()).ok()?;
        let ends = message.get(4).dyn_ref::<Uint32Array>()?.to_vec();
        let mut start = 0;
        let levels: Option<Levels> = ends
            .into_iter()
            .map(|end| texts.get(std::mem::replace(&mut start, end as usize)..end as usize))
            .collect::<Option<Vec<&str>>>()
            .map(|levels| levels.into_iter().collect());
        let categories = Categories {
            levels: levels?,
            codes,
        };
        if kind == 2.0 {
            ColumnData::Category(categories)
        } else {
            ColumnData::Text(categories)
        }
    };
    Some(Held { data, missing })
}
