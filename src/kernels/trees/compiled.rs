//! Trees as straight programs over lanes of rows: every split of a tree is asked for sixteen rows at once, and the answers
//! choose the leaf. No branch depends on the data, so the time does not either.

use super::descent::{Block, Descent};
use super::lanes::{Lane, WIDTH};
use super::ranks::Ranks;
use super::{Aggregate, Precision, Trees};

/// Rows of a block.
pub const BLOCK_ROWS: usize = 1024;
const LANES: usize = BLOCK_ROWS / WIDTH;
/// Lanes that a program runs over together.
const GROUP: usize = 4;
/// Values that wait for their parent at most; a deeper tree is walked.
const STACK: usize = 24;
/// Leaves that one byte tells apart.
const MAXIMUM_LEAVES: usize = 256;

/// One step of a program; children come ahead of their parents.
#[derive(Clone, Copy, Debug)]
struct Step {
    column: u32,
    rank: u8,
    /// The leaf of "yes" and of "no" where that is one.
    yes: u8,
    no: u8,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Both children are leaves, the leaf of "yes" one below that of "no".
    Pair,
    /// Both children are leaves.
    Leaves,
    /// "Yes" is a leaf, "no" is on the stack.
    YesLeaf,
    /// "No" is a leaf, "yes" is on the stack.
    NoLeaf,
    /// Both are on the stack, "no" on top.
    Both,
}

/// One tree.
#[derive(Debug)]
enum Way {
    /// The program, and the row of leaf values of each of its leaves.
    Program { steps: Vec<Step>, leaves: Vec<u32> },
    /// Several rows at once, node by node.
    Descent(Descent),
    /// Walked node by node.
    Walk,
}

/// Trees prepared for many rows.
#[derive(Debug)]
pub struct Compiled {
    ranks: Ranks,
    ways: Vec<Way>,
    ranked: bool,
    descended: bool,
}

/// What is made of one block of rows and used again for the next.
#[derive(Default)]
pub struct Scratch {
    lanes: Vec<Lane>,
    block: Block,
}

impl Compiled {
    /// Prepares trees; what cannot become a program is walked.
    pub fn of(trees: &Trees) -> Compiled {
        let ranks = Ranks::of(trees);
        let serves = Descent::serves(trees);
        let descent = |tree| {
            let found = serves.then(|| Descent::of(trees, tree)).flatten();
            found.map_or(Way::Walk, Way::Descent)
        };
        let ways: Vec<Way> = (0..trees.count())
            .map(|tree| program(trees, tree, &ranks).unwrap_or_else(|| descent(tree)))
            .collect();
        Compiled {
            ranks,
            ranked: ways.iter().any(|way| matches!(way, Way::Program { .. })),
            descended: ways.iter().any(|way| matches!(way, Way::Descent(_))),
            ways,
        }
    }

    /// The margins of at most [`BLOCK_ROWS`] rows, the same to the last bit as walking gives.
    pub fn margins(
        &self,
        trees: &Trees,
        features: &[&[f64]],
        rows: usize,
        scratch: &mut Scratch,
    ) -> Vec<Vec<f64>> {
        let Scratch { lanes, block } = scratch;
        if self.ranked {
            self.ranks.fill(trees, features, rows, LANES, lanes);
        }
        if self.descended {
            block.fill(trees, features, rows);
        }
        if trees.leaf_width == 1
            && trees.outputs == 1
            && trees.summed_in == Precision::F32
            && trees.aggregate == Aggregate::Sum
        {
            return vec![self.single(trees, features, rows, (lanes, block))];
        }
        let mut sums: Vec<Vec<f64>> = match trees.aggregate {
            Aggregate::Sum => trees.base.iter().map(|base| vec![*base; rows]).collect(),
            Aggregate::Average { .. } => vec![vec![0.0; rows]; trees.outputs],
        };
        let mut places = [0u8; BLOCK_ROWS];
        let mut reached = [0u32; BLOCK_ROWS];
        for (tree, way) in self.ways.iter().enumerate() {
            let (steps, leaves) = match way {
                Way::Program { steps, leaves } => (steps, leaves),
                Way::Descent(descent) => {
                    descent.leaves(block, &mut reached[..rows]);
                    plainly(trees, tree, features, block, &mut reached[..rows]);
                    for (output, sum) in outputs_of(trees, tree, &mut sums) {
                        for (sum, row) in sum.iter_mut().zip(&reached) {
                            let place = *row as usize * trees.leaf_width + output;
                            trees.add(sum, trees.leaf_values[place]);
                        }
                    }
                    continue;
                }
                Way::Walk => {
                    trees.add_tree(tree, features, &mut sums);
                    continue;
                }
            };
            run(steps, lanes, &mut places);
            if trees.leaf_width == 1 {
                let sum = &mut sums[trees.tree_outputs[tree] as usize];
                let values: Vec<f64> = leaves
                    .iter()
                    .map(|row| trees.leaf_values[*row as usize])
                    .collect();
                for (sum, place) in sum.iter_mut().zip(&places) {
                    trees.add(
                        sum,
                        values.get(usize::from(*place)).copied().unwrap_or(f64::NAN),
                    );
                }
            } else {
                for (output, sum) in sums.iter_mut().enumerate() {
                    for (sum, place) in sum.iter_mut().zip(&places) {
                        let row = leaves.get(usize::from(*place)).copied().unwrap_or(0) as usize;
                        trees.add(sum, trees.leaf_values[row * trees.leaf_width + output]);
                    }
                }
            }
        }
        trees.finish(&mut sums);
        sums
    }

