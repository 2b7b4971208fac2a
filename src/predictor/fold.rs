//! Preprocessing that works column by column, folded into trees: splits then ask the columns of the file themselves.
//!
//! A number that only passed scalers, imputers and bins is compared with the threshold that answers every value as before,
//! found by halving the 64-bit numbers; a category that was encoded as one or several numbers is asked whether it is one of
//! a set. Not a single row is answered differently. What mixes columns (components, polynomials, norms) stays as it is.

use super::{Body, CategorySet, Input, InputKind, Operation, Precision, Stage, Step};
use kernels::trees::{Covers, Missing, Node, Test, Trees, TreesBuilder};

/// Levels times splits that are looked at.
const MOST_LOOKS: usize = 50_000_000;

impl Stage {
    /// Folds preprocessing into the trees of this stage and of its members that read the same inputs.
    pub fn fold(&mut self, inputs: &[Input]) {
        if self.inputs != inputs.len() {
            return;
        }
        let plain = self.steps.is_empty() && self.features.iter().copied().eq(0..self.inputs);
        match &mut self.body {
            Body::Trees(trees) if !self.steps.is_empty() && trees.linear_leaves.is_empty() => {
                if let Some((folded, steps, features)) =
                    folded(trees, &self.steps, &self.features, inputs)
                {
                    *trees = folded;
                    self.steps = steps;
                    self.features = features;
                    self.drop_unread_steps();
                }
            }
            Body::Vote(vote) if plain => vote
                .members
                .iter_mut()
                .for_each(|member| member.fold(inputs)),
            Body::Stack(stack) if plain => stack
                .members
                .iter_mut()
                .for_each(|member| member.fold(inputs)),
            Body::Calibrated(calibrated) if plain => {
                calibrated
                    .members
                    .iter_mut()
                    .for_each(|member| member.stage.fold(inputs));
            }
            _ => {}
        }
    }

    /// Takes out steps whose wires nothing reads.
    fn drop_unread_steps(&mut self) {
        let mut starts = Vec::with_capacity(self.steps.len());
        let mut behind = self.inputs;
        for step in &self.steps {
            starts.push(behind);
            behind += step.outputs();
        }
        let own = self.inputs;
        let step_of =
            |wire: usize| (wire >= own).then(|| starts.partition_point(|start| *start <= wire) - 1);
        let mut read = vec![false; self.steps.len()];
        self.features
            .iter()
            .filter_map(|wire| step_of(*wire))
            .for_each(|step| read[step] = true);
        for step in (0..self.steps.len()).rev() {
            if read[step] {
                self.steps[step]
                    .reads()
                    .iter()
                    .filter_map(|wire| step_of(*wire))
                    .for_each(|step| read[step] = true);
            }
        }
        let mut next = own;
        let mut renamed = vec![0; self.steps.len()];
        for (step, name) in self
            .steps
            .iter()
            .zip(&mut renamed)
            .zip(&read)
            .filter_map(|(pair, read)| read.then_some(pair))
        {
            *name = next;
            next += step.outputs();
        }
        let rename =
            |wire: usize| step_of(wire).map_or(wire, |step| renamed[step] + wire - starts[step]);
        self.features
            .iter_mut()
            .for_each(|wire| *wire = rename(*wire));
        let mut kept = read.iter();
        self.steps.retain(|_| kept.next() == Some(&true));
        for step in &mut self.steps {
            step.reads_mut(&mut |wire| *wire = rename(*wire));
        }
    }
}

impl Step {
    /// Calls `change` on each wire that it reads.
    pub(crate) fn reads_mut(&mut self, change: &mut dyn FnMut(&mut usize)) {
        match self {
            Step::Map { wire, .. }
            | Step::OneHot { wire, .. }
            | Step::Lookup { wire, .. }
            | Step::Match { wire, .. }
            | Step::Bins { wire, .. }
            | Step::Interpolate { wire, .. } => change(wire),
            Step::Normalize { wires, .. }
            | Step::Polynomial { wires, .. }
            | Step::Combine { wires, .. }
            | Step::Project { wires, .. } => wires.iter_mut().for_each(change),
            Step::Constant { .. } => {}
        }
    }
}

/// What a feature is, seen from the input behind it.
enum Way<'a> {
    /// A number that only grows with the input: what is done to it.
    Growing(Vec<&'a Step>),
    /// A number for each code of the input, then for unknown, then for missing.
    Coded(Vec<f64>),
    /// Anything else: the wire as it is.
    Opaque,
}

type Folded = (Trees, Vec<Step>, Vec<usize>);

