//! A small generator of reproducible random numbers, for tests by simulation: the seed decides everything.

/// SplitMix64: Steele GL, Lea D, Flood CH (2014), "Fast splittable pseudorandom number generators", OOPSLA.
///
/// ```
/// let mut random = driftglass::stats::random::Random::new(0);
/// assert_eq!(random.bits(), 0xe220_a839_7b1d_cdaf);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Random(u64);

impl Random {
    /// Starts from `seed`; equal seeds give equal numbers on every machine.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    /// Next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform on the open interval `(0, 1)`.
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}
