//! Lines as a text editor counts them.

/// How many lines end in these bytes: at LF, CR LF or CR.
pub(super) fn count_line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut previous = 0;
    for &byte in bytes {
        if byte == b'\r' || (byte == b'\n' && previous != b'\r') {
            count += 1;
        }
        previous = byte;
    }
    count
}
