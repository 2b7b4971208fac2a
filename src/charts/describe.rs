//! What a chart shows, in one sentence and as the table behind it.

use serde::{Deserialize, Serialize};

use super::level_pair::{difference, rest_label};
use super::text::clean;
use super::{
    ecdf_pair, fan, histogram, intervals, matrix, metric, paths, scatter, strip, swarm, waterfall,
};
use crate::report::{
    Block, Cell, Curve, CurveLine, EcdfPair, Histogram, Interval, Intervals, Level, LevelPair,
    Matrix, Metric, Ranking, Series, TableBlock, TableColumn, Unit, say, show,
};
use crate::stats::order::ordered;

/// The words and numbers of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Description {
    /// What the chart shows, with its main numbers.
    pub sentence: String,
    /// Every number of the block.
    pub table: TableBlock,
}

/// Describes any block; for tables and texts it answers what they are.
pub fn describe(block: &Block) -> Description {
    match block {
        Block::Metric(block) => of_metric(block),
        Block::Table(block) => Description {
            sentence: say(&format!(
                "A table of {} and {}.",
                counted(block.rows.len(), "row"),
                counted(block.columns.len(), "column")
            )),
            table: block.clone(),
        },
        Block::Histogram(block) => of_histogram(block),
        Block::EcdfPair(block) => of_ecdf_pair(block),
        Block::LevelPair(block) => of_level_pair(block),
        Block::Intervals(block) => of_intervals(block),
        Block::Series(block) => of_series(block),
        Block::Curve(block) => of_curve(block),
        Block::Matrix(block) => of_matrix(block),
        Block::Ranking(block) => of_ranking(block),
        Block::Waterfall(block) => waterfall::describe(block),
        Block::Swarm(block) => swarm::describe(block),
        Block::Scatter(block) => scatter::describe(block),
        Block::Strip(block) => strip::describe(block),
        Block::Fan(block) => fan::describe(block),
        Block::Paths(block) => paths::describe(block),
        Block::Text(block) => Description {
            sentence: block.sentence.clone(),
            table: table("", &[], Vec::new()),
        },
    }
}

pub(super) fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    say(&format!("{} {what}{plural}", show(n as f64, Unit::Count)))
}

pub(super) fn table(title: &str, columns: &[(&str, Unit)], rows: Vec<Vec<Cell>>) -> TableBlock {
    TableBlock {
        title: title.into(),
        columns: columns
            .iter()
            .map(|(label, unit)| TableColumn {
                label: say(label),
                unit: *unit,
            })
            .collect(),
        rows,
    }
}

pub(super) fn cell(value: Option<f64>) -> Cell {
    match value {
        Some(value) if value.is_finite() => Cell::Number(value),
        _ => Cell::Empty(()),
    }
}

fn ends(interval: Option<&Interval>) -> [Cell; 3] {
    [
        cell(interval.map(|i| i.low)),
        cell(interval.map(|i| i.high)),
        cell(interval.map(|i| i.level)),
    ]
}

fn of_metric(block: &Metric) -> Description {
    let [low, high, level] = ends(block.interval.as_ref());
    Description {
        sentence: format!("{}: {}.", clean(&block.title), metric::spoken(block)),
        table: table(
            &block.title,
            &[
                ("Value", block.unit),
                ("Interval from", block.unit),
                ("Interval to", block.unit),
                ("Coverage", Unit::Share),
                ("Threshold", block.unit),
            ],
            vec![vec![
                cell(block.value),
                low,
                high,
                level,
                cell(block.threshold),
            ]],
        ),
    }
}

