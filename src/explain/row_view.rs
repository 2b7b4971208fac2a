//! What is shown of one row, of one input, and of two files beside each other.

use serde::Serialize;

use super::choice::{OutputUnit, Space, Unknowns};
use super::contrast::{Contrast, explanation_drift, gap_attribution};
use super::explainer::slices;
use super::importance::by_size;
use super::probability::EveryWay;
use super::reasons::{Against, ExplainedRows, MAXIMUM_REASONS, Reason, ReasonWording, shown};
use super::session::{Session, Side};
use super::tree_shap::RowAttribution;
use super::view::{CONFIDENCE, View, interval};
use crate::report::{Block, IntervalRow, Intervals, Unit, Waterfall, WaterfallStep, show};
use crate::stats::order::order;

/// Steps of a waterfall that are drawn one by one.
const STEPS: usize = 14;

/// One row, every way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RowView {
    /// What it says.
    pub sentence: String,
    /// Waterfall, then the same in the response's unit where that is another, then, of trees, by the other way of not
    /// knowing, then the break-down, then the local line.
    pub blocks: Vec<Block>,
    /// Reasons against the person.
    pub reasons: Vec<Reason>,
    /// The row's output.
    pub output: f64,
    /// R² and stability of the local line.
    pub line: Option<[f64; 2]>,
}

impl Session {
    pub(super) fn row_of(side: &Side, at: usize) -> Vec<f64> {
        side.columns.iter().map(|column| column[at]).collect()
    }

    fn waterfall(
        &self,
        title: String,
        row: &[f64],
        found: &RowAttribution,
        output: usize,
    ) -> Waterfall {
        let values = &found.values[output];
        let order = by_size(values);
        let players = self.explainer.players();
        let model = self.explainer.model();
        let own = order.iter().take(STEPS).map(|player| {
            let input = players.inputs_of(*player).next();
            let value = input.map_or_else(String::new, |i| shown(model, i, row[i]));
            let error = found.standard_errors.as_ref().map(|e| e[output][*player]);
            WaterfallStep {
                label: format!("{} = {value}", self.name(*player)),
                value: values[*player],
                error,
            }
        });
        let mut steps: Vec<WaterfallStep> = own.collect();
        let rest = order.get(STEPS..).unwrap_or_default();
        if !rest.is_empty() {
            steps.push(WaterfallStep {
                label: format!("{} other columns", rest.len()),
                value: rest.iter().map(|p| values[*p]).sum(),
                error: None,
            });
        }
        Waterfall {
            title,
            unit: Unit::Number,
            start: found.base[output],
            start_label: "average".to_owned(),
            steps,
            end_label: "this row".to_owned(),
        }
    }

    /// The waterfall in the response's unit, of an output among so many margins.
    pub(super) fn response_waterfall(
        &self,
        row: &[f64],
        found: &RowAttribution,
        (output, margins): (usize, usize),
    ) -> Block {
        let unit = OutputUnit::of(self.explainer.model(), Space::Response).words();
        let name = self.output_name(output);
        let title = format!("From the average to this row: {name} ({unit})");
        // Of two classes the response has both, the margin one.
        let output = output + found.values.len().saturating_sub(margins);
        Block::Waterfall(self.waterfall(title, row, found, output))
    }

    /// The waterfall by the way of not knowing that was not chosen.
    fn other_way(&self, row: &[f64], found: &RowAttribution, output: usize) -> Block {
        let way = match self.explainer.choice.unknowns {
            Unknowns::Background => "the covers of the trees (path-dependent)",
            Unknowns::Covers => "the background rows",
        };
        let (name, unit) = (self.output_name(output), self.unit());
        let title = format!("The same by {way}: {name} ({unit})");
        Block::Waterfall(self.waterfall(title, row, found, output))
    }

    /// What [`Session::row_view`] of another that explains part of the trees leaves to this one: the waterfall by the covers.
    pub fn beside(&self, side: &Side, at: usize, output: usize) -> Option<Block> {
        let row = Session::row_of(side, at);
        let found = self.explainer.beside(&row)?;
        Some(self.other_way(&row, &found, output))
    }

