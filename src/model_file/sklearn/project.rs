//! Transformers that mix columns: polynomials and principal components.

use super::super::objects::Node;
use super::super::refusal::{too_large, unsupported};
use super::read::{self, flag, numbers_of};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{MAXIMUM_WIRES, Operation, Step};

/// scikit-learn's `PolynomialFeatures`.
pub(super) fn polynomial(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let degree = read::need(node, "degree")?;
    let (least, most) = match (degree.whole(), degree.numbers().as_deref()) {
        (Some(most), _) => (0, most),
        (None, Some([least, most])) => (*least as i64, *most as i64),
        _ => return Err(read::wrong(node, "degree", degree)),
    };
    let alone = flag(node, "interaction_only", false);
    let mut products: Vec<Vec<u32>> = Vec::new();
    if flag(node, "include_bias", true) {
        products.push(Vec::new());
    }
    for size in least.max(1)..=most.min(64) {
        combinations(columns.len(), size as usize, alone, &mut products)?;
    }
    let wires = wiring.numbers(columns);
    wiring.refuse_missing(&wires);
    let count = products.len();
    let first = wiring.step(Step::Polynomial { wires, products });
    Ok((first..first + count).map(Column::Wire).collect())
}

/// Appends all combinations of `size` of `count` things in lexical order, with repetitions unless each stands `alone`.
fn combinations(count: usize, size: usize, alone: bool, into: &mut Vec<Vec<u32>>) -> Result<()> {
    if count == 0 || alone && size > count {
        return Ok(());
    }
    let step = usize::from(alone);
    let mut current: Vec<usize> = (0..size).map(|place| place * step).collect();
    loop {
        if into.len() >= MAXIMUM_WIRES {
            return Err(too_large("polynomial features without end", MAXIMUM_WIRES));
        }
        into.push(current.iter().map(|place| *place as u32).collect());
        let last = |place: usize| count - 1 - (size - 1 - place) * step;
        let Some(place) = (0..size).rev().find(|place| current[*place] < last(*place)) else {
            return Ok(());
        };
        current[place] += 1;
        for behind in place + 1..size {
            current[behind] = current[behind - 1] + step;
        }
    }
}

/// scikit-learn's `PCA` and `TruncatedSVD`.
pub(super) fn components(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: &[Column],
) -> Result<Vec<Column>> {
    let components = read::matrix(node, "components_")?;
    if components.columns != columns.len() {
        return Err(unsupported(
            format!(
                "{} of {} columns on {}",
                node.short_class(),
                components.columns,
                columns.len()
            ),
            "as many columns as it was fitted on",
            "Save the fitted pipeline again.",
        ));
    }
    let center = match node.present("mean_") {
        Some(_) => numbers_of(node, "mean_", columns.len())?,
        None => Vec::new(),
    };
    let scale = if flag(node, "whiten", false) {
        let variance = numbers_of(node, "explained_variance_", components.rows)?;
        Some(variance.into_iter().map(f64::sqrt).collect::<Vec<f64>>())
    } else {
        None
    };
    let wires = wiring.numbers(columns);
    wiring.refuse_missing(&wires);
    let first = wiring.step(Step::Project {
        wires,
        center,
        matrix: components.transposed(),
        outputs: components.rows,
    });
    let made = (0..components.rows).map(|output| {
        let operations = scale.as_ref().map(|scale| Operation::Divide(scale[output]));
        Column::Wire(wiring.map(first + output, operations.into_iter().collect()))
    });
    Ok(made.collect())
}