fn folded(trees: &Trees, steps: &[Step], features: &[usize], inputs: &[Input]) -> Option<Folded> {
    let mut starts = Vec::with_capacity(steps.len());
    let mut start = inputs.len();
    for step in steps {
        starts.push(start);
        start += step.outputs();
    }
    let mut left = MOST_STEPS;
    let mut ways: Vec<(usize, Way<'_>)> = features
        .iter()
        .map(|wire| way(*wire, steps, &starts, inputs, &mut left))
        .collect();
    for node in trees.nodes.iter().filter(|node| !node.is_leaf()) {
        // Splits that do not ask for an order keep the wire that they ask.
        let in_order = matches!(
            node.test,
            Test::Less | Test::LessOrEqual | Test::Greater | Test::GreaterOrEqual
        );
        let own = &mut ways[node.feature as usize];
        if !in_order && matches!(own.1, Way::Growing(_)) {
            *own = (features[node.feature as usize], Way::Opaque);
        }
    }
    let ways = ways;
    if ways.iter().all(|(_, way)| matches!(way, Way::Opaque)) {
        return None;
    }
    let looks: usize = trees
        .nodes
        .iter()
        .filter(|node| !node.is_leaf())
        .map(|node| match &ways[node.feature as usize].1 {
            Way::Coded(values) => values.len(),
            Way::Growing(steps) => steps.iter().map(|step| work(step)).sum::<usize>() + 1,
            Way::Opaque => 1,
        })
        .sum();
    if looks > MOST_LOOKS
        || trees
            .nodes
            .iter()
            .any(|node| !matches!(node.missing, Missing::Left | Missing::Right))
    {
        return None;
    }
    // The features behind: inputs where the way is known, wires as they are (and as they are compared) elsewhere.
    let mut steps = steps.to_vec();
    let mut wires: Vec<usize> = Vec::new();
    let mut place = Vec::with_capacity(features.len());
    let mut behind = inputs.len() + steps.iter().map(Step::outputs).sum::<usize>();
    for (wire, way) in &ways {
        let mut own = *wire;
        if matches!(way, Way::Opaque) && trees.compared_in == Precision::F32 {
            steps.push(Step::Map {
                wire: *wire,
                operations: vec![Operation::ToF32],
            });
            own = behind;
            behind += 1;
        }
        place.push(
            wires
                .iter()
                .position(|known| *known == own)
                .unwrap_or_else(|| {
                    wires.push(own);
                    wires.len() - 1
                }) as u32,
        );
    }
    let covers = match &trees.covers {
        Covers::Known(covers) | Covers::Recounted(covers) => Some(covers),
        Covers::None => None,
    };
    let mut builder = TreesBuilder::new(wires.len(), trees.leaf_width, trees.outputs);
    for tree in 0..trees.count() {
        let range = trees.nodes_of(tree);
        let nodes = &trees.nodes[range.clone()];
        let split = |node: &Node, builder: Option<&mut TreesBuilder>| -> (Node, bool) {
            let feature = place[node.feature as usize];
            match &ways[node.feature as usize].1 {
                Way::Growing(ops) => (
                    Node {
                        feature,
                        ..threshold(node, ops, trees)
                    },
                    false,
                ),
                Way::Coded(values) => {
                    let (set, turned, missing) = codes(node, values, trees);
                    let set = builder.map_or(0, |builder| builder.set(set));
                    let made = Node {
                        feature,
                        set,
                        test: Test::InSet,
                        missing,
                        ..*node
                    };
                    (made, turned)
                }
                Way::Opaque => {
                    let set = match node.test {
                        Test::InSet => builder.map_or(0, |builder| {
                            builder.set(trees.sets[node.set as usize].clone())
                        }),
                        _ => 0,
                    };
                    (
                        Node {
                            feature,
                            set,
                            ..*node
                        },
                        false,
                    )
                }
            }
        };
        let turned: Vec<bool> = nodes
            .iter()
            .map(|node| !node.is_leaf() && split(node, None).1)
            .collect();
        let start = range.start as u32;
        let cover = covers.map(|covers| move |node: usize| covers[range.start + node]);
        let grown = builder.tree(
            trees.tree_outputs[tree],
            nodes.len(),
            |at| {
                let node = &nodes[at];
                let (left, right) = (
                    (node.left.wrapping_sub(start)) as usize,
                    (node.right.wrapping_sub(start)) as usize,
                );
                (!node.is_leaf()).then_some(if turned[at] {
                    (right, left)
                } else {
                    (left, right)
                })
            },
            |builder, at| split(&nodes[at], Some(builder)).0,
            |at, values| values.extend_from_slice(trees.values_of(&nodes[at])),
            cover.as_ref().map(|cover| cover as &dyn Fn(usize) -> f64),
        );
        grown.ok()?;
    }
    let mut made = builder.finish();
    made.base.clone_from(&trees.base);
    made.aggregate = trees.aggregate;
    made.summed_in = trees.summed_in;
    made.compared_in = Precision::F64;
    Some((made, steps, wires))
}

/// Steps that can be looked at while ways are searched; a file with more keeps its preprocessing.
const MOST_STEPS: usize = 4_000_000;

/// The way from an input to a wire; the input, or the wire itself where the way is not known.
fn way<'a>(
    wire: usize,
    steps: &'a [Step],
    starts: &[usize],
    inputs: &[Input],
    left: &mut usize,
) -> (usize, Way<'a>) {
    let (mut at, mut path) = (wire, Vec::new());
    while at >= inputs.len() {
        let place = starts.partition_point(|start| *start <= at) - 1;
        let step = &steps[place];
        *left = left.saturating_sub(1);
        if *left == 0 || step.reads().len() != 1 {
            return (wire, Way::Opaque);
        }
        path.push((step, at - starts[place]));
        at = step.reads()[0];
    }
    path.reverse();
    match &inputs[at].kind {
        InputKind::Category { levels, .. } => {
            let mut values: Vec<f64> = (0..levels.len()).map(|code| code as f64).collect();
            values.extend([Input::UNKNOWN_CODE, f64::NAN]);
            let rows = values.len();
            for (step, output) in path {
                *left = left.saturating_sub(rows * step.outputs());
                if *left == 0 || mixes(step) {
                    return (wire, Way::Opaque);
                }
                let mut columns = step.apply(|_| values.as_slice(), rows);
                let column = columns.swap_remove(output);
                values = column;
            }
            (at, Way::Coded(values))
        }
        InputKind::Number => {
            let steps: Vec<&Step> = path.iter().map(|(step, _)| *step).collect();
            if steps.iter().all(|step| grows(step)) {
                (at, Way::Growing(steps))
            } else {
                (wire, Way::Opaque)
            }
        }
        InputKind::Codes => (wire, Way::Opaque),
    }
}

