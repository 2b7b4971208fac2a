//! What is shown of a model by asking it: of one input, of columns that change places, of one row's neighbourhood.

use serde::Serialize;

use super::explainer::slices;
use super::reasons::shown;
use super::session::{Session, Side};
use super::shuffled::Truth;
use super::view::{CONFIDENCE, View, interval};
use crate::predictor::InputKind;
use crate::report::{Block, Curve, CurveLine, CurvePoint, IntervalRow, Intervals, Unit, show};

/// Rows that a permutation importance stands on at the most: a stated sample.
const SHUFFLED_ROWS: usize = 2000;
/// Single rows that are drawn behind a partial dependence.
const SINGLE_ROWS: usize = 24;
/// Samples of a local line.
const LINE_SAMPLES: usize = 1024;

/// What the model itself is asked of one row of trees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AskedOfRow {
    /// Its waterfall in the response's unit, where no margin tells it.
    pub response: Option<Block>,
    /// The local line.
    pub blocks: Vec<Block>,
    /// R² and stability of it.
    pub line: Option<[f64; 2]>,
}

impl Session {
    /// What [`Session::row_view`] of the module that knows only trees leaves to this one.
    pub fn asked_of_row(&self, side: &Side, at: usize, output: usize) -> AskedOfRow {
        let row = Session::row_of(side, at);
        let response = self.explainer.asked_response(&row);
        let response = response
            .map(|found| self.response_waterfall(&row, &found, (output, side.outputs.len())));
        let mut blocks = Vec::new();
        let line = self.local_line(&row, output, &mut blocks);
        AskedOfRow {
            response,
            blocks,
            line,
        }
    }

    /// Adds the local line of one row to the pictures of it; answers its R² and stability.
    pub(super) fn local_line(
        &self,
        row: &[f64],
        output: usize,
        blocks: &mut Vec<Block>,
    ) -> Option<[f64; 2]> {
        let line = self
            .explainer
            .local_line(row, output, LINE_SAMPLES, CONFIDENCE)?;
        let rows = line.line.coefficients.iter().zip(&line.intervals);
        let rows = rows.map(|((player, weight), ends)| IntervalRow {
            label: self.name(*player).to_owned(),
            value: Some(*weight),
            interval: interval(Some(*ends)),
            marked: !ends.contains(0.0),
            hollow: false,
            n: None,
        });
        blocks.push(Block::Intervals(Intervals {
            title: format!(
                "Local line (LIME): what keeping a column near this row's value adds ({})",
                self.unit()
            ),
            unit: Unit::Number,
            threshold: Some(0.0),
            rows: rows.collect(),
            ..Intervals::default()
        }));
        Some([line.line.r_squared, line.stability])
    }

    /// Partial dependence with its interval and single rows, and accumulated local effects, of an input.
    pub fn profile(&self, side: &Side, input: usize, output: usize) -> View {
        let inputs = slices(&side.columns);
        let (name, unit) = (self.output_name(output), self.unit());
        let model = self.explainer.model();
        let column = &model.inputs[input].name;
        let found =
            self.explainer
                .partial_dependence(&inputs, input, output, SINGLE_ROWS, CONFIDENCE);
        let mut blocks = Vec::new();
        let point = |p: &super::Point| CurvePoint {
            x: p.x,
            y: p.y,
            interval: interval(p.interval),
            n: Some(found.rows as u64),
        };
        let number = model.inputs[input].kind == InputKind::Number;
        let curve = |title: String, y_label: String, lines: Vec<CurveLine>| {
            Block::Curve(Curve {
                title,
                x_label: column.clone(),
                y_label,
                x_unit: Unit::Number,
                y_unit: Unit::Number,
                diagonal: false,
                lines,
            })
        };
        if number {
            let mut lines = vec![CurveLine {
                label: "mean of all rows".to_owned(),
                faint: false,
                points: found.points.iter().map(point).collect(),
            }];
            for (at, single) in found.single.iter().enumerate() {
                let pairs = found.points.iter().zip(single);
                lines.push(CurveLine {
                    label: format!("row {}", side.order[at] + 1),
                    faint: true,
                    points: pairs
                        .map(|(p, y)| CurvePoint {
                            x: p.x,
                            y: *y,
                            interval: None,
                            n: None,
                        })
                        .collect(),
                });
            }
            blocks.push(curve(
                format!("Partial dependence of {name} on {column}, with single rows"),
                format!("{name} ({unit})"),
                lines,
            ));
            if let Some(effects) = self
                .explainer
                .local_effects(&inputs, input, output, CONFIDENCE)
            {
                blocks.push(curve(
                    format!("Accumulated local effects of {column} on {name}"),
                    format!("change of {name} ({unit})"),
                    vec![CurveLine {
                        label: "effect".to_owned(),
                        faint: false,
                        points: effects.points.iter().map(point).collect(),
                    }],
                ));
            }
        } else {
            let rows = found.points.iter().map(|p| IntervalRow {
                label: shown(model, input, p.x),
                value: Some(p.y),
                interval: interval(p.interval),
                marked: false,
                hollow: false,
                n: None,
            });
            blocks.push(Block::Intervals(Intervals {
                title: format!("Partial dependence of {name} on {column} ({unit})"),
                unit: Unit::Number,
                rows: rows.collect(),
                ..Intervals::default()
            }));
        }
        let ends = found.points.iter().map(|p| p.y);
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), y| {
            (a.min(y), b.max(y))
        });
        View {
            sentence: format!(
                "Setting {column} in {} rows moves the mean {name} between {} and {} ({unit}).",
                show(found.rows as f64, Unit::Count),
                show(low, Unit::Number),
                show(high, Unit::Number)
            ),
            blocks,
        }
    }

    /// Permutation importance on a sample of the rows, by how far predictions move.
    pub fn shuffled(&self, side: &Side) -> View {
        let count = side.order.len().min(SHUFFLED_ROWS);
        let inputs: Vec<&[f64]> = side.columns.iter().map(|c| &c[..count]).collect();
        let found = self
            .explainer
            .permutation_importance(&inputs, Truth::Unknown, 3, CONFIDENCE);
        let rows = found.iter().map(|one| IntervalRow {
            label: self.name(one.player).to_owned(),
            value: Some(one.increase),
            interval: interval(one.interval),
            marked: one.increase > 0.0,
            hollow: false,
            n: None,
        });
        View {
            sentence: format!(
                "How far predictions move on average when the values of a column change places among {} rows.",
                show(count as f64, Unit::Count)
            ),
            blocks: vec![Block::Intervals(Intervals {
                title: "Permutation importance: mean absolute change of the prediction".to_owned(),
                unit: Unit::Number,
                rows: rows.collect(),
                ..Intervals::default()
            })],
        }
    }
}
