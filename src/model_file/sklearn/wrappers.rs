//! Estimators of other libraries that scikit-learn pipelines hold: their own model is inside, in their own format.

use super::super::objects::Node;
use super::estimator::Answer;
use super::wiring::{Column, Wiring};
use crate::error::Result;

/// Reads the model inside a wrapper; `None` for classes that are none.
pub(super) fn read(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Option<Answer>> {
    let _ = (node, wiring, columns);
    Ok(None)
}

/// How many columns the model inside a wrapper takes.
pub(super) fn columns(node: Node<'_>) -> Option<usize> {
    let _ = node;
    None
}
