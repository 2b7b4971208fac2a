//! The two-sample Kolmogorov–Smirnov test, as `scipy.stats.ks_2samp` (two-sided, `method="auto"`) decides it.

mod durbin;
pub mod exact;
pub mod one_sample;
mod pelz_good;
mod pomeranz;
mod smirnov;

/// Where the p-value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// The exact two-sample distribution for continuous data; conservative with ties.
    Exact,
    /// The exact one-sample distribution at the effective sample size.
    Asymptotic,
}

/// The largest gap between two empirical distributions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KsResult {
    /// `D = sup |F − G|`, in `[0, 1]`; 0 when the distributions are equal.
    pub statistic: f64,
    /// Probability of so large a gap when both samples have one distribution.
    pub p: f64,
    /// Where `p` comes from.
    pub method: Method,
    /// A value at which the gap is attained.
    pub location: f64,
    /// +1 when the reference's distribution function is the higher one there (its values are smaller), −1 otherwise.
    pub sign: i8,
    /// Share of the reference at or below `location`.
    pub reference_at: f64,
    /// Share of the current values at or below `location`.
    pub current_at: f64,
}

/// Up to this many rows on the larger side the exact distribution is used.
const LARGEST_EXACT: usize = 10_000;

/// Compares two samples given in ascending order; ties and infinities allowed, no NaN. `None` when one is empty.
///
/// One merging pass; the exact p-value costs `O(n·m·D)` up to 10 000 rows a side.
/// Source: scipy 1.17.1 `ks_2samp`; Hodges JL (1958), Arkiv för Matematik 3, 469; Viehmann T (2021), arXiv:2102.08037;
/// Simard R, L'Ecuyer P (2011), J. Stat. Softw. 39(11).
///
/// ```
/// let result = driftglass::stats::ks::two_sample(&[1.0, 2.0, 3.0], &[2.5, 3.5, 4.5]).unwrap();
/// assert!((result.statistic - 2.0 / 3.0).abs() < 1e-15);
/// assert!((result.p - 0.6).abs() < 1e-15);
/// ```
pub fn two_sample(reference: &[f64], current: &[f64]) -> Option<KsResult> {
    let gap = largest_gap(reference, current)?;
    let (statistic, p, method) = p_value(gap.statistic, reference.len(), current.len());
    Some(KsResult {
        statistic,
        p,
        method,
        ..gap
    })
}

/// What [`two_sample`] says of a gap between samples of so many values: the gap as a multiple of what there can be where
/// the exact distribution is used, its p-value, and where that comes from.
pub fn p_value(statistic: f64, n: usize, m: usize) -> (f64, f64, Method) {
    let exact = (n.max(m) <= LARGEST_EXACT)
        .then(|| exact::two_sided(n, m, statistic))
        .flatten();
    let (statistic, p, method) = match exact {
        Some((statistic, p)) => (statistic, p, Method::Exact),
        None => (statistic, asymptotic_p(statistic, n, m), Method::Asymptotic),
    };
    (statistic, p.clamp(0.0, 1.0), method)
}

/// The gap `D` alone, without its p-value; one merging pass. `None` when a sample is empty.
pub fn statistic(reference: &[f64], current: &[f64]) -> Option<f64> {
    largest_gap(reference, current).map(|gap| gap.statistic)
}

/// p-value of a gap `statistic` from the one-sample distribution at `n·m/(n+m)` rows, rounded half to even.
pub fn asymptotic_p(statistic: f64, n: usize, m: usize) -> f64 {
    let (n, m) = (n as f64, m as f64);
    let effective = libm::rint(n.max(m) * n.min(m) / (n + m)).max(1.0);
    one_sample::sf(effective as u64, statistic)
}

/// A place where the difference of the two distribution functions is extreme.
#[derive(Clone, Copy)]
struct Extreme {
    difference: f64,
    location: f64,
    reference_at: f64,
    current_at: f64,
}

impl Extreme {
    fn keep_larger(&mut self, other: &Extreme) {
        if other.difference > self.difference {
            *self = *other;
        }
    }
}

/// `x ≤ value`; also true for a NaN that should not be there, so that the merge always ends.
fn not_above(x: f64, value: f64) -> bool {
    x.partial_cmp(&value) != Some(std::cmp::Ordering::Greater)
}

/// Values that one side of a block holds at least, where no ties are.
const BLOCK: usize = 256;

/// Where the blocks of a merge end, after so many values of each side: none between two values that are equal.
fn blocks(reference: &[f64], current: &[f64]) -> Vec<(usize, usize)> {
    let end = |side: &[f64], from: usize, last: f64| {
        let rest = &side[from..];
        let near = &rest[..rest.len().min(BLOCK)];
        match near.partition_point(|&v| v <= last) {
            // Ties may go on for long.
            BLOCK => from + rest.partition_point(|&v| v <= last),
            count => from + count,
        }
    };
    let mut ends = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(&a), Some(&b)) = (reference.get(i + BLOCK - 1), current.get(j + BLOCK - 1)) {
        let last = f64::min(a, b);
        let next = (end(reference, i, last), end(current, j, last));
        if next == (i, j) {
            // A NaN that should not be there.
            break;
        }
        ends.push(next);
        (i, j) = next;
    }
    ends.push((reference.len(), current.len()));
    ends
}

