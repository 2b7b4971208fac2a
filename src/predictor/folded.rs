//! A model in terms of the file's own columns: what its readers folded into it, what it says of each input, and what
//! could not be folded.
//!
//! Trees are folded when a file is read ([`Stage::fold`]): their splits ask the columns themselves. A linear model keeps
//! the library's own arithmetic for scoring, so that scores are the library's to the last bit, and is folded on demand:
//! `margin = intercept + Σ effect of each input`, where an input is a column of the file, with all the features that were
//! made of it (a one-hot group, a scaled number, an indicator of missing) taken together.

use super::wiring::Wiring;
use super::{Body, Input, InputKind, Linear, Model, Operation, Precision, Stage, Step};

/// Levels of a category that are tried at once.
const LEVELS_AT_ONCE: usize = 64;

/// What a model is, seen from the columns of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Folded {
    /// Every feature of the body is an input as it stands. For trees: each split asks a column of the file. Feature `f` is
    /// input `features[f]`.
    Plain {
        /// The input of each feature.
        features: Vec<usize>,
    },
    /// A linear model as a sum of functions of one input each.
    Linear(FoldedLinear),
    /// Some features are still made by steps, each of one input alone: a logarithm, say, whose order at the last bit no
    /// library promises. Shares of features add up to shares of inputs by `sources`.
    Columnwise {
        /// The input behind each feature; `None` for a constant.
        sources: Vec<Option<usize>>,
    },
    /// Some features mix several inputs: components, products, norms.
    Mixed {
        /// Places of the features that mix, ascending.
        features: Vec<usize>,
    },
}

/// `margin[o] = intercepts[o] + Σ effects[input](x)[o]`.
#[derive(Clone, Debug, PartialEq)]
pub struct FoldedLinear {
    /// One for each output: the model's own, constants and what the numbers' lines add at 0.
    pub intercepts: Vec<f64>,
    /// One for each input of the model, in their order.
    pub effects: Vec<Effect>,
}

/// What one input adds to each margin.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The model does not read it.
    None,
    /// A number: so much a unit.
    Line {
        /// One for each output, in the file's own unit.
        slopes: Vec<f64>,
        /// What a missing value adds to each output; NaN where it makes the margin NaN.
        missing: Vec<f64>,
    },
    /// A category: so much for each of its levels.
    Levels {
        /// `levels × outputs`, level by level.
        values: Vec<f64>,
        /// What a value adds that the model does not know.
        unknown: Vec<f64>,
        /// What a missing value adds.
        missing: Vec<f64>,
    },
    /// A number that is bent (logarithms, bins, limits): ask [`Stage::effects`] for its values.
    Curve,
}

impl Model {
    /// The model in terms of the file's own columns.
    ///
    /// ```
    /// use driftglass::predictor::{Body, Decision, Effect, Folded, Format, Input, Linear, Link, Model, Operation, Origin, Precision, Stage, Step, Task};
    /// // A standardised age: (age - 40) / 10, a missing one filled with 40 before.
    /// let steps = vec![Step::Map { wire: 0, operations: vec![Operation::FillMissing(40.0), Operation::Subtract(40.0), Operation::Divide(10.0)] }];
    /// let body = Body::Linear(Linear { outputs: 1, weights: vec![2.0], intercepts: vec![1.0], precision: Precision::F64 });
    /// let model = Model {
    ///     origin: Origin::new(Format::ScikitPickle, "linear regression"),
    ///     inputs: vec![Input::number("age")],
    ///     stage: Stage { inputs: 1, steps, features: vec![1], body, link: Link::Identity },
    ///     task: Task::Regression,
    ///     decision: Decision::None,
    ///     classes: vec![],
    ///     warnings: vec![],
    /// };
    /// let Folded::Linear(folded) = model.folded() else { panic!("it is linear") };
    /// assert_eq!(folded.intercepts, [-7.0]);
    /// assert_eq!(folded.effects, [Effect::Line { slopes: vec![0.2], missing: vec![8.0] }]);
    /// ```
    pub fn folded(&self) -> Folded {
        let stage = &self.stage;
        let wiring = Wiring::of(stage);
        let mixed = wiring.mixed(stage);
        if !mixed.is_empty() {
            return Folded::Mixed { features: mixed };
        }
        match &stage.body {
            Body::Linear(linear) => Folded::Linear(self.folded_linear(linear, &wiring)),
            _ if stage.features.iter().all(|wire| *wire < stage.inputs) => Folded::Plain {
                features: stage.features.clone(),
            },
            _ => Folded::Columnwise {
                sources: stage.sources(),
            },
        }
    }

