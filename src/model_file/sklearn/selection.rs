//! Transformers that keep some columns.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::read::{self, number, numbers};
use super::wiring::Column;
use crate::error::Result;

/// The columns that a feature selector keeps.
pub(super) fn select(node: Node<'_>, columns: Vec<Column>) -> Result<Vec<Column>> {
    let kept: Vec<bool> = match node.short_class() {
        "RFE" | "RFECV" => numbers(node, "support_")?
            .iter()
            .map(|kept| *kept != 0.0)
            .collect(),
        "VarianceThreshold" => {
            let threshold = number(node, "threshold")?;
            numbers(node, "variances_")?
                .iter()
                .map(|variance| *variance > threshold)
                .collect()
        }
        "SelectKBest" => {
            let scores = numbers(node, "scores_")?;
            let k = match read::need(node, "k")?.whole() {
                Some(k) => (k.max(0) as usize).min(scores.len()),
                None => scores.len(),
            };
            largest(&scores, k)
        }
        _ => {
            return Err(unsupported(
                format!(
                    "{}, whose choice of columns is not kept in the file",
                    node.short_class()
                ),
                "SelectKBest, RFE, VarianceThreshold, or no selection",
                "Select the columns before fitting, or convert the pipeline with skl2onnx.",
            ));
        }
    };
    if kept.len() != columns.len() {
        return Err(read::wrong(node, "n_features_in_", node));
    }
    Ok(columns
        .into_iter()
        .zip(kept)
        .filter_map(|(column, kept)| kept.then_some(column))
        .collect())
}

/// The `k` largest; of equals the later ones, as a stable sort leaves them.
fn largest(scores: &[f64], k: usize) -> Vec<bool> {
    let value = |place: usize| {
        if scores[place].is_nan() {
            f64::MIN
        } else {
            scores[place]
        }
    };
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| value(*a).total_cmp(&value(*b)));
    let mut kept = vec![false; scores.len()];
    for place in &order[order.len() - k..] {
        kept[*place] = true;
    }
    kept
}
