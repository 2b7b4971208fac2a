//! Random counts: binomial and multinomial numbers whose cost does not grow with the rows.

use crate::stats::random::Random;

/// A binomial number: hits of `rows` trials with the chance `share`.
///
/// Below ten expected hits by inversion, otherwise by transformed rejection: Hörmann W (1993), "The generation of
/// binomial random variates", J. Stat. Comput. Simul. 46, 101, algorithm BTRS.
///
/// ```
/// use driftglass::stats::{groups::multinomial::binomial, random::Random};
/// let mut random = Random::new(1);
/// let mean = (0..2000).map(|_| binomial(100, 0.3, &mut random)).sum::<u64>() as f64 / 2000.0;
/// assert!((mean - 30.0).abs() < 0.5);
/// ```
pub fn binomial(rows: u64, share: f64, random: &mut Random) -> u64 {
    if rows == 0 || share.is_nan() || share <= 0.0 {
        return 0;
    }
    if share >= 1.0 {
        return rows;
    }
    if share > 0.5 {
        return rows - binomial(rows, 1.0 - share, random);
    }
    if rows as f64 * share < 10.0 {
        inversion(rows, share, random)
    } else {
        rejection(rows, share, random)
    }
}

/// The sum of the masses up to a uniform number.
fn inversion(rows: u64, share: f64, random: &mut Random) -> u64 {
    let odds = share / (1.0 - share);
    let mut mass = libm::exp(rows as f64 * libm::log1p(-share));
    let mut left = random.uniform();
    let mut hits = 0;
    while left > mass && hits < rows {
        left -= mass;
        mass *= odds * ((rows - hits) as f64 / (hits + 1) as f64);
        hits += 1;
        // Rounding can leave a rest that no mass takes away.
        if mass < 1e-300 {
            break;
        }
    }
    hits
}

fn rejection(rows: u64, share: f64, random: &mut Random) -> u64 {
    let n = rows as f64;
    let deviation = (n * share * (1.0 - share)).sqrt();
    let b = 1.15 + 2.53 * deviation;
    let a = -0.0873 + 0.0248 * b + 0.01 * share;
    let centre = n * share + 0.5;
    let inside = 0.92 - 4.2 / b;
    let alpha = (2.83 + 5.1 / b) * deviation;
    let odds = share / (1.0 - share);
    let mode = libm::floor((n + 1.0) * share);
    loop {
        let u = random.uniform() - 0.5;
        let v = random.uniform();
        let edge = 0.5 - libm::fabs(u);
        let k = libm::floor((2.0 * a / edge + b) * u + centre);
        if edge >= 0.07 && v <= inside {
            return k as u64;
        }
        if k < 0.0 || k > n {
            continue;
        }
        let v = libm::log(v * alpha / (a / (edge * edge) + b));
        let limit = (mode + 0.5) * libm::log((mode + 1.0) / (odds * (n - mode + 1.0)))
            + (n + 1.0) * libm::log((n - mode + 1.0) / (n - k + 1.0))
            + (k + 0.5) * libm::log(odds * (n - k + 1.0) / (k + 1.0))
            + (tail(mode) + tail(n - mode) - tail(k) - tail(n - k));
        if v <= limit {
            return k as u64;
        }
    }
}

/// What Stirling's series lacks of `ln k!` in the form of Hörmann (1993).
fn tail(k: f64) -> f64 {
    const SMALL: [f64; 10] = [
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_29,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_09,
        0.016_644_691_189_821_19,
        0.013_876_128_823_070_75,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_09,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
    ];
    if k < 10.0 {
        return SMALL[k as usize];
    }
    let next = k + 1.0;
    let square = next * next;
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / next
}

/// Draws as many rows as `counts` has, with replacement, from the rows it counts: new counts of the same cells.
pub fn resample(counts: &[u64], random: &mut Random, out: &mut [u64]) {
    let mut rows: u64 = counts.iter().sum();
    let mut left = rows;
    for (&count, out) in counts.iter().zip(out) {
        *out = if left == 0 || count == 0 {
            0
        } else if count == rows {
            left
        } else {
            binomial(left, count as f64 / rows as f64, random)
        };
        left -= *out;
        rows -= count;
    }
}
