//! Pooling rare levels, so that the chi-square approximation holds.

/// Levels put into groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pooling {
    /// For each level its group; `None` for a level that neither side has.
    pub groups: Vec<Option<usize>>,
    /// Levels that share the last group, ascending; empty when nothing was pooled.
    pub pooled: Vec<usize>,
    /// Counts of the reference, by group.
    pub reference: Vec<u64>,
    /// Counts of the current side, by group.
    pub current: Vec<u64>,
}

/// Every expected count is at least this (Cochran WG 1954, Biometrics 10, 417).
const LEAST_EXPECTED: u128 = 5;

/// Pools the rarest levels of a 2×K table, by their pooled count and then by position, until every expected count
/// is at least 5. Only the margins decide what is pooled, never the sides' own counts, so that the test that
/// follows keeps its size. `None` when the slices differ in length, a side is empty, or fewer than two groups remain:
/// also when every level is rare, as in a column of identifiers, where grouping them would be arbitrary.
///
/// ```
/// let pooling = driftglass::stats::pooling::pool_rare(&[50, 3, 2], &[40, 3, 4]).unwrap();
/// assert_eq!((pooling.reference, pooling.current), (vec![50, 5], vec![40, 7]));
/// ```
pub fn pool_rare(reference: &[u64], current: &[u64]) -> Option<Pooling> {
    if reference.len() != current.len() {
        return None;
    }
    let total = |counts: &[u64]| counts.iter().map(|&x| u128::from(x)).sum::<u128>();
    let (n, m) = (total(reference), total(current));
    let smaller = n.min(m);
    let all = n + m;
    if smaller == 0 || u64::try_from(all).is_err() {
        return None;
    }
    let margin = |level: usize| u128::from(reference[level]) + u128::from(current[level]);
    // All terms are below 2⁶⁴, so the products fit.
    let enough = |margin: u128| margin * smaller >= LEAST_EXPECTED * all;

    let mut order: Vec<usize> = (0..reference.len())
        .filter(|&level| margin(level) > 0)
        .collect();
    order.sort_by_key(|&level| (margin(level), level));
    let mut taken = 0;
    let mut rest = 0;
    while let Some(&level) = order.get(taken) {
        if enough(margin(level)) && (taken == 0 || enough(rest)) {
            break;
        }
        rest += margin(level);
        taken += 1;
    }
    if taken > 0 && !enough(rest) {
        return None;
    }
    let mut pooled = order[..taken].to_vec();
    pooled.sort_unstable();
    let mut kept = order[taken..].to_vec();
    kept.sort_unstable();
    let group_count = kept.len() + usize::from(taken > 0);
    if group_count < 2 {
        return None;
    }
    let mut groups = vec![None; reference.len()];
    for (group, &level) in kept.iter().enumerate() {
        groups[level] = Some(group);
    }
    for &level in &pooled {
        groups[level] = Some(kept.len());
    }
    let by_group = |counts: &[u64]| {
        let mut sums = vec![0; group_count];
        for (&count, group) in counts.iter().zip(&groups) {
            if let Some(group) = *group {
                sums[group] += count;
            }
        }
        sums
    };
    Some(Pooling {
        reference: by_group(reference),
        current: by_group(current),
        pooled,
        groups,
    })
}
