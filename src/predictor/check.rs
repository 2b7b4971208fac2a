//! Whether a model is sound: after this, scoring cannot fail.

use super::refusal::{limit, unreadable};
use super::{
    Additive, Body, Calibrated, Combination, Dense, InputKind, KernelMachine, KernelOutput, Level,
    Linear, Model, NaiveBayes, Neighbours, Stack, Stage, Step, Targets, Test, Trees, Vote,
};
use crate::error::Result;
use crate::stats::order::order;
use kernels::trees::Covers;

/// Nodes that all trees of a model may have together.
pub const MAXIMUM_NODES: usize = 40_000_000;
/// Wires of one stage.
pub const MAXIMUM_WIRES: usize = 200_000;
/// Numbers in one table of a model.
pub const MAXIMUM_VALUES: usize = 200_000_000;
/// Models within models within models.
pub const MAXIMUM_NESTING: usize = 8;

/// What is wrong, as a clause.
type Sound = std::result::Result<(), String>;

fn wrong(what: impl Into<String>) -> Sound {
    Err(what.into())
}

fn need(holds: bool, what: impl FnOnce() -> String) -> Sound {
    if holds { Ok(()) } else { Err(what()) }
}

impl Model {
    /// Whether every place that one part names exists in another, every table has its size, and nothing is larger than
    /// the limits. Readers call it before they answer.
    ///
    /// # Errors
    /// `model.unreadable`, `model.limit`.
    pub fn check(&self) -> Result<()> {
        self.check_by(&|stage| check_stage(stage, self.classes.len(), 0))
    }

    /// The same of trees; any other body is refused. A module that calls only this has no code for others.
    pub(super) fn check_of_trees(&self) -> Result<()> {
        self.check_by(&|stage| {
            let Body::Trees(trees) = &stage.body else {
                return wrong("a body that is not of trees");
            };
            check_around(stage, self.classes.len(), 0)?;
            check_trees(trees)
        })
    }

    fn check_by(&self, of_stage: &dyn Fn(&Stage) -> Sound) -> Result<()> {
        if self.stage.wires() > MAXIMUM_WIRES {
            return Err(limit(
                format!("{} inputs and derived columns", self.stage.wires()),
                MAXIMUM_WIRES,
            ));
        }
        let sound = self.check_inputs().and_then(|()| of_stage(&self.stage));
        sound.map_err(|found| unreadable(found, "a model whose parts fit together"))
    }

    fn check_inputs(&self) -> Sound {
        need(self.inputs.len() == self.stage.inputs, || {
            format!("{} inputs for {}", self.inputs.len(), self.stage.inputs)
        })?;
        for input in &self.inputs {
            if let InputKind::Category { levels, .. } = &input.kind {
                let texts = levels.iter().filter_map(|level| match level {
                    Level::Text(text) => Some(text.as_str()),
                    Level::Number(_) | Level::Start(_) => None,
                });
                let texts: Vec<&str> = texts.collect();
                let sorted = order(texts.len(), &|a, b| texts[a].cmp(texts[b]));
                for pair in sorted.windows(2) {
                    let text = texts[pair[1]];
                    need(texts[pair[0]] != text, || {
                        format!("the level \"{text}\" of {} twice", input.name)
                    })?;
                }
            }
        }
        let response = response_columns(&self.stage, self.classes.len());
        need(
            self.classes.is_empty() || response == Some(self.classes.len()),
            || format!("{response:?} responses for {} classes", self.classes.len()),
        )
    }
}

/// How many columns the response has; `None` where the link does not fit the body.
fn response_columns(stage: &Stage, classes: usize) -> Option<usize> {
    let mut columns = stage.body.outputs();
    if let (Body::Stack(stack), super::Link::Identity) = (&stage.body, &stage.link) {
        return response_columns(&stack.last, classes);
    }
    for link in stage.link.chain() {
        columns = link.columns(columns, classes == 2)?;
    }
    Some(columns)
}

