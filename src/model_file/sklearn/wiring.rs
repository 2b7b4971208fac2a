//! Columns on their way from the file to a body: inputs that are asked for, steps that make wires of wires.

use super::super::objects::Node;
use super::super::refusal::unsupported;
use crate::error::{Error, Result};
use crate::predictor::{Body, Input, InputKind, Level, Operation, Stage, Step, Unknown};

/// Wires that steps make are numbered from here until the number of inputs is known.
const MADE: usize = 1 << 24;
/// Stands for the number of all inputs until that is known.
const ALL: usize = usize::MAX;

/// A column that a transformer or an estimator gets.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    /// A column of the file as it is; with what an imputer of texts put in place of missing cells.
    Raw { place: usize, fill: Option<Level> },
    /// A number.
    Wire(usize),
}

impl Column {
    pub(super) fn raw(place: usize) -> Column {
        Column::Raw { place, fill: None }
    }
}

/// The columns of the training data and the inputs that were asked for so far.
#[derive(Debug, Default)]
pub(super) struct Registry {
    names: Vec<String>,
    named: bool,
    /// Column of each input.
    places: Vec<usize>,
    pub(super) inputs: Vec<Input>,
}

impl Registry {
    /// With the names of the training data, or with so many columns without names.
    pub(super) fn new(names: Option<Vec<String>>, count: usize) -> Registry {
        let named = names.is_some();
        Registry {
            names: names.unwrap_or_else(|| (0..count).map(|i| format!("x{i}")).collect()),
            named,
            places: Vec::new(),
            inputs: Vec::new(),
        }
    }

    pub(super) fn columns(&self) -> usize {
        self.names.len()
    }

    /// Whether the columns have these names, in this order.
    pub(super) fn rename(&mut self, names: &[String]) {
        if !self.named && names.len() == self.names.len() {
            self.names = names.to_vec();
            self.named = true;
        }
    }

    fn input(&mut self, place: usize, kind: InputKind) -> usize {
        let known = self
            .inputs
            .iter()
            .zip(&self.places)
            .position(|(input, own)| *own == place && input.kind == kind);
        known.unwrap_or_else(|| {
            self.places.push(place);
            self.inputs.push(Input {
                name: self.names.get(place).cloned().unwrap_or_default(),
                named: self.named,
                kind,
                missing_refused: false,
            });
            self.inputs.len() - 1
        })
    }
}

/// A stage in the making.
#[derive(Debug)]
pub(super) struct Wiring<'r> {
    pub(super) registry: &'r mut Registry,
    /// `None` where the inputs are those of the registry.
    fixed: Option<usize>,
    steps: Vec<Step>,
    made: usize,
}

