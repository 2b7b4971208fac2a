//! Memory asked for in few large steps.
//!
//! WebAssembly's allocator asks its host for just what it lacks, and each time costs near a millisecond in V8, however
//! little is asked for: a file of a million rows would ask several hundred times.

/// A step is this part of the memory that there is.
#[cfg(target_arch = "wasm32")]
const PART: usize = 8;
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

impl Ahead {
    /// Asks for a step where the memory has grown since the last look: a block that is given back at once and stays
    /// the allocator's. Where there is no such block to be had, nothing changes.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn look(&mut self) {
        const PAGE_BYTES: usize = 1 << 16;
        let pages = core::arch::wasm32::memory_size::<0>();
        if pages > self.pages {
            let step = (pages * PAGE_BYTES / PART).clamp(LEAST_BYTES, MOST_BYTES);
            let mut block: Vec<u8> = Vec::new();
            if block.try_reserve_exact(step).is_ok() {
                // Otherwise the compiler would see that nobody uses it.
                std::hint::black_box(block.as_ptr());
            }
            drop(block);
            self.pages = core::arch::wasm32::memory_size::<0>();
        }
    }

    /// Elsewhere memory comes cheaply.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn look(&mut self) {}
}