/// What holds of a stage whatever its body is.
fn check_around(stage: &Stage, classes: usize, depth: usize) -> Sound {
    need(depth < MAXIMUM_NESTING, || {
        format!("models nested {depth} deep")
    })?;
    let mut wires = stage.inputs;
    for step in &stage.steps {
        for wire in step.reads() {
            need(*wire < wires, || {
                format!("a step reads wire {wire} of {wires}")
            })?;
        }
        check_step(step)?;
        wires = wires
            .checked_add(step.outputs())
            .filter(|w| *w <= MAXIMUM_WIRES)
            .ok_or("too many wires")?;
    }
    for wire in &stage.features {
        need(*wire < wires, || {
            format!("a feature is wire {wire} of {wires}")
        })?;
    }
    let width = stage.features.len();
    if let Some(features) = stage.body.features() {
        need(features == width, || {
            format!("{width} features for {features}")
        })?;
    }
    need(response_columns(stage, classes).is_some(), || {
        format!(
            "{} margins that do not fit their link",
            stage.body.outputs()
        )
    })
}

fn check_stage(stage: &Stage, classes: usize, depth: usize) -> Sound {
    check_around(stage, classes, depth)?;
    let width = stage.features.len();
    match &stage.body {
        Body::Linear(linear) => check_linear(linear, width),
        Body::Trees(trees) => check_trees(trees),
        Body::Dense(dense) => check_dense(dense),
        Body::Neighbours(neighbours) => check_neighbours(neighbours),
        Body::Kernel(machine) => check_kernel(machine),
        Body::NaiveBayes(bayes) => check_bayes(bayes),
        Body::Additive(additive) => check_additive(additive, width),
        Body::Vote(vote) => check_vote(vote, width, depth),
        Body::Stack(stack) => check_stack(stack, width, classes, depth),
        Body::Calibrated(calibrated) => check_calibrated(calibrated, width, depth),
    }
}

fn check_step(step: &Step) -> Sound {
    let ascending = |x: &[f64]| x.windows(2).all(|pair| pair[0] <= pair[1]);
    match step {
        Step::OneHot {
            output_of, outputs, ..
        } => need(
            output_of
                .iter()
                .all(|o| *o == Step::NONE || (*o as usize) < *outputs),
            || "a one-hot column that does not exist".into(),
        ),
        Step::Bins { edges, .. } => need(ascending(edges), || "edges of bins out of order".into()),
        Step::Interpolate { x, y, .. } => need(ascending(x) && x.len() == y.len(), || {
            "a curve whose points do not fit".into()
        }),
        Step::Polynomial { wires, products } => need(
            products
                .iter()
                .flatten()
                .all(|factor| (*factor as usize) < wires.len()),
            || "a product of a column that does not exist".into(),
        ),
        Step::Combine { wires, how } => need(
            !wires.is_empty() && (*how != Combination::Choice || wires.len() == 3),
            || "a step that reads too few columns".into(),
        ),
        Step::Project {
            wires,
            center,
            matrix,
            outputs,
        } => need(
            (center.is_empty() || center.len() == wires.len())
                && wires.len().checked_mul(*outputs) == Some(matrix.len()),
            || "a matrix that does not fit its columns".into(),
        ),
        _ => Ok(()),
    }
}

fn check_linear(linear: &Linear, width: usize) -> Sound {
    need(
        linear.outputs > 0
            && linear.intercepts.len() == linear.outputs
            && linear.outputs.checked_mul(width) == Some(linear.weights.len()),
        || format!("{} weights for {width} features", linear.weights.len()),
    )
}

