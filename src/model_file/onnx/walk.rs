//! The walk through the graph: what every named value is.

use std::cell::Cell as Spent;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::refusal::{damaged, too_large, unsupported};
use super::answer::Answer;
use super::proto::{GraphProto, NodeProto, Tensor, element};
use crate::error::Result;
use crate::predictor::{Input, Layer, Level, Operation, Step, Unknown};

/// Wires that steps make are numbered from here until the number of inputs is known.
pub(super) const MADE: usize = 1 << 24;
/// Columns of one input.
const MOST_COLUMNS: i64 = 100_000;
/// Numbers that tables and models may be copied to in all.
const MOST_COPIED: usize = 200_000_000;

/// One column of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// A text as it comes in: the place of its input.
    Text(usize),
    /// A number.
    Wire(usize),
}

/// What a named value of the graph is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Constant(Rc<Tensor>),
    /// Columns of level 0 (of the file) or of a later level (made of what models of the level before say).
    Columns {
        level: usize,
        cells: Vec<Cell>,
    },
    /// Layers so far.
    Network(usize),
    /// One minus the only output of a network.
    NetworkComplement(usize),
    /// Margins of an answer.
    Margins(usize),
    /// ln Σ e^margin of an answer, and the margins less it.
    LogSum(usize),
    LogShares(usize),
    /// What an answer says, a column for each class or target.
    Response(usize),
    /// The sum of the columns of an answer.
    RowSum(usize),
    /// The place of the largest column.
    Largest(Box<Value>),
    /// Labels of an answer, or of the largest column; names of the classes where known.
    Labels {
        of: Box<Value>,
        classes: Vec<String>,
    },
    /// Squares of distances from class means, in the making of naive Bayes.
    Bayes(Rc<super::bayes::Making>),
    /// The nearest points, in the making of a neighbours' model.
    Nearest(Rc<super::nearest::Making>),
    /// Tables of the same rows that lie on each other.
    Stacked(Rc<Vec<Value>>),
    /// The shape of a table of so many columns.
    Shape(usize),
    /// What an operator that is not read gives; refused where something reads it.
    Opaque(Rc<crate::error::Error>),
}

/// Wires of a level in the making.
#[derive(Debug, Default)]
pub(super) struct Stratum {
    pub(super) steps: Vec<Step>,
    pub(super) made: usize,
    /// Of a later level: the answers and columns that its inputs are.
    pub(super) handed: Vec<(usize, usize)>,
}

/// A dense network in the making.
#[derive(Clone, Debug)]
pub(super) struct Network {
    pub(super) level: usize,
    pub(super) features: Vec<usize>,
    pub(super) layers: Vec<Rc<Layer>>,
    /// Whether the last layer has its biases.
    pub(super) biased: bool,
    /// The answer it became.
    pub(super) answer: Option<usize>,
}

/// The state of the walk.
pub(super) struct Walk {
    values: BTreeMap<String, Value>,
    pub(super) inputs: Vec<Input>,
    pub(super) strata: Vec<Stratum>,
    pub(super) answers: Vec<Answer>,
    pub(super) networks: Vec<Network>,
    /// Numbers that were copied so far; bounds what a small file can become.
    spent: Spent<usize>,
}

