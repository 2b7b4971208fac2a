//! What each level, bin or group of rows adds to a distance: the parts add up to the distance.

/// Each level's part of the total variation distance: `½ |p_k − q_k|`. `None` as in
/// [`super::variation::total_variation`].
///
/// ```
/// let parts = driftglass::stats::contribution::of_levels(&[6, 4], &[5, 5]).unwrap();
/// assert!((parts[0] - 0.05).abs() < 1e-15 && (parts[1] - 0.05).abs() < 1e-15);
/// ```
pub fn of_levels(reference: &[u64], current: &[u64]) -> Option<Vec<f64>> {
    let (n, m) = super::variation::totals(reference, current)?;
    let part = |(&x, &y): (&u64, &u64)| 0.5 * libm::fabs(x as f64 / n - y as f64 / m);
    Some(reference.iter().zip(current).map(part).collect())
}

/// Each bin's part of the Wasserstein-1 distance of two ascending samples: `∫ |F − G| dx` over
/// `(−∞, e₀], (e₀, e₁], …, (e_last, ∞)`, one part more than `edges` (ascending). In the unit of the values.
/// `None` without rows on a side, or with infinite values.
///
/// ```
/// let parts = driftglass::stats::contribution::of_bins(&[0.0, 1.0], &[2.0, 3.0], &[1.0]).unwrap();
/// assert_eq!(parts, vec![0.5, 1.5]);
/// ```
pub fn of_bins(reference: &[f64], current: &[f64], edges: &[f64]) -> Option<Vec<f64>> {
    let finite = |side: &[f64]| {
        side.first().is_some_and(|v| v.is_finite()) && side.last().is_some_and(|v| v.is_finite())
    };
    if !finite(reference) || !finite(current) {
        return None;
    }
    let (n, m) = (reference.len() as f64, current.len() as f64);
    let mut parts = vec![0.0; edges.len() + 1];
    let (mut i, mut j, mut bin) = (0, 0, 0);
    let mut from = reference[0].min(current[0]);
    let end = reference[reference.len() - 1].max(current[current.len() - 1]);
    while from < end {
        while edges.get(bin).is_some_and(|edge| *edge <= from) {
            bin += 1;
        }
        while i < reference.len() && reference[i] <= from {
            i += 1;
        }
        while j < current.len() && current[j] <= from {
            j += 1;
        }
        let next = |side: &[f64], at: usize| side.get(at).copied().unwrap_or(end);
        let edge = edges.get(bin).copied().unwrap_or(end);
        let to = next(reference, i).min(next(current, j)).min(edge).min(end);
        parts[bin] += libm::fabs(i as f64 / n - j as f64 / m) * (to - from);
        // A value that does not ascend must not stop the walk.
        from = if to > from { to } else { end };
    }
    Some(parts)
}

/// One group's part of a distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupPart {
    /// Because the column changed among the group's rows.
    pub within: f64,
    /// Because the group's share of the rows changed.
    pub mix: f64,
}

/// Each group's part of a total variation distance, from counts a group and level (`groups × levels`, every group's
/// levels in the same order). All parts together add up to the distance; a part may be negative where a group moved
/// against the whole.
///
/// With `s_k` the sign of a level's change, the distance is `½ Σ_k s_k (q_k − p_k)`, linear in the groups; each
/// change of a group is split into rate and composition, both weighted by means of the two files (Kitagawa EM 1955,
/// JASA 50, 1168), composition against the mean over all groups. `None` without rows on a side, or unless all
/// groups have as many levels.
///
/// ```
/// use driftglass::stats::contribution::of_groups;
/// let parts = of_groups(&[vec![5, 5], vec![5, 5]], &[vec![5, 5], vec![1, 9]]).unwrap();
/// assert!(parts[0].within.abs() < 1e-15 && (parts[1].within - 0.2).abs() < 1e-15);
/// ```
pub fn of_groups(reference: &[Vec<u64>], current: &[Vec<u64>]) -> Option<Vec<GroupPart>> {
    let levels = reference.first()?.len();
    let even = |side: &[Vec<u64>]| side.iter().all(|group| group.len() == levels);
    if reference.len() != current.len() || !even(reference) || !even(current) {
        return None;
    }
    let totals = |side: &[Vec<u64>]| -> Vec<u64> {
        (0..levels)
            .map(|level| side.iter().map(|group| group[level]).sum())
            .collect()
    };
    let (before, now) = (totals(reference), totals(current));
    let (n, m) = super::variation::totals(&before, &now)?;
    let share = |count: u64, rows: f64| {
        if rows > 0.0 { count as f64 / rows } else { 0.0 }
    };
    let sign: Vec<f64> = (0..levels)
        .map(|level| {
            let change = share(now[level], m) - share(before[level], n);
            if change > 0.0 {
                0.5
            } else if change < 0.0 {
                -0.5
            } else {
                0.0
            }
        })
        .collect();
    let mean: f64 = (0..levels)
        .map(|level| sign[level] * 0.5 * (share(before[level], n) + share(now[level], m)))
        .sum();
    let parts = reference.iter().zip(current).map(|(a, b)| {
        let (a_rows, b_rows) = (a.iter().sum::<u64>() as f64, b.iter().sum::<u64>() as f64);
        let (w, v) = (a_rows / n, b_rows / m);
        // A group that one file lacks has no change within: all of it is composition.
        let rate = |side: &[u64], rows: f64, other: &[u64], other_rows: f64, level: usize| {
            if rows > 0.0 {
                share(side[level], rows)
            } else {
                share(other[level], other_rows)
            }
        };
        let (mut within, mut mix) = (0.0, 0.0);
        for (level, sign) in sign.iter().enumerate() {
            let p = rate(a, a_rows, b, b_rows, level);
            let q = rate(b, b_rows, a, a_rows, level);
            within += sign * 0.5 * (w + v) * (q - p);
            mix += sign * (v - w) * 0.5 * (p + q);
        }
        GroupPart {
            within,
            mix: mix - mean * (v - w),
        }
    });
    Some(parts.collect())
}

