//! Exact Shapley values of tree ensembles.

use std::borrow::Cow;
use std::ops::Range;

use kernels::shapley::{
    Against, BLOCK_ROWS, Background, Batch, Descent, Games, Held, Paths, Quadratures, Share,
    Tables, Untold, Weights, leaf_values,
};

use crate::error::{Error, Result};
use crate::predictor::{Aggregate, Covers, Trees, limit, unsupported};

/// What "not knowing a column" means.
#[derive(Clone, Copy, Debug)]
pub enum Baseline<'a> {
    /// Its value is that of each of these rows in turn (Lundberg et al. 2020, interventional): one column a feature.
    Background(&'a [&'a [f64]], usize),
    /// Its splits are followed both ways, by the cover of each.
    Covers,
}

/// Values of rows: how each player moved each output away from the base.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributions {
    /// The output where nothing is known, one for each output.
    pub base: Vec<f64>,
    /// `values[output][player][row]`, in the output's unit (margins).
    pub values: Vec<Vec<Vec<f32>>>,
}

/// Values of one row, in 64 bits.
#[derive(Clone, Debug, PartialEq)]
pub struct RowAttribution {
    /// The output where nothing is known, one for each output.
    pub base: Vec<f64>,
    /// `values[output][player]`.
    pub values: Vec<Vec<f64>>,
    /// Standard error of each value from the choice of background rows; `None` against covers.
    pub standard_errors: Option<Vec<Vec<f64>>>,
}

/// Costs of the steps of both ways, in units of one look-up in a table.
const BUILD_COST: f64 = 2.0;
const GAME_COST: f64 = 40.0;
const POINT_COST: f64 = 4.0;
/// Background rows whose own walks are counted, and trees that they walk through.
const TRIED_ROWS: usize = 4;
const TRIED_TREES: usize = 25;
/// Players on a way beyond which a group has no table.
const MOST_BITS: f64 = 11.0;

/// Players of which pairs are formed at the most.
pub const MAXIMUM_INTERACTING: usize = 64;

/// Pairwise interactions of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Interactions {
    /// How many players.
    pub players: usize,
    /// `values[output][i * players + j][row]`, symmetric.
    pub values: Vec<Vec<Vec<f32>>>,
}

/// What the covers say.
struct Covered {
    /// Each way's shares of them, parallel to the players of all ways.
    fractions: Vec<f64>,
    /// Those of the nodes.
    shares: Vec<Share>,
    /// The output where nothing is known.
    base: Vec<f64>,
}

/// An ensemble made ready to be explained: exact values of the margins, for one row or many.
pub struct TreeShap<'a> {
    trees: Cow<'a, Trees>,
    paths: Paths,
    players: usize,
    covers: Option<Covered>,
    /// Rows, and the mean output of them.
    background: Option<(Background, Vec<f64>)>,
    /// Whether "not known" is by the covers; the other way, where it is there, stands beside single rows.
    by_covers: bool,
    /// Players on the longest way.
    longest: usize,
    quadratures: Quadratures,
    weights: Weights,
}

fn refusal(untold: Untold) -> Error {
    match untold {
        Untold::LinearLeaves => unsupported(
            "trees whose leaves are linear",
            "Explain it by permutations, or train it without linear leaves.",
        ),
        Untold::ManyPlayers => unsupported(
            "a way to a leaf with more than 64 different columns",
            "Train the model with less deep trees.",
        ),
    }
}

impl<'a> TreeShap<'a> {
    /// Makes an ensemble ready. Feature `f` belongs to player `player_of[f]`, numbered from 0; several features may be one
    /// player, whose value against a background is then its exact Shapley value.
    ///
    /// # Errors
    /// `model.unsupported` where leaves are linear, a way has more than 64 players, covers are asked for and the file has
    /// none, or the background has no row.
    pub fn new(trees: &'a Trees, player_of: &[u32], baseline: Baseline) -> Result<TreeShap<'a>> {
        TreeShap::of(Cow::Borrowed(trees), player_of, baseline)
    }

    /// The same of an ensemble that is given away.
    ///
    /// # Errors
    /// As [`TreeShap::new`].
    pub fn owned(trees: Trees, player_of: &[u32], baseline: Baseline) -> Result<TreeShap<'static>> {
        TreeShap::of(Cow::Owned(trees), player_of, baseline)
    }

