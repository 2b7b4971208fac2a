//! Since when: the current file in windows, each against the reference.

use super::changes::MOST_GROUPS;
use super::looks::Ties;
use super::parameters::{Parameters, Window};
use super::story::{Frame, Story, story};
use super::windows::{Cut, Rows};
use super::{META, report};
use crate::analysis::{Analysis, Context, Inputs, Meta, Outcome};
use crate::config::{Role, invalid};
use crate::error::Result;
use crate::stats::change_point::{Cuts, NoChange};
use crate::stats::correction::benjamini_hochberg;
use crate::table::row_key::row_keys;
use crate::table::{Kind, Table};

/// Draws of the law of the most telling cut under no change.
const DRAWS: usize = 1_999;

/// Drift over time.
pub struct OverTime;

impl Analysis for OverTime {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        let refuse = |key: &str, why: &str| Err(invalid(&format!("analyses.over-time.{key}"), why));
        if parameters.rows < 10 {
            return refuse("rows", "a whole number from 10 on is needed");
        }
        if parameters.least_rows < 10 {
            return refuse("least_rows", "a whole number from 10 on is needed");
        }
        Ok(())
    }

    /// One part: the windows of all columns are corrected together.
    fn parts(_: &Inputs, _: &Self::Parameters) -> usize {
        1
    }

    fn run(
        inputs: &Inputs,
        parameters: &Parameters,
        context: &Context,
        _: usize,
    ) -> Result<Outcome> {
        let time = time_column(inputs, parameters)?;
        let files = !inputs.current.periods.is_empty();
        if time.is_none() && parameters.window != Window::Rows && !files {
            return Ok(Outcome::default());
        }
        let most = context.config.budgets.background_rows as usize;
        let seed = u64::from(context.config.seed);
        // Seeds apart: equal rows of the two files must not break ties alike.
        let keys = [
            row_keys(inputs.reference, seed ^ 0x7265_6665_7265_6e63),
            row_keys(inputs.current, seed ^ 0x6375_7272_656e_7420),
        ];
        let place = |of: fn(&crate::analysis::Pair) -> usize| time.map(|at| of(&inputs.pairs[at]));
        let reference = Rows::of(inputs.reference, place(|p| p.reference), &keys[0], most);
        let current = Rows::of(inputs.current, place(|p| p.current), &keys[1], most);
        let Some(cut) = Cut::choose(parameters, &current) else {
            return Ok(Outcome::default());
        };
        let slots = cut.slots(&current);
        let follows = match (reference.last_ms(), current.first_ms()) {
            (Some(last), Some(first)) => last <= first,
            // Without times the first file comes first; of several files the reference says so itself.
            _ => !files && time.is_none() || files && !inputs.reference.periods.is_empty(),
        };
        let before = if follows {
            cut.slots(&reference)
        } else {
            Vec::new()
        };
        if slots.is_empty() || slots.len() + before.len() < 2 {
            return Ok(Outcome::default());
        }
        let sizes: Vec<u64> = before
            .iter()
            .chain(&slots)
            .map(|slot| slot.places.len() as u64)
            .collect();
        let no_change = NoChange::simulate(&Cuts::of(&sizes), MOST_GROUPS - 1, DRAWS, seed);
        let of_rows = |rows: &Rows, keys: &[u64]| -> Vec<u64> {
            rows.rows.iter().map(|&row| keys[row as usize]).collect()
        };
        let ties = [of_rows(&reference, &keys[0]), of_rows(&current, &keys[1])];
        let frame = Frame {
            inputs,
            config: context.config,
            reference: &reference.rows,
            current: &current.rows,
            ties: Ties {
                reference: &ties[0],
                current: &ties[1],
            },
            slots: &slots,
            before: &before,
            least_rows: u64::from(parameters.least_rows),
            no_change: &no_change,
            level: context.config.correction.level,
        };
        let mut stories: Vec<Story> = inputs
            .pairs
            .iter()
            .filter_map(|pair| story(&frame, pair))
            .collect();
        correct(&frame, &mut stories);
        let facts = report::Facts {
            column: time
                .filter(|_| !files)
                .map(|at| inputs.pairs[at].name.clone()),
            cut,
            without_time: reference.without_time + current.without_time,
            sampled: sampled(inputs.reference, &reference) || sampled(inputs.current, &current),
        };
        Ok(report::outcome(&frame, &stories, &facts))
    }
}

/// True where not all rows with a time were looked at.
fn sampled(table: &Table, rows: &Rows) -> bool {
    rows.share() < 1.0 && table.rows > 0
}

/// The pair whose column orders the rows.
fn time_column(inputs: &Inputs, parameters: &Parameters) -> Result<Option<usize>> {
    let is_time = |at: &usize| {
        let pair = &inputs.pairs[*at];
        inputs.reference.columns[pair.reference].kind == Kind::Time
            && inputs.current.columns[pair.current].kind == Kind::Time
    };
    if parameters.column.is_empty() {
        return Ok((0..inputs.pairs.len())
            .find(|at| inputs.pairs[*at].role == Role::Timestamp && is_time(at)));
    }
    let named = (0..inputs.pairs.len()).find(|&at| inputs.pairs[at].name == parameters.column);
    match named.filter(is_time) {
        Some(at) => Ok(Some(at)),
        None => Err(invalid(
            "analyses.over-time.column",
            "the name of a column of times that both files have is needed",
        )),
    }
}

/// Three families, each corrected on its own: the full windows of all columns, the columns' changes, the columns' bets.
/// A partial window stays out, so that it changes nothing that is said of others.
fn correct(frame: &Frame, stories: &mut [Story]) {
    let judged: Vec<(usize, usize)> = stories
        .iter()
        .enumerate()
        .flat_map(|(at, story)| (0..story.windows.len()).map(move |window| (at, window)))
        .filter(|&(_, window)| !frame.slots[window].partial)
        .collect();
    let p: Vec<Option<f64>> = judged
        .iter()
        .map(|&(at, window)| stories[at].windows[window].distance.p)
        .collect();
    for (&(at, window), q) in judged.iter().zip(benjamini_hochberg(&p)) {
        stories[at].windows[window].q = q;
    }
    let p: Vec<Option<f64>> = stories
        .iter()
        .map(|story| story.changes.as_ref().and_then(|c| c.p))
        .collect();
    for (story, q) in stories.iter_mut().zip(benjamini_hochberg(&p)) {
        if let Some(changes) = &mut story.changes {
            changes.q = q;
        }
    }
}
