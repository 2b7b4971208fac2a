//! Values as columns: levels made equal, labels and places as numbers.

use std::rc::Rc;

use super::answer::Answer;
use super::operator as refused;
use super::proto::NodeProto;
use super::walk::{Cell, MADE, Value, Walk};
use crate::error::Result;
use crate::predictor::{
    Activation, Body, Combination, Decision, Linear, Link, Operation, Precision, Step,
};

/// A table as an operator reads it beside others.
pub(super) enum Table {
    /// A wire a column.
    Wires(Vec<usize>),
    /// The same in every row, a number a column.
    Same(Vec<f64>),
}

impl Table {
    fn width(&self) -> usize {
        match self {
            Table::Wires(wires) => wires.len(),
            Table::Same(numbers) => numbers.len(),
        }
    }

    /// The wire of a column, of a table of one column of any.
    pub(super) fn wire(&self, walk: &mut Walk, level: usize, column: usize) -> usize {
        match self {
            Table::Wires(wires) => wires[column % wires.len()],
            Table::Same(numbers) => {
                let value = numbers[column % numbers.len()];
                walk.step(level, Step::Constant { value })
            }
        }
    }
}

impl Walk {
    /// Tables on one level, and how wide what is made of them column by column is.
    pub(super) fn beside(
        &mut self,
        node: &NodeProto,
        values: &[Value],
    ) -> Result<(usize, Vec<Table>, usize)> {
        let mut found = Vec::new();
        for value in values {
            found.push(match value {
                Value::Constant(constant) => {
                    let rows: usize = constant.shape.iter().rev().skip(1).product();
                    if rows != 1 || constant.numbers.is_empty() {
                        return Err(refused(node, "with a constant of another shape"));
                    }
                    (0, Table::Same(constant.numbers.clone()))
                }
                value => {
                    let (level, wires) = self.numbers(node, value)?;
                    (level, Table::Wires(wires))
                }
            });
        }
        let level = found.iter().map(|(level, _)| *level).max().unwrap_or(0);
        let width = found.iter().map(|(_, table)| table.width()).max();
        let width = width.unwrap_or(0);
        let fits = |(_, table): &(usize, Table)| table.width() == width || table.width() == 1;
        if width == 0 || !found.iter().all(fits) {
            return Err(refused(node, "of tables of different width"));
        }
        self.bounded(node, width)?;
        let mut tables = Vec::new();
        for (own, table) in found {
            tables.push(match table {
                Table::Wires(wires) => Table::Wires(self.raised(node, own, wires, level)?),
                same => same,
            });
        }
        Ok((level, tables, width))
    }

    /// Wires of a level handed on to a later one as they are.
    pub(super) fn raised(
        &mut self,
        node: &NodeProto,
        level: usize,
        wires: Vec<usize>,
        to: usize,
    ) -> Result<Vec<usize>> {
        let mut wires = wires;
        for level in level..to {
            let mut above = Vec::with_capacity(wires.len());
            for wire in wires {
                self.bounded(node, 1)?;
                let answer = Answer {
                    level,
                    features: vec![wire],
                    body: Rc::new(Body::Linear(Linear {
                        outputs: 1,
                        weights: vec![1.0],
                        intercepts: vec![0.0],
                        precision: Precision::F64,
                    })),
                    link: Link::Identity,
                    decision: Decision::None,
                    count: 0,
                    classes: Vec::new(),
                    kind: "a column",
                };
                let known = self.answers.iter().position(|own| {
                    own.kind == answer.kind && own.level == level && own.features == answer.features
                });
                let at = known.unwrap_or(self.answers.len());
                if known.is_none() {
                    self.answers.push(answer);
                }
                let (_, cells) = self.handed(at)?;
                above.extend(self.wires_of(level + 1, &cells).unwrap_or_default());
            }
            wires = above;
        }
        Ok(wires)
    }

    /// The place of the largest column as a column of its own.
    pub(super) fn place_of_largest(
        &mut self,
        node: &NodeProto,
        value: &Value,
    ) -> Result<(usize, Vec<Cell>)> {
        let (level, wires) = self.numbers(node, value)?;
        self.bounded(node, wires.len())?;
        let step = match self.bins(level, &wires) {
            Some(bins) => bins,
            None => Step::Combine {
                wires,
                how: Combination::PlaceOfMost,
            },
        };
        let wire = self.step(level, step);
        Ok((level, vec![Cell::Wire(wire)]))
    }

    /// The step that made a wire of a level.
    fn step_behind(&self, level: usize, wire: usize) -> Option<&Step> {
        let mut start = MADE;
        self.strata[level].steps.iter().find(|step| {
            let own = start..start + step.outputs();
            start = own.end;
            own.contains(&wire)
        })
    }

    /// Whether the first wires are the others divided by their sum.
    pub(super) fn shares_of(&self, level: usize, shares: &[usize], of: &[usize]) -> bool {
        let before = |wire: usize| match self.step_behind(level, wire) {
            Some(Step::Map { wire, operations }) if operations[..] == [Operation::ToF32] => *wire,
            _ => wire,
        };
        let norm = shares
            .first()
            .map(|wire| self.step_behind(level, before(*wire)));
        let in_order = shares
            .windows(2)
            .all(|pair| before(pair[0]) + 1 == before(pair[1]));
        in_order
            && matches!(
                norm,
                Some(Some(Step::Normalize { wires, norm: crate::predictor::Norm::L1 })) if wires == of && of.len() == shares.len()
            )
    }

