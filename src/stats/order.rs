//! Ordering things by position.

use std::cmp::Ordering;

/// The positions `0..count` in ascending order of `compare`; equal ones keep their order.
///
/// One sort for the whole crate: sorting each type in place compiles a sort a type, some 6 KB of the module each.
///
/// ```
/// let values = [3.0, 1.0, 2.0];
/// let order = driftglass::stats::order::order(3, &|a, b| f64::total_cmp(&values[a], &values[b]));
/// assert_eq!(order, [1, 2, 0]);
/// ```
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut positions: Vec<usize> = (0..count).collect();
    positions.sort_by(|&a, &b| compare(a, b));
    positions
}

/// `values` in ascending order of `compare`; equal ones keep their order.
pub fn ordered<T>(values: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(values.len(), &|a, b| compare(&values[a], &values[b]));
    let mut taken: Vec<Option<T>> = values.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|at| taken[at].take())
        .collect()
}
