//! How many rows pass each split, counted anew.
// Rows stand in columns: they are found by their number.
#![allow(clippy::needless_range_loop)]

use crate::predictor::{Covers, Trees};

/// Routes rows, one column a feature, through all trees and keeps what passed each node as covers: for files that hold none
/// (every ONNX file of trees). Path-dependent values are then those of these rows, not of the training data.
pub fn recount_covers(trees: &mut Trees, columns: &[&[f64]], rows: usize) {
    let mut counts = vec![0.0; trees.nodes.len()];
    for row in 0..rows {
        for root in &trees.roots {
            let mut at = *root as usize;
            loop {
                counts[at] += 1.0;
                let node = &trees.nodes[at];
                if node.is_leaf() {
                    break;
                }
                let x = trees.compared(columns[node.feature as usize][row]);
                at = match node.goes_left(x, trees) {
                    true => node.left,
                    false => node.right,
                } as usize;
            }
        }
    }
    trees.covers = Covers::Recounted(counts);
}