    /// One row of a side, by its place in the order of explanation; `None` where there is no such row or output.
    pub fn row_view(
        &self,
        side: &Side,
        at: usize,
        output: usize,
        against: Against,
        wording: &ReasonWording,
    ) -> Option<RowView> {
        let said = *side.outputs.get(output)?.get(at)?;
        let row = Session::row_of(side, at);
        #[cfg(feature = "further")]
        let ways = self.explainer.every_way(&row, output);
        #[cfg(not(feature = "further"))]
        let ways = self.explainer.of_games(&row, output)?;
        let EveryWay {
            values: found,
            response: other,
            beside,
            down,
        } = ways;
        let (name, unit) = (self.output_name(output), self.unit());
        let title = format!("From the average to this row: {name} ({unit})");
        let mut blocks = vec![Block::Waterfall(
            self.waterfall(title, &row, &found, output),
        )];
        if let Some(other) = other {
            let margins = found.values.len();
            blocks.push(self.response_waterfall(&row, &other, (output, margins)));
        }
        if let Some(beside) = beside {
            blocks.push(self.other_way(&row, &beside, output));
        }
        let steps = down.steps.iter().take(STEPS);
        let mut steps: Vec<WaterfallStep> = steps
            .map(|step| WaterfallStep {
                label: self.name(step.player).to_owned(),
                value: step.contribution,
                error: None,
            })
            .collect();
        let rest = down.steps.get(STEPS..).unwrap_or_default();
        if !rest.is_empty() {
            steps.push(WaterfallStep {
                label: format!("{} other columns", rest.len()),
                value: rest.iter().map(|step| step.contribution).sum(),
                error: None,
            });
        }
        blocks.push(Block::Waterfall(Waterfall {
            title: format!("Break-down, one column after the other: {name} ({unit})"),
            unit: Unit::Number,
            start: down.start,
            start_label: "average".to_owned(),
            steps,
            end_label: "this row".to_owned(),
        }));
        #[cfg(feature = "further")]
        let line = self.local_line(&row, output, &mut blocks);
        #[cfg(not(feature = "further"))]
        let line = None;
        let values = &found.values[output];
        let reasons =
            self.explainer
                .reasons(values, &row, against, &name, wording, MAXIMUM_REASONS);
        let sizes = by_size(values);
        let most = sizes.first().map_or_else(String::new, |player| {
            let way = if values[*player] < 0.0 { "down" } else { "up" };
            format!(
                " {} moves it most: {way} by {}.",
                self.name(*player),
                show(values[*player].abs(), Unit::Number)
            )
        });
        Some(RowView {
            sentence: format!(
                "Row {}: {name} is {} ({unit}), {} on average.{most}",
                side.order[at] + 1,
                show(said, Unit::Number),
                show(found.base[output], Unit::Number),
            ),
            blocks,
            reasons,
            output: said,
            line,
        })
    }

    /// The reasons of all rows that are done, as CSV in the file's order.
    pub fn reasons_csv(
        &self,
        side: &Side,
        output: usize,
        against: Against,
        wording: &ReasonWording,
    ) -> String {
        let places = order(side.done, &|a, b| side.order[a].cmp(&side.order[b]));
        let rows: Vec<u32> = places.iter().map(|at| side.order[*at]).collect();
        let mut values = side.values.clone();
        for column in values.values.iter_mut().flatten() {
            *column = places.iter().map(|at| column[*at]).collect();
        }
        let taken =
            |column: &Vec<f64>| -> Vec<f64> { places.iter().map(|at| column[*at]).collect() };
        let columns: Vec<Vec<f64>> = side.columns.iter().map(taken).collect();
        let said = side.outputs.get(output).map(taken).unwrap_or_default();
        let of = ExplainedRows {
            attributions: &values,
            output,
            said: &said,
            inputs: &slices(&columns),
            rows: &rows,
        };
        let name = self.output_name(output);
        self.explainer.reasons_csv(&of, &name, against, wording)
    }

    fn contrasts(&self, title: String, found: &[Contrast]) -> Block {
        let rows = found.iter().map(|one| IntervalRow {
            label: self.name(one.player).to_owned(),
            value: Some(one.difference),
            interval: interval(one.interval),
            marked: one.q.is_some_and(|q| q < 1.0 - CONFIDENCE),
            hollow: false,
            n: None,
        });
        Block::Intervals(Intervals {
            title,
            unit: Unit::Number,
            threshold: Some(0.0),
            rows: rows.collect(),
            ..Intervals::default()
        })
    }

    /// What moves predictions more, or less, in the second file than in the first.
    pub fn drift(&self, first: &Side, second: &Side, output: usize) -> View {
        let found = explanation_drift(&first.values, &second.values, output, CONFIDENCE);
        let known = |c: &&Contrast| c.q.is_some_and(|q| q < 1.0 - CONFIDENCE);
        let changed: Vec<&Contrast> = found.iter().filter(known).collect();
        let sentence = match changed.first() {
            Some(most) => format!(
                "{} of {} columns move predictions otherwise than before; {} most: by {} {} ({}), q {}.",
                changed.len(),
                found.len(),
                self.name(most.player),
                show(most.difference.abs(), Unit::Number),
                if most.difference > 0.0 {
                    "more"
                } else {
                    "less"
                },
                self.unit(),
                show(most.q.unwrap_or(1.0), Unit::Probability)
            ),
            None => "No column moves predictions otherwise than before, as far as these rows tell."
                .to_owned(),
        };
        View {
            sentence,
            blocks: vec![self.contrasts(
                format!(
                    "Mean absolute contribution, current less reference ({})",
                    self.unit()
                ),
                &found,
            )],
        }
    }

    /// Which columns carry the gap in an output between two groups of rows; `in_second` by place in the file.
    pub fn gap(&self, side: &Side, output: usize, in_second: &[Option<bool>]) -> View {
        let group = |row: &u32| in_second.get(*row as usize).copied().flatten();
        let groups: Vec<Option<bool>> = side.order[..side.done].iter().map(group).collect();
        let found = gap_attribution(&side.values, output, &groups, CONFIDENCE);
        let whole: f64 = found.iter().map(|c| c.difference).sum();
        View {
            sentence: match found.first() {
                Some(most) => format!(
                    "The gap in {} is {} ({}); {} carries {} of it.",
                    self.output_name(output),
                    show(whole, Unit::Number),
                    self.unit(),
                    self.name(most.player),
                    show(most.difference, Unit::Number)
                ),
                None => "Both groups need rows.".to_owned(),
            },
            blocks: vec![self.contrasts(
                format!("What each column adds to the gap ({})", self.unit()),
                &found,
            )],
        }
    }
}