fn check_trees(trees: &Trees) -> Sound {
    need(
        trees.outputs > 0 && trees.base.len() == trees.outputs,
        || "trees without an output".into(),
    )?;
    need(trees.nodes.len() <= MAXIMUM_NODES, || {
        format!("{} nodes, at most {MAXIMUM_NODES}", trees.nodes.len())
    })?;
    need(
        trees.leaf_width == 1 || trees.leaf_width == trees.outputs,
        || {
            format!(
                "leaves of {} values for {} outputs",
                trees.leaf_width, trees.outputs
            )
        },
    )?;
    need(
        trees.tree_outputs.len() == trees.roots.len()
            && trees
                .tree_outputs
                .iter()
                .all(|output| (*output as usize) < trees.outputs),
        || "a tree for an output that does not exist".into(),
    )?;
    let rows = trees.leaf_values.len() / trees.leaf_width;
    need(
        trees.linear_leaves.is_empty() || trees.linear_leaves.len() == rows,
        || "linear leaves that do not fit".into(),
    )?;
    let linear = trees.linear_leaves.iter();
    need(
        linear
            .clone()
            .all(|l| l.features.len() == l.coefficients.len())
            && linear
                .flat_map(|l| &l.features)
                .all(|f| (*f as usize) < trees.features),
        || "a linear leaf of a feature that does not exist".into(),
    )?;
    if let Covers::Known(covers) | Covers::Recounted(covers) = &trees.covers {
        need(covers.len() == trees.nodes.len(), || {
            "covers that do not fit".into()
        })?;
    }
    need(
        trees.roots.first().is_none_or(|first| *first == 0)
            && trees.roots.windows(2).all(|pair| pair[0] < pair[1])
            && trees
                .roots
                .last()
                .is_none_or(|last| (*last as usize) < trees.nodes.len()),
        || "roots out of order".into(),
    )?;
    for tree in 0..trees.count() {
        let nodes = trees.nodes_of(tree);
        for place in nodes.clone() {
            let node = &trees.nodes[place];
            if node.is_leaf() {
                need((node.right as usize) < rows, || {
                    format!("leaf {} of {rows}", node.right)
                })?;
                continue;
            }
            need((node.feature as usize) < trees.features, || {
                format!("a split of feature {} of {}", node.feature, trees.features)
            })?;
            // Children behind their parents: a way down ends.
            for child in [node.left as usize, node.right as usize] {
                need(child > place && nodes.contains(&child), || {
                    format!("node {place} leads to node {child}")
                })?;
            }
            need(
                node.test != Test::InSet || (node.set as usize) < trees.sets.len(),
                || format!("set {} of {}", node.set, trees.sets.len()),
            )?;
        }
    }
    Ok(())
}

fn check_dense(dense: &Dense) -> Sound {
    need(!dense.layers.is_empty(), || "no layers".into())?;
    for layer in &dense.layers {
        need(
            layer.inputs.checked_mul(layer.outputs) == Some(layer.weights.len())
                && layer.biases.len() == layer.outputs
                && layer.outputs > 0,
            || format!("a layer of {} weights", layer.weights.len()),
        )?;
    }
    need(
        dense
            .layers
            .windows(2)
            .all(|pair| pair[0].outputs == pair[1].inputs),
        || "layers that do not fit each other".into(),
    )
}

fn check_neighbours(neighbours: &Neighbours) -> Sound {
    let width = neighbours.features;
    need(
        width > 0 && neighbours.points.len().is_multiple_of(width),
        || "points of no features".into(),
    )?;
    let count = neighbours.points.len() / width;
    match &neighbours.targets {
        Targets::Classes { classes, of } => need(
            of.len() == count && of.iter().all(|class| (*class as usize) < *classes),
            || "points whose class does not exist".into(),
        ),
        Targets::Values { outputs, of } => need(
            *outputs > 0 && count.checked_mul(*outputs) == Some(of.len()),
            || "points without values".into(),
        ),
    }
}

fn check_kernel(machine: &KernelMachine) -> Sound {
    let width = machine.features;
    need(
        width > 0 && machine.vectors.len().is_multiple_of(width),
        || "support vectors of no features".into(),
    )?;
    let count = machine.vectors.len() / width;
    match &machine.output {
        KernelOutput::Single => need(
            machine.coefficients.len() == count && machine.intercepts.len() == 1,
            || "coefficients that do not fit the support vectors".into(),
        ),
        KernelOutput::Pairs { supports } => {
            let classes = supports.len();
            let sum = supports
                .iter()
                .try_fold(0usize, |sum, n| sum.checked_add(*n));
            need(
                (2..=10_000).contains(&classes)
                    && sum == Some(count)
                    && (classes - 1).checked_mul(count) == Some(machine.coefficients.len())
                    && machine.intercepts.len() == classes * (classes - 1) / 2,
                || "coefficients that do not fit the support vectors".into(),
            )
        }
    }
}

