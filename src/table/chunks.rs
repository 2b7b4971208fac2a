//! Values in chunks of a fixed number of rows.

/// Rows of a full chunk.
pub const CHUNK_ROWS: usize = 65_536;

/// Adds a value; full chunks are never copied again.
#[inline]
pub(super) fn push<T>(chunks: &mut Vec<Vec<T>>, value: T) {
    match chunks.last_mut() {
        Some(chunk) if chunk.len() < CHUNK_ROWS => chunk.push(value),
        _ => start(chunks, value),
    }
}

/// Adds values, at most as many as [`room`] says.
#[inline]
pub(super) fn extend<T: Copy>(chunks: &mut Vec<Vec<T>>, values: &[T]) {
    match chunks.last_mut() {
        Some(chunk) if chunk.len() < CHUNK_ROWS => chunk.extend_from_slice(values),
        _ => {
            if let Some((&first, rest)) = values.split_first() {
                start(chunks, first);
                extend(chunks, rest);
            }
        }
    }
}

/// Rows until a chunk is full: at least 1.
#[inline]
pub(super) fn room<T>(chunks: &[Vec<T>]) -> usize {
    match chunks.last() {
        Some(chunk) if chunk.len() < CHUNK_ROWS => CHUNK_ROWS - chunk.len(),
        _ => CHUNK_ROWS,
    }
}

#[cold]
fn start<T>(chunks: &mut Vec<Vec<T>>, value: T) {
    // The first chunk grows from nothing: a small file with many columns must stay small.
    let capacity = if chunks.is_empty() { 0 } else { CHUNK_ROWS };
    let mut chunk = Vec::with_capacity(capacity);
    chunk.push(value);
    chunks.push(chunk);
}

/// Gives back what the last chunk did not need.
pub(super) fn trim<T>(chunks: &mut [Vec<T>]) {
    if let Some(last) = chunks.last_mut() {
        last.shrink_to_fit();
    }
}
