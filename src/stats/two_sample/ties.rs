//! One merging pass over two ascending samples, by distinct value.

use std::cmp::Ordering;

/// One distinct value of the pooled samples.
#[derive(Clone, Copy, Debug)]
pub(in crate::stats) struct Tie {
    pub value: f64,
    /// Reference rows below the value.
    pub reference_below: usize,
    /// Reference rows with the value.
    pub reference: usize,
    /// Current rows below the value.
    pub current_below: usize,
    /// Current rows with the value.
    pub current: usize,
}

impl Tie {
    /// Rows with the value.
    pub fn rows(&self) -> usize {
        self.reference + self.current
    }
}

/// Distinct values in ascending order. Always ends, also on a NaN or on values out of order.
pub(in crate::stats) fn ties<'a>(
    reference: &'a [f64],
    current: &'a [f64],
) -> impl Iterator<Item = Tie> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
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
            (None, None) => return None,
        };
        let (reference_below, current_below) = (i, j);
        let same = |x: &&f64| x.partial_cmp(&&value) != Some(Ordering::Greater);
        i += reference[i..].iter().take_while(same).count();
        j += current[j..].iter().take_while(same).count();
        Some(Tie {
            value,
            reference_below,
            reference: i - reference_below,
            current_below,
            current: j - current_below,
        })
    })
}