    /// One margin in 32 bits, the commonest case.
    fn single(
        &self,
        trees: &Trees,
        features: &[&[f64]],
        rows: usize,
        (lanes, block): (&[Lane], &Block),
    ) -> Vec<f64> {
        let mut reached = [0u32; BLOCK_ROWS];
        let mut sums = vec![trees.base[0] as f32; BLOCK_ROWS];
        let mut places = [0u8; BLOCK_ROWS];
        for (tree, way) in self.ways.iter().enumerate() {
            match way {
                Way::Program { steps, leaves } => {
                    run(steps, lanes, &mut places);
                    // As long as a byte can be: no place needs a check.
                    let mut values = [0f32; MAXIMUM_LEAVES];
                    for (value, row) in values.iter_mut().zip(leaves) {
                        *value = trees.leaf_values[*row as usize] as f32;
                    }
                    for (sum, place) in sums.iter_mut().zip(&places) {
                        *sum += values[usize::from(*place)];
                    }
                }
                Way::Descent(descent) => {
                    descent.leaves(block, &mut reached[..rows]);
                    plainly(trees, tree, features, block, &mut reached[..rows]);
                    for (sum, row) in sums.iter_mut().zip(&reached[..rows]) {
                        *sum += trees.leaf_values[*row as usize] as f32;
                    }
                }
                Way::Walk => {
                    for (row, sum) in sums.iter_mut().enumerate().take(rows) {
                        let leaf = trees.leaf_of(tree, |feature| features[feature][row]);
                        *sum += trees.values_of(&trees.nodes[leaf])[0] as f32;
                    }
                }
            }
        }
        sums[..rows].iter().map(|sum| f64::from(*sum)).collect()
    }
}

/// The leaves of rows with a missing value, which go down one by one.
fn plainly(trees: &Trees, tree: usize, features: &[&[f64]], block: &Block, reached: &mut [u32]) {
    for (row, reached) in reached.iter_mut().enumerate() {
        if !block.is_whole(row) {
            *reached = trees.nodes[trees.leaf_of(tree, |feature| features[feature][row])].right;
        }
    }
}

/// The sums that a tree adds to, each with the place of its value in a leaf.
fn outputs_of<'a>(
    trees: &Trees,
    tree: usize,
    sums: &'a mut [Vec<f64>],
) -> impl Iterator<Item = (usize, &'a mut Vec<f64>)> {
    let (first, count) = if trees.leaf_width == 1 {
        (trees.tree_outputs[tree] as usize, 1)
    } else {
        (0, sums.len())
    };
    sums.iter_mut().skip(first).take(count).enumerate()
}

