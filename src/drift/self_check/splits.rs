//! Splits the reference again and again and counts what the rules of the drift analysis would have said.

use super::META;
use super::change::{Change, Rise};
use super::columns::{Absent, Checked, Draws, Gaps, Parts, Values, missing_effect, missing_p};
use super::counted::{ColumnTally, Counted, Power, Tally};
use super::plan::{Parameters, Plan, shifts};
use super::section;
use crate::analysis::{Analysis, Context, Inputs, Meta, Outcome, parameters};
use crate::config::Role;
use crate::drift::{self, Drift};
use crate::error::Result;
use crate::report::{Interval, Severity, decide};
use crate::stats::correction::{benjamini_hochberg, benjamini_yekutieli, bonferroni, holm};
use crate::stats::random::Random;
use crate::table::row_key;

/// The self-check.
pub struct SelfCheck;

impl Analysis for SelfCheck {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        parameters.check()
    }

    /// The false discovery rate is one of all columns together, so there is one part.
    fn parts(_inputs: &Inputs, _: &Self::Parameters) -> usize {
        1
    }

    fn run(
        inputs: &Inputs,
        given: &Parameters,
        context: &Context,
        _part: usize,
    ) -> Result<Outcome> {
        let thresholds = parameters::<Drift>(context.config.analyses.get(drift::META.id))?;
        let mut outcome = Outcome::default();
        outcome.sections.push(section::section(
            &check(inputs, given, &thresholds, context),
            context,
        ));
        Ok(outcome)
    }
}

/// A column with the changes to put in and their tallies.
struct Column {
    checked: Checked,
    /// The selected test that judges its splits; `None` is the default one.
    selected: Option<String>,
    values: Tally,
    missing: Tally,
    changes: Vec<(&'static str, f64, Option<Change>, Tally)>,
}

fn check(
    inputs: &Inputs,
    given: &Parameters,
    thresholds: &drift::Parameters,
    context: &Context,
) -> Counted {
    let config = context.config;
    let compared: Vec<usize> = inputs
        .pairs
        .iter()
        .filter(|pair| !matches!(pair.role, Role::Id | Role::Ignore))
        .map(|pair| pair.reference)
        .collect();
    let sizes = [
        shifts(&given.numeric_shifts, thresholds.distance, f64::INFINITY),
        shifts(&given.level_shifts, thresholds.total_variation, 1.0),
        shifts(&given.missing_shifts, thresholds.missing_rate, 1.0),
    ];
    let rows = (inputs.reference.rows, inputs.current.rows);
    let each = sizes[0].len().max(sizes[1].len()) + sizes[2].len();
    let most = config.budgets.background_rows as usize;
    let mut counted = Counted {
        plan: Plan::of(given, rows, compared.len(), each, most),
        reference_rows: rows.0 as u64,
        current_rows: rows.1 as u64,
        any: Tally::default(),
        columns: Vec::new(),
        power: Vec::new(),
        selected: 0,
        not_selected: 0,
    };
    let Some(plan) = counted.plan else {
        return counted;
    };
    let keys = row_key::row_keys(inputs.reference, u64::from(config.seed));
    let taken = row_key::sample(&keys, plan.rows.0 + plan.rows.1);
    let table = inputs.reference.take_rows(&taken);
    let mut columns: Vec<Column> = compared
        .iter()
        .enumerate()
        .map(|(order, &at)| {
            let checked = Checked::of(&table, at);
            let changes = if order < plan.power_columns {
                changes(&checked, &sizes, table.rows)
            } else {
                Vec::new()
            };
            let (selected, usable) = checked.selected(thresholds);
            counted.selected += u64::from(selected.is_some());
            counted.not_selected += u64::from(!usable);
            Column {
                checked,
                selected,
                values: Tally::default(),
                missing: Tally::default(),
                changes,
            }
        })
        .collect();
    let mut random = Random::new(u64::from(config.seed) ^ 0x7365_6c66_2063_6865);
    let mut order: Vec<u32> = (0..table.rows as u32).collect();
    let judge = Judge {
        thresholds,
        level: config.correction.level,
        correct: match config.correction.method.as_str() {
            "by" => benjamini_yekutieli,
            "holm" => holm,
            "bonferroni" => bonferroni,
            _ => benjamini_hochberg,
        },
    };
    let mut gaps = Gaps::default();
    for repeat in 0..plan.repeats {
        let current = draw(&mut order, plan.rows.1, &mut random);
        let draws = Draws {
            seed: random.bits(),
            budget: plan.draw_budget(columns.len(), each),
        };
        let mut split = Split::of(&columns, &current, plan.rows, draws, &mut gaps);
        split.count(&mut columns, &mut counted.any, &judge);
        if repeat < plan.power_repeats {
            split.count_changes(&mut columns, &judge, &mut random, &mut gaps);
        }
    }
    for column in columns {
        counted.power.extend(
            column
                .changes
                .into_iter()
                .map(|(kind, size, change, tally)| Power {
                    column: column.checked.name.clone(),
                    kind,
                    size,
                    tally: change.map(|_| tally),
                }),
        );
        counted.columns.push(ColumnTally {
            name: column.checked.name,
            values: column.values,
            missing: column.missing,
        });
    }
    counted
}

/// The changes that a column can have.
fn changes(
    checked: &Checked,
    sizes: &[Vec<f64>; 3],
    rows: usize,
) -> Vec<(&'static str, f64, Option<Change>, Tally)> {
    let mut out = Vec::new();
    let mut add = |kind, size, change| out.push((kind, size, change, Tally::default()));
    match &checked.values {
        Values::Numbers { sorted, .. } => {
            for &size in &sizes[0] {
                add("rise", size, Rise::of(sorted, size).map(Change::Rise));
            }
        }
        Values::Levels { .. } => {
            for &size in &sizes[1] {
                add("level", size, Change::gather(checked, size));
            }
        }
        Values::Untested => {}
    }
    for &size in &sizes[2] {
        add("missing", size, Change::lose(checked, size, rows));
    }
    out
}

/// Which rows stand for the current file: `rows` of them, drawn without replacement.
fn draw(order: &mut [u32], rows: usize, random: &mut Random) -> Vec<bool> {
    let mut current = vec![false; order.len()];
    for at in 0..rows {
        let left = (order.len() - at) as f64;
        let other = at + (random.uniform() * left) as usize;
        order.swap(at, other);
        current[order[at] as usize] = true;
    }
    current
}

/// The rules of the run.
struct Judge<'a> {
    thresholds: &'a drift::Parameters,
    level: f64,
    correct: fn(&[Option<f64>]) -> Vec<Option<f64>>,
}

