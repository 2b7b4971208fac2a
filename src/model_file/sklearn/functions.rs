//! `FunctionTransformer` of functions that are known by name.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::Operation;

/// The operation of a function of numpy or scipy; `Some(None)` for those that change nothing.
pub(super) fn known(name: &str) -> Option<Option<Operation>> {
    let (module, function) = name.rsplit_once('.')?;
    if !(module.starts_with("numpy") || module.starts_with("scipy.special")) {
        return None;
    }
    Some(Some(match function {
        "log" => Operation::Ln,
        "log1p" => Operation::Ln1p,
        "log2" => Operation::Log2,
        "log10" => Operation::Log10,
        "exp" => Operation::Exp,
        "expm1" => Operation::Expm1,
        "sqrt" => Operation::Sqrt,
        "cbrt" => Operation::Cbrt,
        "square" => Operation::Square,
        "abs" | "absolute" | "fabs" => Operation::Abs,
        "negative" => Operation::Negate,
        "reciprocal" => Operation::Reciprocal,
        "sign" => Operation::Sign,
        "sin" => Operation::Sin,
        "cos" => Operation::Cos,
        "tan" => Operation::Tan,
        "tanh" => Operation::Tanh,
        "floor" => Operation::Floor,
        "ceil" => Operation::Ceil,
        "rint" => Operation::Round,
        "expit" => Operation::Logistic,
        "isnan" => Operation::IsMissing,
        "positive" => return Some(None),
        _ => return None,
    }))
}

/// The name of a function, where it is one that is only named; ufuncs of old files are calls that name one.
pub(super) fn name(node: Node<'_>) -> String {
    if node.class().ends_with("_ufunc_reconstruct") {
        let part = |index| {
            node.argument(index)
                .and_then(|part| part.text())
                .unwrap_or_default()
        };
        return format!("{}.{}", part(0), part(1));
    }
    node.class().to_owned()
}

/// scikit-learn's `FunctionTransformer`.
pub(super) fn function(
    node: Node<'_>,
    wiring: &mut Wiring<'_>,
    columns: Vec<Column>,
) -> Result<Vec<Column>> {
    let Some(function) = node.present("func") else {
        return Ok(columns);
    };
    let has_arguments = node
        .present("kw_args")
        .and_then(|arguments| arguments.pairs())
        .is_some_and(|pairs| !pairs.is_empty());
    let name = name(function);
    // HistGradientBoosting checks its columns so; nothing is changed.
    if name == "functools.partial"
        && function
            .argument(0)
            .is_none_or(|f| f.class().ends_with("check_array"))
    {
        return Ok(columns);
    }
    match known(&name) {
        Some(operation) if !has_arguments => Ok(columns
            .iter()
            .map(|column| {
                let wire = wiring.number(column);
                Column::Wire(wiring.map(wire, operation.into_iter().collect()))
            })
            .collect()),
        _ => Err(unsupported(
            format!(
                "FunctionTransformer of {}",
                if name.is_empty() {
                    function.describe()
                } else {
                    name
                }
            ),
            "a function of numpy such as numpy.log1p, without arguments",
            "Driftglass runs no code of a file: use a numpy function, compute the column before the pipeline, or convert \
             the pipeline with skl2onnx.",
        )),
    }
}
