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
    let (n, m) = (reference.len(), current.len());
    let exact = (n.max(m) <= LARGEST_EXACT)
        .then(|| exact::two_sided(n, m, gap.statistic))
        .flatten();
    let (statistic, p, method) = match exact {
        Some((statistic, p)) => (statistic, p, Method::Exact),
        None => (
            gap.statistic,
            asymptotic_p(gap.statistic, n, m),
            Method::Asymptotic,
        ),
    };
    Some(KsResult {
        statistic,
        p: p.clamp(0.0, 1.0),
        method,
        ..gap
    })
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

/// Values of a side that a block holds at most.
const BLOCK: usize = 64;

/// Where the block after `i` and `j` values ends, when more values follow on both sides and none of them is equal to
/// its last one.
fn block(reference: &[f64], current: &[f64], i: usize, j: usize) -> Option<(usize, usize)> {
    let (a, b) = (reference.get(i..=i + BLOCK)?, current.get(j..=j + BLOCK)?);
    let last = f64::min(a[BLOCK - 1], b[BLOCK - 1]);
    if a[BLOCK] <= last || b[BLOCK] <= last {
        return None;
    }
    let end = |side: &[f64]| side.partition_point(|&v| v <= last);
    Some((i + end(a), j + end(b)))
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
    let (mut i, mut j) = (0, 0);
    while i < reference.len() || j < current.len() {
        // The difference within a block lies between those of its corners: most blocks hold no new extreme.
        while let Some((next_i, next_j)) = block(reference, current, i, j) {
            let highest = next_i as f64 / n - j as f64 / m;
            let lowest = i as f64 / n - next_j as f64 / m;
            if highest > above.difference || -lowest > below.difference {
                break;
            }
            (i, j) = (next_i, next_j);
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