/// Operations of a step, about.
fn work(step: &Step) -> usize {
    match step {
        Step::Map { operations, .. } => operations.len(),
        _ => 10,
    }
}

/// Whether a step is one that mixes columns, though it may read one only.
fn mixes(step: &Step) -> bool {
    matches!(
        step,
        Step::Normalize { .. }
            | Step::Polynomial { .. }
            | Step::Combine { .. }
            | Step::Project { .. }
    )
}

/// Whether a step never answers less for more, to the last bit.
fn grows(step: &Step) -> bool {
    let up = |c: f64| c > 0.0 && c.is_finite();
    match step {
        Step::Bins { .. } => true,
        Step::Map { operations, .. } => operations.iter().all(|operation| match operation {
            Operation::Add(c) | Operation::Subtract(c) => c.is_finite(),
            Operation::Multiply(c) | Operation::Divide(c) => up(*c),
            Operation::Clip(low, high) => low <= high,
            Operation::ToF32
            | Operation::FillMissing(_)
            | Operation::Relu
            | Operation::Floor
            | Operation::Ceil
            | Operation::Round
            | Operation::Truncate
            | Operation::AtLeast(_)
            | Operation::Above(_) => true,
            _ => false,
        }),
        _ => false,
    }
}

fn value(steps: &[&Step], x: f64) -> f64 {
    steps.iter().fold(x, |x, step| match step {
        Step::Map { operations, .. } => operations.iter().fold(x, |x, operation| operation.of(x)),
        Step::Bins { edges, .. } if !x.is_nan() => edges.partition_point(|edge| *edge <= x) as f64,
        _ => x,
    })
}

/// 64-bit numbers in order as whole numbers, and back.
fn ordered(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// The split of the input that answers as `node` does behind the steps.
fn threshold(node: &Node, steps: &[&Step], trees: &Trees) -> Node {
    let goes_left = |x: f64| node.goes_left(trees.compared(value(steps, x)), trees);
    let missing = if goes_left(f64::NAN) {
        Missing::Left
    } else {
        Missing::Right
    };
    let falls = matches!(node.test, Test::Less | Test::LessOrEqual);
    // True up to a number, false behind it.
    let low = |x: f64| goes_left(x) == falls;
    let with = |test: Test, threshold: f64| Node {
        test,
        threshold,
        missing,
        ..*node
    };
    if !low(f64::NEG_INFINITY) {
        return with(
            if falls {
                Test::Less
            } else {
                Test::GreaterOrEqual
            },
            f64::NEG_INFINITY,
        );
    }
    let key = |x: f64| ordered(x.to_bits() as i64);
    let (mut yes, mut no) = (key(f64::NEG_INFINITY), key(f64::INFINITY) + 1);
    while no - 1 > yes {
        let middle = yes + ((no as i128 - yes as i128) / 2) as i64;
        if low(f64::from_bits(ordered(middle) as u64)) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    let edge = f64::from_bits(ordered(yes) as u64);
    with(
        if falls {
            Test::LessOrEqual
        } else {
            Test::Greater
        },
        edge,
    )
}

/// The set of codes that answers as `node` does behind the steps, whether left and right change places, and where a
/// missing code goes.
fn codes(node: &Node, values: &[f64], trees: &Trees) -> (CategorySet, bool, Missing) {
    let goes_left = |x: &f64| node.goes_left(trees.compared(*x), trees);
    let (known, rest) = values.split_at(values.len().saturating_sub(2));
    let [unknown, missing] = rest else {
        return (CategorySet::default(), false, node.missing);
    };
    // A code that is not known is in no set: it goes right.
    let turned = goes_left(unknown);
    let chosen = known
        .iter()
        .enumerate()
        .filter(|(_, value)| goes_left(value) != turned);
    let set = CategorySet::of(chosen.map(|(code, _)| code as u32));
    let missing = if goes_left(missing) == turned {
        Missing::Right
    } else {
        Missing::Left
    };
    (set, turned, missing)
}
