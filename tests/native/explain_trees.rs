//! Shapley values of trees: against brute force over all coalitions, and the axioms.
// Rows stand in columns: they are found by their number.
#![allow(clippy::needless_range_loop)]

use driftglass::explain::{Baseline, TreeShap};
use driftglass::predictor::{
    Aggregate, CategorySet, Covers, Missing, Node, Precision, Test, Trees, TreesBuilder,
};
use driftglass::stats::random::Random;

const FEATURES: usize = 6;

fn split(feature: u32, threshold: f64, missing: Missing, test: Test, set: u32) -> Node {
    Node {
        threshold,
        feature,
        left: 0,
        right: 0,
        set,
        test,
        missing,
    }
}

/// A random ensemble of full binary trees with splits of every kind.
fn ensemble(random: &mut Random, trees: usize, depth: u32, width: usize) -> Trees {
    let mut builder = TreesBuilder::new(FEATURES, width, 2);
    let inner = (1usize << depth) - 1;
    for tree in 0..trees {
        let mut draws = Random::new(random.bits());
        let mut values = Random::new(random.bits());
        let mut covers = vec![0.0; 2 * inner + 1];
        for at in (0..covers.len()).rev() {
            covers[at] = match at < inner {
                true => covers[2 * at + 1] + covers[2 * at + 2],
                false => 1.0 + (random.uniform() * 20.0).floor(),
            };
        }
        let cover = move |at: usize| covers[at];
        builder
            .tree(
                (tree % 2) as u32,
                2 * inner + 1,
                |at| (at < inner).then_some((2 * at + 1, 2 * at + 2)),
                |builder, _| {
                    let feature = (draws.uniform() * FEATURES as f64) as u32;
                    let missing = [Missing::Left, Missing::Right, Missing::AsZero]
                        [(draws.uniform() * 3.0) as usize];
                    match feature {
                        5 => {
                            let codes = (0..4).filter(|_| draws.uniform() < 0.5);
                            let set = builder.set(CategorySet::of(codes.collect::<Vec<u32>>()));
                            split(feature, 0.0, Missing::Right, Test::InSet, set)
                        }
                        _ => {
                            let test =
                                [Test::Less, Test::LessOrEqual][(draws.uniform() * 2.0) as usize];
                            split(feature, draws.uniform(), missing, test, 0)
                        }
                    }
                },
                |_, out| out.extend((0..width).map(|_| values.uniform() - 0.5)),
                Some(&cover),
            )
            .expect("a tree");
    }
    let mut made = builder.finish();
    made.base = vec![0.25, -1.0];
    made.aggregate = Aggregate::Average { divisor: 3.0 };
    made
}

fn rows(random: &mut Random, count: usize) -> Vec<Vec<f64>> {
    (0..FEATURES)
        .map(|feature| {
            (0..count)
                .map(|_| match feature {
                    5 => (random.uniform() * 5.0).floor(),
                    _ if random.uniform() < 0.1 => f64::NAN,
                    _ => random.uniform(),
                })
                .collect()
        })
        .collect()
}

fn margins(trees: &Trees, value: impl Fn(usize) -> f64 + Copy) -> Vec<f64> {
    let mut out = vec![0.0; 2];
    for tree in 0..trees.count() {
        let leaf = &trees.nodes[trees.leaf_of(tree, value)];
        let first = if trees.leaf_width == 1 {
            trees.tree_outputs[tree] as usize
        } else {
            0
        };
        for (at, value) in trees.values_of(leaf).iter().enumerate() {
            out[first + at] += value;
        }
    }
    let Aggregate::Average { divisor } = trees.aggregate else {
        return out;
    };
    out.iter()
        .zip(&trees.base)
        .map(|(sum, base)| base + sum / divisor)
        .collect()
}