impl Judge<'_> {
    /// Counts one test; the effect is asked for where there is evidence only.
    fn count(
        &self,
        tally: &mut Tally,
        p: Option<f64>,
        q: Option<f64>,
        effect: impl FnOnce() -> (Option<Interval>, f64),
    ) {
        let (Some(p), Some(q)) = (p, q) else { return };
        tally.tested += 1;
        tally.rejected += u64::from(p <= 0.05);
        if q <= self.level {
            tally.found += 1;
            let (interval, threshold) = effect();
            let (severity, _) = decide(Some(q), interval, threshold, self.level);
            tally.matters += u64::from(severity == Severity::Matters);
        }
    }
}

/// One split: the parts of every column, and the p-values of the family: values first, then missing values.
struct Split {
    parts: Vec<Parts>,
    absent: Vec<Absent>,
    p: Vec<Option<f64>>,
    draws: Draws,
}

impl Split {
    fn of(
        columns: &[Column],
        current: &[bool],
        rows: (usize, usize),
        draws: Draws,
        gaps: &mut Gaps,
    ) -> Split {
        let parts: Vec<Parts> = columns.iter().map(|c| c.checked.parts(current)).collect();
        let absent: Vec<Absent> = columns
            .iter()
            .map(|c| c.checked.absent(current, rows))
            .collect();
        let p = parts
            .iter()
            .zip(columns)
            .map(|(parts, column)| parts.p(draws, column.selected.as_deref(), gaps))
            .chain(absent.iter().map(|&absent| missing_p(absent)))
            .collect();
        Split {
            parts,
            absent,
            p,
            draws,
        }
    }

    fn count(&self, columns: &mut [Column], any: &mut Tally, judge: &Judge) {
        let q = (judge.correct)(&self.p);
        let mut all = Tally::default();
        let count = columns.len();
        for (at, column) in columns.iter_mut().enumerate() {
            for (tally, test) in [(&mut column.values, at), (&mut column.missing, count + at)] {
                let before = *tally;
                judge.count(tally, self.p[test], q[test], || {
                    if test < count {
                        self.parts[at].effect(judge.thresholds)
                    } else {
                        missing_effect(self.absent[at], judge.thresholds)
                    }
                });
                all.rejected += tally.rejected - before.rejected;
                all.found += tally.found - before.found;
                all.matters += tally.matters - before.matters;
            }
        }
        any.tested += 1;
        any.rejected += u64::from(all.rejected > 0);
        any.found += u64::from(all.found > 0);
        any.matters += u64::from(all.matters > 0);
    }

    /// Each column changes alone; the others are as they are.
    fn count_changes(
        &mut self,
        columns: &mut [Column],
        judge: &Judge,
        random: &mut Random,
        gaps: &mut Gaps,
    ) {
        let count = columns.len();
        for (at, column) in columns.iter_mut().enumerate() {
            for (_, _, change, tally) in &mut column.changes {
                let Some(change) = *change else { continue };
                if let Some(parts) = change.of_values(&self.parts[at], &column.checked, random) {
                    let p = parts.p(self.draws, column.selected.as_deref(), gaps);
                    let q = self.with(at, p, judge);
                    judge.count(tally, p, q, || parts.effect(judge.thresholds));
                } else if let Some(absent) = change.of_absent(self.absent[at], random) {
                    let p = missing_p(absent);
                    let q = self.with(count + at, p, judge);
                    judge.count(tally, p, q, || missing_effect(absent, judge.thresholds));
                }
            }
        }
    }

    /// The q-value of a test of the family whose p-value is this one.
    fn with(&mut self, test: usize, p: Option<f64>, judge: &Judge) -> Option<f64> {
        let before = std::mem::replace(&mut self.p[test], p);
        let q = (judge.correct)(&self.p);
        self.p[test] = before;
        q[test]
    }
}