impl Walk {
    /// Starts with the inputs and the constants of the graph.
    pub(super) fn new(graph: &GraphProto) -> Result<Walk> {
        let mut walk = Walk {
            values: BTreeMap::new(),
            inputs: Vec::new(),
            strata: vec![Stratum::default()],
            answers: Vec::new(),
            networks: Vec::new(),
            spent: Spent::new(0),
        };
        for tensor in &graph.initializers {
            let constant = Value::Constant(Rc::new(tensor.clone()));
            walk.values.insert(tensor.name.clone(), constant);
        }
        let real: Vec<_> = graph
            .inputs
            .iter()
            .filter(|input| !walk.values.contains_key(&input.name))
            .collect();
        let mut widths = Vec::new();
        for input in &real {
            widths.push(width(&input.shape).filter(|width| (1..=MOST_COLUMNS).contains(width)).ok_or_else(|| {
                unsupported(
                    format!("the input \"{}\" whose number of columns is open", input.name),
                    "inputs of rows and a fixed number of columns",
                    "Export the model again with the number of columns in its input type, such as \
                     FloatTensorType([None, 20]).",
                )
            })?);
        }
        let alone = real.len() == 1 && widths[0] > 1;
        for (input, width) in real.iter().zip(widths) {
            let mut cells = Vec::new();
            for column in 0..width {
                let place = walk.inputs.len();
                let name = match (alone, width) {
                    (true, _) => format!("x{column}"),
                    (false, 1) => input.name.clone(),
                    (false, _) => format!("{}[{column}]", input.name),
                };
                let named = width == 1;
                let made = if input.element == element::STRING {
                    cells.push(Cell::Text(place));
                    Input::category(&name, Vec::<String>::new(), Unknown::Other)
                } else {
                    cells.push(Cell::Wire(place));
                    Input::number(&name)
                };
                walk.inputs.push(Input { named, ..made });
            }
            // What is not double comes in as 32 bits.
            let value = if input.element == element::FLOAT {
                let wires = walk.wires_of(0, &cells).unwrap_or_default();
                let cells = wires
                    .into_iter()
                    .map(|wire| Cell::Wire(walk.map(0, wire, vec![Operation::ToF32])))
                    .collect();
                Value::Columns { level: 0, cells }
            } else {
                Value::Columns { level: 0, cells }
            };
            walk.values.insert(input.name.clone(), value);
        }
        Ok(walk)
    }

    /// Pays for copying so many numbers.
    pub(super) fn spend(&self, numbers: usize) -> Result<()> {
        let spent = self.spent.get().saturating_add(numbers);
        self.spent.set(spent);
        if spent > MOST_COPIED {
            return Err(too_large(
                "a graph that uses its models and tables again and again",
                MOST_COPIED,
            ));
        }
        Ok(())
    }

    /// Remembers what an operator made.
    pub(super) fn put(&mut self, node: &NodeProto, made: Vec<Value>) {
        for (name, value) in node.outputs.iter().zip(made) {
            if !name.is_empty() {
                self.values.insert(name.clone(), value);
            }
        }
    }

    /// The value of this name.
    pub(super) fn value(&self, name: &str) -> Result<Value> {
        match self.values.get(name) {
            Some(Value::Opaque(error)) => Err((**error).clone()),
            Some(value) => Ok(value.clone()),
            None => Err(damaged(
                format!("a graph that reads \"{name}\" before anything has made it"),
                "a sorted graph, as the standard demands",
            )),
        }
    }

    /// What an operator reads, or nothing where it is left out.
    pub(super) fn read(&self, node: &NodeProto, index: usize) -> Result<Value> {
        match node.inputs.get(index) {
            Some(name) if !name.is_empty() => self.value(name),
            _ => Err(super::operator(node, &format!("without its input {index}"))),
        }
    }

