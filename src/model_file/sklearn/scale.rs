//! Scalers: one number in, one number out.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::read::{self, flag, number, numbers_of};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Norm, Operation, Step};

/// Does operations of each column's own on it.
fn each(
    wiring: &mut Wiring<'_>,
    columns: &[Column],
    operations: impl Fn(usize) -> Vec<Operation>,
) -> Vec<Column> {
    columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let wire = wiring.number(column);
            Column::Wire(wiring.map(wire, operations(place)))
        })
        .collect()
}

/// An attribute with one number for each column; `None` where it is None.
fn table(node: Node<'_>, name: &str, columns: &[Column]) -> Result<Option<Vec<f64>>> {
    if node.attribute(name).is_none_or(|value| value.is_none()) {
        return Ok(None);
    }
    numbers_of(node, name, columns.len()).map(Some)
}

/// `(x - center) / scale`, each where it is there.
fn center_and_scale(
    wiring: &mut Wiring<'_>,
    columns: &[Column],
    center: Option<Vec<f64>>,
    scale: Option<Vec<f64>>,
) -> Vec<Column> {
    each(wiring, columns, |place| {
        let center = center
            .as_ref()
            .map(|center| Operation::Subtract(center[place]));
        let scale = scale.as_ref().map(|scale| Operation::Divide(scale[place]));
        center.into_iter().chain(scale).collect()
    })
}

pub(super) fn standard(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let center = if flag(node, "with_mean", true) {
        table(node, "mean_", columns)?
    } else {
        None
    };
    let scale = if flag(node, "with_std", true) {
        table(node, "scale_", columns)?
    } else {
        None
    };
    Ok(center_and_scale(wiring, columns, center, scale))
}

pub(super) fn robust(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let center = if flag(node, "with_centering", true) {
        table(node, "center_", columns)?
    } else {
        None
    };
    let scale = if flag(node, "with_scaling", true) {
        table(node, "scale_", columns)?
    } else {
        None
    };
    Ok(center_and_scale(wiring, columns, center, scale))
}

pub(super) fn max_abs(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let scale = table(node, "scale_", columns)?;
    let clip = flag(node, "clip", false).then_some(Operation::Clip(-1.0, 1.0));
    Ok(each(wiring, columns, |place| {
        let scale = scale.as_ref().map(|scale| Operation::Divide(scale[place]));
        scale.into_iter().chain(clip).collect()
    }))
}

pub(super) fn min_max(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let scale = numbers_of(node, "scale_", columns.len())?;
    let least = numbers_of(node, "min_", columns.len())?;
    let range = read::need(node, "feature_range")?
        .numbers()
        .unwrap_or_default();
    let clip = match (flag(node, "clip", false), &range[..]) {
        (true, [low, high]) => Some(Operation::Clip(*low, *high)),
        _ => None,
    };
    Ok(each(wiring, columns, |place| {
        [
            Operation::Multiply(scale[place]),
            Operation::Add(least[place]),
        ]
        .into_iter()
        .chain(clip)
        .collect()
    }))
}

pub(super) fn binarizer(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let threshold = number(node, "threshold")?;
    Ok(each(wiring, columns, |_| vec![Operation::Above(threshold)]))
}

pub(super) fn normalizer(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let norm = match read::text(node, "norm").as_str() {
        "l1" => Norm::L1,
        "max" => Norm::Max,
        _ => Norm::L2,
    };
    let wires = wiring.numbers(columns);
    wiring.refuse_missing(&wires);
    let first = wiring.step(Step::Normalize { wires, norm });
    Ok((first..first + columns.len()).map(Column::Wire).collect())
}

pub(super) fn power(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let lambdas = numbers_of(node, "lambdas_", columns.len())?;
    let box_cox = read::text(node, "method") == "box-cox";
    let made = each(wiring, columns, |place| {
        vec![if box_cox {
            Operation::BoxCox(lambdas[place])
        } else {
            Operation::YeoJohnson(lambdas[place])
        }]
    });
    match node.present("_scaler") {
        Some(scaler) if flag(node, "standardize", true) => standard(scaler, wiring, &made),
        _ => Ok(made),
    }
}

pub(super) fn quantile(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    if read::text(node, "output_distribution") != "uniform" {
        return Err(unsupported(
            "QuantileTransformer with output_distribution=\"normal\"",
            "output_distribution=\"uniform\"",
            "Fit it with output_distribution=\"uniform\", or convert the pipeline with skl2onnx.",
        ));
    }
    let quantiles = read::matrix(node, "quantiles_")?;
    let references = numbers_of(node, "references_", quantiles.rows)?;
    let by_column = quantiles.transposed();
    if quantiles.columns != columns.len() {
        return Err(read::wrong(
            node,
            "quantiles_",
            read::need(node, "quantiles_")?,
        ));
    }
    Ok(columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let wire = wiring.number(column);
            Column::Wire(wiring.step(Step::Interpolate {
                wire,
                x: by_column[place * quantiles.rows..(place + 1) * quantiles.rows].to_vec(),
                y: references.clone(),
            }))
        })
        .collect())
}