/// A group's share of the rows and its rows' mean potential, in both files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupMean {
    /// Share of the file's rows that are in the group: reference, current.
    pub share: [f64; 2],
    /// Mean potential of these rows: reference, current; `None` without rows.
    pub mean: [Option<f64>; 2],
}

/// Each group's part of a distance that is the current file's mean potential less the reference's (see [`potential`]
/// for the Wasserstein distance; half the sign of a level's change makes the total variation one). Split as in
/// [`of_groups`]; the parts of all groups, which hold every row once, add up to the distance.
///
/// ```
/// use driftglass::stats::contribution::{GroupMean, of_group_means};
/// let still = GroupMean { share: [0.5, 0.5], mean: [Some(1.0), Some(1.0)] };
/// let moved = GroupMean { share: [0.5, 0.5], mean: [Some(1.0), Some(1.4)] };
/// let parts = of_group_means(&[still, moved]);
/// assert!(parts[0].within == 0.0 && (parts[1].within - 0.2).abs() < 1e-15);
/// ```
pub fn of_group_means(groups: &[GroupMean]) -> Vec<GroupPart> {
    // A group that one file lacks has no change within: all of it is composition.
    let means = |group: &GroupMean| match group.mean {
        [Some(p), Some(q)] => (p, q),
        [Some(p), None] => (p, p),
        [None, Some(q)] => (q, q),
        [None, None] => (0.0, 0.0),
    };
    let mean: f64 = groups
        .iter()
        .map(|group| {
            let (p, q) = means(group);
            0.5 * (group.share[0] * p + group.share[1] * q)
        })
        .sum();
    groups
        .iter()
        .map(|group| {
            let (p, q) = means(group);
            let [w, v] = group.share;
            GroupPart {
                within: 0.5 * (w + v) * (q - p),
                mix: (v - w) * (0.5 * (p + q) - mean),
            }
        })
        .collect()
}

/// The potential of each value, for both ascending samples: `h(x) = ∫ sign(F − G)` from the lower limit to `x`, values
/// beyond the limits as these. The current mean less the reference mean is the Wasserstein-1 distance of the two
/// winsorised samples (duality: Kantorovich LV, Rubinstein GS 1958, Vestnik Leningrad Univ. 13, 52).
///
/// ```
/// let [x, y] = driftglass::stats::contribution::potential(&[0.0, 1.0], &[2.0, 3.0], (-9.0, 9.0));
/// assert_eq!((y[0] + y[1] - x[0] - x[1]) / 2.0, 2.0);
/// ```
pub fn potential(reference: &[f64], current: &[f64], limits: (f64, f64)) -> [Vec<f64>; 2] {
    let (n, m) = (reference.len(), current.len());
    let clamp = |v: f64| v.max(limits.0).min(limits.1);
    let mut out = [Vec::with_capacity(n), Vec::with_capacity(m)];
    let (mut i, mut j, mut height) = (0, 0, 0.0);
    let mut from = limits.0;
    while i < n || j < m {
        let next = |side: &[f64], at: usize| side.get(at).map_or(f64::INFINITY, |v| clamp(*v));
        let (x, y) = (next(reference, i), next(current, j));
        let to = x.min(y);
        // i/n against j/m, in whole numbers.
        let sign = match (i as u128 * m as u128).cmp(&(j as u128 * n as u128)) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.0,
            std::cmp::Ordering::Less => -1.0,
        };
        height += sign * (to - from).max(0.0);
        from = from.max(to);
        if x <= y {
            out[0].push(height);
            i += 1;
        } else {
            out[1].push(height);
            j += 1;
        }
    }
    out
}
