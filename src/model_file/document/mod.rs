//! Documents of keys and values, whether written as JSON or as Universal Binary JSON.

pub mod json;
pub mod ubjson;

use std::borrow::Cow;

use crate::error::Result;
use crate::predictor::unreadable;

/// How deep values may stand within each other. A tree that was written node within node may be deep.
pub const MAXIMUM_DEPTH: usize = 600;

/// How many values a document may have, those in packed lists of numbers aside: each takes ten times the bytes it is
/// written in.
pub const MAXIMUM_VALUES: usize = 30_000_000;

/// A value. Numbers in a list stand next to each other, 8 bytes each, since most of a model file is such lists.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A number; whole numbers beyond 2^53 are rounded.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of numbers alone; booleans in it count as 0 and 1.
    Numbers(Vec<f64>),
    /// Any other list.
    List(Vec<Value>),
    /// Keys and values in the file's order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// The value of a key; of repeated keys the first.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Object(entries) => entries.iter().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The value at a way of keys with dots.
    ///
    /// # Errors
    /// `model.unreadable` where it ends.
    pub fn at(&self, way: &str) -> Result<&Value> {
        let mut value = self;
        for key in way.split('.') {
            value = value.get(key).ok_or_else(|| {
                unreadable(
                    format!("no `{key}` on the way `{way}`"),
                    "every key that the format has",
                )
            })?;
        }
        Ok(value)
    }

    /// A number, also where it is written as a text.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Boolean(flag) => Some(f64::from(*flag)),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// A whole number from 0, also where it is written as a text.
    pub fn count(&self) -> Option<usize> {
        let number = self.number()?;
        ((0.0..=4e9).contains(&number) && number.fract() == 0.0).then_some(number as usize)
    }

    /// A text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Yes or no, also as 0 and 1 or as a text.
    pub fn flag(&self) -> Option<bool> {
        match self {
            Value::Boolean(flag) => Some(*flag),
            Value::Text(text) if text == "true" || text == "false" => Some(text == "true"),
            value => value.number().map(|n| n != 0.0),
        }
    }

    /// A list of numbers.
    ///
    /// # Errors
    /// `model.unreadable` where it is none.
    pub fn numbers(&self) -> Result<Cow<'_, [f64]>> {
        match self {
            Value::Numbers(numbers) => Ok(Cow::Borrowed(numbers)),
            Value::List(values) => {
                let numbers: Option<Vec<f64>> = values.iter().map(Value::number).collect();
                numbers.map(Cow::Owned).ok_or_else(|| {
                    unreadable(
                        "a list with something else than numbers",
                        "a list of numbers",
                    )
                })
            }
            _ => Err(unreadable(
                "something else than a list",
                "a list of numbers",
            )),
        }
    }

    /// The values of a list; a list of numbers is none.
    pub fn list(&self) -> &[Value] {
        match self {
            Value::List(values) => values,
            _ => &[],
        }
    }

    /// Keys and values.
    pub fn entries(&self) -> &[(String, Value)] {
        match self {
            Value::Object(entries) => entries,
            _ => &[],
        }
    }

    /// A list of texts.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.list().iter().filter_map(Value::text);
        texts.map(str::to_owned).collect()
    }

    /// A number, flag or text as a person reads it.
    pub fn shown(&self) -> Option<String> {
        match self {
            Value::Boolean(flag) => Some(flag.to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

/// Gathers the values of a list: packed as long as all are numbers.
#[derive(Default)]
struct ListBuilder {
    numbers: Vec<f64>,
    values: Option<Vec<Value>>,
}

impl ListBuilder {
    fn number(&mut self, number: f64) {
        match &mut self.values {
            None => self.numbers.push(number),
            Some(values) => values.push(Value::Number(number)),
        }
    }

    fn push(&mut self, value: Value) {
        match value {
            Value::Number(number) => self.number(number),
            Value::Boolean(flag) if self.values.is_none() => self.numbers.push(f64::from(flag)),
            value => {
                let numbers = &mut self.numbers;
                let values = self
                    .values
                    .get_or_insert_with(|| numbers.drain(..).map(Value::Number).collect());
                values.push(value);
            }
        }
    }

    fn finish(self) -> Value {
        match self.values {
            Some(values) => Value::List(values),
            None if self.numbers.is_empty() => Value::List(Vec::new()),
            None => {
                let mut numbers = self.numbers;
                numbers.shrink_to_fit();
                Value::Numbers(numbers)
            }
        }
    }
}
