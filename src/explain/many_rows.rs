//! Many rows beside each other: a heat-map of contributions, and a decision plot.

use super::session::{Session, Side};
use super::view::View;
use crate::report::{Block, Path, Paths, Strip, StripRow, Unit, show};
use crate::stats::order::order;

/// Rows of the heat-map and of the decision plot.
const HEAT_ROWS: usize = 100;
const PATH_ROWS: usize = 40;
/// Columns that have a row, or a step, of their own.
const OWN: usize = 12;

/// `count` of them, evenly from the first to the last.
fn spread(places: &[usize], count: usize) -> Vec<usize> {
    let last = places.len().saturating_sub(1);
    let count = count.min(places.len());
    let mut chosen: Vec<usize> = (0..count)
        .map(|at| places[at * last / (count - 1).max(1)])
        .collect();
    chosen.dedup();
    chosen
}

impl Session {
    /// Places of the rows that are done, from the lowest output to the highest.
    fn ascending(side: &Side, output: usize) -> Vec<usize> {
        let Some(said) = side.outputs.get(output) else {
            return Vec::new();
        };
        order(side.done, &|a, b| {
            said[a].total_cmp(&said[b]).then(a.cmp(&b))
        })
    }

    /// What each column adds in rows from the lowest output to the highest, and those rows' ways from the average; `row`, by
    /// its place in the file, is drawn bold.
    pub fn many_rows(&self, side: &Side, output: usize, row: Option<u32>) -> View {
        let found = self.importances(side, output);
        let (name, unit) = (self.output_name(output), self.unit());
        let own: Vec<usize> = found.iter().take(OWN).map(|one| one.player).collect();
        let rest: Vec<usize> = found.iter().skip(OWN).map(|one| one.player).collect();
        let values = side.values.values.get(output);
        let value = |player: usize, at: usize| {
            let column = values.and_then(|of| of.get(player));
            column
                .and_then(|c| c.get(at))
                .map_or(f64::NAN, |v| f64::from(*v))
        };
        let number = |at: &usize| format!("row {}", side.order[*at] + 1);
        let ascending = Session::ascending(side, output);
        let heat = spread(&ascending, HEAT_ROWS);
        let strip = Strip {
            title: format!(
                "Contributions row by row, from the lowest {name} to the highest ({unit})"
            ),
            unit: Unit::Number,
            x_label: format!("Rows by {name}, ascending"),
            x_unit: Unit::Count,
            edges: (0..=heat.len()).map(|at| at as f64).collect(),
            names: heat.iter().map(number).collect(),
            middle: Some(0.0),
            threshold: None,
            rows: own
                .iter()
                .map(|player| StripRow {
                    label: self.name(*player).to_owned(),
                    values: heat.iter().map(|at| Some(value(*player, *at))).collect(),
                })
                .collect(),
        };
        let mut drawn = spread(&ascending, PATH_ROWS);
        let place = row.and_then(|row| side.place_of(row));
        let marked = place.filter(|at| *at < side.done);
        if let Some(marked) = marked.filter(|at| !drawn.contains(at)) {
            drawn.push(marked);
        }
        let start = side.values.base.get(output).copied().unwrap_or(f64::NAN);
        // The columns that matter most come last: what lies before them hardly moves.
        let mut steps: Vec<(String, Vec<usize>)> = Vec::new();
        if !rest.is_empty() {
            steps.push((format!("{} other columns", rest.len()), rest));
        }
        let single = own.iter().rev();
        steps.extend(single.map(|player| (self.name(*player).to_owned(), vec![*player])));
        let line = |at: &usize| {
            let mut reached = start;
            let mut way = |players: &[usize]| {
                reached += players.iter().map(|p| value(*p, *at)).sum::<f64>();
                reached
            };
            Path {
                label: number(at),
                values: steps.iter().map(|(_, players)| way(players)).collect(),
                marked: marked == Some(*at),
            }
        };
        let paths = Paths {
            title: format!("From the average to single rows: {name} ({unit})"),
            unit: Unit::Number,
            start,
            start_label: "average".to_owned(),
            lines: drawn.iter().map(line).collect(),
            steps: steps.iter().map(|(label, _)| label.clone()).collect(),
        };
        View {
            sentence: format!(
                "{} of {} explained rows, evenly from the lowest {name} to the highest.",
                show(heat.len() as f64, Unit::Count),
                show(side.done as f64, Unit::Count)
            ),
            blocks: vec![Block::Strip(strip), Block::Paths(paths)],
        }
    }
}
