//! What a person sees of a model before it scores anything.

use serde::Serialize;

use super::{
    Binding, Body, Covers, Effect, Folded, FoldedLinear, Found, InputKind, Linear, LinearLeaf,
    Model, Step, Task, Test, Trees,
};
use crate::error::Error;
use crate::table::Table;

/// Entries of a list that are shown; counts are of all.
const SHOWN: usize = 100;
/// Nodes of a tree that are shown.
const SHOWN_NODES: usize = 2_000;

/// A model in plain facts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    /// The format as people know it.
    pub format: &'static str,
    /// Version of the library that wrote it.
    pub version: Option<String>,
    /// What it is.
    pub kind: String,
    /// Class, objective or loss as the library names it.
    pub objective: Option<String>,
    /// `regression`, `classification`, `ranking` or `anomaly`.
    pub task: &'static str,
    /// Names of the classes.
    pub classes: Vec<String>,
    /// From margin to answer.
    pub link: String,
    /// What it is made of: name and count.
    pub size: Vec<(&'static str, u64)>,
    /// Where covers come from: `known`, `recounted` or `none`; `null` where it has no trees.
    pub covers: Option<&'static str>,
    /// How many steps of preprocessing stand in front: what was not folded into the model.
    pub steps: u64,
    /// How many features mix several inputs, so that nothing can be said of one column alone; members count, too.
    pub mixed: u64,
    /// What it takes.
    pub inputs: Vec<InputCard>,
    /// What else the file says.
    pub metadata: Vec<(String, String)>,
    /// What the person must know.
    pub warnings: Vec<Error>,
    /// What a linear model adds for a unit of each number and for each level of each category, in the file's own values,
    /// the largest first: output, column (or column and level), weight. Features as they stand where it cannot be folded.
    pub coefficients: Vec<(u64, String, f64)>,
    /// Units of each layer of a network, the inputs first.
    pub layers: Vec<u64>,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InputCard {
    /// Its name.
    pub name: String,
    /// Whether the file says the name.
    pub named: bool,
    /// `number`, `codes` or `category`.
    pub kind: &'static str,
    /// The levels it knows, at most 100.
    pub levels: Vec<String>,
    /// How many it knows.
    pub level_count: u64,
}

/// Where one input comes from in a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceCard {
    /// The input.
    pub input: String,
    /// The column, where there is one.
    pub column: Option<String>,
    /// How it was found.
    pub found: Found,
    /// Values of the column that the model does not know, with their rows; at most 100.
    pub unknown: Vec<(String, u64)>,
    /// How many such values there are.
    pub unknown_count: u64,
    /// Levels of the model that the column does not have; at most 100.
    pub absent: Vec<String>,
    /// How many such levels there are.
    pub absent_count: u64,
    /// Rows that cannot be read as what the input needs.
    pub unread: u64,
}

/// One node of a drawn tree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NodeCard {
    /// The question, or what the leaf answers.
    pub text: String,
    /// Where "yes" goes; `null` in a leaf.
    pub yes: Option<u32>,
    /// Where "no" goes.
    pub no: Option<u32>,
    /// Where a missing value goes: `yes` or `no`.
    pub missing: Option<&'static str>,
    /// What passed in training.
    pub cover: Option<f64>,
}

impl Model {
    /// The model in plain facts.
    pub fn card(&self) -> Card {
        let body = &self.stage.body;
        let trees = match body {
            Body::Trees(trees) => Some(trees),
            _ => None,
        };
        Card {
            format: self.origin.format.as_str(),
            version: self.origin.version.clone(),
            kind: self.origin.kind.clone(),
            objective: self.origin.objective.clone(),
            task: match self.task {
                Task::Regression => "regression",
                Task::Classification => "classification",
                Task::Ranking => "ranking",
                Task::Anomaly => "anomaly",
            },
            classes: self.classes.iter().take(SHOWN).cloned().collect(),
            link: self.stage.link.name(),
            size: size(body),
            covers: trees.map(|trees| match trees.covers {
                Covers::None => "none",
                Covers::Known(_) => "known",
                Covers::Recounted(_) => "recounted",
            }),
            steps: self.stage.steps_in_all(),
            mixed: self.stage.mixed_in_all(),
            inputs: self.inputs.iter().map(input_card).collect(),
            metadata: self.origin.metadata.clone(),
            warnings: self.warnings.clone(),
            coefficients: self.coefficients(),
            layers: match body {
                Body::Dense(dense) => {
                    let first = dense.layers.first().map(|layer| layer.inputs as u64);
                    let outputs = dense.layers.iter().map(|layer| layer.outputs as u64);
                    first.into_iter().chain(outputs).collect()
                }
                _ => Vec::new(),
            },
        }
    }

