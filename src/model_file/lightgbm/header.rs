//! What a file says ahead of its trees, and what follows from it.

use crate::error::{Code, Error, Result};
use crate::model_file::document::{Value, json};
use crate::predictor::{
    Decision, Format, Input, InputKind, Level, Link, Model, Origin, Stage, Task, Trees, Unknown,
    unreadable, unsupported,
};

/// What both forms of a file say.
pub(super) struct Header {
    pub(super) format: Format,
    pub(super) version: Option<String>,
    pub(super) trees_of_a_round: usize,
    pub(super) objective: String,
    pub(super) names: Vec<String>,
    /// Features that the file says to be categories: by their listed codes.
    pub(super) categorical: Vec<bool>,
    pub(super) average: bool,
    /// Lists of levels, one for each category column of the training frame, where that was a pandas frame.
    pub(super) pandas: Vec<Vec<Level>>,
    pub(super) metadata: Vec<(String, String)>,
}

/// The most features that are believed.
pub(super) const MAXIMUM_FEATURES: usize = 190_000;
/// The most classes that are believed.
pub(super) const MAXIMUM_CLASSES: usize = 100_000;

impl Header {
    /// The number of margins a row.
    pub(super) fn outputs(&self) -> usize {
        self.trees_of_a_round
    }

    /// Refuses shapes that no model has.
    pub(super) fn check(&self) -> Result<()> {
        let outputs = self.trees_of_a_round;
        if outputs == 0 || outputs > MAXIMUM_CLASSES || self.names.len() > MAXIMUM_FEATURES {
            return Err(unreadable(
                format!("{outputs} trees a round over {} features", self.names.len()),
                "at least one tree a round and a believable number of features",
            ));
        }
        Ok(())
    }

    /// The whole model.
    pub(super) fn model(self, trees: Trees) -> Result<Model> {
        let outputs = self.outputs();
        let (link, task, decision, classes) = self.answers(outputs)?;
        let mut warnings = Vec::new();
        let inputs = self.inputs(&trees, &mut warnings);
        let mut origin = Origin::new(
            self.format,
            if self.average {
                "random forest of boosted trees (rf)"
            } else {
                "gradient-boosted trees"
            },
        );
        origin.version = self.version;
        origin.objective = Some(self.objective);
        origin.metadata = self.metadata;
        Ok(Model {
            origin,
            stage: Stage::plain(crate::predictor::Body::Trees(trees), link, inputs.len()),
            inputs,
            task,
            decision,
            classes: (0..classes).map(|class| class.to_string()).collect(),
            warnings,
        })
    }

    fn answers(&self, outputs: usize) -> Result<(Link, Task, Decision, usize)> {
        let mut words = self.objective.split_ascii_whitespace();
        let name = words.next().unwrap_or("custom");
        let words: Vec<&str> = words.collect();
        let setting = |key: &str| {
            let value = words
                .iter()
                .find_map(|word| word.strip_prefix(key)?.strip_prefix(':'));
            value.and_then(|value| value.parse::<f64>().ok())
        };
        let slope = setting("sigmoid").unwrap_or(1.0);
        let number = |link| (link, Task::Regression, Decision::None, 0);
        Ok(match name {
            "regression" if words.contains(&"sqrt") => number(Link::SignedSquare),
            "regression" | "regression_l2" | "regression_l1" | "huber" | "fair" | "quantile"
            | "mape" | "custom" | "none" | "" => number(Link::Identity),
            "poisson" | "gamma" | "tweedie" => number(Link::Exp),
            "cross_entropy" | "xentropy" => number(Link::Logit { slope: 1.0 }),
            "cross_entropy_lambda" | "xentlambda" => number(Link::Softplus),
            "lambdarank" | "rank_xendcg" => (Link::Identity, Task::Ranking, Decision::None, 0),
            "binary" => (
                Link::Logit { slope },
                Task::Classification,
                Decision::ResponseAbove(0.5),
                2,
            ),
            "multiclass" => (
                Link::Softmax,
                Task::Classification,
                Decision::LargestResponse,
                outputs,
            ),
            "multiclassova" => (
                Link::Logits { slope },
                Task::Classification,
                Decision::LargestResponse,
                outputs,
            ),
            other => {
                return Err(unsupported(
                    format!("the LightGBM objective `{other}`"),
                    "Train with one of the library's own objectives, or export the model as ONNX.",
                ));
            }
        })
    }

    /// One for each feature. The levels of a pandas frame belong to the categorical features in their order.
    fn inputs(&self, trees: &Trees, warnings: &mut Vec<Error>) -> Vec<Input> {
        let mut categorical = self.categorical.clone();
        categorical.resize(self.names.len(), false);
        for node in trees.nodes.iter().filter(|node| !node.is_leaf()) {
            if node.test == crate::predictor::Test::InSet {
                categorical[node.feature as usize] = true;
            }
        }
        let count = categorical.iter().filter(|c| **c).count();
        let known = count == self.pandas.len();
        let mut lists = self.pandas.iter();
        let mut inputs = Vec::with_capacity(self.names.len());
        for (place, (name, categorical)) in self.names.iter().zip(&categorical).enumerate() {
            let mut input = Input::number(name);
            // Names that the library makes up where it is given none.
            input.named = *name != format!("Column_{place}");
            if *categorical {
                input.kind = match lists.next() {
                    Some(levels) if known => InputKind::Category {
                        levels: levels.clone(),
                        unknown: Unknown::Missing,
                    },
                    _ => InputKind::Codes,
                };
            }
            inputs.push(input);
        }
        if count > 0 && !known && !self.pandas.is_empty() {
            warnings.push(Error::new(
                Code::ModelWriterLost,
                format!(
                    "{} lists of levels for {count} categorical inputs: which belongs to which is not in the file",
                    self.pandas.len()
                ),
                "a list of levels for each categorical input",
                "Give the codes of these columns in the CSV, or train with every categorical column of the frame.",
            ));
        }
        inputs
    }
}

/// The levels behind `pandas_categorical`: a list of lists, or null.
pub(super) fn pandas_levels(value: &Value) -> Vec<Vec<Level>> {
    let level = |value: &Value| match value {
        Value::Text(text) => Level::Text(text.clone()),
        value => value
            .number()
            .map_or(Level::Text(String::new()), Level::Number),
    };
    let levels = |list: &Value| match list {
        Value::Numbers(numbers) => numbers.iter().copied().map(Level::Number).collect(),
        list => list.list().iter().map(level).collect(),
    };
    value.list().iter().map(levels).collect()
}

/// The same from text.
pub(super) fn pandas_text(text: &str) -> Result<Vec<Vec<Level>>> {
    Ok(pandas_levels(&json::parse(text.trim().as_bytes())?))
}
