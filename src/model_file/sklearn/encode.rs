//! Encoders: categories and bins become numbers.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::categories::{Categories, filled, of_encoder};
use super::read::{self, need, numbers, text};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Step, Unknown};

/// The wire of codes of an encoder's column. Rows that the encoder would refuse get no score.
fn codes(
    wiring: &mut Wiring<'_>,
    column: &Column,
    categories: &Categories,
    refuses: bool,
) -> Result<usize> {
    let unknown = if refuses {
        Unknown::Refused
    } else {
        Unknown::Other
    };
    let wire = wiring.category(column, &categories.levels, unknown)?;
    if refuses
        && categories.missing.is_none()
        && let Some(input) = wiring.registry.inputs.get_mut(wire)
        && matches!(column, Column::Raw { .. })
    {
        input.missing_refused = true;
    }
    Ok(wire)
}

/// scikit-learn's `OneHotEncoder`.
pub(super) fn one_hot(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let handling = text(node, "handle_unknown");
    let refuses = !matches!(handling.as_str(), "ignore" | "infrequent_if_exist" | "warn");
    let dropped = dropped(node, columns.len());
    let infrequent = infrequent(node, columns.len());
    let mut made = Vec::new();
    for (place, (column, categories)) in columns.iter().zip(of_encoder(node, columns)?).enumerate()
    {
        // Place of a category among those that are told apart.
        let (kept, rare): (Vec<usize>, Option<usize>) = match &infrequent[place] {
            Some(mapping) => (mapping.clone(), mapping.iter().max().copied()),
            None => ((0..categories.count).collect(), None),
        };
        let groups = kept.iter().max().map_or(0, |most| most + 1);
        let drop = dropped[place];
        let output = |category: usize| -> u32 {
            let group = kept.get(category).copied().unwrap_or(usize::MAX);
            match drop {
                _ if group >= groups => Step::NONE,
                Some(drop) if group == drop => Step::NONE,
                Some(drop) if group > drop => group as u32 - 1,
                _ => group as u32,
            }
        };
        let wire = codes(wiring, column, &categories, refuses)?;
        let unknown = match (handling.as_str(), rare) {
            ("infrequent_if_exist" | "warn", Some(rare)) => {
                // The infrequent group is the last one.
                kept.iter()
                    .position(|group| *group == rare)
                    .map_or(Step::NONE, output)
            }
            _ => Step::NONE,
        };
        let missing = categories.missing.map_or(unknown, output);
        let outputs = groups - usize::from(drop.is_some() && groups > 0);
        let first = wiring.step(Step::OneHot {
            wire,
            output_of: categories
                .places
                .iter()
                .map(|category| output(*category))
                .collect(),
            outputs,
            unknown,
            missing,
        });
        made.extend((first..first + outputs).map(Column::Wire));
    }
    Ok(made)
}

/// The dropped group of each column.
fn dropped(node: Node<'_>, columns: usize) -> Vec<Option<usize>> {
    // Files of 1.2 and later keep the indices after grouping beside those before.
    let list = node
        .present("_drop_idx_after_grouping")
        .or_else(|| node.present("drop_idx_"))
        .and_then(|list| read::values(list));
    let mut dropped: Vec<Option<usize>> = list
        .unwrap_or_default()
        .into_iter()
        .map(|value| match value {
            read::Value::Level(crate::predictor::Level::Number(place)) => Some(place as usize),
            _ => None,
        })
        .collect();
    dropped.resize(columns, None);
    dropped
}

/// For each column with infrequent categories: the group of each category.
fn infrequent(node: Node<'_>, columns: usize) -> Vec<Option<Vec<usize>>> {
    let list = node
        .present("_default_to_infrequent_mappings")
        .and_then(|list| list.elements());
    let mut mappings: Vec<Option<Vec<usize>>> = list
        .unwrap_or_default()
        .into_iter()
        .map(|mapping| {
            let groups = mapping.numbers()?;
            Some(
                groups
                    .into_iter()
                    .map(|group| group.max(0.0) as usize)
                    .collect(),
            )
        })
        .collect();
    mappings.resize(columns, None);
    mappings
}

