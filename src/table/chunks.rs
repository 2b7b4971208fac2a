//! Values in chunks of a fixed number of rows.

/// Rows of a full chunk.
pub const CHUNK_ROWS: usize = 65_536;

/// Adds a value; full chunks are never copied again.
#[inline]
pub(super) fn push<T>(chunks: &mut Vec<Vec<T>>, value: T) {
    open(chunks).push(value);
}

/// The chunk that takes the next values, at most as many as [`room`] says.
#[inline]
pub(super) fn open<T>(chunks: &mut Vec<Vec<T>>) -> &mut Vec<T> {
    if chunks.last().is_none_or(|chunk| chunk.len() >= CHUNK_ROWS) {
        begin(chunks);
    }
    let last = chunks.len() - 1;
    &mut chunks[last]
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
fn begin<T>(chunks: &mut Vec<Vec<T>>) {
    // The first chunk grows from nothing: a small file with many columns must stay small.
    let capacity = if chunks.is_empty() { 0 } else { CHUNK_ROWS };
    chunks.push(Vec::with_capacity(capacity));
}

/// Gives back what the last chunk did not need.
pub(super) fn trim<T>(chunks: &mut [Vec<T>]) {
    if let Some(last) = chunks.last_mut() {
        last.shrink_to_fit();
    }
}
