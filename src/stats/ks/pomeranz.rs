//! Pomeranz' recursion for `P(D_n < d)`.
//!
//! Pomeranz J (1974), "Algorithm 487", Commun. ACM 17, 703.

/// Powers of two taken out of rows that shrink too far.
const SCALE_BITS: i32 = 128;

/// `P(D_n < d)` for `n d > 1`: `2n+1` convolutions of a narrow row with Poisson-like weights.
pub(super) fn pomeranz(n: usize, d: f64) -> f64 {
    let rows = n as f64;
    let band = Band::new(n, rows * d);
    let fraction = band.fraction;
    let g = fraction.min(1.0 - fraction);
    let weights = 2 * (band.whole as usize + 1);
    let edge = powers(g / rows, weights);
    let odd = powers(2.0 * g / rows, weights);
    let even = powers((1.0 - 2.0 * g) / rows, weights);
    let (small, large) = (
        libm::scalbn(1.0, -SCALE_BITS),
        libm::scalbn(1.0, SCALE_BITS),
    );

    let mut previous = vec![0.0; weights];
    let mut row = vec![0.0; weights];
    row[0] = 1.0;
    // The index of the first entry of each row; entries outside a row are zero.
    let mut start = 0_i64;
    let mut exponent = 0;
    let (mut first, _) = band.ends(0);
    for i in 1..=2 * n + 1 {
        let last_first = first;
        std::mem::swap(&mut previous, &mut row);
        row.fill(0.0);
        let ends = band.ends(i);
        first = ends.0;
        let last = ends.1;
        let weights = if i == 1 || i == 2 * n + 1 {
            &edge
        } else if i % 2 == 1 {
            &odd
        } else {
            &even
        };
        let span = last - last_first + 1;
        if span <= 0 {
            continue;
        }
        for (slot, target) in (first..=last).enumerate() {
            let mut sum = 0.0;
            for source in last_first..=target {
                let at = |list: &[f64], index: i64| {
                    usize::try_from(index)
                        .ok()
                        .and_then(|index| list.get(index))
                        .copied()
                        .unwrap_or(0.0)
                };
                sum += at(&previous, source - start) * at(weights, target - source);
            }
            if let Some(cell) = row.get_mut(slot) {
                *cell = sum;
            }
        }
        start = first;
        let most = row.iter().copied().fold(0.0, f64::max);
        if most > 0.0 && most < small {
            row.iter_mut().for_each(|cell| *cell *= large);
            exponent -= SCALE_BITS;
        }
    }
    let end = usize::try_from(n as i64 - start).unwrap_or(0);
    let mut p = row.get(end).copied().unwrap_or(0.0);
    for m in 1..=n {
        if libm::fabs(p) > large {
            p *= small;
            exponent += SCALE_BITS;
        }
        p *= m as f64;
    }
    libm::scalbn(p, exponent).clamp(0.0, 1.0)
}

/// `x^m / m!` for `m < count`.
fn powers(x: f64, count: usize) -> Vec<f64> {
    let mut power = 1.0;
    (0..count)
        .map(|m| {
            if m > 0 {
                power *= x / m as f64;
            }
            power
        })
        .collect()
}

/// Which entries of a row can be other than zero.
struct Band {
    n: i64,
    whole: i64,
    fraction: f64,
    ceiling: i64,
    round: i64,
}

impl Band {
    fn new(n: usize, t: f64) -> Band {
        let whole = libm::floor(t);
        let fraction = t - whole;
        Band {
            n: n as i64,
            whole: whole as i64,
            fraction,
            ceiling: i64::from(fraction > 0.0),
            round: i64::from(fraction > 0.5),
        }
    }

    /// First and last index of row `i`.
    fn ends(&self, i: usize) -> (i64, i64) {
        let (n, whole) = (self.n, self.whole);
        let half = (i as i64 + 1) / 2;
        let (low, high) = if i == 0 {
            (-whole - self.ceiling - 1, whole + self.ceiling - 1)
        } else if i % 2 == 1 {
            if half == n + 1 {
                (n - whole - self.ceiling - 1, n + whole + self.ceiling - 1)
            } else {
                (
                    half - 1 - whole - self.round - 1,
                    half + whole - 1 + self.ceiling - 1,
                )
            }
        } else {
            (half - 1 - whole - 1, half + whole + self.round - 1)
        };
        ((low + 2).max(0), high.min(n))
    }
}