    fn folded_linear(&self, linear: &Linear, wiring: &Wiring) -> FoldedLinear {
        let stage = &self.stage;
        let outputs = linear.outputs;
        let mut intercepts = stage.constants(linear, wiring);
        let mut features: Vec<Vec<usize>> = vec![Vec::new(); stage.inputs];
        for (feature, wire) in stage.features.iter().enumerate() {
            if let Some(input) = wiring.source(*wire) {
                features[input].push(feature);
            }
        }
        let effects = features.iter().enumerate().map(|(input, own)| {
            if own.is_empty() {
                return Effect::None;
            }
            // What the input adds at each of these values: values × outputs.
            let at = |values: &[f64]| {
                let made = wiring.along(stage, Some(input), values);
                let mut sums = vec![0.0; values.len() * outputs];
                for feature in own {
                    let column = made.wire(stage.features[*feature]);
                    for (sums, x) in sums.chunks_exact_mut(outputs).zip(column) {
                        for (output, sum) in sums.iter_mut().enumerate() {
                            *sum += linear.weight(output, *feature) * x;
                        }
                    }
                }
                sums
            };
            match &self.inputs[input].kind {
                InputKind::Category { levels, .. } => {
                    let codes: Vec<f64> = (0..levels.len()).map(|code| code as f64).collect();
                    let values = codes.chunks(LEVELS_AT_ONCE).flat_map(at).collect();
                    let mut unknown = at(&[Input::UNKNOWN_CODE, f64::NAN]);
                    let missing = unknown.split_off(outputs);
                    Effect::Levels {
                        values,
                        unknown,
                        missing,
                    }
                }
                InputKind::Codes => Effect::Curve,
                InputKind::Number => {
                    let lines: Option<Vec<(f64, f64)>> = own
                        .iter()
                        .map(|feature| {
                            line(stage, wiring, stage.features[*feature], linear.precision)
                        })
                        .collect();
                    let Some(lines) = lines else {
                        return Effect::Curve;
                    };
                    let mut slopes = vec![0.0; outputs];
                    let mut missing = at(&[f64::NAN]);
                    for (feature, (slope, height)) in own.iter().zip(lines) {
                        for output in 0..outputs {
                            let weight = linear.weight(output, *feature);
                            slopes[output] += weight * slope;
                            intercepts[output] += weight * height;
                            // What stands in the intercept of every row is not the missing value's own.
                            missing[output] -= weight * height;
                        }
                    }
                    Effect::Line { slopes, missing }
                }
            }
        });
        let effects = effects.collect();
        FoldedLinear {
            intercepts,
            effects,
        }
    }
}

impl FoldedLinear {
    /// What an input adds to an output where it has this value (of a category: this code, as on the input's wire);
    /// `None` for a curve.
    pub fn effect(&self, input: usize, output: usize, value: f64) -> Option<f64> {
        let outputs = self.intercepts.len();
        Some(match self.effects.get(input)? {
            Effect::None => 0.0,
            Effect::Line { missing, .. } if value.is_nan() => *missing.get(output)?,
            Effect::Line { slopes, .. } => slopes.get(output)? * value,
            Effect::Levels { missing, .. } if value.is_nan() => *missing.get(output)?,
            Effect::Levels {
                values, unknown, ..
            } => {
                let known = (value >= 0.0 && output < outputs)
                    .then(|| values.get(value as usize * outputs + output));
                *known.flatten().or(unknown.get(output))?
            }
            Effect::Curve => return None,
        })
    }
}

