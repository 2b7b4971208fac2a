//! The rows that stand for "nothing is known": for each way, how often each pattern occurs among them.

use super::paths::Paths;
use crate::predictor::Trees;

/// Patterns of the background rows, way by way.
#[derive(Clone, Debug)]
pub struct Background {
    rows: usize,
    /// Where each way's patterns begin; one more than ways.
    starts: Vec<u32>,
    /// Patterns that occur, without bits beyond the way's players.
    patterns: Vec<u64>,
    /// Where each pattern's rows begin in `members`; one more than patterns.
    firsts: Vec<u32>,
    /// Background rows, pattern by pattern.
    members: Vec<u32>,
}

impl Background {
    /// Of rows given as one column a feature.
    pub fn of(trees: &Trees, paths: &Paths, columns: &[&[f64]], rows: usize) -> Background {
        let ways = paths.ways();
        let mut all = vec![0u64; rows * ways.len()];
        let mut patterns = vec![0; trees.nodes.len()];
        for row in 0..rows {
            paths.patterns(trees, |feature| columns[feature][row], &mut patterns);
            for (place, way) in ways.iter().enumerate() {
                let players = paths.players(way).len();
                let mask = if players == 64 {
                    u64::MAX
                } else {
                    (1 << players) - 1
                };
                all[place * rows + row] = patterns[way.leaf as usize] & mask;
            }
        }
        let mut out = Background {
            rows,
            starts: vec![0],
            patterns: Vec::new(),
            firsts: vec![0],
            members: Vec::with_capacity(all.len()),
        };
        let mut order: Vec<u32> = Vec::new();
        for of_way in all.chunks_exact(rows.max(1)) {
            order.clear();
            order.extend(0..rows as u32);
            order.sort_unstable_by_key(|row| (of_way[*row as usize], *row));
            for run in order.chunk_by(|a, b| of_way[*a as usize] == of_way[*b as usize]) {
                out.patterns.push(of_way[run[0] as usize]);
                out.members.extend_from_slice(run);
                out.firsts.push(out.members.len() as u32);
            }
            out.starts.push(out.patterns.len() as u32);
        }
        out
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The patterns of a way, by the way's place, each with the rows that have it.
    pub(super) fn of_way(&self, place: usize) -> impl Iterator<Item = (u64, &[u32])> {
        let range = self.starts[place] as usize..self.starts[place + 1] as usize;
        range.map(|at| {
            let rows = self.firsts[at] as usize..self.firsts[at + 1] as usize;
            (self.patterns[at], &self.members[rows])
        })
    }
}
