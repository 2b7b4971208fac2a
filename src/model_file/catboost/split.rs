//! One split.

use crate::error::Result;
use crate::predictor::{Missing, Node, Test, unreadable, unsupported};

use super::Value;
use super::features::Features;

/// The split with "yes" on the left. In the library "yes" is the right child of a tree, or bit 1 of a leaf.
pub(super) fn split(split: &Value, features: &Features) -> Result<Node> {
    let kind = split
        .get("split_type")
        .and_then(Value::text)
        .unwrap_or_default();
    let count = |key: &str| split.get(key).and_then(Value::count);
    match kind {
        "FloatFeature" => {
            let border = split.at("border")?.number();
            let feature = count("float_feature_index").and_then(|place| features.floats.get(place));
            let (Some(border), Some((feature, missing))) = (border, feature) else {
                return Err(unreadable(
                    "a split of a number that does not exist",
                    "a float feature and a border",
                ));
            };
            Ok(Node {
                threshold: border,
                feature: *feature,
                test: Test::Greater,
                missing: match missing {
                    Missing::Right => Missing::Left,
                    _ => Missing::Right,
                },
                ..Node::leaf(0)
            })
        }
        "OneHotFeature" => {
            let hash = split
                .at("value")?
                .number()
                .map(|hash| i64::from(hash as i64 as u32 as i32));
            let feature =
                count("cat_feature_index").and_then(|place| features.categories.get(place));
            let code =
                feature.and_then(|(_, codes)| codes.iter().find(|(own, _)| Some(*own) == hash));
            let (Some((feature, _)), Some((_, code))) = (feature, code) else {
                return Err(unreadable(
                    "a split of a category that does not exist",
                    "a level that the file lists",
                ));
            };
            Ok(Node {
                threshold: f64::from(*code),
                feature: *feature,
                test: Test::Equal,
                missing: Missing::Right,
                ..Node::leaf(0)
            })
        }
        "OnlineCtr" => Err(unsupported(
            "a split by target statistics of categories (CatBoost's CTR features)",
            "Train with `one_hot_max_size` as large as the number of levels, or encode these columns yourself.",
        )),
        other => Err(unsupported(
            format!("a CatBoost split of the type `{other}`"),
            "Give the model numbers and categories only.",
        )),
    }
}