/// The statistic with its place; `p` and `method` are still to be decided.
fn largest_gap(reference: &[f64], current: &[f64]) -> Option<KsResult> {
    if reference.is_empty() || current.is_empty() {
        return None;
    }
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let nowhere = Extreme {
        difference: f64::NEG_INFINITY,
        location: reference[0],
        reference_at: 0.0,
        current_at: 0.0,
    };
    // scipy looks at the reference's values first: an extreme that is attained at several values is reported at
    // the first one that the reference has, and only otherwise at one that only the current side has.
    let (mut above, mut below, mut below_current_only) = (nowhere, nowhere, nowhere);
    let blocks = blocks(reference, current);
    // The gap is at least what is attained where blocks end.
    let least = blocks.iter().fold(0.0, |least, &(i, j)| {
        f64::max(least, libm::fabs(i as f64 / n - j as f64 / m))
    });
    let mut blocks = blocks.into_iter();
    let (mut i, mut j) = (0, 0);
    let (mut block_i, mut block_j) = (0, 0);
    loop {
        if i >= block_i && j >= block_j {
            let Some((next_i, next_j)) = blocks.next() else {
                break;
            };
            // The difference within a block lies between those of its corners: most blocks cannot hold the gap.
            let highest = next_i as f64 / n - j as f64 / m;
            let lowest = i as f64 / n - next_j as f64 / m;
            (block_i, block_j) = (next_i, next_j);
            if f64::max(highest, -lowest) < least {
                (i, j) = (next_i, next_j);
            }
            continue;
        }
        let value = match (reference.get(i), current.get(j)) {
            (Some(&a), Some(&b)) => {
                if b < a {
                    b
                } else {
                    a
                }
            }
            (Some(&a), None) => a,
            (None, Some(&b)) => b,
            (None, None) => break,
        };
        let before = i;
        while i < reference.len() && not_above(reference[i], value) {
            i += 1;
        }
        while j < current.len() && not_above(current[j], value) {
            j += 1;
        }
        let (reference_at, current_at) = (i as f64 / n, j as f64 / m);
        let difference = reference_at - current_at;
        let mut here = Extreme {
            difference,
            location: value,
            reference_at,
            current_at,
        };
        if difference > above.difference && i > before {
            above = here;
        }
        here.difference = -difference;
        if i > before {
            below.keep_larger(&here);
        } else {
            below_current_only.keep_larger(&here);
        }
    }
    below.keep_larger(&below_current_only);
    let (extreme, sign) = if below.difference.clamp(0.0, 1.0) > above.difference {
        (below, -1)
    } else {
        (above, 1)
    };
    Some(KsResult {
        statistic: extreme.difference.clamp(0.0, 1.0),
        p: 1.0,
        method: Method::Asymptotic,
        location: extreme.location,
        sign,
        reference_at: extreme.reference_at,
        current_at: extreme.current_at,
    })
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, largest_gap, not_above};

    /// Every value looked at, the reference's first: the gap, a place where it is attained, and its sign.
    fn plainly(reference: &[f64], current: &[f64]) -> (f64, f64, i8) {
        let share = |side: &[f64], value: f64| {
            side.partition_point(|&v| not_above(v, value)) as f64 / side.len() as f64
        };
        let difference = |value: f64| share(reference, value) - share(current, value);
        let first = |values: &[f64], sign: f64| {
            let mut best = (f64::NEG_INFINITY, f64::NAN);
            for &value in values {
                if sign * difference(value) > best.0 {
                    best = (sign * difference(value), value);
                }
            }
            best
        };
        let above = first(reference, 1.0);
        let (both, alone) = (first(reference, -1.0), first(current, -1.0));
        let below = if alone.0 > both.0 { alone } else { both };
        if below.0.clamp(0.0, 1.0) > above.0 {
            (below.0.clamp(0.0, 1.0), below.1, -1)
        } else {
            (above.0.clamp(0.0, 1.0), above.1, 1)
        }
    }

    #[test]
    fn the_gap_that_looking_at_every_value_finds() {
        let mut state = 3u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        for round in 0..400 {
            let (n, m) = (
                1 + (next() * 8.0 * BLOCK as f64) as usize,
                1 + (next() * 8.0 * BLOCK as f64) as usize,
            );
            let steps = [0.0, 3.0, 50.0, 1000.0][round % 4];
            let (shift, stretch) = (
                [0.0, 0.02, -0.3, 1.5][round / 4 % 4],
                [1.0, 1.4][round / 16 % 2],
            );
            let mut draw = |size: usize, shift: f64, stretch: f64| {
                let mut values: Vec<f64> = (0..size)
                    .map(|_| {
                        let value = (next() - 0.5) * stretch + shift;
                        if steps > 0.0 {
                            (value * steps).floor()
                        } else {
                            value
                        }
                    })
                    .collect();
                values.sort_unstable_by(f64::total_cmp);
                values
            };
            let reference = draw(n, 0.0, 1.0);
            let current = match round % 7 {
                0 => reference.clone(),
                _ => draw(m, shift, stretch),
            };
            let found = largest_gap(&reference, &current).unwrap();
            let (gap, location, sign) = plainly(&reference, &current);
            assert_eq!(
                (found.statistic, found.location, found.sign),
                (gap, location, sign)
            );
            let share =
                |side: &[f64]| side.partition_point(|&v| v <= location) as f64 / side.len() as f64;
            assert_eq!(found.reference_at, share(&reference));
            assert_eq!(found.current_at, share(&current));
        }
    }
}
