//! What an objective makes of margins.

use crate::error::Result;
use crate::predictor::{Decision, Link, Task, unsupported};

use super::Value;

/// An objective of the library.
pub(super) struct Objective {
    pub(super) name: String,
    pub(super) link: Link,
    pub(super) task: Task,
    pub(super) decision: Decision,
    /// From the space of `base_score` to margins.
    inverse: Inverse,
    several: bool,
}

enum Inverse {
    Identity,
    Logit,
    Ln,
}

impl Objective {
    /// The objective of a learner.
    pub(super) fn of(learner: &Value) -> Result<Objective> {
        let name = learner
            .get("objective")
            .and_then(|objective| objective.get("name"))
            .and_then(Value::text)
            .unwrap_or("reg:squarederror")
            .to_owned();
        let classifier = (Task::Classification, Decision::ResponseAbove(0.5));
        let number = (Task::Regression, Decision::None);
        let ranking = (Task::Ranking, Decision::None);
        let logit = Link::Logit { slope: 1.0 };
        let (link, (task, decision), inverse) = match name.as_str() {
            "binary:logistic" => (logit, classifier, Inverse::Logit),
            "reg:logistic" => (logit, number, Inverse::Logit),
            // The library answers the margin.
            "binary:logitraw" => (Link::Identity, number, Inverse::Identity),
            "binary:hinge" => (Link::Step, classifier, Inverse::Identity),
            "multi:softprob" | "multi:softmax" => (
                Link::Softmax,
                (Task::Classification, Decision::LargestResponse),
                Inverse::Identity,
            ),
            "count:poisson" | "reg:gamma" | "reg:tweedie" | "survival:cox" | "survival:aft" => {
                (Link::Exp, number, Inverse::Ln)
            }
            "rank:pairwise" | "rank:ndcg" | "rank:map" => {
                (Link::Identity, ranking, Inverse::Identity)
            }
            "reg:squarederror"
            | "reg:linear"
            | "reg:squaredlogerror"
            | "reg:pseudohubererror"
            | "reg:absoluteerror"
            | "reg:quantileerror"
            | "reg:expectileerror" => (Link::Identity, number, Inverse::Identity),
            other => {
                return Err(unsupported(
                    format!("the XGBoost objective `{other}`"),
                    "Train with one of the library's own objectives, or export the model as ONNX.",
                ));
            }
        };
        Ok(Objective {
            several: name.starts_with("multi:"),
            link: Link::Then(vec![link, Link::ToF32]),
            name,
            task,
            decision,
            inverse,
        })
    }

    /// A base score as a margin.
    pub(super) fn to_margin(&self, score: f64) -> f64 {
        match self.inverse {
            Inverse::Identity => score,
            Inverse::Logit => -(1.0 / score - 1.0).ln(),
            Inverse::Ln => score.ln(),
        }
    }

    /// The library numbers classes from 0.
    pub(super) fn classes(&self, outputs: usize) -> Vec<String> {
        if self.task != Task::Classification {
            return Vec::new();
        }
        let count = if self.several { outputs } else { 2 };
        (0..count).map(|class| class.to_string()).collect()
    }
}