/// The program of a tree; `None` where it has too many leaves, is too deep, or asks for ranks that are not there.
fn program(trees: &Trees, tree: usize, ranks: &Ranks) -> Option<Way> {
    let nodes = trees.nodes_of(tree);
    if nodes.len() > 2 * MAXIMUM_LEAVES || nodes.len() < 3 || !trees.linear_leaves.is_empty() {
        return None;
    }
    let mut leaves = Vec::new();
    let mut steps = Vec::new();
    let mut deepest = 0;
    write(
        trees,
        nodes.start,
        ranks,
        &mut steps,
        &mut leaves,
        (0, &mut deepest),
    )?;
    (leaves.len() <= MAXIMUM_LEAVES && deepest <= STACK).then_some(Way::Program { steps, leaves })
}

/// Writes the program of a node's children and then its own; answers the leaf it is, if it is one.
fn write(
    trees: &Trees,
    place: usize,
    ranks: &Ranks,
    steps: &mut Vec<Step>,
    leaves: &mut Vec<u32>,
    (waiting, deepest): (usize, &mut usize),
) -> Option<Option<u8>> {
    *deepest = waiting.max(*deepest);
    // Bounded by the stack that a program may need.
    if waiting > STACK || leaves.len() > MAXIMUM_LEAVES || steps.len() > MAXIMUM_LEAVES {
        return None;
    }
    let node = &trees.nodes[place];
    if node.is_leaf() {
        leaves.push(node.right);
        return Some(Some((leaves.len() - 1).min(255) as u8));
    }
    let asked = ranks.asked(node, place as u32)?;
    let (yes, no) = if asked.reversed {
        (node.right, node.left)
    } else {
        (node.left, node.right)
    };
    let yes = write(
        trees,
        yes as usize,
        ranks,
        steps,
        leaves,
        (waiting + 1, deepest),
    )?;
    let no = write(
        trees,
        no as usize,
        ranks,
        steps,
        leaves,
        (waiting + 2, deepest),
    )?;
    let form = match (yes, no) {
        (Some(yes), Some(no)) if no == yes.wrapping_add(1) && no > 0 => Form::Pair,
        (Some(_), Some(_)) => Form::Leaves,
        (Some(_), None) => Form::YesLeaf,
        (None, Some(_)) => Form::NoLeaf,
        (None, None) => Form::Both,
    };
    steps.push(Step {
        column: asked.column,
        rank: asked.rank,
        yes: yes.unwrap_or(0),
        no: no.unwrap_or(0),
        form,
    });
    Some(None)
}

/// Runs a program over all lanes of a block: the place of each row's leaf.
fn run(steps: &[Step], lanes: &[Lane], places: &mut [u8; BLOCK_ROWS]) {
    let mut stack = [[Lane::all(0); GROUP]; STACK + 2];
    for (group, out) in places
        .as_chunks_mut::<{ GROUP * WIDTH }>()
        .0
        .iter_mut()
        .enumerate()
    {
        let mut top = 0usize;
        for step in steps {
            let start = step.column as usize * LANES + group * GROUP;
            let Some(ranks) = lanes[start..].first_chunk::<GROUP>() else {
                return;
            };
            let rank = Lane::all(step.rank);
            let (yes, no) = (Lane::all(step.yes), Lane::all(step.no));
            let mut made = [no; GROUP];
            match step.form {
                Form::Pair => {
                    for i in 0..GROUP {
                        made[i] = ranks[i].at_most(rank).plus(no);
                    }
                }
                Form::Leaves => {
                    for i in 0..GROUP {
                        made[i] = ranks[i].at_most(rank).choose(yes, no);
                    }
                }
                Form::YesLeaf => {
                    top -= 1;
                    let waiting = &stack[top];
                    for i in 0..GROUP {
                        made[i] = ranks[i].at_most(rank).choose(yes, waiting[i]);
                    }
                }
                Form::NoLeaf => {
                    top -= 1;
                    let waiting = &stack[top];
                    for i in 0..GROUP {
                        made[i] = ranks[i].at_most(rank).choose(waiting[i], no);
                    }
                }
                Form::Both => {
                    top -= 2;
                    let (yes, no) = (&stack[top], &stack[top + 1]);
                    for i in 0..GROUP {
                        made[i] = ranks[i].at_most(rank).choose(yes[i], no[i]);
                    }
                }
            }
            stack[top] = made;
            top += 1;
        }
        for (out, lane) in out.as_chunks_mut::<WIDTH>().0.iter_mut().zip(&stack[0]) {
            *out = lane.bytes();
        }
    }
}
