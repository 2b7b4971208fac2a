//! Which way every split sends a block of rows.

use super::tables::BLOCK_ROWS;
use crate::trees::{Missing, Node, Precision, Test, Trees};

/// A block of rows as splits compare them.
pub struct Block<'a> {
    /// One column a feature, as they are.
    wide: Vec<&'a [f64]>,
    /// The same in 32 bits, where the trees compare so.
    narrow: Vec<Vec<f32>>,
}

impl<'a> Block<'a> {
    /// Rows `start..start + rows` of columns; `used` says which features any split reads.
    pub fn of(
        trees: &Trees,
        used: &[bool],
        columns: &[&'a [f64]],
        (start, rows): (usize, usize),
    ) -> Block<'a> {
        let wide: Vec<&[f64]> = columns.iter().map(|c| &c[start..start + rows]).collect();
        let narrow = match trees.compared_in {
            Precision::F64 => Vec::new(),
            Precision::F32 => wide
                .iter()
                .zip(used)
                .map(|(column, used)| match used {
                    true => column.iter().map(|x| *x as f32).collect(),
                    false => Vec::new(),
                })
                .collect(),
        };
        Block { wide, narrow }
    }

    /// A byte of ones for every row that goes left at a split, else 0.
    pub fn decide(&self, trees: &Trees, node: &Node, out: &mut [u8; BLOCK_ROWS]) {
        let feature = node.feature as usize;
        if let Some(column) = self.narrow.get(feature) {
            match (node.test, node.missing) {
                (Test::Less, Missing::Right) => {
                    let t = at_least(node.threshold);
                    fill(out, column, |x| x < t);
                }
                (Test::Less, Missing::Left) => {
                    let t = at_least(node.threshold);
                    // "Not at or above" holds of NaN as well.
                    fill(
                        out,
                        column,
                        |x| !matches!(x.partial_cmp(&t), Some(o) if o.is_ge()),
                    );
                }
                (Test::LessOrEqual, Missing::Right) => {
                    let t = at_most(node.threshold);
                    fill(out, column, |x| x <= t);
                }
                (Test::LessOrEqual, Missing::Left) => {
                    let t = at_most(node.threshold);
                    fill(out, column, |x| x <= t || x.is_nan());
                }
                _ => fill(out, column, |x| node.goes_left(f64::from(x), trees)),
            }
            return;
        }
        let column = self.wide[feature];
        let t = node.threshold;
        match (node.test, node.missing) {
            (Test::LessOrEqual, Missing::Right) => fill(out, column, |x| x <= t),
            (Test::LessOrEqual, Missing::Left) => fill(out, column, |x| x <= t || x.is_nan()),
            (Test::LessOrEqual, Missing::AsZero) => {
                fill(out, column, |x| (if x.is_nan() { 0.0 } else { x }) <= t);
            }
            _ => fill(out, column, |x| node.goes_left(x, trees)),
        }
    }
}

fn fill<T: Copy>(out: &mut [u8; BLOCK_ROWS], column: &[T], goes_left: impl Fn(T) -> bool) {
    for (out, x) in out.iter_mut().zip(column) {
        *out = u8::from(goes_left(*x)).wrapping_neg();
    }
}

/// The smallest 32-bit number at or above a threshold: `x < t` of 32-bit numbers is the same with it.
fn at_least(t: f64) -> f32 {
    let near = t as f32;
    if f64::from(near) < t {
        near.next_up()
    } else {
        near
    }
}

/// The largest 32-bit number at or below a threshold: `x <= t` of 32-bit numbers is the same with it.
fn at_most(t: f64) -> f32 {
    let near = t as f32;
    if f64::from(near) > t {
        near.next_down()
    } else {
        near
    }
}
