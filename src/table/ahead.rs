//! Memory asked for in few large steps.
//!
//! WebAssembly's allocator asks its host for just what it lacks, and each time costs near a millisecond in V8, however
//! little is asked for: a file of a million rows would ask several hundred times.

#[cfg(target_arch = "wasm32")]
use super::room;

#[cfg(target_arch = "wasm32")]
const PAGE_BYTES: usize = 1 << 16;
/// Least and most that is asked for at once.
#[cfg(target_arch = "wasm32")]
const LEAST_BYTES: usize = 1 << 20;
#[cfg(target_arch = "wasm32")]
const MOST_BYTES: usize = 16 << 20;

/// Follows the memory while it grows.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    #[cfg(target_arch = "wasm32")]
    pages: usize,
}

#[cfg(target_arch = "wasm32")]
impl Ahead {
    /// Asks for a quarter of the memory that there is where it has grown since the last look.
    pub(super) fn look(&mut self) {
        let pages = core::arch::wasm32::memory_size::<0>();
        if pages > self.pages {
            self.ask((pages * PAGE_BYTES / 4).clamp(LEAST_BYTES, MOST_BYTES / 2));
        }
    }

    /// Asks for what is needed soon, or for as much of it as is asked for at once: a block that is given back and stays
    /// the allocator's. Where there is no such block to be had, nothing changes.
    pub(super) fn ask(&mut self, bytes: usize) {
        let _ = room::ask(bytes.min(MOST_BYTES));
        self.pages = core::arch::wasm32::memory_size::<0>();
    }
}

/// Elsewhere memory comes cheaply.
#[cfg(not(target_arch = "wasm32"))]
impl Ahead {
    pub(super) fn look(&mut self) {}

    pub(super) fn ask(&mut self, _bytes: usize) {}
}