    /// A constant that an operator reads.
    pub(super) fn constant(&self, node: &NodeProto, index: usize) -> Result<Option<Rc<Tensor>>> {
        match node.inputs.get(index) {
            Some(name) if !name.is_empty() => match self.value(name)? {
                Value::Constant(tensor) => Ok(Some(tensor)),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Appends a step to a level; its first wire.
    pub(super) fn step(&mut self, level: usize, step: Step) -> usize {
        let stratum = &mut self.strata[level];
        let wire = MADE + stratum.made;
        stratum.made += step.outputs();
        stratum.steps.push(step);
        wire
    }

    /// A wire on which operations were done. Operations behind each other become one step.
    pub(super) fn map(&mut self, level: usize, wire: usize, operations: Vec<Operation>) -> usize {
        self.step(level, Step::Map { wire, operations })
    }

    /// The wires of cells that are all numbers.
    pub(super) fn wires_of(&self, _level: usize, cells: &[Cell]) -> Option<Vec<usize>> {
        cells
            .iter()
            .map(|cell| match cell {
                Cell::Wire(wire) => Some(*wire),
                Cell::Text(_) => None,
            })
            .collect()
    }

    /// Columns as numbers: level and wires. What models say becomes columns of the next level.
    pub(super) fn numbers(
        &mut self,
        node: &NodeProto,
        value: &Value,
    ) -> Result<(usize, Vec<usize>)> {
        let (level, cells) = self.columns(node, value)?;
        match self.wires_of(level, &cells) {
            Some(wires) => Ok((level, wires)),
            None => Err(super::operator(node, "on texts")),
        }
    }

    /// Columns of a value: level and cells.
    pub(super) fn columns(
        &mut self,
        node: &NodeProto,
        value: &Value,
    ) -> Result<(usize, Vec<Cell>)> {
        match value {
            Value::Columns { level, cells } => Ok((*level, cells.clone())),
            Value::Response(answer) => self.handed(*answer),
            Value::Network(network) => {
                if let Some(columns) = self.projected(*network) {
                    return Ok(columns);
                }
                let answer = self.network_answer(*network)?;
                self.handed(answer)
            }
            Value::Largest(inner) => self.place_of_largest(node, inner),
            Value::Labels { of, classes } => self.labels_as_numbers(node, of, classes),
            Value::RowSum(answer) => {
                let (level, cells) = self.handed(*answer)?;
                let wires = self.wires_of(level, &cells).unwrap_or_default();
                let weights = vec![1.0; wires.len()];
                let wire = self.step(level, super::elementwise::weighted(wires, weights));
                let wire = self.map(level, wire, vec![Operation::ToF32]);
                Ok((level, vec![Cell::Wire(wire)]))
            }
            Value::Bayes(making) => match making.untouched() {
                Some((level, wires)) => {
                    Ok((level, wires.iter().copied().map(Cell::Wire).collect()))
                }
                None => Err(super::operator(node, "of three axes")),
            },
            Value::Margins(_) | Value::LogShares(_) => {
                Err(super::operator(node, "on the margins of a model"))
            }
            _ => Err(super::operator(
                node,
                "on what is no table of rows and columns",
            )),
        }
    }

    /// The columns of an answer as inputs of the next level.
    pub(super) fn handed(&mut self, answer: usize) -> Result<(usize, Vec<Cell>)> {
        let level = self.answers[answer].level + 1;
        if level > 4 {
            return Err(too_large("models on models on models", 4));
        }
        while self.strata.len() <= level {
            self.strata.push(Stratum::default());
        }
        let columns = self.answers[answer].response_columns();
        let handed = &mut self.strata[level].handed;
        let cells = (0..columns)
            .map(|column| {
                let place = handed
                    .iter()
                    .position(|own| *own == (answer, column))
                    .unwrap_or_else(|| {
                        handed.push((answer, column));
                        handed.len() - 1
                    });
                Cell::Wire(place)
            })
            .collect();
        Ok((level, cells))
    }

    /// The code of each level in an input of texts, new ones appended.
    pub(super) fn text_codes(&mut self, place: usize, levels: &[String]) -> Vec<usize> {
        let Some(Input {
            kind: crate::predictor::InputKind::Category { levels: known, .. },
            ..
        }) = self.inputs.get_mut(place)
        else {
            return Vec::new();
        };
        let mut codes = Vec::with_capacity(levels.len());
        for text in levels {
            let level = Level::Text(text.clone());
            let code = known
                .iter()
                .position(|own| *own == level)
                .unwrap_or_else(|| {
                    known.push(level);
                    known.len() - 1
                });
            codes.push(code);
        }
        codes
    }
}

/// Columns of an input: the product of what follows the rows.
fn width(shape: &[Option<i64>]) -> Option<i64> {
    match shape {
        [] => None,
        [_] => Some(1),
        [_, rest @ ..] => rest
            .iter()
            .try_fold(1i64, |width, length| width.checked_mul((*length)?)),
    }
}