    /// Where each input comes from in a table.
    pub fn sources(&self, binding: &Binding, table: &Table) -> Vec<SourceCard> {
        let pairs = self.inputs.iter().zip(&binding.inputs);
        let card = |(input, bound): (&super::Input, &super::Bound)| {
            let misfit = bound.misfit(input, table);
            SourceCard {
                input: input.name.clone(),
                column: bound
                    .column
                    .map(|column| table.columns[column].name.clone()),
                found: bound.found,
                unknown_count: misfit.unknown.len() as u64,
                unknown: misfit.unknown.into_iter().take(SHOWN).collect(),
                absent_count: misfit.absent.len() as u64,
                absent: misfit.absent.into_iter().take(SHOWN).collect(),
                unread: misfit.unread,
            }
        };
        pairs.map(card).collect()
    }

    /// One tree to be walked through, from its root on; empty where there is none.
    pub fn tree_card(&self, tree: usize) -> Vec<NodeCard> {
        let Body::Trees(trees) = &self.stage.body else {
            return Vec::new();
        };
        if tree >= trees.count() {
            return Vec::new();
        }
        let nodes = trees.nodes_of(tree);
        let first = nodes.start;
        nodes
            .take(SHOWN_NODES)
            .map(|place| self.node_card(trees, first, place))
            .collect()
    }

    fn node_card(&self, trees: &Trees, first: usize, place: usize) -> NodeCard {
        let node = &trees.nodes[place];
        let cover = match &trees.covers {
            Covers::Known(covers) | Covers::Recounted(covers) => covers.get(place).copied(),
            Covers::None => None,
        };
        if node.is_leaf() {
            let values: Vec<String> = trees
                .values_of(node)
                .iter()
                .take(8)
                .map(|v| format!("{v:.6}"))
                .collect();
            let plain = values.join(", ");
            let text = match trees.linear_leaves.get(node.right as usize) {
                Some(leaf) => self.linear_text(leaf),
                None => plain,
            };
            return NodeCard {
                text,
                yes: None,
                no: None,
                missing: None,
                cover,
            };
        }
        let feature = self.feature_name(node.feature as usize);
        let left = node.goes_left(f64::NAN, trees);
        NodeCard {
            text: match node.test {
                Test::Less => format!("{feature} < {}", node.threshold),
                Test::LessOrEqual => format!("{feature} ≤ {}", node.threshold),
                Test::Greater => format!("{feature} > {}", node.threshold),
                Test::GreaterOrEqual => format!("{feature} ≥ {}", node.threshold),
                Test::Equal => format!(
                    "{feature} = {}",
                    self.level_name(node.feature as usize, node.threshold)
                ),
                Test::NotEqual => format!(
                    "{feature} ≠ {}",
                    self.level_name(node.feature as usize, node.threshold)
                ),
                Test::InSet => {
                    let codes = trees.sets[node.set as usize].codes().take(20);
                    let levels =
                        codes.map(|code| self.level_name(node.feature as usize, f64::from(code)));
                    format!(
                        "{feature} is one of {}",
                        levels.collect::<Vec<_>>().join(", ")
                    )
                }
            },
            yes: Some(node.left - first as u32),
            no: Some(node.right - first as u32),
            missing: Some(if left { "yes" } else { "no" }),
            cover,
        }
    }

    fn linear_text(&self, leaf: &LinearLeaf) -> String {
        let pairs = leaf.features.iter().zip(&leaf.coefficients).take(8);
        let terms = pairs.map(|(f, c)| format!("{c:+.4} · {}", self.feature_name(*f as usize)));
        format!(
            "{:.6} {}",
            leaf.intercept,
            terms.collect::<Vec<_>>().join(" ")
        )
    }

    /// A name for a feature of the stage: the input's, where the wire is one or is made of one.
    pub fn feature_name(&self, feature: usize) -> String {
        let stage = &self.stage;
        let Some(wire) = stage.features.get(feature) else {
            return format!("feature {feature}");
        };
        self.wire_name(*wire, 0)
    }

    fn wire_name(&self, wire: usize, depth: usize) -> String {
        if let Some(input) = self.inputs.get(wire) {
            return input.name.clone();
        }
        let mut first = self.stage.inputs;
        for step in &self.stage.steps {
            let outputs = step.outputs();
            if wire < first + outputs {
                let from = step.reads();
                return match (step, from) {
                    _ if depth > 16 => format!("derived {wire}"),
                    (Step::OneHot { output_of, .. }, [from]) => {
                        let name = self.wire_name(*from, depth + 1);
                        let output = (wire - first) as u32;
                        match output_of.iter().position(|o| *o == output) {
                            Some(code) => {
                                format!("{name} = {}", self.level_of_wire(*from, code as f64))
                            }
                            None => format!("{name} is another value"),
                        }
                    }
                    (_, [from]) => self.wire_name(*from, depth + 1),
                    (Step::Normalize { wires, .. }, _) => {
                        self.wire_name(wires[wire - first], depth + 1)
                    }
                    _ => format!("derived {}", wire - self.stage.inputs),
                };
            }
            first += outputs;
        }
        format!("derived {wire}")
    }

