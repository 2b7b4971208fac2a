//! Attributes of fitted objects, as the numbers and texts they must be.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use super::wiring::lacking;
use crate::error::Result;
use crate::predictor::Level;

/// A matrix, row by row.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: Vec<f64>,
}

impl Matrix {
    pub(super) fn transposed(&self) -> Vec<f64> {
        let mut out = Vec::with_capacity(self.values.len());
        for column in 0..self.columns {
            out.extend((0..self.rows).map(|row| self.values[row * self.columns + column]));
        }
        out
    }
}

pub(super) fn need<'a>(node: Node<'a>, name: &str) -> Result<Node<'a>> {
    node.attribute(name).ok_or_else(|| lacking(node, name))
}

/// All numbers of an attribute.
pub(super) fn numbers(node: Node<'_>, name: &str) -> Result<Vec<f64>> {
    let value = need(node, name)?;
    value
        .numbers()
        .or_else(|| value.number().map(|number| vec![number]))
        .ok_or_else(|| wrong(node, name, value))
}

/// One number of an attribute.
pub(super) fn number(node: Node<'_>, name: &str) -> Result<f64> {
    let value = need(node, name)?;
    value.number().ok_or_else(|| wrong(node, name, value))
}

/// So many numbers of an attribute.
pub(super) fn numbers_of(node: Node<'_>, name: &str, count: usize) -> Result<Vec<f64>> {
    let values = numbers(node, name)?;
    if values.len() == count {
        Ok(values)
    } else {
        Err(wrong(node, name, need(node, name)?))
    }
}

/// A matrix; a vector is one row.
pub(super) fn matrix(node: Node<'_>, name: &str) -> Result<Matrix> {
    let value = need(node, name)?;
    as_matrix(value).ok_or_else(|| wrong(node, name, value))
}

pub(super) fn as_matrix(value: Node<'_>) -> Option<Matrix> {
    let array = value.array()?;
    let values = value.numbers()?;
    let (rows, columns) = match array.shape[..] {
        [columns] => (1, columns),
        [rows, columns] => (rows, columns),
        _ => return None,
    };
    (values.len() == rows.checked_mul(columns)?).then_some(Matrix {
        rows,
        columns,
        values,
    })
}

/// A text attribute; empty where there is none.
pub(super) fn text(node: Node<'_>, name: &str) -> String {
    node.attribute(name)
        .and_then(|value| value.text())
        .unwrap_or_default()
}

/// A boolean attribute.
pub(super) fn flag(node: Node<'_>, name: &str, default: bool) -> bool {
    node.attribute(name)
        .and_then(|value| value.flag())
        .unwrap_or(default)
}

/// Texts of an array or a list.
pub(super) fn texts(node: Node<'_>) -> Option<Vec<String>> {
    if let Some(texts) = node.array().and_then(|array| array.texts()) {
        return Some(texts);
    }
    node.elements()?
        .into_iter()
        .map(|element| element.text())
        .collect()
}

/// What one element of an array of categories or classes is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Level(Level),
    /// None or NaN.
    Missing,
}

/// Elements of an array of texts, numbers, booleans or objects.
pub(super) fn values(node: Node<'_>) -> Option<Vec<Value>> {
    if let Some(array) = node.array() {
        if let Some(texts) = array.texts() {
            return Some(
                texts
                    .into_iter()
                    .map(|text| Value::Level(Level::Text(text)))
                    .collect(),
            );
        }
        if let Some(numbers) = array.numbers() {
            return Some(numbers.into_iter().map(of_number).collect());
        }
    }
    node.elements()?.into_iter().map(of_node).collect()
}

pub(super) fn of_node(node: Node<'_>) -> Option<Value> {
    if node.is_none() || node.class().ends_with("NAType") {
        return Some(Value::Missing);
    }
    match (node.text(), node.number()) {
        (Some(text), _) => Some(Value::Level(Level::Text(text))),
        (None, Some(number)) => Some(of_number(number)),
        // pandas.NA is pickled as a name.
        _ if node.class().starts_with("pandas.") => Some(Value::Missing),
        _ => None,
    }
}

fn of_number(number: f64) -> Value {
    if number.is_nan() {
        Value::Missing
    } else {
        Value::Level(Level::Number(number))
    }
}

/// Names of classes.
pub(super) fn classes(node: Node<'_>) -> Result<Vec<String>> {
    // Ridge classifiers keep their classes in what makes labels of them.
    let keeper = node
        .present("_label_binarizer")
        .filter(|_| node.present("classes_").is_none());
    let value = need(keeper.unwrap_or(node), "classes_")?;
    let boolean = value
        .array()
        .is_some_and(|array| array.dtype == super::super::objects::Dtype::Flag);
    let names: Option<Vec<String>> = values(value).and_then(|values| {
        values
            .into_iter()
            .map(|value| match value {
                Value::Level(Level::Number(number)) if boolean => {
                    Some(if number == 0.0 { "False" } else { "True" }.to_owned())
                }
                Value::Level(level) => Some(level.shown()),
                Value::Missing => None,
            })
            .collect()
    });
    match names {
        Some(names) if names.len() >= 2 => Ok(names),
        _ => Err(unsupported(
            format!(
                "a {} of one class, or of several labels at once",
                node.short_class()
            ),
            "a classifier of two or more classes and one label",
            "Save one model for each label.",
        )),
    }
}

pub(super) fn wrong(node: Node<'_>, name: &str, value: Node<'_>) -> crate::error::Error {
    unsupported(
        format!(
            "{} whose {name} is {}",
            node.short_class(),
            value.describe()
        ),
        "dense arrays of numbers of the usual shape",
        "Fit the model on a dense table, not on a sparse matrix, and save it again.",
    )
}
