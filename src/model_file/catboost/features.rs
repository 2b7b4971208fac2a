//! The inputs and how splits name them.

use crate::error::Result;
use crate::predictor::{Input, InputKind, Level, Missing, Unknown, limit, unreadable, unsupported};

use super::Value;

/// The most features that are believed.
const MAXIMUM_FEATURES: usize = 190_000;

/// What splits refer to.
pub(super) struct Features {
    /// All inputs by their place in the training data.
    pub(super) inputs: Vec<Input>,
    /// For each float feature its place among the inputs and where a missing value goes.
    pub(super) floats: Vec<(u32, Missing)>,
    /// For each categorical feature its place among the inputs, and the codes of its levels by their hashes.
    pub(super) categories: Vec<(u32, Vec<(i64, u32)>)>,
}

impl Features {
    pub(super) fn of(document: &Value) -> Result<Features> {
        let info = document.at("features_info")?;
        for (key, what) in [
            ("text_features", "text features"),
            ("embedding_features", "embedding features"),
        ] {
            if info.get(key).is_some_and(|list| !list.list().is_empty()) {
                return Err(unsupported(
                    format!("CatBoost {what}"),
                    "Train without them, and give the model numbers and categories only.",
                ));
            }
        }
        let list = |key: &str| info.get(key).map(Value::list).unwrap_or_default();
        let (floats, categories) = (list("float_features"), list("categorical_features"));
        if floats.len() + categories.len() > MAXIMUM_FEATURES {
            return Err(limit(
                format!("{} features", floats.len() + categories.len()),
                MAXIMUM_FEATURES,
            ));
        }
        let place = |feature: &Value| {
            let place = feature.get("flat_feature_index").and_then(Value::count);
            place
                .filter(|place| *place < MAXIMUM_FEATURES)
                .ok_or_else(|| {
                    unreadable(
                        "a feature without a believable `flat_feature_index`",
                        "its place in the training data",
                    )
                })
        };
        let mut count = 0;
        for feature in floats.iter().chain(categories) {
            count = count.max(place(feature)? + 1);
        }
        let mut out = Features {
            inputs: (0..count).map(|place| nameless(place, None)).collect(),
            floats: Vec::new(),
            categories: Vec::new(),
        };
        for feature in floats {
            let place = place(feature)?;
            out.inputs[place] = nameless(place, name(feature));
            let missing = match feature.get("nan_value_treatment").and_then(Value::text) {
                Some("AsTrue") => Missing::Right,
                // As they are: a comparison with a missing value fails.
                _ => Missing::Left,
            };
            out.floats.push((place as u32, missing));
        }
        let hashes = info
            .get("cat_features_hash")
            .map(Value::list)
            .unwrap_or_default();
        for feature in categories {
            let place = place(feature)?;
            let (input, codes) = category(nameless(place, name(feature)), feature, hashes)?;
            out.inputs[place] = input;
            out.categories.push((place as u32, codes));
        }
        Ok(out)
    }
}

fn name(feature: &Value) -> Option<&str> {
    let text = |key: &str| {
        feature
            .get(key)
            .and_then(Value::text)
            .filter(|text| !text.is_empty())
    };
    text("feature_name").or_else(|| text("feature_id"))
}

fn nameless(place: usize, name: Option<&str>) -> Input {
    let made_up = place.to_string();
    // The library's own names for features without one are their places.
    let named = name.is_some_and(|name| name != made_up);
    Input {
        named,
        ..Input::number(name.unwrap_or(&made_up))
    }
}

/// The levels that splits ask for; any other value is like every other. The file gives the hashes of texts.
fn category(input: Input, feature: &Value, hashes: &[Value]) -> Result<(Input, Vec<(i64, u32)>)> {
    let asked = feature
        .get("values")
        .map(Value::numbers)
        .transpose()?
        .unwrap_or_default();
    let mut levels = Vec::new();
    let mut codes = Vec::new();
    for hash in asked.iter() {
        // Hashes stand as signed numbers here and as unsigned ones beside their texts.
        let hash = *hash as i64 as u32;
        let entry = hashes.iter().find(|entry| {
            entry
                .get("hash")
                .and_then(Value::number)
                .is_some_and(|own| own as i64 as u32 == hash)
        });
        let level = entry
            .and_then(|entry| entry.get("value"))
            .and_then(Value::shown);
        let level = level.ok_or_else(|| {
            unsupported(
                format!("a level of \"{}\" of which the file has the hash {hash} only", input.name),
                "Save the model with the data it was trained on: `save_model(..., format=\"json\", pool=train_pool)`.",
            )
        })?;
        if !levels.contains(&level) {
            codes.push((i64::from(hash as i32), levels.len() as u32));
            levels.push(level);
        }
    }
    let levels = levels.into_iter().map(Level::Text).collect();
    let kind = InputKind::Category {
        levels,
        unknown: Unknown::Other,
    };
    Ok((Input { kind, ..input }, codes))
}