fn of_histogram(block: &Histogram) -> Description {
    let bins = histogram::bins(block);
    let widest = bins.iter().max_by(|a, b| {
        (a.current - a.reference)
            .abs()
            .total_cmp(&(b.current - b.reference).abs())
    });
    let mut sentence = match widest {
        None => say("There are no values to compare."),
        Some(bin) => say(&format!(
            "The shares differ most from {} to {}: reference {}, current {}.",
            show(bin.from, block.unit),
            show(bin.to, block.unit),
            show(bin.reference, Unit::Share),
            show(bin.current, Unit::Share)
        )),
    };
    let added = |place: usize| block.contribution.as_ref()?.values.get(place).copied()?;
    let rows = block
        .edges
        .windows(2)
        .zip(block.reference.iter().zip(&block.current))
        .enumerate()
        .map(|(place, (edges, (reference, current)))| {
            let mut row = vec![
                edge(edges[0]),
                edge(edges[1]),
                cell(Some(*reference)),
                cell(Some(*current)),
            ];
            if block.contribution.is_some() {
                row.push(cell(added(place)));
            }
            row
        })
        .collect();
    let mut columns = vec![
        ("From", block.unit),
        ("To", block.unit),
        ("Reference", Unit::Share),
        ("Current", Unit::Share),
    ];
    if let Some(contribution) = &block.contribution {
        sentence.push(' ');
        sentence.push_str(&histogram::spoken(contribution));
        columns.push((contribution.label.as_str(), Unit::Number));
    }
    Description {
        sentence,
        table: table(&block.title, &columns, rows),
    }
}

/// An open end is written, not left out.
fn edge(value: f64) -> Cell {
    if value.is_infinite() {
        Cell::Text(show(value, Unit::Number))
    } else {
        cell(Some(value))
    }
}

fn of_ecdf_pair(block: &EcdfPair) -> Description {
    let steps = ecdf_pair::steps(block);
    let sentence = match &block.gap {
        Some(gap) => say(&format!(
            "The distributions are farthest apart at {}: {} of the reference rows and {} of the current rows are at or below it, a gap of {}.",
            show(gap.at, block.unit),
            show(gap.reference, Unit::Share),
            show(gap.current, Unit::Share),
            show((gap.current - gap.reference).abs(), Unit::SharePoints)
        )),
        None if steps.is_empty() => say("There are no values to compare."),
        None => say("One side has no values, so the distributions cannot be compared."),
    };
    let mut rows: Vec<(f64, f64, f64)> = steps;
    if let Some(gap) = &block.gap
        && !rows.iter().any(|row| row.0 == gap.at)
    {
        rows.push((gap.at, gap.reference, gap.current));
        rows = ordered(rows, &|a, b| a.0.total_cmp(&b.0));
    }
    Description {
        sentence,
        table: table(
            &block.title,
            &[
                ("At or below", block.unit),
                ("Reference", Unit::Share),
                ("Current", Unit::Share),
            ],
            rows.into_iter()
                .map(|(at, reference, current)| {
                    vec![cell(Some(at)), cell(Some(reference)), cell(Some(current))]
                })
                .collect(),
        ),
    }
}

fn of_level_pair(block: &LevelPair) -> Description {
    let size = |level: &&Level| (level.current - level.reference).abs();
    let largest = block
        .levels
        .iter()
        .filter(|level| size(level).is_finite())
        .max_by(|a, b| size(a).total_cmp(&size(b)));
    let sentence = match largest {
        None => say("There are no levels to compare."),
        Some(level) => say(&format!(
            "The share of {} changed most: from {} of the reference rows to {} of the current rows ({}).",
            clean(&level.name),
            show(level.reference, Unit::Share),
            show(level.current, Unit::Share),
            difference(level)
        )),
    };
    let row = |name: String, level: &Level| {
        vec![
            Cell::Text(name),
            cell(Some(level.reference)),
            cell(Some(level.current)),
            cell(Some(level.current - level.reference)),
        ]
    };
    let mut rows: Vec<_> = block
        .levels
        .iter()
        .map(|level| row(clean(&level.name), level))
        .collect();
    rows.extend(block.rest.iter().map(|rest| row(rest_label(block), rest)));
    Description {
        sentence,
        table: table(
            &block.title,
            &[
                ("Level", Unit::Number),
                ("Reference", Unit::Share),
                ("Current", Unit::Share),
                ("Difference", Unit::SharePoints),
            ],
            rows,
        ),
    }
}

