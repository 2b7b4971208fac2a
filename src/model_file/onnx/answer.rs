//! What a model operator says.

use std::rc::Rc;

use crate::predictor::{Body, Decision, Link};

/// A body with its link, on a level of the graph.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) level: usize,
    /// Wires of that level.
    pub(super) features: Vec<usize>,
    pub(super) body: Rc<Body>,
    pub(super) link: Link,
    /// How the operator's own labels follow.
    pub(super) decision: Decision,
    /// Of how many classes it tells; 0 where it answers numbers.
    pub(super) count: usize,
    /// Their names, where the operator says them.
    pub(super) classes: Vec<String>,
    pub(super) kind: &'static str,
}

impl Answer {
    /// Columns of what it says.
    pub(super) fn response_columns(&self) -> usize {
        if self.count > 0 {
            self.count
        } else {
            self.body.outputs()
        }
    }
}
