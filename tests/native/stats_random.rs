//! Reproducible random numbers for simulations.

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// Counts of `rows` draws from levels with these weights.
    pub fn counts(&mut self, weights: &[f64], rows: u64) -> Vec<u64> {
        let mut sum = 0.0;
        let cumulative: Vec<f64> = weights
            .iter()
            .map(|w| {
                sum += w;
                sum
            })
            .collect();
        let mut counts = vec![0; weights.len()];
        for _ in 0..rows {
            let u = self.uniform() * sum;
            let level = cumulative
                .partition_point(|&c| c < u)
                .min(weights.len() - 1);
            counts[level] += 1;
        }
        counts
    }

    /// Ascending values of a transformed uniform variable.
    pub fn sorted(&mut self, rows: usize, mut transform: impl FnMut(f64) -> f64) -> Vec<f64> {
        let mut values: Vec<f64> = (0..rows).map(|_| transform(self.uniform())).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    }
}