impl<'r> Wiring<'r> {
    /// Over the columns of the file.
    pub(super) fn raw(registry: &'r mut Registry) -> Wiring<'r> {
        Wiring {
            registry,
            fixed: None,
            steps: Vec::new(),
            made: 0,
        }
    }

    /// A member of an ensemble that gets these columns: the wiring, its columns, and the wires that the ensemble reads.
    pub(super) fn member(&mut self, columns: &[Column]) -> (Wiring<'_>, Vec<Column>, Vec<usize>) {
        let whole = columns.len() == self.registry.columns()
            && columns
                .iter()
                .enumerate()
                .all(|(place, column)| *column == Column::raw(place));
        if whole && self.fixed.is_none() {
            return (Wiring::raw(self.registry), columns.to_vec(), vec![ALL]);
        }
        let wires = self.numbers(columns);
        let inner = (0..wires.len()).map(Column::Wire).collect();
        let wiring = Wiring {
            registry: self.registry,
            fixed: Some(wires.len()),
            steps: Vec::new(),
            made: 0,
        };
        (wiring, inner, wires)
    }

    /// Over so many numbers.
    pub(super) fn numbers_only(&mut self, count: usize) -> (Wiring<'_>, Vec<Column>) {
        let wiring = Wiring {
            registry: self.registry,
            fixed: Some(count),
            steps: Vec::new(),
            made: 0,
        };
        (wiring, (0..count).map(Column::Wire).collect())
    }

    /// Appends a step; its first wire.
    pub(super) fn step(&mut self, step: Step) -> usize {
        let wire = MADE + self.made;
        self.made += step.outputs();
        self.steps.push(step);
        wire
    }

    /// The wire of a column taken as a number.
    pub(super) fn number(&mut self, column: &Column) -> usize {
        match column {
            Column::Wire(wire) => *wire,
            Column::Raw { place, fill } => {
                let wire = self.registry.input(*place, InputKind::Number);
                match fill {
                    Some(Level::Number(value)) => {
                        self.map(wire, vec![Operation::FillMissing(*value)])
                    }
                    _ => wire,
                }
            }
        }
    }

    pub(super) fn numbers(&mut self, columns: &[Column]) -> Vec<usize> {
        columns.iter().map(|column| self.number(column)).collect()
    }

    /// A wire on which operations were done; operations behind each other become one step.
    pub(super) fn map(&mut self, wire: usize, operations: Vec<Operation>) -> usize {
        if operations.is_empty() {
            return wire;
        }
        self.step(Step::Map { wire, operations })
    }

    /// The wire of codes of a column taken as a category with these levels.
    pub(super) fn category(
        &mut self,
        column: &Column,
        levels: &[Level],
        unknown: Unknown,
    ) -> Result<usize> {
        match column {
            Column::Raw { place, .. } => Ok(self.registry.input(
                *place,
                InputKind::Category {
                    levels: levels.to_vec(),
                    unknown,
                },
            )),
            Column::Wire(wire) => {
                let values: Option<Vec<f64>> = levels
                    .iter()
                    .map(|level| match level {
                        Level::Number(number) => Some(*number),
                        Level::Text(_) | Level::Start(_) => None,
                    })
                    .collect();
                let values = values.ok_or_else(|| {
                    unsupported(
                        "texts that a step before has made",
                        "texts that come from the file as they are",
                        "Encode texts in the first step of the pipeline.",
                    )
                })?;
                Ok(self.step(Step::Match {
                    wire: *wire,
                    values,
                }))
            }
        }
    }

    /// Marks the inputs behind these wires: the library refuses rows where they are missing.
    pub(super) fn refuse_missing(&mut self, wires: &[usize]) {
        if self.fixed.is_some() {
            return;
        }
        let mut starts = Vec::with_capacity(self.steps.len());
        let mut start = MADE;
        for step in &self.steps {
            starts.push(start);
            start += step.outputs();
        }
        for wire in wires {
            let mut at = *wire;
            while at >= MADE && at != ALL {
                let place = starts
                    .partition_point(|start| *start <= at)
                    .saturating_sub(1);
                match self.steps.get(place) {
                    Some(Step::Map { wire, operations })
                        if !operations.iter().any(|operation| {
                            matches!(operation, Operation::FillMissing(_) | Operation::IsMissing)
                        }) =>
                    {
                        at = *wire;
                    }
                    _ => break,
                }
            }
            if let Some(input) = self.registry.inputs.get_mut(at)
                && input.kind == InputKind::Number
            {
                input.missing_refused = true;
            }
        }
    }

    /// The stage; [`settle`] gives wires their numbers.
    pub(super) fn stage(
        self,
        features: Vec<usize>,
        body: Body,
        link: crate::predictor::Link,
    ) -> Stage {
        Stage {
            inputs: self.fixed.unwrap_or(ALL),
            steps: self.steps,
            features,
            body,
            link,
        }
    }

    /// The wires and steps of a model of another library, read from within this file.
    pub(super) fn graft(
        &mut self,
        inputs: &[Input],
        stage: &Stage,
        columns: &[Column],
    ) -> Result<Vec<usize>> {
        let mut wires = Vec::with_capacity(stage.wires());
        for (column, input) in columns.iter().zip(inputs) {
            wires.push(match &input.kind {
                InputKind::Number => self.number(column),
                InputKind::Codes => match column {
                    Column::Raw { place, .. } => self.registry.input(*place, InputKind::Codes),
                    Column::Wire(wire) => *wire,
                },
                InputKind::Category { levels, unknown } => {
                    self.category(column, levels, *unknown)?
                }
            });
        }
        for step in &stage.steps {
            let mut step = step.clone();
            step.reads_mut(&mut |wire| {
                *wire = wires.get(*wire).copied().unwrap_or(ALL);
            });
            let outputs = step.outputs();
            let first = self.step(step);
            wires.extend(first..first + outputs);
        }
        Ok(stage
            .features
            .iter()
            .map(|wire| wires.get(*wire).copied().unwrap_or(ALL))
            .collect())
    }
}

/// Gives wires their numbers, now that the number of inputs is known.
pub(super) fn settle(stage: &mut Stage, inputs: usize) {
    if stage.inputs == ALL {
        stage.inputs = inputs;
    }
    let own = stage.inputs;
    let mut renumber = |wire: &mut usize| {
        if *wire >= MADE && *wire != ALL {
            *wire = *wire - MADE + own;
        }
    };
    for step in &mut stage.steps {
        step.reads_mut(&mut renumber);
    }
    stage.features.iter_mut().for_each(renumber);
    if stage.features == [ALL] {
        stage.features = (0..own).collect();
    }
    match &mut stage.body {
        Body::Vote(vote) => vote
            .members
            .iter_mut()
            .for_each(|member| settle(member, inputs)),
        Body::Stack(stack) => {
            stack
                .members
                .iter_mut()
                .for_each(|member| settle(member, inputs));
            settle(&mut stack.last, inputs);
        }
        Body::Calibrated(calibrated) => calibrated
            .members
            .iter_mut()
            .for_each(|member| settle(&mut member.stage, inputs)),
        _ => {}
    }
}

/// Refuses an object that lacks what every object of its class has.
pub(super) fn lacking(node: Node<'_>, name: &str) -> Error {
    let class = node.short_class();
    unsupported(
        format!("{class} without {name}"),
        format!("a fitted {class} of scikit-learn 0.24 or later"),
        "Fit the model before saving it, and save it with a current version of scikit-learn.",
    )
}