/// The expected margins of one tree-following process that knows the features in `known` only.
fn conditional(trees: &Trees, x: &dyn Fn(usize) -> f64, known: u32) -> Vec<f64> {
    let (Covers::Known(covers) | Covers::Recounted(covers)) = &trees.covers else {
        panic!("covers")
    };
    let mut out = vec![0.0; 2];
    for tree in 0..trees.count() {
        let mut waiting = vec![(trees.roots[tree] as usize, 1.0)];
        while let Some((at, share)) = waiting.pop() {
            let node = &trees.nodes[at];
            if node.is_leaf() {
                let first = if trees.leaf_width == 1 {
                    trees.tree_outputs[tree] as usize
                } else {
                    0
                };
                for (output, value) in trees.values_of(node).iter().enumerate() {
                    out[first + output] += share * value;
                }
                continue;
            }
            let (left, right) = (node.left as usize, node.right as usize);
            if known >> node.feature & 1 == 1 {
                let goes_left = node.goes_left(trees.compared(x(node.feature as usize)), trees);
                waiting.push((if goes_left { left } else { right }, share));
            } else {
                waiting.push((left, share * covers[left] / covers[at]));
                waiting.push((right, share * covers[right] / covers[at]));
            }
        }
    }
    let Aggregate::Average { divisor } = trees.aggregate else {
        return out;
    };
    out.iter()
        .zip(&trees.base)
        .map(|(sum, base)| base + sum / divisor)
        .collect()
}

/// Shapley values by their definition: `game` answers the worth of a set of players.
fn by_definition(players: usize, game: impl Fn(u32) -> Vec<f64>) -> Vec<Vec<f64>> {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    let worths: Vec<Vec<f64>> = (0..1u32 << players).map(game).collect();
    let outputs = worths[0].len();
    let mut out = vec![vec![0.0; players]; outputs];
    for set in 0..1u32 << players {
        let size = set.count_ones() as usize;
        for player in (0..players).filter(|p| set >> p & 1 == 0) {
            let weight = factorial(size) * factorial(players - size - 1) / factorial(players);
            for (output, values) in out.iter_mut().enumerate() {
                let with = &worths[(set | 1 << player) as usize];
                values[player] += weight * (with[output] - worths[set as usize][output]);
            }
        }
    }
    out
}

fn near(what: &str, a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{what}: {a} and {b}");
}

#[test]
fn values_are_those_of_the_definition() {
    let mut random = Random::new(7);
    // Features 0 and 3 are one player.
    let grouped = [0, 1, 2, 0, 3, 4];
    let alone = [0, 1, 2, 3, 4, 5];
    for (depth, width, narrow) in [(1, 1, false), (3, 1, true), (5, 2, false), (7, 1, true)] {
        let mut trees = ensemble(&mut random, 5, depth, width);
        if narrow {
            trees.compared_in = Precision::F32;
        }
        let background = rows(&mut random, 9);
        let columns: Vec<&[f64]> = background.iter().map(Vec::as_slice).collect();
        let explained = rows(&mut random, 12);
        let shown: Vec<&[f64]> = explained.iter().map(Vec::as_slice).collect();
        for player_of in [&alone[..], &grouped[..]] {
            let shap =
                TreeShap::new(&trees, player_of, Baseline::Background(&columns, 9)).expect("trees");
            let batch = shap.rows(&shap.tables(1 << 28), &shown, 12);
            let without_tables = shap.rows(&shap.tables(0), &shown, 12);
            for row in 0..12 {
                let truth = by_definition(shap.players(), |set| {
                    let mut mean = vec![0.0; 2];
                    for other in 0..9 {
                        let mixed = margins(&trees, |f| match set >> player_of[f] & 1 == 1 {
                            true => explained[f][row],
                            false => background[f][other],
                        });
                        mean.iter_mut().zip(mixed).for_each(|(m, v)| *m += v / 9.0);
                    }
                    mean
                });
                let one = shap.row(|f| explained[f][row]);
                for output in 0..2 {
                    for player in 0..shap.players() {
                        let value = truth[output][player];
                        near("one row", one.values[output][player], value, 1e-12);
                        near(
                            "batch",
                            f64::from(batch.values[output][player][row]),
                            value,
                            1e-6,
                        );
                        near(
                            "left out",
                            f64::from(without_tables.values[output][player][row]),
                            value,
                            1e-6,
                        );
                    }
                    let sum: f64 = one.values[output].iter().sum();
                    let margin = margins(&trees, |f| explained[f][row])[output];
                    near("additivity", one.base[output] + sum, margin, 1e-12);
                }
            }
        }
        let shap = TreeShap::new(&trees, &alone, Baseline::Covers).expect("covers");
        let batch = shap.rows(&shap.tables(1 << 28), &shown, 12);
        for row in 0..12 {
            let truth = by_definition(FEATURES, |set| {
                conditional(&trees, &|f| explained[f][row], set)
            });
            let one = shap.row(|f| explained[f][row]);
            for output in 0..2 {
                for player in 0..FEATURES {
                    let value = truth[output][player];
                    near("one row, covers", one.values[output][player], value, 1e-12);
                    near(
                        "batch, covers",
                        f64::from(batch.values[output][player][row]),
                        value,
                        1e-6,
                    );
                }
            }
        }
    }
}