fn of_intervals(block: &Intervals) -> Description {
    let mut sentence = intervals::spoken(block);
    let hollow = block.rows.iter().filter(|row| row.hollow).count();
    if hollow > 0 && hollow < block.rows.len() {
        let verb = if hollow == 1 { "has" } else { "have" };
        sentence.push_str(&say(&format!(
            " {} {verb} too little data to judge.",
            counted(hollow, "row")
        )));
    }
    let counted_rows = block.rows.iter().any(|row| row.n.is_some());
    let rows = block
        .rows
        .iter()
        .map(|row| {
            let [low, high, level] = ends(row.interval.as_ref());
            let mark = match (row.marked, row.hollow) {
                (_, true) => say("too little data"),
                (true, false) => say("yes"),
                (false, false) => say("no"),
            };
            let mut cells = vec![
                Cell::Text(clean(&row.label)),
                cell(row.value),
                low,
                high,
                level,
                Cell::Text(mark),
            ];
            if counted_rows {
                cells.insert(1, cell(row.n.map(|n| n as f64)));
            }
            cells
        })
        .collect();
    let mut columns = vec![
        ("Row", Unit::Number),
        ("Estimate", block.unit),
        ("Interval from", block.unit),
        ("Interval to", block.unit),
        ("Coverage", Unit::Share),
        ("Marked", Unit::Number),
    ];
    if counted_rows {
        columns.insert(1, ("n", Unit::Count));
    }
    Description {
        sentence,
        table: table(&block.title, &columns, rows),
    }
}

fn of_series(block: &Series) -> Description {
    let ends: Vec<String> = block
        .lines
        .iter()
        .take(3)
        .map(|line| {
            let mut known = line.y.iter().flatten().filter(|value| value.is_finite());
            let name = clean(&line.label);
            match (known.next(), known.next_back()) {
                (None, _) => say(&format!("{name} has no values")),
                (Some(only), None) => say(&format!("{name} is {}", show(*only, block.y_unit))),
                (Some(first), Some(last)) => say(&format!(
                    "{name} goes from {} to {}",
                    show(*first, block.y_unit),
                    show(*last, block.y_unit)
                )),
            }
        })
        .collect();
    let mut sentence = say(&format!(
        "{} over {}",
        counted(block.lines.len(), "line"),
        counted(block.x.len(), "point")
    ));
    if !ends.is_empty() {
        sentence.push_str(": ");
        sentence.push_str(&ends.join("; "));
    }
    sentence.push('.');
    let mut columns = vec![("x".to_string(), block.x_unit)];
    for line in &block.lines {
        let name = clean(&line.label);
        if line.band.is_some() {
            columns.push((say(&format!("{name}, interval from")), block.y_unit));
            columns.push((say(&format!("{name}, interval to")), block.y_unit));
        }
        columns.push((name, block.y_unit));
    }
    let rows = block
        .x
        .iter()
        .enumerate()
        .map(|(place, x)| {
            let mut row = vec![cell(Some(*x))];
            for line in &block.lines {
                if let Some(band) = &line.band {
                    let interval = band.get(place).and_then(Option::as_ref);
                    row.push(cell(interval.map(|i| i.low)));
                    row.push(cell(interval.map(|i| i.high)));
                }
                row.push(cell(line.y.get(place).copied().flatten()));
            }
            row
        })
        .collect();
    Description {
        sentence,
        table: TableBlock {
            title: block.title.clone(),
            columns: columns
                .into_iter()
                .map(|(label, unit)| TableColumn { label, unit })
                .collect(),
            rows,
        },
    }
}