    /// Whether a wire holds the numbers of bins.
    pub(super) fn is_bins(&self, level: usize, wire: usize) -> bool {
        matches!(self.step_behind(level, wire), Some(Step::Bins { .. }))
    }

    /// Whether the place of the largest among columns is the number of edges at or below one number: "below an edge" for
    /// rising edges, and a last column that is always 1, as skl2onnx writes bins.
    fn bins(&self, level: usize, wires: &[usize]) -> Option<Step> {
        let (last, below) = wires.split_last()?;
        let mut edges = Vec::new();
        let mut asked = None;
        for wire in below {
            let Some(Step::Map { wire, operations }) = self.step_behind(level, *wire) else {
                return None;
            };
            let (mut wire, mut operations) = (*wire, operations.as_slice());
            // Casts of what is 0 or 1.
            while let [Operation::ToF32] = operations {
                match self.step_behind(level, wire) {
                    Some(Step::Map {
                        wire: before,
                        operations: own,
                    }) => {
                        (wire, operations) = (*before, own.as_slice());
                    }
                    _ => return None,
                }
            }
            let [Operation::Below(edge), rest @ ..] = operations else {
                return None;
            };
            if rest.iter().any(|operation| *operation != Operation::ToF32)
                || *asked.get_or_insert(wire) != wire
                || edges.last().is_some_and(|before| before > edge)
            {
                return None;
            }
            edges.push(*edge);
        }
        (self.always_one(level, *last) && !edges.is_empty()).then(|| Step::Bins {
            wire: asked.unwrap_or_default(),
            edges,
        })
    }

    fn always_one(&self, level: usize, wire: usize) -> bool {
        let mut wire = wire;
        let mut after: Vec<Operation> = Vec::new();
        while let Some(Step::Map {
            wire: before,
            operations,
        }) = self.step_behind(level, wire)
        {
            after.splice(0..0, operations.iter().copied());
            if after.contains(&Operation::Multiply(0.0)) {
                return after.iter().fold(2.0, |x, operation| operation.of(x)) == 1.0;
            }
            wire = *before;
        }
        matches!(self.step_behind(level, wire), Some(Step::Constant { value }) if *value == 1.0)
    }

    /// Labels that are numbers, as a column.
    pub(super) fn labels_as_numbers(
        &mut self,
        node: &NodeProto,
        of: &Value,
        classes: &[String],
    ) -> Result<(usize, Vec<Cell>)> {
        let values: Option<Vec<f64>> = classes.iter().map(|name| name.parse().ok()).collect();
        let (Some(values), false) = (values, classes.is_empty()) else {
            return Err(refused(node, "of labels that are texts"));
        };
        let (level, cells) = match of {
            Value::Largest(inner) => self.place_of_largest(node, inner)?,
            Value::Response(answer) => {
                let decision = self.answers[*answer].decision;
                let (level, cells) = self.handed(*answer)?;
                let logit = matches!(self.answers[*answer].link, Link::Logit { .. });
                let second = match (&cells[..], decision, logit) {
                    ([_, second], Decision::MarginAbove(0.0), true) => Some((*second, 0.5)),
                    ([_, second], Decision::MarginAbove(c), false) => Some((*second, c)),
                    ([_, second], Decision::ResponseAbove(c), _) => Some((*second, c)),
                    (_, Decision::LargestResponse, _) => None,
                    _ => return Err(refused(node, "of labels of such a model")),
                };
                match second {
                    Some((Cell::Wire(wire), c)) => {
                        let wire = self.map(level, wire, vec![Operation::Above(c)]);
                        (level, vec![Cell::Wire(wire)])
                    }
                    _ => self.place_of_largest(node, of)?,
                }
            }
            _ => return Err(refused(node, "of labels of such a model")),
        };
        let plain = values
            .iter()
            .enumerate()
            .all(|(place, value)| *value == place as f64);
        match cells[..] {
            [Cell::Wire(wire)] if !plain => {
                let lookup = Step::Lookup {
                    wire,
                    values,
                    unknown: f64::NAN,
                    missing: f64::NAN,
                };
                let wire = self.step(level, lookup);
                Ok((level, vec![Cell::Wire(wire)]))
            }
            _ => Ok((level, cells)),
        }
    }

    /// A network that is one layer without activation, as columns of its own level: components and other projections.
    pub(super) fn projected(&mut self, known: usize) -> Option<(usize, Vec<Cell>)> {
        let network = &self.networks[known];
        let [layer] = &network.layers[..] else {
            return None;
        };
        if layer.activation != Activation::Identity {
            return None;
        }
        let (level, layer, wires) = (network.level, layer.clone(), network.features.clone());
        let first = self.step(
            level,
            Step::Project {
                wires,
                center: Vec::new(),
                matrix: layer.weights.clone(),
                outputs: layer.outputs,
            },
        );
        let cells = (0..layer.outputs).map(|output| {
            let operations = vec![
                Operation::ToF32,
                Operation::Add(layer.biases[output]),
                Operation::ToF32,
            ];
            Cell::Wire(self.map(level, first + output, operations))
        });
        let cells = cells.collect();
        Some((level, cells))
    }
}