#[test]
fn long_ways_are_explained_without_tables() {
    let mut random = Random::new(11);
    let trees = ensemble(&mut random, 2, 9, 1);
    let explained = rows(&mut random, 5);
    let shown: Vec<&[f64]> = explained.iter().map(Vec::as_slice).collect();
    let alone = [0, 1, 2, 3, 4, 5];
    let shap = TreeShap::new(&trees, &alone, Baseline::Covers).expect("covers");
    let tables = shap.tables(10_000);
    assert!(tables.trees_left_out() > 0 && tables.bytes() <= 10_000);
    let batch = shap.rows(&tables, &shown, 5);
    for row in 0..5 {
        let one = shap.row(|f| explained[f][row]);
        for player in 0..FEATURES {
            near(
                "left out",
                f64::from(batch.values[0][player][row]),
                one.values[0][player],
                1e-6,
            );
        }
    }
}

/// The interaction of a pair by its definition, for both orders together.
fn pair_by_definition(players: usize, pair: (usize, usize), worth: impl Fn(u32) -> f64) -> f64 {
    let factorial = |n: usize| (1..=n).map(|k| k as f64).product::<f64>();
    let (a, b) = (1u32 << pair.0, 1u32 << pair.1);
    (0..1u32 << players)
        .filter(|set| set & (a | b) == 0)
        .map(|set| {
            let size = set.count_ones() as usize;
            let weight = factorial(size) * factorial(players - size - 2) / factorial(players - 1);
            weight * (worth(set | a | b) - worth(set | a) - worth(set | b) + worth(set))
        })
        .sum()
}

#[test]
fn interactions_are_those_of_the_definition() {
    let mut random = Random::new(17);
    let trees = ensemble(&mut random, 4, 5, 2);
    let background = rows(&mut random, 7);
    let columns: Vec<&[f64]> = background.iter().map(Vec::as_slice).collect();
    let explained = rows(&mut random, 6);
    let shown: Vec<&[f64]> = explained.iter().map(Vec::as_slice).collect();
    let alone = [0, 1, 2, 3, 4, 5];
    for against_rows in [true, false] {
        let baseline = match against_rows {
            true => Baseline::Background(&columns, 7),
            false => Baseline::Covers,
        };
        let shap = TreeShap::new(&trees, &alone, baseline).expect("trees");
        let values = shap.rows(&shap.tables(1 << 28), &shown, 6);
        let found = shap
            .interactions(&values, &shown, 6, 1 << 28)
            .expect("few players");
        for row in 0..6 {
            for output in 0..2 {
                let worth = |set: u32| match against_rows {
                    false => conditional(&trees, &|f| explained[f][row], set)[output],
                    true => {
                        let of = |other: usize| {
                            margins(&trees, |f| match set >> f & 1 {
                                1 => explained[f][row],
                                _ => background[f][other],
                            })[output]
                        };
                        (0..7).map(of).sum::<f64>() / 7.0
                    }
                };
                for i in 0..FEATURES {
                    let mut sum = 0.0;
                    for j in 0..FEATURES {
                        let value = f64::from(found.values[output][i * FEATURES + j][row]);
                        sum += value;
                        if i != j {
                            let truth = 0.5 * pair_by_definition(FEATURES, (i, j), worth);
                            near("pair", value, truth, 1e-6);
                        }
                    }
                    near(
                        "row of pairs",
                        sum,
                        f64::from(values.values[output][i][row]),
                        1e-6,
                    );
                }
            }
        }
    }
    let refused = shap_of_many(&trees).interactions(
        &driftglass::explain::Attributions {
            base: vec![],
            values: vec![],
        },
        &shown,
        6,
        1 << 28,
    );
    assert_eq!(refused.expect_err("too many").code.as_str(), "model.limit");
}

/// With players numbered so high that pairs are refused.
fn shap_of_many(trees: &Trees) -> TreeShap<'_> {
    TreeShap::new(trees, &[0, 1, 2, 3, 4, 64], Baseline::Covers).expect("covers")
}
