//! Every group against all other rows in every rate at once, by regrouping rows at random.

use super::audit::{self, Counted};
use super::cells::{Suppress, count, number, optional, table, text};
use super::metric::{self, Tally};
use super::parameters::Parameters;
use crate::report::{Block, Cell, Unit, numbers};
use crate::stats::groups::confusion::{Confusion, Rate};
use crate::stats::groups::max_t::{Adjusted, Keep, step_down};

/// Regroupings of all rows.
const DRAWS: usize = 999;
/// Groups up to which it is done: the time grows with them.
const MOST_GROUPS: usize = 200;
/// Groups and rates that the sentence names.
const NAMED: usize = 6;

/// The sentence and its table; nothing without decisions, or with fewer than two groups.
pub fn blocks(
    counted: &Counted,
    has_labels: bool,
    parameters: &Parameters,
    (level, seed): (f64, u64),
) -> Vec<Block> {
    let groups = counted.tallies.len();
    if groups > MOST_GROUPS {
        return Vec::new();
    }
    let rates = audit::judged_rates(has_labels);
    let cells: Vec<Confusion> = counted
        .tallies
        .iter()
        .map(|tally| whole(tally, has_labels))
        .collect();
    let Some(all) = step_down(&cells, rates, Keep::Nothing, DRAWS, seed) else {
        return Vec::new();
    };
    let given_labels = has_labels
        .then(|| step_down(&cells, rates, Keep::Labels, DRAWS, seed.wrapping_add(1)))
        .flatten();
    let names = &counted.grouping.groups;
    let mut tests: Vec<(usize, usize, f64, f64)> = (0..groups)
        .flat_map(|group| (0..rates.len()).map(move |rate| (group, rate)))
        .filter_map(|(group, rate)| Some((group, rate, all.p[group][rate]?, all.z[group][rate]?)))
        .collect();
    if tests.is_empty() {
        return Vec::new();
    }
    tests.sort_by(|a, b| {
        b.3.abs()
            .total_cmp(&a.3.abs())
            .then((a.0, a.1).cmp(&(b.0, b.1)))
    });
    let clear: Vec<&(usize, usize, f64, f64)> =
        tests.iter().filter(|test| test.2 <= level).collect();
    let listed: Vec<String> = clear
        .iter()
        .take(NAMED)
        .map(|(group, rate, ..)| {
            format!(
                "{}, {}",
                names[*group],
                metric::title(rates[*rate]).to_lowercase()
            )
        })
        .collect();
    let listed = match (listed.len(), clear.len() - listed.len()) {
        (0, _) => String::new(),
        (_, 0) => format!(" ({})", listed.join("; ")),
        (_, more) => format!(" ({}; and {more} more)", listed.join("; ")),
    };
    let said = text(
        "fairness.permuted",
        numbers([
            ("attribute", Cell::Text(counted.grouping.name())),
            ("tests", count(tests.len())),
            ("found", count(clear.len())),
            ("names", Cell::Text(listed)),
            ("draws", count(all.draws)),
            ("level", number(level)),
        ]),
    );
    vec![
        said,
        shown(
            counted,
            rates,
            &cells,
            (&all, given_labels.as_ref()),
            parameters,
        ),
    ]
}

/// Rows with what is tested: of decisions alone each stands as its own label.
fn whole(tally: &Tally, has_labels: bool) -> Confusion {
    if has_labels {
        return tally.rows;
    }
    let decided = |decision: usize| tally.rows.cells.iter().map(|of| of[decision]).sum();
    let mut out = Confusion::default();
    out.cells[0][0] = decided(0);
    out.cells[1][1] = decided(1);
    out
}

fn shown(
    counted: &Counted,
    rates: &[Rate],
    cells: &[Confusion],
    (all, given_labels): (&Adjusted, Option<&Adjusted>),
    parameters: &Parameters,
) -> Block {
    let suppress = Suppress::of(parameters);
    let mut rows = Vec::new();
    for (group, name) in counted.grouping.groups.iter().enumerate() {
        let rest = cells
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != group)
            .fold(Confusion::default(), |sum, (_, one)| sum.and(one));
        for (place, &rate) in rates.iter().enumerate() {
            let (own, others) = (cells[group].share(rate), rest.share(rate));
            if own.rows < suppress.least().max(1) || others.rows < suppress.least() {
                continue;
            }
            rows.push(vec![
                Cell::Text(name.clone()),
                Cell::Text(metric::title(rate).into()),
                optional(own.value()),
                optional(others.value()),
                optional(all.z[group][place]),
                optional(all.p[group][place]),
                optional(given_labels.and_then(|found| found.p[group][place])),
                Cell::Number(own.rows as f64),
            ]);
        }
    }
    table(
        format!(
            "Each group of {} against all other rows, all at once (rows counted, weights not used)",
            counted.grouping.name()
        ),
        &[
            ("Group", Unit::Number),
            ("Rate", Unit::Number),
            ("In the group", Unit::Share),
            ("In all other rows", Unit::Share),
            ("Standard deviations apart", Unit::Number),
            ("p over all groups and rates", Unit::Probability),
            (
                "the same, every group keeping its labels",
                Unit::Probability,
            ),
            ("n", Unit::Count),
        ],
        rows,
    )
}
