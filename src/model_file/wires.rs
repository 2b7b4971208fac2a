//! The wires that steps read, to be given new numbers.

use crate::predictor::Step;

/// Calls `change` on each wire that a step reads.
pub(super) fn reads_mut(step: &mut Step, change: &mut dyn FnMut(&mut usize)) {
    match step {
        Step::Map { wire, .. }
        | Step::OneHot { wire, .. }
        | Step::Lookup { wire, .. }
        | Step::Match { wire, .. }
        | Step::Bins { wire, .. }
        | Step::Interpolate { wire, .. } => change(wire),
        Step::Normalize { wires, .. }
        | Step::Polynomial { wires, .. }
        | Step::Project { wires, .. } => wires.iter_mut().for_each(change),
        Step::Constant { .. } => {}
    }
}