    fn level_name(&self, feature: usize, code: f64) -> String {
        match self.stage.features.get(feature) {
            Some(wire) => self.level_of_wire(*wire, code),
            None => code.to_string(),
        }
    }

    fn level_of_wire(&self, wire: usize, code: f64) -> String {
        let levels = self.inputs.get(wire).and_then(|input| input.levels());
        match levels.and_then(|levels| levels.get(code as usize)) {
            Some(level) => level.shown(),
            None => format!("code {code}"),
        }
    }

    fn coefficients(&self) -> Vec<(u64, String, f64)> {
        let Body::Linear(linear) = &self.stage.body else {
            return Vec::new();
        };
        let mut all = match self.folded() {
            Folded::Linear(folded) => self.folded_coefficients(linear, &folded),
            _ => self.own_coefficients(linear, |_| true),
        };
        all.sort_by(|a, b| {
            let size = b.2.abs().total_cmp(&a.2.abs());
            size.then(a.0.cmp(&b.0)).then_with(|| a.1.cmp(&b.1))
        });
        all.truncate(SHOWN);
        all
    }

    /// Weights of the body's own features.
    fn own_coefficients(
        &self,
        linear: &Linear,
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<(u64, String, f64)> {
        let features = (0..self.stage.features.len()).filter(|feature| wanted(*feature));
        features
            .flat_map(|feature| {
                let name = self.feature_name(feature);
                (0..linear.outputs).map(move |output| {
                    (output as u64, name.clone(), linear.weight(output, feature))
                })
            })
            .collect()
    }

    fn folded_coefficients(
        &self,
        linear: &Linear,
        folded: &FoldedLinear,
    ) -> Vec<(u64, String, f64)> {
        let outputs = linear.outputs.max(1);
        let mut all = Vec::new();
        for (input, effect) in self.inputs.iter().zip(&folded.effects) {
            let (names, values): (Vec<String>, &[f64]) = match effect {
                Effect::Line { slopes, .. } => (vec![input.name.clone()], slopes),
                Effect::Levels { values, .. } => {
                    let levels = input.levels().unwrap_or_default().iter();
                    let names = levels.map(|level| format!("{} = {}", input.name, level.shown()));
                    (names.collect(), values)
                }
                Effect::None | Effect::Curve => continue,
            };
            for (name, values) in names.iter().zip(values.chunks_exact(outputs)) {
                let cells = values.iter().enumerate();
                all.extend(cells.map(|(output, value)| (output as u64, name.clone(), *value)));
            }
        }
        // Bent numbers have no single weight: their features' own are shown.
        let sources = self.stage.sources();
        let bent = |feature: usize| {
            sources[feature].is_some_and(|input| folded.effects[input] == Effect::Curve)
        };
        all.extend(self.own_coefficients(linear, bent));
        all
    }
}

fn input_card(input: &super::Input) -> InputCard {
    let levels = input.levels().unwrap_or_default();
    InputCard {
        name: input.name.clone(),
        named: input.named,
        kind: match input.kind {
            InputKind::Number => "number",
            InputKind::Codes => "codes",
            InputKind::Category { .. } => "category",
        },
        levels: levels.iter().take(SHOWN).map(super::Level::shown).collect(),
        level_count: levels.len() as u64,
    }
}

fn size(body: &Body) -> Vec<(&'static str, u64)> {
    let count = |n: usize| n as u64;
    match body {
        Body::Trees(trees) => vec![
            ("trees", count(trees.count())),
            ("leaves", count(trees.leaves())),
            ("depth", count(trees.depth())),
        ],
        Body::Linear(linear) => vec![("coefficients", count(linear.weights.len()))],
        Body::Dense(dense) => vec![
            ("layers", count(dense.layers.len())),
            (
                "weights",
                dense
                    .layers
                    .iter()
                    .map(|layer| count(layer.weights.len() + layer.biases.len()))
                    .sum(),
            ),
        ],
        Body::Neighbours(neighbours) => vec![
            (
                "points",
                count(neighbours.points.len() / neighbours.features.max(1)),
            ),
            ("neighbours", count(neighbours.k)),
        ],
        Body::Kernel(machine) => vec![(
            "support vectors",
            count(machine.vectors.len() / machine.features.max(1)),
        )],
        Body::NaiveBayes(bayes) => vec![("classes", count(bayes.classes()))],
        Body::Additive(additive) => vec![("terms", count(additive.terms.len()))],
        Body::Vote(vote) => vec![("members", count(vote.members.len()))],
        Body::Stack(stack) => vec![("members", count(stack.members.len()))],
        Body::Calibrated(calibrated) => vec![("members", count(calibrated.members.len()))],
    }
}
