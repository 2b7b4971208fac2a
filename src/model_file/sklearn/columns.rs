//! Pipelines, transformers by column, unions.

use super::super::objects::{Dtype, Node};
use super::super::refusal::unsupported;
use super::read::{need, texts, wrong};
use super::transform::transform;
use super::wiring::{Column, Wiring};
use crate::error::Result;

/// The steps of a `Pipeline`: name and object.
pub(super) fn named_steps<'a>(node: Node<'a>) -> Result<Vec<Node<'a>>> {
    let list = need(node, "steps")?;
    let steps: Option<Vec<Node<'a>>> = list.elements().and_then(|steps| {
        steps
            .into_iter()
            .map(|step| step.elements()?.get(1).copied())
            .collect()
    });
    steps.ok_or_else(|| wrong(node, "steps", list))
}

/// A pipeline of transformers.
pub(super) fn steps(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    mut columns: Vec<Column>,
    depth: usize,
) -> Result<Vec<Column>> {
    for step in named_steps(node)? {
        columns = transform(step, wiring, columns, depth + 1)?;
    }
    Ok(columns)
}

/// A `FeatureUnion`.
pub(super) fn union(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<Vec<Column>> {
    let list = need(node, "transformer_list")?;
    let mut made = Vec::new();
    for pair in list.elements().unwrap_or_default() {
        let Some(transformer) = pair.elements().and_then(|pair| pair.get(1).copied()) else {
            return Err(wrong(node, "transformer_list", list));
        };
        if transformer.text().as_deref() == Some("drop") {
            continue;
        }
        made.extend(transform(transformer, wiring, columns.clone(), depth + 1)?);
    }
    if node.present("transformer_weights").is_some() {
        return Err(unsupported(
            "FeatureUnion with transformer_weights",
            "a union without weights",
            "Put a scaler behind each transformer in place of the weights.",
        ));
    }
    Ok(made)
}

/// A `ColumnTransformer`.
pub(super) fn by_column(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
    depth: usize,
) -> Result<Vec<Column>> {
    // Its names are those of the columns where it is the first to see them.
    let names = node.present("feature_names_in_").and_then(texts);
    if let Some(names) = &names {
        wiring.registry.rename(names);
    }
    let list = need(node, "transformers_")?;
    let mut made = Vec::new();
    for entry in list.elements().unwrap_or_default() {
        let parts = entry.elements().unwrap_or_default();
        let [_, transformer, chosen] = parts[..] else {
            return Err(wrong(node, "transformers_", list));
        };
        if transformer.text().as_deref() == Some("drop") {
            continue;
        }
        let places = places(chosen, names.as_deref(), columns.len())
            .ok_or_else(|| wrong(node, "transformers_", chosen))?;
        if places.is_empty() {
            continue;
        }
        let own: Option<Vec<Column>> = places
            .iter()
            .map(|place| columns.get(*place).cloned())
            .collect();
        let own = own.ok_or_else(|| wrong(node, "transformers_", chosen))?;
        made.extend(transform(transformer, wiring, own, depth + 1)?);
    }
    if node.present("transformer_weights").is_some() {
        return Err(unsupported(
            "ColumnTransformer with transformer_weights",
            "a transformer by column without weights",
            "Put a scaler behind each transformer in place of the weights.",
        ));
    }
    Ok(made)
}

/// The columns that a list of names, a list of places, a mask or a slice chooses.
fn places(chosen: Node<'_>, names: Option<&[String]>, count: usize) -> Option<Vec<usize>> {
    let by_name = |name: &str| names?.iter().position(|own| own == name);
    let by_place = |place: i64| {
        let place = if place < 0 {
            place + count as i64
        } else {
            place
        };
        usize::try_from(place).ok().filter(|place| *place < count)
    };
    if chosen.class() == "builtins.slice" {
        let bound = |index: usize, last: bool| -> Option<Option<usize>> {
            let bound = chosen.argument(index)?;
            if bound.is_none() {
                return Some(None);
            }
            if let Some(name) = bound.text() {
                // A slice of names holds its last one.
                return Some(Some(by_name(&name)? + usize::from(last)));
            }
            let place = bound.whole()?;
            let place = if place < 0 {
                place + count as i64
            } else {
                place
            };
            Some(Some(place.clamp(0, count as i64) as usize))
        };
        let step = chosen
            .argument(2)
            .and_then(|step| step.whole())
            .unwrap_or(1);
        let start = bound(0, false)?.unwrap_or(0);
        let stop = bound(1, true)?.unwrap_or(count);
        return (step > 0).then(|| (start..stop.min(count)).step_by(step as usize).collect());
    }
    if let Some(name) = chosen.text() {
        return Some(vec![by_name(&name)?]);
    }
    if let Some(array) = chosen.array()
        && array.dtype == Dtype::Flag
    {
        let mask = array.wholes()?;
        return (mask.len() == count)
            .then(|| (0..count).filter(|place| mask[*place] != 0).collect());
    }
    if let Some(place) = chosen.whole() {
        return Some(vec![by_place(place)?]);
    }
    if let Some(names) = texts(chosen) {
        return names.iter().map(|name| by_name(name)).collect();
    }
    if let Some(elements) = chosen.elements()
        && elements.len() == count
        && elements
            .iter()
            .all(|element| matches!(element.object(), super::super::objects::Object::Flag(_)))
    {
        return Some(
            (0..count)
                .filter(|place| elements[*place].flag() == Some(true))
                .collect(),
        );
    }
    chosen
        .numbers()?
        .into_iter()
        .map(|place| by_place(place as i64))
        .collect()
}
