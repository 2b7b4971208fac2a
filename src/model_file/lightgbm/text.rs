//! The text of `save_model`.

use crate::error::Result;
use crate::predictor::{
    Aggregate, Format, LinearLeaf, MAXIMUM_NODES, Model, TreesBuilder, limit, unreadable,
};

use super::header::{Header, pandas_text};
use super::lines::{Block, short};
use super::tree::{Leaf, MissingType, Parts, Split};

/// Reads the text.
pub(in crate::model_file) fn read_text(bytes: &[u8]) -> Result<Model> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        unreadable(
            format!("the byte {} is not UTF-8 text", e.valid_up_to()),
            "text as `save_model` writes it",
        )
    })?;
    let mut lines = (1u64..).zip(text.lines()).skip(1).peekable();
    let header = Block::take(&mut lines)?;
    let mut said = read_header(&header)?;
    said.check()?;
    let outputs = said.outputs();
    let mut builder = TreesBuilder::new(said.names.len(), 1, outputs);
    // Where one tree has linear leaves, the plain leaves of others are linear ones without features.
    let linear = text.contains("\nis_linear=1");
    let mut trees = 0usize;
    let mut ended = false;
    while let Some((number, line)) = lines.peek().copied() {
        if line.trim_end() == "end of trees" {
            ended = true;
            break;
        }
        if line.trim().is_empty() {
            lines.next();
            continue;
        }
        if !line.starts_with("Tree=") {
            return Err(
                unreadable(format!("`{}`", short(line)), "`Tree=` or `end of trees`")
                    .at_line(number),
            );
        }
        let block = Block::take(&mut lines)?;
        let parts = read_tree(&block, said.names.len())?;
        let counts = block.get("leaf_count").is_some();
        parts
            .add(&mut builder, (trees % outputs) as u32, counts, linear)
            .map_err(|found| block.wrong(found, "a tree"))?;
        trees += 1;
        if builder.nodes() > MAXIMUM_NODES {
            return Err(limit(
                format!("{} nodes of trees", builder.nodes()),
                MAXIMUM_NODES,
            ));
        }
    }
    if !ended {
        return Err(unreadable(
            format!("the file ends behind tree {trees}"),
            "a line `end of trees`",
        ));
    }
    read_rest(lines, &mut said)?;
    let mut trees = builder.finish();
    if said.average {
        let rounds = trees.count().div_ceil(outputs).max(1);
        trees.aggregate = Aggregate::Average {
            divisor: rounds as f64,
        };
    }
    said.model(trees)
}

fn read_header(block: &Block) -> Result<Header> {
    let names: Vec<String> = block
        .need("feature_names")?
        .split_ascii_whitespace()
        .map(str::to_owned)
        .collect();
    let last = block.count("max_feature_idx")?;
    if names.len() != last.saturating_add(1) {
        return Err(block.wrong(
            format!("{} feature names", names.len()),
            format!("{} names", last.saturating_add(1)),
        ));
    }
    let infos = block.get("feature_infos").unwrap_or_default();
    let categorical = infos
        .split_ascii_whitespace()
        .map(|info| !info.starts_with('[') && info != "none")
        .collect();
    let optional = |key: &str| block.get(key).map(str::to_owned);
    let mut metadata = Vec::new();
    if let Some(label) = optional("label_index") {
        metadata.push(("label_index".to_owned(), label));
    }
    Ok(Header {
        format: Format::LightgbmText,
        version: optional("version"),
        trees_of_a_round: block.count("num_tree_per_iteration")?,
        objective: optional("objective").unwrap_or_else(|| "custom".into()),
        names,
        categorical,
        average: block.get("average_output").is_some(),
        pandas: Vec::new(),
        metadata,
    })
}

/// Parameters and levels behind the trees.
fn read_rest<'a>(lines: impl Iterator<Item = (u64, &'a str)>, said: &mut Header) -> Result<()> {
    const SHOWN: [&str; 9] = [
        "boosting",
        "learning_rate",
        "num_iterations",
        "num_leaves",
        "max_depth",
        "linear_tree",
        "data",
        "objective",
        "seed",
    ];
    for (number, line) in lines {
        if let Some(levels) = line.strip_prefix("pandas_categorical:") {
            said.pandas = pandas_text(levels).map_err(|error| error.at_line(number))?;
        } else if let Some((key, value)) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']')?.split_once(": "))
            && SHOWN.contains(&key)
            && !value.is_empty()
        {
            said.metadata.push((key.to_owned(), short(value)));
        }
    }
    Ok(())
}