impl Stage {
    /// Features that mix several inputs, ascending.
    pub fn mixed(&self) -> Vec<usize> {
        Wiring::of(self).mixed(self)
    }

    /// What each input adds to each margin of a linear model without mixed features, for a block of rows:
    /// `[input][output][row]`. Its sum over inputs and [`Stage::constant_part`] is the margin, but for rounding. `None`
    /// for any other model.
    pub fn effects(&self, inputs: &[&[f64]], rows: usize) -> Option<Vec<Vec<Vec<f64>>>> {
        let Body::Linear(linear) = &self.body else {
            return None;
        };
        let wiring = Wiring::of(self);
        if !wiring.mixed(self).is_empty() {
            return None;
        }
        let features = self.prepare(inputs, rows);
        let mut out = vec![vec![vec![0.0; rows]; linear.outputs]; self.inputs];
        for (feature, wire) in self.features.iter().enumerate() {
            let Some(input) = wiring.source(*wire) else {
                continue;
            };
            for (output, sums) in out[input].iter_mut().enumerate() {
                let weight = linear.weight(output, feature);
                for (sum, x) in sums.iter_mut().zip(&features[feature]) {
                    *sum += weight * x;
                }
            }
        }
        Some(out)
    }

    /// What a linear model adds to each margin in every row: the intercept and constants.
    pub fn constant_part(&self) -> Option<Vec<f64>> {
        match &self.body {
            Body::Linear(linear) => Some(self.constants(linear, &Wiring::of(self))),
            _ => None,
        }
    }

    /// Steps of this stage and of its members.
    pub(super) fn steps_in_all(&self) -> u64 {
        let members = self.members().map(Stage::steps_in_all).sum::<u64>();
        self.steps.len() as u64 + members
    }

    /// Features that mix inputs, of this stage and of its members.
    pub(super) fn mixed_in_all(&self) -> u64 {
        let members = self.members().map(Stage::mixed_in_all).sum::<u64>();
        self.mixed().len() as u64 + members
    }

    fn members(&self) -> Box<dyn Iterator<Item = &Stage> + '_> {
        match &self.body {
            Body::Vote(vote) => Box::new(vote.members.iter()),
            Body::Stack(stack) => Box::new(stack.members.iter()),
            Body::Calibrated(calibrated) => {
                Box::new(calibrated.members.iter().map(|member| &member.stage))
            }
            _ => Box::new(std::iter::empty()),
        }
    }

    fn constants(&self, linear: &Linear, wiring: &Wiring) -> Vec<f64> {
        let mut sums = linear.intercepts.clone();
        let made = wiring.along(self, None, &[0.0]);
        for (feature, wire) in self.features.iter().enumerate() {
            if wiring.is_constant(*wire) {
                let x = made.wire(*wire).first().copied().unwrap_or(f64::NAN);
                for (output, sum) in sums.iter_mut().enumerate() {
                    *sum += linear.weight(output, feature) * x;
                }
            }
        }
        sums
    }
}

/// `(slope, height)` of a wire that is a straight line of its input wherever that is not missing.
fn line(stage: &Stage, wiring: &Wiring, wire: usize, precision: Precision) -> Option<(f64, f64)> {
    let Some((step, _)) = wiring.step_of(stage, wire) else {
        return Some((1.0, 0.0));
    };
    let Step::Map { wire, operations } = step else {
        return None;
    };
    let before = line(stage, wiring, *wire, precision)?;
    operations
        .iter()
        .try_fold(before, |(slope, height), operation| {
            Some(match operation {
                Operation::Add(c) => (slope, height + c),
                Operation::Subtract(c) => (slope, height - c),
                Operation::Multiply(c) => (slope * c, height * c),
                Operation::Divide(c) if *c != 0.0 => (slope / c, height / c),
                Operation::Negate => (-slope, -height),
                Operation::FillMissing(_) => (slope, height),
                // Sums that are rounded to 32 bits are no finer than this.
                Operation::ToF32 if precision == Precision::F32 => (slope, height),
                // Says only whether the value is there: 0 wherever it is.
                Operation::IsMissing => (0.0, 0.0),
                _ => return None,
            })
        })
}
