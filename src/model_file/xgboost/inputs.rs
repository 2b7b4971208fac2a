//! The inputs of a learner.

use crate::error::Result;
use crate::predictor::{Input, InputKind, unreadable};

use super::Value;

/// One for each feature: named where the file names them, else `f0`, `f1`, … by position.
pub(super) fn inputs(learner: &Value, features: usize) -> Result<Vec<Input>> {
    let names = learner
        .get("feature_names")
        .map(Value::texts)
        .unwrap_or_default();
    let types = learner
        .get("feature_types")
        .map(Value::texts)
        .unwrap_or_default();
    if !names.is_empty() && names.len() != features {
        return Err(unreadable(
            format!("{} names for {features} features", names.len()),
            "a name for each feature",
        ));
    }
    let input = |place: usize| Input {
        named: place < names.len(),
        kind: match types.get(place).map(String::as_str) {
            Some("c") => InputKind::Codes,
            _ => InputKind::Number,
        },
        ..Input::number(
            &names
                .get(place)
                .cloned()
                .unwrap_or_else(|| format!("f{place}")),
        )
    };
    Ok((0..features).map(input).collect())
}
