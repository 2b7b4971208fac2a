//! What all fuzz targets share: a seed for each input, a fixed number of inputs or so many seconds, and the input that failed.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// A small generator (Marsaglia 2003, xorshift64).
pub struct Random(u64);

impl Random {
    /// A whole number below `bound`, or 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// Makes and checks at least so many inputs, and goes on for `DRIFTGLASS_FUZZ_SECONDS`. Each has its own seed, so that a
/// failure can be repeated alone; `make` answers it with its name.
pub fn each(
    least: u64,
    make: impl Fn(&mut Random) -> (String, Vec<u8>),
    check: impl Fn(&str, &[u8], &mut Random),
) {
    let seconds = std::env::var("DRIFTGLASS_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut inputs = 0;
    while inputs < least || Instant::now() < until {
        let mut random = Random((inputs + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (name, bytes) = make(&mut random);
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&name, &bytes, &mut random)));
        if let Err(panic) = outcome {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
            eprintln!("input {inputs} {name}, {} bytes: {shown:?}", bytes.len());
            resume_unwind(panic);
        }
        inputs += 1;
    }
    if seconds > 0 {
        println!("{inputs} inputs in {seconds} s");
    }
}
