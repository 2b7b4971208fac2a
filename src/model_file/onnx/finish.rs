//! From the walk to a model: which output holds labels, which holds scores, and what stage answers them.

use super::super::refusal::unsupported;
use super::proto::GraphProto;
use super::walk::{Cell, MADE, Value, Walk};
use crate::error::{Error, Result};
use crate::predictor::{
    Body, Decision, Linear, Link, Model, Origin, Precision, Stack, Stage, Step, Task,
};

fn nothing() -> Error {
    unsupported(
        "an ONNX graph whose outputs are no labels, scores or numbers of a model that is known",
        "a model that ends in labels, probabilities or numbers",
        "Export the fitted estimator or the whole pipeline, not a transformer alone.",
    )
}

/// Scores at the end: an answer, or columns made of answers.
enum Scores {
    Answer(usize),
    Columns(usize, Vec<usize>),
}

/// The model that the graph's outputs describe.
pub(super) fn model(mut walk: Walk, graph: &GraphProto, mut origin: Origin) -> Result<Model> {
    let (mut labels, mut scores) = (None, None);
    let mut refusal = None;
    for output in &graph.outputs {
        match walk.value(&output.name) {
            Ok(value @ (Value::Labels { .. } | Value::Largest(_))) => {
                labels = labels.or(Some(value))
            }
            Ok(value) => scores = scores.or(of_value(&mut walk, &value)?),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    if let Some(error) = refusal {
        return Err(error);
    }
    let (mut decision, mut classes) = (Decision::None, Vec::new());
    if let Some(labels) = labels {
        let (of, names) = match labels {
            Value::Labels { of, classes } => (*of, classes),
            other => (other, Vec::new()),
        };
        classes = names;
        let (of, largest) = match of {
            Value::Largest(inner) => (*inner, true),
            other => (other, false),
        };
        let own = of_value(&mut walk, &of)?.ok_or_else(nothing)?;
        decision = match &own {
            Scores::Answer(answer) if !largest => walk.answers[*answer].decision,
            _ => Decision::LargestResponse,
        };
        scores = match (scores, own) {
            (None, own) => Some(own),
            (Some(scores), own) => Some(together(&walk, scores, &own)?),
        };
    }
    let scores = scores.ok_or_else(nothing)?;
    let (stage, kind, names) = match scores {
        Scores::Answer(answer) => {
            let own = &walk.answers[answer];
            if decision == Decision::None {
                decision = own.decision;
            }
            (
                stage(&walk, answer)?,
                own.kind.to_owned(),
                own.classes.clone(),
            )
        }
        Scores::Columns(level, wires) => {
            let kind = origin_of(&walk, level);
            (
                computed(&walk, level, &wires)?,
                format!("{kind}, computed on further"),
                Vec::new(),
            )
        }
    };
    let classifies = decision != Decision::None;
    if classes.is_empty() {
        classes = names;
    }
    let width = width(&stage, classifies);
    if classifies && classes.len() != width {
        classes = (0..width).map(|class| class.to_string()).collect();
    }
    origin.kind = kind;
    let mut model = Model {
        origin,
        inputs: walk.inputs,
        stage,
        task: if classifies {
            Task::Classification
        } else {
            Task::Regression
        },
        decision,
        classes: if classifies { classes } else { Vec::new() },
        warnings: Vec::new(),
    };
    model.check()?;
    model.stage.fold(&model.inputs);
    Ok(model)
}

/// Columns of what a stage answers.
fn width(stage: &Stage, classifies: bool) -> usize {
    let outputs = match &stage.body {
        Body::Stack(stack) if stage.link == Link::Identity => {
            return width(&stack.last, classifies);
        }
        body => body.outputs(),
    };
    match &stage.link {
        Link::Complement | Link::Logit { .. } if classifies && outputs == 1 => 2,
        Link::PairsToProbabilities { .. } => {
            (2..).find(|k| k * (k - 1) / 2 >= outputs).unwrap_or(2)
        }
        _ => outputs,
    }
}

/// A value as scores; `None` for what is no score.
fn of_value(walk: &mut Walk, value: &Value) -> Result<Option<Scores>> {
    Ok(match value {
        Value::Response(answer) | Value::Margins(answer) => Some(Scores::Answer(*answer)),
        Value::Network(network) => Some(Scores::Answer(walk.network_answer(*network)?)),
        Value::Columns { level, cells } if *level > 0 => {
            let wires = cells.iter().map(|cell| match cell {
                Cell::Wire(wire) => *wire,
                Cell::Text(place) => *place,
            });
            Some(Scores::Columns(*level, wires.collect()))
        }
        _ => None,
    })
}

/// Scores and what the labels are of must be of one model.
fn together(walk: &Walk, scores: Scores, labels: &Scores) -> Result<Scores> {
    let fits = match (&scores, labels) {
        (Scores::Answer(a), Scores::Answer(b)) => {
            let (a, b) = (&walk.answers[*a], &walk.answers[*b]);
            a.level == b.level && a.features == b.features && a.body == b.body
        }
        (Scores::Columns(level, a), Scores::Columns(other, b)) => level == other && a == b,
        // Scores that were divided by their sum, labels that were read before.
        (Scores::Columns(level, _), Scores::Answer(answer)) => {
            walk.answers[*answer].level + 1 == *level
                && walk.strata[*level]
                    .handed
                    .iter()
                    .all(|(own, _)| own == answer)
        }
        (Scores::Answer(_), Scores::Columns(..)) => false,
    };
    if fits {
        Ok(scores)
    } else {
        Err(unsupported(
            "an ONNX graph whose labels and scores come from different models",
            "labels and probabilities of one model",
            "Export the classifier with one output of labels and one of probabilities.",
        ))
    }
}

/// What the models below a level are in words.
fn origin_of(walk: &Walk, level: usize) -> &'static str {
    let first = walk
        .strata
        .get(level)
        .and_then(|stratum| stratum.handed.first());
    first.map_or("a model", |(answer, _)| walk.answers[*answer].kind)
}

/// The stage of an answer over the inputs of the file.
fn stage(walk: &Walk, answer: usize) -> Result<Stage> {
    let own = &walk.answers[answer];
    walk.spend(size(&own.body))?;
    over(
        walk,
        own.level,
        own.features.clone(),
        (*own.body).clone(),
        own.link.clone(),
    )
}

/// Numbers of a body, about.
fn size(body: &Body) -> usize {
    1 + match body {
        Body::Trees(trees) => 4 * trees.nodes.len() + trees.leaf_values.len(),
        Body::Linear(linear) => linear.weights.len(),
        Body::Dense(dense) => dense.layers.iter().map(|layer| layer.weights.len()).sum(),
        Body::Neighbours(neighbours) => neighbours.points.len(),
        Body::Kernel(machine) => machine.vectors.len(),
        _ => 1000,
    }
}

/// The stage of columns that were computed of what models say.
fn computed(walk: &Walk, level: usize, wires: &[usize]) -> Result<Stage> {
    let count = wires.len();
    let mut weights = vec![0.0; count * count];
    (0..count).for_each(|i| weights[i * count + i] = 1.0);
    if count == 0 || count > 1000 {
        return Err(nothing());
    }
    let body = Body::Linear(Linear {
        outputs: count,
        weights,
        intercepts: vec![0.0; count],
        precision: Precision::F32,
    });
    over(walk, level, wires.to_vec(), body, Link::Identity)
}

/// A body on a level of the graph as a stage over the inputs of the file.
fn over(walk: &Walk, level: usize, features: Vec<usize>, body: Body, link: Link) -> Result<Stage> {
    let stratum = &walk.strata[level];
    if level == 0 {
        walk.spend(stratum.steps.len())?;
        return Ok(pruned(
            walk.inputs.len(),
            &stratum.steps,
            features,
            body,
            link,
        ));
    }
    let mut answers: Vec<usize> = stratum.handed.iter().map(|(answer, _)| *answer).collect();
    answers.sort_unstable();
    answers.dedup();
    // Members hand their columns on one after the other; the wires are renumbered so.
    let mut order = Vec::new();
    let mut takes = Vec::new();
    for answer in &answers {
        let own: Vec<usize> = (0..stratum.handed.len())
            .filter(|wire| stratum.handed[*wire].0 == *answer)
            .collect();
        takes.push(own.iter().map(|wire| stratum.handed[*wire].1).collect());
        order.extend(own);
    }
    let mut place = vec![0; order.len()];
    order
        .iter()
        .enumerate()
        .for_each(|(new, old)| place[*old] = new);
    let renumber = |wire: usize| place.get(wire).copied().unwrap_or(wire);
    let mut steps = stratum.steps.clone();
    for step in &mut steps {
        step.reads_mut(&mut |wire| *wire = renumber(*wire));
    }
    let features = features.into_iter().map(renumber).collect();
    let last = pruned(order.len(), &steps, features, body, link);
    let classifies = answers.iter().any(|answer| walk.answers[*answer].count > 0);
    let members = answers
        .iter()
        .map(|answer| stage(walk, *answer))
        .collect::<Result<Vec<_>>>()?;
    let margins = vec![false; members.len()];
    let inputs = walk.inputs.len();
    let body = Body::Stack(Stack {
        members,
        takes,
        margins,
        passthrough: false,
        classifies,
        last: Box::new(last),
    });
    Ok(Stage::plain(body, Link::Identity, inputs))
}

/// A stage with the steps that its features need, and no other.
fn pruned(
    inputs: usize,
    steps: &[Step],
    mut features: Vec<usize>,
    body: Body,
    link: Link,
) -> Stage {
    let mut starts = Vec::with_capacity(steps.len());
    let mut behind = MADE;
    for step in steps {
        starts.push(behind);
        behind += step.outputs();
    }
    let step_of =
        |wire: usize| (wire >= MADE).then(|| starts.partition_point(|start| *start <= wire) - 1);
    let mut needed = vec![false; steps.len()];
    features
        .iter()
        .filter_map(|wire| step_of(*wire))
        .for_each(|step| needed[step] = true);
    for step in (0..steps.len()).rev() {
        if needed[step] {
            steps[step]
                .reads()
                .iter()
                .filter_map(|wire| step_of(*wire))
                .for_each(|step| needed[step] = true);
        }
    }
    let mut new_start = vec![0; steps.len()];
    let mut next = inputs;
    for (step, own) in steps.iter().enumerate() {
        if needed[step] {
            new_start[step] = next;
            next += own.outputs();
        }
    }
    let renumber = |wire: usize| match step_of(wire) {
        Some(step) => new_start[step] + wire - starts[step],
        None => wire,
    };
    features.iter_mut().for_each(|wire| *wire = renumber(*wire));
    let kept = steps.iter().zip(&needed).filter(|(_, needed)| **needed);
    let steps = kept
        .map(|(step, _)| {
            let mut step = step.clone();
            step.reads_mut(&mut |wire| *wire = renumber(*wire));
            step
        })
        .collect();
    Stage {
        inputs,
        steps,
        features,
        body,
        link,
    }
}