fn read_tree(block: &Block, features: usize) -> Result<Parts> {
    let leaves = block.count("num_leaves")?;
    if leaves == 0 || leaves > MAXIMUM_NODES {
        return Err(block.wrong(format!("{leaves} leaves"), "at least one leaf"));
    }
    let splits = leaves - 1;
    let values = block.all("leaf_value", leaves)?;
    let counts = if block.get("leaf_count").is_some() && splits > 0 {
        (
            block.all("leaf_count", leaves)?,
            block.all("internal_count", splits)?,
        )
    } else {
        (vec![0.0; leaves], vec![0.0; splits])
    };
    let mut parts = Parts::default();
    parts
        .leaves
        .extend(values.iter().zip(&counts.0).map(|(value, count)| Leaf {
            value: *value,
            count: *count,
            linear: None,
        }));
    if block
        .get("is_linear")
        .is_some_and(|text| text.trim() == "1")
    {
        read_linear(block, &mut parts, features)?;
    }
    if splits == 0 {
        return Ok(parts);
    }
    let feature = block.all("split_feature", splits)?;
    let threshold = block.all("threshold", splits)?;
    let kind = block.all("decision_type", splits)?;
    let left = block.all("left_child", splits)?;
    let right = block.all("right_child", splits)?;
    let boundaries = block.numbers("cat_boundaries")?;
    let words = block.numbers("cat_threshold")?;
    for split in 0..splits {
        if !(0.0..features as f64).contains(&feature[split]) {
            return Err(block.wrong(
                format!("a split of feature {}", feature[split]),
                "a feature that exists",
            ));
        }
        let kind = kind[split] as i64;
        let set = if kind & 1 == 1 {
            let set = category_words(threshold[split], &boundaries, &words);
            Some(set.ok_or_else(|| {
                block.wrong(
                    format!("category set {}", threshold[split]),
                    "a set that exists",
                )
            })?)
        } else {
            None
        };
        parts.splits.push(Split {
            feature: feature[split] as u32,
            threshold: threshold[split],
            set,
            default_left: kind & 2 != 0,
            missing: match (kind >> 2) & 3 {
                0 => MissingType::None,
                1 => MissingType::Zero,
                2 => MissingType::NaN,
                other => return Err(block.wrong(format!("missing type {other}"), "0, 1 or 2")),
            },
            left: left[split] as i64,
            right: right[split] as i64,
            count: counts.1[split],
        });
    }
    Ok(parts)
}

fn category_words(set: f64, boundaries: &[f64], words: &[f64]) -> Option<Vec<u32>> {
    let start = *boundaries.get(set as usize)?;
    let end = *boundaries.get(set as usize + 1)?;
    let own = words.get(start as usize..end as usize)?;
    Some(own.iter().map(|word| *word as u32).collect())
}

/// Coefficients stand leaf by leaf.
fn read_linear(block: &Block, parts: &mut Parts, features: usize) -> Result<()> {
    let leaves = parts.leaves.len();
    let intercepts = block.all("leaf_const", leaves)?;
    let widths = block.all("num_features", leaves)?;
    let total = widths.iter().fold(0.0, |sum, width| sum + width.max(0.0));
    if total > MAXIMUM_NODES as f64 {
        return Err(block.wrong(format!("{total} coefficients"), "a believable number"));
    }
    let total = total as usize;
    let of = block.all("leaf_features", total)?;
    let coefficients = block.all("leaf_coeff", total)?;
    if let Some(feature) = of
        .iter()
        .find(|feature| !(0.0..features as f64).contains(*feature))
    {
        return Err(block.wrong(
            format!("a coefficient of feature {feature}"),
            "a feature that exists",
        ));
    }
    let mut start = 0;
    for ((leaf, width), intercept) in parts.leaves.iter_mut().zip(&widths).zip(&intercepts) {
        let end = start + width.max(0.0) as usize;
        leaf.linear = Some(LinearLeaf {
            features: of[start..end]
                .iter()
                .map(|feature| *feature as u32)
                .collect(),
            coefficients: coefficients[start..end].to_vec(),
            intercept: *intercept,
        });
        start = end;
    }
    Ok(())
}
