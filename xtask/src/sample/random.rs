//! A small seeded generator: the same numbers on every machine and in every build.

/// xoshiro256++ (Blackman and Vigna 2021, doi:10.1145/3460772), its state filled by SplitMix64 (Steele et al. 2014).
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// A generator that starts from `seed`.
    pub fn new(seed: u64) -> Self {
        let mut counter = seed;
        let state = std::array::from_fn(|_| {
            counter = counter.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = counter;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ (word >> 31)
        });
        Random { state }
    }

    /// The next 64 bits.
    fn next(&mut self) -> u64 {
        let state = &mut self.state;
        let answer = state[0]
            .wrapping_add(state[3])
            .rotate_left(23)
            .wrapping_add(state[0]);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        answer
    }

    /// A number in [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with probability `probability`.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// A number from the standard normal distribution (Box and Muller 1958).
    ///
    /// `libm` and not the standard library: its last bit does not depend on the platform.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.uniform()));
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// The index of one of `shares`, each as likely as its size; the last one takes what rounding leaves.
    pub fn pick(&mut self, shares: impl ExactSizeIterator<Item = f64>) -> usize {
        let last = shares.len() - 1;
        let mut left = self.uniform();
        for (index, share) in shares.enumerate() {
            left -= share;
            if left < 0.0 || index == last {
                return index;
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_words_are_those_of_the_published_code() {
        // State 1, 2, 3, 4: the first outputs of the authors' C code, as rand_xoshiro's tests have them.
        let mut random = Random {
            state: [1, 2, 3, 4],
        };
        let first: Vec<u64> = (0..4).map(|_| random.next()).collect();
        assert_eq!(
            first,
            [41943041, 58720359, 3588806011781223, 3591011842654386]
        );
    }
}
