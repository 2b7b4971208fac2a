//! One model, made ready to be explained in the columns of the person's file.

#[cfg(feature = "further")]
use std::cell::OnceCell;
use std::ops::Range;

use super::choice::{Choice, Space, Unknowns};
use super::covers::recount_covers;
#[cfg(feature = "further")]
use super::lime::LineSamples;
#[cfg(feature = "further")]
use super::linear::LinearShap;
use super::players::Players;
use super::sample::{drawn, taken};
use super::tree_shap::{
    Attributions, Baseline, Interactions, RowAttribution, TreeShap, TreeTables,
};
use crate::error::Result;
use crate::predictor::{Body, Covers, Frame, Model, Predictions, Prepared, unsupported};

/// How values come about.
pub(super) enum Way {
    /// Exactly, tree by tree.
    Trees(Box<TreeShap<'static>>),
    /// Exactly, in closed form; with each value's standard error.
    #[cfg(feature = "further")]
    Linear(LinearShap<'static>, Vec<Vec<f64>>),
    /// By asking the model.
    #[cfg(feature = "further")]
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
    /// Which part of how many of the trees many rows are explained by here; another explains the rest.
    part: (usize, usize),
    recounted: bool,
    /// Made with the first local line.
    #[cfg(feature = "further")]
    pub(super) samples: OnceCell<LineSamples>,
}

impl Way {
    /// How a model's values come about; `None` where this module does not know. `recounted` is set where covers were counted
    /// on the rows that are known.
    fn of(
        model: &Model,
        players: &Players,
        choice: &Choice,
        (background, rows): (&[Vec<f64>], usize),
        known: &Frame,
        recounted: &mut bool,
    ) -> Option<Way> {
        let mut exact = || {
            let player_of = players.of_features(&model.stage)?;
            if !choice.asks_margins(model) {
                return None;
            }
            let background = model.stage.prepare(&slices(background), rows);
            let background = slices(&background);
            match &model.stage.body {
                Body::Trees(trees) => {
                    let mut trees = trees.clone();
                    let baseline = match choice.unknowns {
                        Unknowns::Background => Baseline::Background(&background, rows),
                        Unknowns::Covers => Baseline::Covers,
                    };
                    if choice.unknowns == Unknowns::Covers && trees.covers == Covers::None {
                        let prepared = model.stage.prepare(&slices(&known.columns), known.rows);
                        recount_covers(&mut trees, &slices(&prepared), known.rows);
                        *recounted = true;
                    }
                    // Linear leaves and ways of more than 64 columns: the model is asked.
                    let mut shap = TreeShap::owned(trees, &player_of, baseline).ok()?;
                    // The other way of not knowing stands beside single rows.
                    match choice.unknowns {
                        Unknowns::Covers => shap.look_at(&background, rows),
                        Unknowns::Background => {
                            shap.look_at_covers();
                        }
                    }
                    Some(Way::Trees(Box::new(shap)))
                }
                #[cfg(feature = "further")]
                Body::Linear(linear) => {
                    let shap = LinearShap::owned(linear.clone(), &player_of, &background);
                    let errors = shap.standard_errors(&background);
                    Some(Way::Linear(shap, errors))
                }
                _ => None,
            }
        };
        #[cfg(feature = "further")]
        return Some(exact().unwrap_or(Way::Asked));
        #[cfg(not(feature = "further"))]
        exact()
    }
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
        let said = Explainer::scored(&prepared, &model, known)?;
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
        let background = taken(&slices(&known.columns), &chosen);
        let mut recounted = false;
        let found = Way::of(
            &model,
            &players,
            &choice,
            (&background, chosen.len()),
            known,
            &mut recounted,
        );
        let Some(way) = found else {
            return Err(unsupported(
                "a model that is not of trees",
                "Explain it with the module of all models.",
            ));
        };
        let out = Explainer {
            background,
            model,
            prepared,
            players,
            way,
            tables: None,
            part: (0, 1),
            recounted,
            #[cfg(feature = "further")]
            samples: OnceCell::new(),
            choice,
        };
        let said = Explainer::chosen(out.space(), said);
        Ok((out, said))
    }

    /// What the model says of rows, of trees alone where the module knows no other kind.
    fn scored(prepared: &Prepared, model: &Model, frame: &Frame) -> Result<Predictions> {
        #[cfg(feature = "further")]
        return prepared.predict(model, frame);
        #[cfg(not(feature = "further"))]
        prepared.predict_trees(model, frame).unwrap_or_else(|| {
            Err(unsupported(
                "a model that is not of trees",
                "Explain it with the module of all models.",
            ))
        })
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
        #[cfg(feature = "further")]
        if matches!(self.way, Way::Asked) {
            return false;
        }
        true
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
        Explainer::scored(&self.prepared, &self.model, frame).unwrap_or_default()
    }

    /// The mean outputs of background rows, one for each output: what values are counted from where the model is asked.
    pub fn background_mean(&self) -> Vec<f64> {
        let rows = self.background_rows();
        let said = self.outputs(&slices(&self.background), rows);
        said.iter()
            .map(|column| column.iter().sum::<f64>() / rows as f64)
            .collect()
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

    /// Takes part `which` of `of` for its own where many rows are explained: [`Explainer::rows`] then answers what these trees
    /// add. Only values of trees fall into parts.
    pub fn take_part(&mut self, which: usize, of: usize) {
        if self.trees().is_some() && which < of {
            (self.part, self.tables) = ((which, of), None);
        }
    }

    /// Whether another explains part of the trees.
    pub fn shares(&self) -> bool {
        self.part.1 > 1
    }

    fn own_trees(&self, shap: &TreeShap) -> Range<usize> {
        let ((which, of), count) = (self.part, shap.trees().count());
        count * which / of..count * (which + 1) / of
    }

    /// Makes tables where explaining so many rows with them costs less than leaf by leaf.
    pub fn prepare_for(&mut self, rows: usize) {
        if let (Way::Trees(shap), None) = (&self.way, &self.tables)
            && shap.tables_pay(rows)
        {
            let own = self.own_trees(shap);
            self.tables = Some(shap.tables_of(own, self.choice.table_bytes));
        }
    }

    /// Bytes of the tables that were made.
    pub fn table_bytes(&self) -> usize {
        self.tables.as_ref().map_or(0, TreeTables::bytes)
    }

    /// Values of many rows, one column an input. A row that gets no score has values of NaN.
    pub fn rows(&self, inputs: &[&[f64]], rows: usize) -> Attributions {
        match &self.way {
            Way::Trees(shap) => {
                let prepared = self.model.stage.prepare(inputs, rows);
                let prepared = slices(&prepared);
                match &self.tables {
                    Some(tables) => shap.rows(tables, &prepared, rows),
                    None => shap.rows(&shap.without_tables(self.own_trees(shap)), &prepared, rows),
                }
            }
            #[cfg(feature = "further")]
            Way::Linear(shap, _) => {
                let prepared = self.model.stage.prepare(inputs, rows);
                shap.narrow_rows(&slices(&prepared), rows)
            }
            #[cfg(feature = "further")]
            Way::Asked => self.one_by_one(inputs, rows),
        }
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
        let Some(shap) = self.trees() else {
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

    /// What explains trees, where that is how values come about.
    pub(super) fn trees(&self) -> Option<&TreeShap<'static>> {
        match &self.way {
            Way::Trees(shap) => Some(shap),
            #[cfg(feature = "further")]
            _ => None,
        }
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
            #[cfg(feature = "further")]
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
            #[cfg(feature = "further")]
            Way::Asked => self.asked_row(inputs, self.space()),
        }
    }
}