/// scikit-learn's `OrdinalEncoder`.
pub(super) fn ordinal(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let uses_value = text(node, "handle_unknown") == "use_encoded_value";
    let unknown = node
        .attribute("unknown_value")
        .and_then(|value| value.number());
    let unknown = unknown.filter(|_| uses_value).unwrap_or(f64::NAN);
    let encoded_missing = node
        .attribute("encoded_missing_value")
        .and_then(|value| value.number())
        .unwrap_or(f64::NAN);
    let infrequent = infrequent(node, columns.len());
    let mut made = Vec::new();
    for (place, (column, categories)) in columns.iter().zip(of_encoder(node, columns)?).enumerate()
    {
        let code = |category: usize| match &infrequent[place] {
            Some(mapping) => mapping.get(category).map_or(unknown, |group| *group as f64),
            None => category as f64,
        };
        let wire = codes(wiring, column, &categories, !uses_value)?;
        let missing = match categories.missing {
            Some(category) if filled(column) => code(category),
            Some(_) => encoded_missing,
            None => unknown,
        };
        made.push(Column::Wire(
            wiring.step(Step::Lookup {
                wire,
                values: categories
                    .places
                    .iter()
                    .map(|category| code(*category))
                    .collect(),
                unknown,
                missing,
            }),
        ));
    }
    Ok(made)
}

/// scikit-learn's `TargetEncoder` for one number or two classes.
pub(super) fn target(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let mean = read::number(node, "target_mean_").map_err(|_| {
        unsupported(
            "TargetEncoder of more than two classes",
            "a target of numbers or of two classes",
            "Encode with OrdinalEncoder, or convert the pipeline with skl2onnx.",
        )
    })?;
    let encodings = need(node, "encodings_")?.elements().unwrap_or_default();
    let mut made = Vec::new();
    for (place, (column, categories)) in columns.iter().zip(of_encoder(node, columns)?).enumerate()
    {
        let values = encodings
            .get(place)
            .and_then(|values| values.numbers())
            .unwrap_or_default();
        if values.len() != categories.count {
            return Err(read::wrong(node, "encodings_", need(node, "encodings_")?));
        }
        let wire = codes(wiring, column, &categories, false)?;
        made.push(Column::Wire(
            wiring.step(Step::Lookup {
                wire,
                values: categories
                    .places
                    .iter()
                    .map(|category| values[*category])
                    .collect(),
                unknown: mean,
                missing: categories.missing.map_or(mean, |category| values[category]),
            }),
        ));
    }
    Ok(made)
}

/// scikit-learn's `KBinsDiscretizer`.
pub(super) fn bins(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let one_hot = text(node, "encode") != "ordinal";
    let lists = need(node, "bin_edges_")?.elements().unwrap_or_default();
    let counts = numbers(node, "n_bins_")?;
    if lists.len() != columns.len() || counts.len() != columns.len() {
        return Err(read::wrong(node, "bin_edges_", need(node, "bin_edges_")?));
    }
    let wires = wiring.numbers(columns);
    wiring.refuse_missing(&wires);
    let mut made = Vec::new();
    for ((wire, list), count) in wires.into_iter().zip(lists).zip(counts) {
        let edges = list
            .numbers()
            .ok_or_else(|| read::wrong(node, "bin_edges_", list))?;
        let inner = edges
            .get(1..edges.len().saturating_sub(1))
            .unwrap_or_default()
            .to_vec();
        let code = wiring.step(Step::Bins { wire, edges: inner });
        if !one_hot {
            made.push(Column::Wire(code));
            continue;
        }
        let outputs = count.clamp(0.0, 65_536.0) as usize;
        let first = wiring.step(Step::OneHot {
            wire: code,
            output_of: (0..outputs as u32).collect(),
            outputs,
            unknown: Step::NONE,
            missing: Step::NONE,
        });
        made.extend((first..first + outputs).map(Column::Wire));
    }
    Ok(made)
}
