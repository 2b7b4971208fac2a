//! One model, made ready to be explained in the columns of the person's file.

use std::cell::OnceCell;

use super::choice::{Choice, Space, Unknowns};
use super::covers::recount_covers;
use super::lime::LineSamples;
use super::linear::LinearShap;
use super::permutation::{MAXIMUM_ENUMERATED, Sampled, enumerated_shap, permutation_shap};
use super::players::Players;
use super::sample::{drawn, taken};
use super::tree_shap::{
    Attributions, Baseline, Interactions, RowAttribution, TreeShap, TreeTables,
};
use crate::error::Result;
use crate::predictor::{Body, Covers, Frame, Model, Predictions, Prepared, unsupported};
use crate::stats::random::Random;

/// How values come about.
pub(super) enum Way {
    /// Exactly, tree by tree.
    Trees(Box<TreeShap<'static>>),
    /// Exactly, in closed form; with each value's standard error.
    Linear(LinearShap<'static>, Vec<Vec<f64>>),
    /// By asking the model.
    Asked,
}

/// A model with the rows that stand for "nothing is known". Values are exact Shapley values of the model's output among
/// [`Players`], or estimates with standard errors where the model can only be asked.
pub struct Explainer {
    pub(super) model: Model,
    prepared: Prepared,
    pub(super) players: Players,
    pub(super) choice: Choice,
    /// Background rows, one column an input.
    pub(super) background: Vec<Vec<f64>>,
    pub(super) way: Way,
    tables: Option<TreeTables>,
    recounted: bool,
    /// Made with the first local line.
    pub(super) samples: OnceCell<LineSamples>,
}

/// One column an input, as slices.
pub(super) fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

impl Explainer {
    /// Makes a model ready. `known` are rows that the model was made for, one column an input: the background is drawn from
    /// them, and where a file of trees holds no covers they are counted on them.
    ///
    /// # Errors
    /// `model.frame` where the rows are not the model's; `model.unsupported` where none of them gets a score.
    pub fn new(model: Model, players: Players, known: &Frame, choice: Choice) -> Result<Explainer> {
        Ok(Explainer::with_outputs(model, players, known, choice)?.0)
    }

    /// The same, and what [`Explainer::outputs`] says of the rows that are known.
    ///
    /// # Errors
    /// As [`Explainer::new`].
    pub fn with_outputs(
        model: Model,
        players: Players,
        known: &Frame,
        choice: Choice,
    ) -> Result<(Explainer, Vec<Vec<f64>>)> {
        model.fits(known)?;
        let prepared = Prepared::of(&model);
        let said = prepared.predict(&model, known)?;
        let scored: Vec<u32> = (0..known.rows as u32)
            .filter(|row| said.margins.iter().all(|m| m[*row as usize].is_finite()))
            .collect();
        if scored.is_empty() {
            return Err(unsupported(
                "a background without rows",
                "Give rows that the model can score: none of these got a score.",
            ));
        }
        let chosen = drawn(scored.len(), choice.background_rows, choice.seed);
        let chosen: Vec<u32> = chosen.iter().map(|at| scored[*at as usize]).collect();
        let columns = slices(&known.columns);
        let mut out = Explainer {
            background: taken(&columns, &chosen),
            model,
            prepared,
            players,
            way: Way::Asked,
            tables: None,
            recounted: false,
            samples: OnceCell::new(),
            choice,
        };
        let said = Explainer::chosen(out.space(), said);
        let Some(player_of) = out.players.of_features(&out.model.stage) else {
            return Ok((out, said));
        };
        let background = out
            .model
            .stage
            .prepare(&slices(&out.background), chosen.len());
        let background = slices(&background);
        match &out.model.stage.body {
            Body::Trees(trees) if choice.asks_margins(&out.model) => {
                let mut trees = trees.clone();
                let baseline = match choice.unknowns {
                    Unknowns::Background => Baseline::Background(&background, chosen.len()),
                    Unknowns::Covers => Baseline::Covers,
                };
                if choice.unknowns == Unknowns::Covers && trees.covers == Covers::None {
                    let prepared = out.model.stage.prepare(&columns, known.rows);
                    recount_covers(&mut trees, &slices(&prepared), known.rows);
                    out.recounted = true;
                }
                // Linear leaves and ways of more than 64 columns: the model is asked.
                if let Ok(mut shap) = TreeShap::owned(trees, &player_of, baseline) {
                    // The other way of not knowing stands beside single rows.
                    match choice.unknowns {
                        Unknowns::Covers => shap.look_at(&background, chosen.len()),
                        Unknowns::Background => {
                            shap.look_at_covers();
                        }
                    }
                    out.way = Way::Trees(Box::new(shap));
                }
            }
            Body::Linear(linear) if choice.asks_margins(&out.model) => {
                let shap = LinearShap::owned(linear.clone(), &player_of, &background);
                let errors = shap.standard_errors(&background);
                out.way = Way::Linear(shap, errors);
            }
            _ => {}
        }
        Ok((out, said))
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Among whom the output is divided.
    pub fn players(&self) -> &Players {
        &self.players
    }

    /// Whether values are exact rather than estimated.
    pub fn exact(&self) -> bool {
        !matches!(self.way, Way::Asked)
    }

    /// Whether the covers were counted on the rows given, since the file holds none.
    pub fn recounted(&self) -> bool {
        self.recounted
    }

    /// Whether rows are looked up in tables of all trees, each in about the same short time.
    pub fn looked_up(&self) -> bool {
        self.tables
            .as_ref()
            .is_some_and(|t| t.trees_left_out() == 0)
    }

    /// How many background rows there are.
    pub fn background_rows(&self) -> usize {
        self.background.first().map_or(0, Vec::len)
    }

    /// The output that is explained, of rows given as one column an input: `[output][row]`.
    pub fn outputs(&self, inputs: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        self.asked(self.space(), inputs, rows)
    }

    /// The same of a frame.
    pub fn outputs_of(&self, frame: &Frame) -> Vec<Vec<f64>> {
        Explainer::chosen(self.space(), self.predictions(frame))
    }

    /// In which space values are.
    pub fn space(&self) -> Space {
        self.choice.space_of(&self.model)
    }

    pub(super) fn predictions(&self, frame: &Frame) -> Predictions {
        let said = self.prepared.predict(&self.model, frame);
        said.unwrap_or_default()
    }

    pub(super) fn asked(&self, space: Space, inputs: &[&[f64]], rows: usize) -> Vec<Vec<f64>> {
        let said = self.predictions(&Frame {
            rows,
            columns: inputs.iter().map(|column| column.to_vec()).collect(),
        });
        Explainer::chosen(space, said)
    }

    fn chosen(space: Space, said: Predictions) -> Vec<Vec<f64>> {
        match space {
            Space::Margin => said.margins,
            Space::Response => said.response,
        }
    }

    /// Makes tables where explaining so many rows with them costs less than leaf by leaf.
    pub fn prepare_for(&mut self, rows: usize) {
        if let (Way::Trees(shap), None) = (&self.way, &self.tables)
            && shap.tables_pay(rows)
        {
            self.tables = Some(shap.tables(self.choice.table_bytes));
        }
    }

    /// Bytes of the tables that were made.
    pub fn table_bytes(&self) -> usize {
        self.tables.as_ref().map_or(0, TreeTables::bytes)
    }

    /// Values of many rows, one column an input. A row that gets no score has values of NaN.
    pub fn rows(&self, inputs: &[&[f64]], rows: usize) -> Attributions {
        match (&self.way, &self.tables) {
            (Way::Trees(shap), tables) => {
                let prepared = self.model.stage.prepare(inputs, rows);
                let none = tables.is_none().then(|| shap.without_tables());
                match tables.as_ref().or(none.as_ref()) {
                    Some(tables) => shap.rows(tables, &slices(&prepared), rows),
                    None => self.one_by_one(inputs, rows),
                }
            }
            (Way::Linear(shap, _), _) => {
                let prepared = self.model.stage.prepare(inputs, rows);
                let narrow = |values: Vec<f64>| values.iter().map(|v| *v as f32).collect();
                let values = shap.rows(&slices(&prepared), rows).into_iter();
                Attributions {
                    base: shap.base().to_vec(),
                    values: values
                        .map(|players| players.into_iter().map(narrow).collect())
                        .collect(),
                }
            }
            _ => self.one_by_one(inputs, rows),
        }
    }

    fn one_by_one(&self, inputs: &[&[f64]], rows: usize) -> Attributions {
        let mut out = Attributions {
            base: Vec::new(),
            values: Vec::new(),
        };
        let mut row: Vec<f64> = Vec::new();
        for at in 0..rows {
            row.clear();
            row.extend(inputs.iter().map(|column| column[at]));
            let asked = matches!(self.way, Way::Asked);
            let one = match asked && self.choice.pairs_cost_less(self.players.count()) {
                true => self.sampled(&row, self.space()),
                false => self.row(&row),
            };
            if out.values.is_empty() {
                out.values =
                    vec![vec![Vec::with_capacity(rows); self.players.count()]; one.values.len()];
                out.base.clone_from(&one.base);
            }
            for (all, of_row) in out.values.iter_mut().zip(&one.values) {
                for (all, value) in all.iter_mut().zip(of_row) {
                    all.push(*value as f32);
                }
            }
        }
        out
    }

    /// Pairwise interactions of rows whose values are known, as [`TreeShap::interactions`] says.
    ///
    /// # Errors
    /// `model.unsupported` where the values are not those of trees, `model.limit` where pairs take too much memory.
    pub fn interactions(
        &self,
        values: &Attributions,
        inputs: &[&[f64]],
        rows: usize,
    ) -> Result<Interactions> {
        let Way::Trees(shap) = &self.way else {
            return Err(unsupported(
                "interactions of a model that is not of trees",
                "Look at how a column's contribution depends on others instead.",
            ));
        };
        let prepared = self.model.stage.prepare(inputs, rows);
        shap.interactions(
            values,
            &slices(&prepared),
            rows,
            2 * self.choice.table_bytes,
        )
    }

    /// Values of one row, one number an input, in 64 bits, with standard errors from the choice of background rows.
    pub fn row(&self, inputs: &[f64]) -> RowAttribution {
        let prepared = || {
            let columns: Vec<&[f64]> = inputs.iter().map(std::slice::from_ref).collect();
            self.model.stage.prepare(&columns, 1)
        };
        match &self.way {
            Way::Trees(shap) => {
                let row = prepared();
                shap.row(|feature| row[feature][0])
            }
            Way::Linear(shap, errors) => {
                let row = prepared();
                let values = shap.rows(&slices(&row), 1).into_iter();
                RowAttribution {
                    base: shap.base().to_vec(),
                    values: values
                        .map(|players| players.iter().map(|of_row| of_row[0]).collect())
                        .collect(),
                    standard_errors: (self.background_rows() > 1).then(|| errors.clone()),
                }
            }
            Way::Asked => self.asked_row(inputs, self.space()),
        }
    }

    /// Values of one row by asking the model: of all coalitions up to [`MAXIMUM_ENUMERATED`] players, else of permutations.
    pub(super) fn asked_row(&self, inputs: &[f64], space: Space) -> RowAttribution {
        if self.players.count() > MAXIMUM_ENUMERATED {
            return self.sampled(inputs, space);
        }
        let ask = |columns: &[&[f64]], rows: usize| self.asked(space, columns, rows);
        let found = enumerated_shap(
            ask,
            inputs,
            &slices(&self.background),
            self.players.of_input(),
        );
        found.map_or_else(|| self.sampled(inputs, space), Into::into)
    }

    fn sampled(&self, inputs: &[f64], space: Space) -> RowAttribution {
        let ask = |columns: &[&[f64]], rows: usize| self.asked(space, columns, rows);
        // A row has the same permutations wherever it stands.
        let seed = inputs.iter().fold(self.choice.seed, |seed, x| {
            Random::new(seed ^ x.to_bits()).bits()
        });
        let background = slices(&self.background);
        let of_input = self.players.of_input();
        permutation_shap(ask, inputs, &background, of_input, self.choice.pairs, seed).into()
    }
}

impl From<Sampled> for RowAttribution {
    fn from(sampled: Sampled) -> RowAttribution {
        RowAttribution {
            base: sampled.base,
            values: sampled.values,
            standard_errors: sampled.standard_errors,
        }
    }
}