fn check_bayes(bayes: &NaiveBayes) -> Sound {
    let classes = bayes.classes();
    need(classes > 0, || "no classes".into())?;
    let fits = |table: &[f64], features: usize| classes.checked_mul(features) == Some(table.len());
    let features = bayes.features();
    let sound = match bayes {
        NaiveBayes::Gaussian {
            means, variances, ..
        } => fits(means, features) && fits(variances, features),
        NaiveBayes::Multinomial { weights, .. } => fits(weights, features),
        NaiveBayes::Bernoulli {
            log_set, log_unset, ..
        } => fits(log_set, features) && fits(log_unset, features),
        NaiveBayes::Categorical { log_chances, .. } => log_chances
            .iter()
            .all(|chances| chances.len().is_multiple_of(classes)),
    };
    need(sound, || "tables that do not fit the classes".into())
}

fn check_additive(additive: &Additive, width: usize) -> Sound {
    for term in &additive.terms {
        need(
            term.features.len() == term.cuts.len()
                && term.features.iter().all(|feature| *feature < width),
            || "a term of a feature that does not exist".into(),
        )?;
        let cells = term
            .cuts
            .iter()
            .try_fold(additive.base.len(), |cells, cuts| {
                cells.checked_mul(cuts.len() + 2)
            });
        need(cells == Some(term.values.len()), || {
            "a term whose table does not fit".into()
        })?;
    }
    Ok(())
}

fn check_member(stage: &Stage, width: usize, classes: usize, depth: usize) -> Sound {
    need(stage.inputs == width, || {
        format!("a member of {} inputs for {width}", stage.inputs)
    })?;
    check_stage(stage, classes, depth + 1)
}

fn check_vote(vote: &Vote, width: usize, depth: usize) -> Sound {
    need(
        !vote.members.is_empty() && vote.weights.len() == vote.members.len() && vote.outputs > 0,
        || "a vote without members".into(),
    )?;
    for member in &vote.members {
        check_member(member, width, vote.classes(), depth)?;
        need(
            response_columns(member, vote.classes()) == Some(vote.outputs),
            || "a member with another number of classes".into(),
        )?;
    }
    Ok(())
}

fn check_stack(stack: &Stack, width: usize, classes: usize, depth: usize) -> Sound {
    let classes_within = if stack.classifies { classes } else { 0 };
    need(
        !stack.members.is_empty()
            && stack.takes.len() == stack.members.len()
            && stack.margins.len() == stack.members.len(),
        || "a stack without members".into(),
    )?;
    let mut handed = if stack.passthrough { width } else { 0 };
    for ((member, takes), margins) in stack.members.iter().zip(&stack.takes).zip(&stack.margins) {
        check_member(member, width, classes_within, depth)?;
        let columns = if *margins {
            member.body.outputs()
        } else {
            response_columns(member, classes_within).unwrap_or(0)
        };
        need(takes.iter().all(|column| *column < columns), || {
            "a column that a member does not answer".into()
        })?;
        handed += takes.len();
    }
    check_member(&stack.last, handed, classes, depth)
}

fn check_calibrated(calibrated: &Calibrated, width: usize, depth: usize) -> Sound {
    need(
        !calibrated.members.is_empty() && calibrated.classes > 1,
        || "calibration of nothing".into(),
    )?;
    for member in &calibrated.members {
        check_member(&member.stage, width, calibrated.classes, depth)?;
        let columns = if member.on_margins {
            member.stage.body.outputs()
        } else {
            response_columns(&member.stage, calibrated.classes).unwrap_or(0)
        };
        let curves = member.curves.len();
        let temperature = matches!(
            member.curves.as_slice(),
            [super::Calibrator::Temperature(_)]
        );
        let fits = if calibrated.classes == 2 {
            columns > 0 && curves == 1
        } else {
            columns == calibrated.classes && (temperature || curves == columns)
        };
        need(fits, || {
            format!("{curves} curves for {} classes", calibrated.classes)
        })?;
        for curve in &member.curves {
            if let super::Calibrator::Isotonic { x, y } = curve
                && (x.len() != y.len() || x.is_empty() || !x.windows(2).all(|p| p[0] <= p[1]))
            {
                return wrong("a curve whose points do not fit");
            }
        }
    }
    Ok(())
}