    fn of<'t>(
        trees: Cow<'t, Trees>,
        player_of: &[u32],
        baseline: Baseline,
    ) -> Result<TreeShap<'t>> {
        let paths = Paths::of(&trees, player_of).map_err(refusal)?;
        let longest = paths
            .ways()
            .iter()
            .map(|w| paths.players(w).len())
            .max()
            .unwrap_or(0);
        let mut out = TreeShap {
            players: player_of.iter().map(|p| *p as usize + 1).max().unwrap_or(0),
            covers: None,
            background: None,
            by_covers: matches!(baseline, Baseline::Covers),
            quadratures: Quadratures::up_to(longest),
            longest,
            weights: Weights::all(),
            trees,
            paths,
        };
        match baseline {
            Baseline::Background(columns, rows) if rows > 0 => out.look_at(columns, rows),
            Baseline::Background(..) => {
                return Err(unsupported(
                    "a background without rows",
                    "Choose rows of the reference as background.",
                ));
            }
            Baseline::Covers if out.look_at_covers() => {}
            Baseline::Covers => {
                return Err(unsupported(
                    "path-dependent values of a file without covers",
                    "Explain it against background rows, or count the covers on a file.",
                ));
            }
        }
        Ok(out)
    }

    /// Gives background rows, one column a feature; those of the choice, or beside the covers.
    pub(super) fn look_at(&mut self, columns: &[&[f64]], rows: usize) {
        let mut base = self.trees.base.clone();
        for row in 0..rows {
            self.add_to_base(&mut base, columns, row, 1.0 / rows as f64);
        }
        self.background = Some((Background::of(&self.trees, columns, rows), base));
    }

    /// Takes the file's covers; whether it has them.
    pub(super) fn look_at_covers(&mut self) -> bool {
        let (Covers::Known(covers) | Covers::Recounted(covers)) = &self.trees.covers else {
            return false;
        };
        let shares = self.paths.shares(&self.trees, covers);
        let reaching = self.paths.reaching(&shares);
        let mut base = self.trees.base.clone();
        for way in self.paths.ways() {
            for (output, value) in leaf_values(&self.trees, way) {
                base[output] += reaching[way.leaf as usize] * value;
            }
        }
        // Only tables ask for them.
        let fractions = match self.by_covers {
            true => self.paths.fractions(&self.trees, covers),
            false => Vec::new(),
        };
        self.covers = Some(Covered {
            fractions,
            shares,
            base,
        });
        true
    }

    /// Whether what is explained is by the covers.
    pub(super) fn by_covers(&self) -> bool {
        self.by_covers
    }

    /// Background rows, where values are against them.
    fn against(&self) -> Option<&Background> {
        let background = self.background.as_ref().filter(|_| !self.by_covers);
        background.map(|(background, _)| background)
    }

    fn fractions(&self) -> &[f64] {
        self.covers.as_ref().map_or(&[], |c| &c.fractions)
    }

    /// Adds what the trees answer for a row, `share` times.
    fn add_to_base(&self, base: &mut [f64], columns: &[&[f64]], row: usize, share: f64) {
        let trees = &*self.trees;
        let scale = match trees.aggregate {
            Aggregate::Sum => share,
            Aggregate::Average { divisor } => share / divisor,
        };
        for tree in 0..trees.count() {
            let first = match trees.leaf_width {
                1 => trees.tree_outputs[tree] as usize,
                _ => 0,
            };
            let leaf = &trees.nodes[trees.leaf_of(tree, |feature| columns[feature][row])];
            for (at, value) in trees.values_of(leaf).iter().enumerate() {
                base[first + at] += scale * value;
            }
        }
    }

    /// How many players there are.
    pub fn players(&self) -> usize {
        self.players
    }

    /// The output where nothing is known, one for each output.
    pub fn base(&self) -> &[f64] {
        match self.by_covers {
            true => self.covers.as_ref().map_or(&[], |c| &c.base),
            false => self.background_base(),
        }
    }

    /// The mean output of the background rows.
    pub(super) fn background_base(&self) -> &[f64] {
        self.background.as_ref().map_or(&[], |(_, base)| base)
    }

    /// The ensemble.
    pub fn trees(&self) -> &Trees {
        &self.trees
    }

    /// The games of one row against the background; `None` where there is none.
    pub(super) fn games(&self, row: &[f64]) -> Option<Games<'_>> {
        let (background, _) = self.background.as_ref()?;
        let all: Vec<usize> = (0..self.trees.count()).collect();
        let of = (&*self.trees, &self.paths);
        Some(Games::of(of, background, &all, row))
    }

    /// A row as it is asked for feature by feature.
    fn gathered(&self, value: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.trees.features).map(value).collect()
    }

    /// Values of one row against each background row alone: `[output][background row][player]`. Their means are the row's
    /// values.
    pub(super) fn each(&self, games: &Games) -> Vec<Vec<Vec<f64>>> {
        games.each(&self.weights, self.players)
    }

    /// Values of one row; `value` answers its value of a feature.
    pub fn row(&self, value: impl Fn(usize) -> f64) -> RowAttribution {
        let row = self.gathered(value);
        if !self.by_covers
            && let Some(games) = self.games(&row)
        {
            return self.averaged(&self.each(&games));
        }
        self.path_dependent(&row).unwrap_or_else(|| RowAttribution {
            base: self.trees.base.clone(),
            values: Vec::new(),
            standard_errors: None,
        })
    }

    /// Path-dependent values of one row; `None` where covers are not known.
    pub(super) fn path_dependent(&self, row: &[f64]) -> Option<RowAttribution> {
        let Covered { shares, base, .. } = self.covers.as_ref()?;
        let mut values = vec![vec![0.0; self.players]; self.trees.outputs];
        let mut descent = Descent::new(self.longest);
        for tree in 0..self.trees.count() {
            let of = (&*self.trees, &self.paths);
            descent.add(of, tree, shares, row, &mut values);
        }
        Some(RowAttribution {
            base: base.clone(),
            values,
            standard_errors: None,
        })
    }

    /// Values of one row from those against each background row.
    pub(super) fn averaged(&self, each: &[Vec<Vec<f64>>]) -> RowAttribution {
        let rows = each.first().map_or(0, Vec::len);
        let (values, errors) = means_and_errors(each, self.players);
        RowAttribution {
            base: self.background_base().to_vec(),
            values,
            standard_errors: (rows > 1).then_some(errors),
        }
    }

    /// Whether making tables and reading them for so many rows costs less than going leaf by leaf.
    pub fn tables_pay(&self, rows: usize) -> bool {
        let (mut build, mut read, mut walk) = (0.0, 0.0, 0.0);
        for way in self.paths.ways() {
            let players = self.paths.players(way).len() as f64;
            // A group of four leaves has some three bits beyond the players on its way.
            let table = players * (players + 1.0).min(MOST_BITS).exp2();
            build += table * BUILD_COST;
            read += (players + 2.0) * 0.25;
            walk += players * (players + 1.0) * POINT_COST;
        }
        if let Some(background) = self.against() {
            // How far a row's walk spreads is seen on the background's own.
            let tried = background.rows().min(TRIED_ROWS);
            let count = self.trees.count();
            let some: Vec<usize> = (0..count)
                .step_by(count.div_ceil(TRIED_TREES).max(1))
                .collect();
            let games = (0..tried).map(|row| {
                let own = self.gathered(|feature| background.value(feature, row));
                let of = (&*self.trees, &self.paths);
                Games::of(of, background, &some, &own).count()
            });
            let met: usize = games.sum();
            let all = count as f64 / some.len().max(1) as f64;
            walk = met as f64 / tried as f64 * all * GAME_COST;
        }
        rows as f64 * (walk - read) > build
    }

    /// Tables for [`TreeShap::rows`], for as many trees as fit into `maximum_bytes`; the others are explained row by row.
    pub fn tables(&self, maximum_bytes: usize) -> TreeTables {
        self.tables_of(0..self.trees.count(), maximum_bytes)
    }

    /// The same of the trees `among`, whose part of the values [`TreeShap::rows`] then answers.
    pub fn tables_of(&self, among: Range<usize>, maximum_bytes: usize) -> TreeTables {
        TreeTables(self.make(among, Held::Values, maximum_bytes))
    }

    /// No tables, for few rows or deep trees: all of the trees `among` are explained row by row.
    pub fn without_tables(&self, among: Range<usize>) -> TreeTables {
        TreeTables(Tables::none(among))
    }

    fn make(&self, among: Range<usize>, held: Held, maximum_bytes: usize) -> Tables {
        let against = match self.against() {
            Some(background) => Against::Background(background),
            None => Against::Fractions(self.fractions()),
        };
        Tables::of(
            (&self.trees, &self.paths),
            among,
            held,
            &against,
            &self.quadratures,
            maximum_bytes,
        )
    }

    /// Pairwise interactions of all rows (Fujimoto, Kojadinovic & Marichal 2006, Games Econ. Behav. 55, 72, as shap divides
    /// them): an interaction is shared by both of its players, and a player's interactions with all players, itself
    /// included, add up to its value.
    ///
    /// # Errors
    /// `model.limit` where there are more than [`MAXIMUM_INTERACTING`] players, or tables for all trees would take more
    /// than `maximum_bytes`.
    pub fn interactions(
        &self,
        values: &Attributions,
        columns: &[&[f64]],
        rows: usize,
        maximum_bytes: usize,
    ) -> Result<Interactions> {
        let players = self.players;
        if players > MAXIMUM_INTERACTING {
            return Err(limit(
                format!("{players} columns in pairs"),
                MAXIMUM_INTERACTING,
            ));
        }
        let all = 0..self.trees.count();
        let tables = self.make(all, Held::Pairs(players as u32), maximum_bytes);
        if !tables.left_out.is_empty() {
            let found = format!(
                "{} trees whose tables of pairs do not fit",
                tables.left_out.len()
            );
            return Err(limit(found, format!("{maximum_bytes} bytes of tables")));
        }
        let square = players * players;
        let mut out = vec![vec![vec![0f32; rows]; square]; self.trees.outputs];
        let mut batch = Batch::new(&self.trees, &tables, square);
        for start in (0..rows).step_by(BLOCK_ROWS) {
            let count = BLOCK_ROWS.min(rows - start);
            batch.run(columns, (start, count), &mut |output, slot, more| {
                let out = &mut out[output][slot][start..start + count];
                for (out, more) in out.iter_mut().zip(more) {
                    *out += 0.5 * more;
                }
            });
        }
        for (of_pairs, own) in out.iter_mut().zip(&values.values) {
            for i in 0..players {
                for j in 0..i {
                    of_pairs[i * players + j] = of_pairs[j * players + i].clone();
                }
            }
            for i in 0..players {
                let mut rest = own[i].clone();
                for j in (0..players).filter(|j| *j != i) {
                    for (rest, pair) in rest.iter_mut().zip(&of_pairs[i * players + j]) {
                        *rest -= pair;
                    }
                }
                of_pairs[i * players + i] = rest;
            }
        }
        Ok(Interactions {
            players,
            values: out,
        })
    }

    /// Values of all rows of columns, one column a feature.
    pub fn rows(&self, tables: &TreeTables, columns: &[&[f64]], rows: usize) -> Attributions {
        let TreeTables(tables) = tables;
        let mut values = vec![vec![vec![0f32; rows]; self.players]; self.trees.outputs];
        let mut batch = Batch::new(&self.trees, tables, self.players);
        let mut sums = vec![[0f64; BLOCK_ROWS]; self.players * self.trees.outputs];
        for start in (0..rows).step_by(BLOCK_ROWS) {
            let count = BLOCK_ROWS.min(rows - start);
            sums.iter_mut().for_each(|s| s.fill(0.0));
            batch.run(columns, (start, count), &mut |output, player, more| {
                for (sum, more) in sums[output * self.players + player].iter_mut().zip(more) {
                    *sum += f64::from(*more);
                }
            });
            if !tables.left_out.is_empty() {
                self.add_left_out(tables, columns, (start, count), &mut sums);
            }
            for (place, sums) in sums.iter().enumerate() {
                let out = &mut values[place / self.players][place % self.players];
                for (out, sum) in out[start..start + count].iter_mut().zip(sums) {
                    *out = *sum as f32;
                }
            }
        }
        Attributions {
            base: self.base().to_vec(),
            values,
        }
    }

    fn add_left_out(
        &self,
        tables: &Tables,
        columns: &[&[f64]],
        (start, count): (usize, usize),
        sums: &mut [[f64; BLOCK_ROWS]],
    ) {
        let mut descent = Descent::new(self.longest);
        let mut values = vec![vec![0.0; self.players]; self.trees.outputs];
        let mut own = vec![0.0; columns.len()];
        for row in 0..count {
            for (own, column) in own.iter_mut().zip(columns) {
                *own = column[start + row];
            }
            values.iter_mut().for_each(|v| v.fill(0.0));
            match self.against() {
                Some(background) => {
                    let of = (&*self.trees, &self.paths);
                    Games::of(of, background, &tables.left_out, &own)
                        .add_values(&self.weights, &mut values);
                }
                None => {
                    let shares = self.covers.as_ref().map_or(&[][..], |c| &c.shares);
                    for tree in &tables.left_out {
                        let of = (&*self.trees, &self.paths);
                        descent.add(of, *tree, shares, &own, &mut values);
                    }
                }
            }
            for (output, of_output) in values.iter().enumerate() {
                for (player, value) in of_output.iter().enumerate() {
                    sums[output * self.players + player][row] += value;
                }
            }
        }
    }
}

/// `[output][player]`: the means of `[output][row][player]` over the rows, and their standard errors.
pub(super) fn means_and_errors(
    each: &[Vec<Vec<f64>>],
    players: usize,
) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let of_output = |of_rows: &Vec<Vec<f64>>| {
        let n = of_rows.len().max(1) as f64;
        (0..players)
            .map(|player| {
                let mean = of_rows.iter().map(|v| v[player]).sum::<f64>() / n;
                let squares: f64 = of_rows.iter().map(|v| (v[player] - mean).powi(2)).sum();
                (mean, (squares / (n - 1.0).max(1.0) / n).sqrt())
            })
            .unzip()
    };
    each.iter().map(of_output).unzip()
}

/// Tables that [`TreeShap::tables`] made.
pub struct TreeTables(Tables);

impl TreeTables {
    /// Memory that they take.
    pub fn bytes(&self) -> usize {
        self.0.bytes()
    }

    /// How many trees have none, since their ways are too long or memory did not suffice.
    pub fn trees_left_out(&self) -> usize {
        self.0.left_out.len()
    }
}
