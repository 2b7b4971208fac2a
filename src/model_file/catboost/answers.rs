//! What the loss makes of margins.

use crate::error::Result;
use crate::predictor::{Decision, Link, Task, unsupported};

use super::Value;

/// Link, task and classes.
pub(super) struct Answers {
    pub(super) loss: String,
    pub(super) link: Link,
    pub(super) task: Task,
    pub(super) decision: Decision,
    pub(super) classes: Vec<String>,
}

pub(super) fn answers(document: &Value, outputs: usize) -> Result<Answers> {
    let info = document.get("model_info");
    let loss = info
        .and_then(|info| info.get("params"))
        .and_then(|params| params.get("loss_function"))
        .and_then(|loss| loss.get("type"))
        .and_then(Value::text)
        .unwrap_or_default()
        .to_owned();
    let mut classes = info
        .and_then(|info| info.get("class_params"))
        .and_then(|params| params.get("class_names"))
        .map(class_names)
        .unwrap_or_default();
    let number = |link| (link, Task::Regression, Decision::None);
    let logit = Link::Logit { slope: 1.0 };
    let several = (Task::Classification, Decision::LargestResponse);
    let (link, task, decision) = match loss.as_str() {
        "Logloss" | "CrossEntropy" => (logit, Task::Classification, Decision::MarginAbove(0.0)),
        "MultiClass" => (Link::Softmax, several.0, several.1),
        "MultiClassOneVsAll" => (Link::Logits { slope: 1.0 }, several.0, several.1),
        "Poisson" | "Tweedie" => number(Link::Exp),
        "YetiRank" | "YetiRankPairwise" | "PairLogit" | "PairLogitPairwise" | "QueryRMSE"
        | "QuerySoftMax" | "QueryCrossEntropy" | "StochasticRank" | "LambdaMart" => {
            (Link::Identity, Task::Ranking, Decision::None)
        }
        ""
        | "RMSE"
        | "MAE"
        | "MAPE"
        | "Quantile"
        | "MultiQuantile"
        | "LogLinQuantile"
        | "Lq"
        | "Huber"
        | "Expectile"
        | "MultiRMSE"
        | "MultiRMSEWithMissingValues"
        | "RMSEWithUncertainty"
        | "LogCosh"
        | "GroupQuantile"
        | "SurvivalAft" => number(Link::Identity),
        other => {
            return Err(unsupported(
                format!("the CatBoost loss `{other}`"),
                "Train with a loss for numbers, classes or ranks, or export the model as ONNX.",
            ));
        }
    };
    let count = match (task, decision) {
        (Task::Classification, Decision::MarginAbove(_)) => 2,
        (Task::Classification, _) => outputs,
        _ => 0,
    };
    if classes.len() != count {
        classes = (0..count).map(|class| class.to_string()).collect();
    }
    Ok(Answers {
        loss,
        link,
        task,
        decision,
        classes,
    })
}

fn class_names(names: &Value) -> Vec<String> {
    match names {
        Value::Numbers(numbers) => numbers.iter().map(f64::to_string).collect(),
        names => names.list().iter().filter_map(Value::shown).collect(),
    }
}
