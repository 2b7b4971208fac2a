//! Isolation forests (Liu, Ting & Zhou 2008, ICDM, "Isolation forest").

use super::super::objects::Node;
use super::super::refusal::damaged;
use super::estimator::Answer;
use super::read::{self, need};
use super::trees::{Grown, finish};
use super::wiring::{Column, Wiring};
use crate::error::Result;
use crate::predictor::{Aggregate, Body, Link, Task, TreesBuilder};

pub(super) fn read(node: Node<'_>, wiring: &mut Wiring<'_>, columns: &[Column]) -> Result<Answer> {
    let members = need(node, "estimators_")?.elements().unwrap_or_default();
    let lists = need(node, "estimators_features_")?
        .elements()
        .unwrap_or_default();
    let features = wiring.numbers(columns);
    let mut builder = TreesBuilder::new(features.len(), 1, 1);
    let mut knows_missing = true;
    for (member, list) in members.iter().zip(&lists) {
        let grown = Grown::of(*member)?;
        knows_missing &= grown.knows_missing();
        let own = list
            .numbers()
            .ok_or_else(|| read::wrong(node, "estimators_features_", *list))?;
        let depths = depths(&grown)?;
        let feature_of =
            |feature: usize| own.get(feature).map_or(usize::MAX, |place| *place as usize);
        grown.add(&mut builder, 0, &feature_of, |node, into| {
            into.push(f64::from(depths[node]) + expected_depth(grown.samples[node]));
        })?;
    }
    if !knows_missing {
        wiring.refuse_missing(&features);
    }
    let mut trees = finish(builder, vec![0.0]);
    trees.aggregate = Aggregate::Average {
        divisor: members.len() as f64,
    };
    let sampled =
        read::number(node, "_max_samples").or_else(|_| read::number(node, "max_samples_"))?;
    let mut answer = Answer::regression(Body::Trees(trees), features, "isolation forest");
    answer.task = Task::Anomaly;
    answer.link = Link::Isolation {
        normal: expected_depth(sampled),
        offset: read::number(node, "offset_")?,
    };
    Ok(answer)
}

/// Splits above each node.
fn depths(grown: &Grown) -> Result<Vec<u32>> {
    let count = grown.samples.len();
    let mut depths = vec![u32::MAX; count];
    let mut open = vec![0usize];
    if let Some(root) = depths.first_mut() {
        *root = 0;
    }
    while let Some(node) = open.pop() {
        if let Some((left, right)) = grown.children(node) {
            for child in [left, right] {
                let below = depths[node] + 1;
                match depths.get_mut(child) {
                    Some(depth) if *depth == u32::MAX => *depth = below,
                    _ => return Err(damaged("a tree with a loop", "a tree of scikit-learn")),
                }
                open.push(child);
            }
        }
    }
    Ok(depths)
}

/// The mean depth at which a search among `n` rows that does not find ends: c(n) of the paper.
fn expected_depth(n: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if n <= 1.0 {
        0.0
    } else if n <= 2.0 {
        1.0
    } else {
        2.0 * ((n - 1.0).ln() + EULER) - 2.0 * (n - 1.0) / n
    }
}