fn of_curve(block: &Curve) -> Description {
    let known = |line: &&CurveLine| !line.points.is_empty();
    let points: usize = block.lines.iter().map(|line| line.points.len()).sum();
    let mut sentence = say(&format!(
        "{} against {}: {} with {}",
        clean(&block.y_label),
        clean(&block.x_label),
        counted(block.lines.len(), "line"),
        counted(points, "point")
    ));
    // The point farthest from the diagonal is what such a curve is read for.
    let farthest = block
        .lines
        .iter()
        .filter(known)
        .flat_map(|line| line.points.iter())
        .filter(|p| p.x.is_finite() && p.y.is_finite())
        .max_by(|a, b| (a.y - a.x).abs().total_cmp(&(b.y - b.x).abs()));
    if let (true, Some(point)) = (block.diagonal, farthest) {
        sentence.push_str(&say(&format!(
            "; farthest apart where {} is {} and {} is {}",
            clean(&block.x_label),
            show(point.x, block.x_unit),
            clean(&block.y_label),
            show(point.y, block.y_unit)
        )));
    }
    sentence.push('.');
    let rows = block
        .lines
        .iter()
        .flat_map(|line| {
            line.points.iter().map(|point| {
                let [low, high, _] = ends(point.interval.as_ref());
                vec![
                    Cell::Text(clean(&line.label)),
                    cell(Some(point.x)),
                    cell(Some(point.y)),
                    low,
                    high,
                    cell(point.n.map(|n| n as f64)),
                ]
            })
        })
        .collect();
    Description {
        sentence,
        table: table(
            &block.title,
            &[
                ("Line", Unit::Number),
                (&block.x_label, block.x_unit),
                (&block.y_label, block.y_unit),
                ("Interval from", block.y_unit),
                ("Interval to", block.y_unit),
                ("n", Unit::Count),
            ],
            rows,
        ),
    }
}

fn of_matrix(block: &Matrix) -> Description {
    let cells = || {
        (0..block.rows.len()).flat_map(|row| {
            (0..block.columns.len())
                .filter_map(move |column| Some((row, column, matrix::value(block, row, column)?)))
        })
    };
    let size = say(&format!(
        "{} by {}",
        counted(block.rows.len(), "row"),
        counted(block.columns.len(), "column")
    ));
    let place = |found: (usize, usize, f64)| {
        say(&format!(
            "{} at {}, {}",
            show(found.2, block.unit),
            clean(&block.rows[found.0]),
            clean(&block.columns[found.1])
        ))
    };
    let low = cells().min_by(|a, b| a.2.total_cmp(&b.2));
    let high = cells().max_by(|a, b| a.2.total_cmp(&b.2));
    let sentence = match (low, high) {
        (Some(low), Some(high)) => say(&format!(
            "{size}: lowest {}; highest {}.",
            place(low),
            place(high)
        )),
        _ => say(&format!("{size} without a value.")),
    };
    let mut columns = vec![TableColumn {
        label: say("Row"),
        unit: Unit::Number,
    }];
    columns.extend(block.columns.iter().map(|label| TableColumn {
        label: clean(label),
        unit: block.unit,
    }));
    let rows = block
        .rows
        .iter()
        .enumerate()
        .map(|(row, label)| {
            let mut cells = vec![Cell::Text(clean(label))];
            cells.extend((0..block.columns.len()).map(|c| cell(matrix::value(block, row, c))));
            cells
        })
        .collect();
    Description {
        sentence,
        table: TableBlock {
            title: block.title.clone(),
            columns,
            rows,
        },
    }
}

fn of_ranking(block: &Ranking) -> Description {
    let named = |row: &crate::report::RankRow| {
        format!("{} ({})", clean(&row.label), show(row.value, block.unit))
    };
    let sentence = match (block.rows.first(), block.rows.last()) {
        (Some(first), Some(last)) if block.rows.len() > 1 => say(&format!(
            "{} ranked: first {}, last {}.",
            show(block.rows.len() as f64, Unit::Count),
            named(first),
            named(last)
        )),
        (Some(only), _) => say(&format!("Only {}.", named(only))),
        _ => say("There is nothing to rank."),
    };
    let rows = block
        .rows
        .iter()
        .map(|row| vec![Cell::Text(clean(&row.label)), cell(Some(row.value))])
        .collect();
    Description {
        sentence,
        table: table(
            &block.title,
            &[("Row", Unit::Number), ("Value", block.unit)],
            rows,
        ),
    }
}
