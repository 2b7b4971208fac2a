//! The exact distribution of the two-sample gap: counting lattice paths.

/// `P(D ≥ d)` is about `2 exp(−2 d² n m/(n+m))`; from this exponent on it is below the least positive number.
const UNDERFLOW: f64 = 800.0;

/// Exact two-sided p-value of a gap `statistic` between samples of `n` and `m` values without ties: the
/// statistic rounded to a multiple of `1/lcm(n, m)`, and `P(D ≥ statistic)`.
///
/// `None` when the multiples cannot be represented (`lcm ≥ 2³¹`), a side is empty, or rounding carried the
/// probability out of `[0, 1]`: scipy then takes the asymptotic one too.
///
/// ```
/// let (_, p) = driftglass::stats::ks::exact::two_sided(3, 3, 1.0).unwrap();
/// assert!((p - 0.1).abs() < 1e-16);
/// ```
pub fn two_sided(n: usize, m: usize, statistic: f64) -> Option<(f64, f64)> {
    if n == 0 || m == 0 || !(0.0..=1.0).contains(&statistic) {
        return None;
    }
    let divisor = greatest_common_divisor(n, m);
    let multiples = (n / divisor).checked_mul(m)?;
    if multiples >= i32::MAX as usize {
        return None;
    }
    let steps = libm::rint(statistic * multiples as f64) as usize;
    let statistic = steps as f64 / multiples as f64;
    if steps == 0 {
        return Some((statistic, 1.0));
    }
    if 2.0 * statistic * statistic * (n as f64 * m as f64 / (n + m) as f64) > UNDERFLOW {
        return Some((statistic, 0.0));
    }
    let p = if n == m {
        outside_square(n, steps)
    } else {
        outside_band(n.max(m), n.min(m), divisor, steps)
    };
    (0.0..=1.0).contains(&p).then_some((statistic, p))
}

fn greatest_common_divisor(mut a: usize, mut b: usize) -> usize {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Share of the paths from (0,0) to (n,n) that touch `|x − y| = steps`: Hodges' alternating sum as nested products.
fn outside_square(n: usize, steps: usize) -> f64 {
    let mut p = 0.0;
    for k in (0..=n / steps).rev() {
        let mut product = 1.0;
        for j in 0..steps {
            let numerator = n as f64 - (k * steps + j) as f64;
            product = numerator * product / (n + k * steps + j + 1) as f64;
        }
        p = product * (1.0 - p);
    }
    2.0 * p
}

/// Share of the paths from (0,0) to (m,n), `m > n`, that leave the band of half-width `steps` (in units of
/// `1/lcm`) round the diagonal. Viehmann's recursion over the band: all terms positive, nothing cancels.
fn outside_band(m: usize, n: usize, divisor: usize, steps: usize) -> f64 {
    let (m_step, n_step) = ((m / divisor) as i64, (n / divisor) as i64);
    let (h, n_signed) = (steps as i64, n as i64);
    let ceiling = |a: i64| (a + m_step - 1).div_euclid(m_step);
    let mut first = 0_i64;
    let mut end = ceiling(h).min(n_signed + 1);
    let mut length = (end - first) as usize;
    let mut row = vec![1.0_f64; ((2 * end + 2).min(n_signed + 1)) as usize];
    row[..length].fill(0.0);
    let reciprocal: Vec<f64> = (0..=m + n).map(|i| 1.0 / (i.max(1)) as f64).collect();
    for i in 1..=m {
        let (last_first, last_length) = (first, length);
        let diagonal = n_step * i as i64;
        first = ((diagonal - h).div_euclid(m_step) + 1).clamp(0, n_signed);
        end = ceiling(diagonal + h).min(n_signed + 1);
        if end <= first {
            return 1.0;
        }
        length = (end - first) as usize;
        let shift = (first - last_first) as usize;
        let mut value = if first == 0 { 0.0 } else { 1.0 };
        let weight = i as f64;
        for offset in 0..length {
            let j = first as usize + offset;
            let inverse = reciprocal[i + j];
            let above = row.get(offset + shift).copied().unwrap_or(1.0);
            value = above * (weight * inverse) + value * (j as f64 * inverse);
            row[offset] = value;
        }
        if last_length > length {
            row[length..last_length].fill(1.0);
        }
    }
    row[length - 1]
}
