//! A model as bytes, handed from the module that reads files to another that does not.

use serde::Deserialize;

use super::refusal::unreadable;
use super::{Body, Decision, Input, Link, Model, Origin, Stage, Task, Trees};
use crate::error::Result;

/// The fields of [`Model`] and of its stage in their order, where the body is of trees.
#[derive(Deserialize)]
struct OfTrees {
    origin: Origin,
    inputs: Vec<Input>,
    wires: usize,
    steps: Vec<Refused>,
    features: Vec<usize>,
    body: Kind,
    link: Link,
    task: Task,
    decision: Decision,
    classes: Vec<String>,
}

/// The first kinds of [`Body`].
#[derive(Deserialize)]
enum Kind {
    Linear(Refused),
    Trees(Box<Trees>),
}

/// What is not read.
enum Refused {}

impl<'de> Deserialize<'de> for Refused {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> std::result::Result<Refused, D::Error> {
        Err(serde::de::Error::custom("no trees"))
    }
}

impl Model {
    /// The model as bytes of this very build: no format for storing. Warnings stay behind.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// The model of such bytes.
    ///
    /// # Errors
    /// `model.unreadable`, `model.limit` where they are not such bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model> {
        let model: Model = postcard::from_bytes(bytes)
            .map_err(|_| unreadable("bytes that are no model", "what `to_bytes` wrote"))?;
        model.check()?;
        Ok(model)
    }

    /// The same of trees that read the inputs as they are, in less code: what stands in a module without other kinds.
    ///
    /// # Errors
    /// As [`Model::from_bytes`], and where the model is of another kind or has preprocessing that was not folded into its trees.
    pub fn trees_from_bytes(bytes: &[u8]) -> Result<Model> {
        let Ok(found) = postcard::from_bytes::<OfTrees>(bytes) else {
            return Err(unreadable(
                "bytes that are no model of trees",
                "what `to_bytes` wrote",
            ));
        };
        let trees = match found.body {
            Kind::Trees(trees) => trees,
            Kind::Linear(never) => match never {},
        };
        let pairs = |link: &Link| {
            matches!(
                link,
                Link::PairsToClasses { .. } | Link::PairsToProbabilities { .. }
            )
        };
        if found.link.chain().iter().any(pairs) {
            return Err(unreadable("sums of pairs of classes", "a model of trees"));
        }
        let model = Model {
            origin: found.origin,
            inputs: found.inputs,
            stage: Stage {
                inputs: found.wires,
                steps: found
                    .steps
                    .into_iter()
                    .map(|never| match never {})
                    .collect(),
                features: found.features,
                body: Body::Trees(*trees),
                link: found.link,
            },
            task: found.task,
            decision: found.decision,
            classes: found.classes,
            warnings: Vec::new(),
        };
        model.check_of_trees()?;
        Ok(model)
    }
}
