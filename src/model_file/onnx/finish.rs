//! From the walk to a model: which output holds labels, which holds scores, and what stage answers them.

use super::super::refusal::unsupported;
use super::proto::GraphProto;
use super::walk::{Cell, MADE, Value, Walk};
use crate::error::{Error, Result};
use crate::predictor::{
    Additive, Body, Decision, Linear, Link, Model, Origin, Precision, Stack, Stage, Step, Task,
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
    let labelled = graph.outputs.iter().any(|output| {
        matches!(
            walk.value(&output.name),
            Ok(Value::Labels { .. } | Value::Largest(_))
        )
    });
    for output in &graph.outputs {
        match walk.value(&output.name) {
            Ok(value @ (Value::Labels { .. } | Value::Largest(_))) => {
                labels = labels.or(Some(value))
            }
            Ok(value) => {
                let found = of_value(&mut walk, &value, labelled)?;
                scores = match (scores, found) {
                    // One output a class.
                    (Some(Scores::Columns(level, mut all)), Some(Scores::Columns(own, more)))
                        if level == own && more.len() == 1 =>
                    {
                        all.extend(more);
                        Some(Scores::Columns(level, all))
                    }
                    (known, found) => known.or(found),
                };
            }
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    if let Some(error) = refusal {
        return Err(error);
    }
    scores = scores.map(|scores| straight(&walk, scores));
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
        let own = of_value(&mut walk, &of, true)?.ok_or_else(nothing)?;
        let own = straight(&walk, own);
        decision = match &own {
            Scores::Answer(answer) if !largest => walk.answers[*answer].decision,
            _ => Decision::LargestResponse,
        };
        scores = match (scores, own) {
            (None, own) => Some(own),
            (Some(scores), own) => Some(together(&walk, scores, &own)?),
        };
    }
    let scores = pairs_told(&mut walk, scores.ok_or_else(nothing)?);
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

/// Columns that are what one answer says, as that answer: all of them, or of two classes the second.
fn straight(walk: &Walk, scores: Scores) -> Scores {
    let Scores::Columns(level, wires) = &scores else {
        return scores;
    };
    let handed = wires
        .iter()
        .map(|wire| walk.strata[*level].handed.get(*wire));
    let Some(handed) = handed.collect::<Option<Vec<_>>>() else {
        return scores;
    };
    let Some((answer, _)) = handed.first() else {
        return scores;
    };
    let columns = walk.answers[*answer].response_columns();
    let in_order = handed
        .iter()
        .enumerate()
        .all(|(at, own)| **own == (*answer, at));
    let second = columns == 2 && handed[..] == [&(*answer, 1)];
    match (in_order && handed.len() == columns) || second {
        true => Scores::Answer(*answer),
        false => scores,
    }
}

/// Sums of pairs of classes become scores of the classes: where the graph gives the sums themselves, and where it
/// computes those scores of them, as skl2onnx writes scikit-learn's. Whether it does is seen on rows of sums.
fn pairs_told(walk: &mut Walk, scores: Scores) -> Scores {
    let (answer, computed) = match &scores {
        Scores::Answer(answer) => (*answer, None),
        Scores::Columns(level, wires) => match walk.strata[*level].handed.first() {
            Some((answer, _)) => (*answer, Some((*level, wires.clone()))),
            None => return scores,
        },
    };
    let own = &walk.answers[answer];
    let classes = own.classes.len();
    if own.decision != Decision::PairVotes || own.link != Link::Identity {
        return scores;
    }
    let link = Link::PairsToClasses { classes };
    if let Some((level, wires)) = computed {
        let handed = &walk.strata[level].handed;
        let pairs = own.body.outputs();
        if handed.iter().any(|(from, _)| *from != answer) {
            return scores;
        }
        // Sums of all signs and sizes: multiples of the golden ratio, modulo 4.
        let sums: Vec<Vec<f64>> = (0..pairs)
            .map(|pair| {
                let at =
                    |row: usize| ((row * pairs + pair + 1) as f64 * 1.618_033_988_749_895) % 4.0;
                (0..64).map(|row| at(row) - 2.0).collect()
            })
            .collect();
        let inputs: Vec<&[f64]> = handed
            .iter()
            .map(|(_, column)| sums[*column].as_slice())
            .collect();
        let steps = &walk.strata[level].steps;
        let nothing = Body::Additive(Additive {
            base: Vec::new(),
            terms: Vec::new(),
        });
        let last = pruned(handed.len(), steps, wires, nothing, Link::Identity);
        let made = last.prepare(&inputs, 64);
        let told = link.response(sums.clone(), false);
        let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-5;
        let same =
            made.len() == told.len() && made.iter().flatten().zip(told.iter().flatten()).all(near);
        if !same {
            return scores;
        }
    }
    walk.answers[answer].link = link;
    Scores::Answer(answer)
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
        Link::PairsToClasses { classes } => *classes,
        Link::PairsToProbabilities { .. } => {
            (2..).find(|k| k * (k - 1) / 2 >= outputs).unwrap_or(2)
        }
        _ => outputs,
    }
}

/// A value as scores; `None` for what is no score. What is only computed of the inputs is one beside labels.
fn of_value(walk: &mut Walk, value: &Value, labelled: bool) -> Result<Option<Scores>> {
    Ok(match value {
        Value::Response(answer) | Value::Margins(answer) => Some(Scores::Answer(*answer)),
        Value::Network(network) => Some(Scores::Answer(walk.network_answer(*network)?)),
        Value::Columns { level, cells } if *level > 0 || labelled => {
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
        (Scores::Columns(level, a), Scores::Columns(other, b)) => {
            level == other && (a == b || walk.shares_of(*level, a, b))
        }
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
    // What is handed on and read.
    let nothing = Body::Additive(Additive {
        base: Vec::new(),
        terms: Vec::new(),
    });
    let count = stratum.handed.len();
    let tried = pruned(
        count,
        &stratum.steps,
        features.clone(),
        nothing,
        Link::Identity,
    );
    let mut used = vec![false; count];
    let reads = tried.steps.iter().flat_map(|step| step.reads());
    for wire in tried.features.iter().chain(reads) {
        if let Some(used) = used.get_mut(*wire) {
            *used = true;
        }
    }
    let handed = (0..count).filter(|wire| used[*wire]);
    let mut answers: Vec<usize> = handed.map(|wire| stratum.handed[wire].0).collect();
    answers.sort_unstable();
    answers.dedup();
    // Members hand their columns on one after the other; the wires are renumbered so.
    let mut order = Vec::new();
    let mut takes: Vec<Vec<usize>> = Vec::new();
    for answer in &answers {
        let own: Vec<usize> = (0..stratum.handed.len())
            .filter(|wire| used[*wire] && stratum.handed[*wire].0 == *answer)
            .collect();
        takes.push(own.iter().map(|wire| stratum.handed[*wire].1).collect());
        order.extend(own);
    }
    let mut place = vec![0; count];
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
    // Of a member that tells two classes by one margin either both shares are handed on or the second alone.
    let one_margin = |answer: usize| {
        let own = &walk.answers[answer];
        own.count == 2 && own.body.outputs() == 1
    };
    let second_alone = order.iter().all(|wire| {
        let (answer, column) = stratum.handed[*wire];
        !one_margin(answer) || column == 1
    });
    if second_alone {
        for (answer, takes) in answers.iter().zip(&mut takes) {
            if one_margin(*answer) {
                takes.fill(0);
            }
        }
    }
    let classifies = !second_alone && answers.iter().any(|answer| walk.answers[*answer].count > 0);
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
