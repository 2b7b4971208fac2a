//! What the report shows besides the list: each file at a glance, and each column that something is wrong with.

use super::facts::{Facts, File, Seen};
use super::problem::Problem;
use super::said::share_cell;
use crate::report::{
    Block, Cell, Matrix, Numbers, Section, Strip, StripRow, TableBlock, TableColumn, TextBlock,
    Unit,
};
use crate::stats::proportion::{Share, wilson};

/// Columns that are listed.
const LISTED: usize = 100;

/// A file at a glance: its columns with type, role and missing values.
pub(super) fn file(file: File, side: &str) -> Section {
    let table = file.table;
    let column = |label: &str, unit| TableColumn {
        label: label.into(),
        unit,
    };
    let mut listed: Vec<(usize, u64)> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, c)| (at, c.evidence.missing + c.evidence.unread))
        .collect();
    let cells: u64 = listed.iter().map(|(_, missing)| missing).sum();
    if listed.len() > LISTED {
        listed.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        listed.truncate(LISTED);
    }
    let rows = listed
        .into_iter()
        .map(|(at, missing)| {
            let column = &table.columns[at];
            let all = column.evidence.present + column.evidence.missing;
            let role = serde_json::to_value(file.role(at))
                .ok()
                .and_then(|v| v.as_str().map(String::from));
            vec![
                Cell::Text(column.name.clone()),
                Cell::Text(column.kind.as_str().into()),
                Cell::Text(role.unwrap_or_default()),
                Cell::Number(missing as f64),
                share_cell(Share {
                    count: missing,
                    rows: all,
                }),
                Cell::Number(column.evidence.unread as f64),
            ]
        })
        .collect();
    let mut numbers = Numbers::new();
    numbers.insert("file".into(), Cell::Text(table.name.clone()));
    numbers.insert("rows".into(), Cell::Number(table.rows as f64));
    numbers.insert("columns".into(), Cell::Number(table.columns.len() as f64));
    numbers.insert("cells".into(), Cell::Number(cells as f64));
    numbers.insert(
        "share".into(),
        share_cell(Share {
            count: cells,
            rows: (table.rows * table.columns.len()) as u64,
        }),
    );
    Section {
        id: format!("quality/{side}"),
        analysis: super::META.id.into(),
        title: format!("Quality of {}", table.name),
        column: None,
        blocks: vec![
            Block::Text(TextBlock {
                code: "quality.file".into(),
                numbers,
                sentence: String::new(),
            }),
            Block::Table(TableBlock {
                title: format!("Columns of {}", table.name),
                columns: vec![
                    column("Column", Unit::Number),
                    column("Type", Unit::Number),
                    column("Role", Unit::Number),
                    column("Missing", Unit::Count),
                    column("Share missing", Unit::Share),
                    column("Unreadable", Unit::Count),
                ],
                rows,
            }),
        ],
    }
}

/// Columns of a [`missing_strip`].
const STRIP: usize = 20;

/// Missing values of both files beside each other: the columns with the largest share in either; `None` where nothing is
/// missing.
pub(super) fn missing_strip(reference: File, current: File) -> Option<Block> {
    let share = |file: File, name: &str| {
        let column = file.table.column(name)?;
        let evidence = &column.evidence;
        let (missing, all) = (
            evidence.missing + evidence.unread,
            evidence.present + evidence.missing,
        );
        (all > 0).then(|| missing as f64 / all as f64)
    };
    let mut rows: Vec<(f64, StripRow)> = Vec::new();
    for column in current.table.columns.iter().chain(&reference.table.columns) {
        let values = vec![share(reference, &column.name), share(current, &column.name)];
        let most = values.iter().flatten().fold(0.0, |a: f64, b| a.max(*b));
        if most > 0.0 && rows.iter().all(|(_, row)| row.label != column.name) {
            let label = column.name.clone();
            rows.push((most, StripRow { label, values }));
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.label.cmp(&b.1.label)));
    rows.truncate(STRIP);
    (!rows.is_empty()).then(|| {
        Block::Strip(Strip {
            title: "Share of rows without a value, by column".into(),
            unit: Unit::Share,
            x_label: "File".into(),
            x_unit: Unit::Count,
            edges: vec![0.0, 1.0, 2.0],
            names: vec![reference.table.name.clone(), current.table.name.clone()],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            ..Strip::default()
        })
    })
}

/// A column that something is wrong with: its problems in both files, side by side.
pub(super) fn column(
    name: &str,
    reference: Option<&Facts>,
    current: Option<&Facts>,
    problems: [&[Problem]; 2],
) -> Section {
    let sides = [("reference", reference), ("current", current)];
    let mut blocks = Vec::new();
    let here: Vec<(&str, &Facts)> = sides
        .iter()
        .filter_map(|(side, f)| Some((*side, (*f)?)))
        .collect();
    let rows: Vec<Vec<Cell>> = here
        .iter()
        .map(|(side, facts)| holds(side, facts))
        .collect();
    let columns = [
        "File",
        "Rows",
        "With a value",
        "Distinct",
        "Least",
        "Greatest",
    ];
    // Levels have no least one.
    let ordered = rows
        .iter()
        .any(|row| row[4..].iter().any(|end| *end != Cell::Empty(())));
    let wide = if ordered { columns.len() } else { 4 };
    blocks.push(Block::Table(TableBlock {
        title: format!("What {name} holds"),
        columns: columns[..wide]
            .iter()
            .enumerate()
            .map(|(at, label)| TableColumn {
                label: (*label).into(),
                unit: unit(at, &here),
            })
            .collect(),
        rows: rows
            .into_iter()
            .map(|row| row.into_iter().take(wide).collect())
            .collect(),
    }));
    let mut found: Vec<(&str, &str)> = Vec::new();
    for problem in problems.iter().flat_map(|p| p.iter()) {
        if problem.measure.is_none() && !found.contains(&(problem.check, &problem.key)) {
            found.push((problem.check, &problem.key));
        }
    }
    let labels: Vec<String> = found.iter().map(|(check, key)| label(check, key)).collect();
    if !found.is_empty() && here.len() == 2 {
        let value = |side: usize, check: &str, key: &str| {
            let problem = problems[side]
                .iter()
                .find(|p| p.check == check && p.key == key);
            problem.map_or(Some(0.0), |p| p.share.value())
        };
        blocks.push(Block::Matrix(Matrix {
            title: "Share of rows with each problem".into(),
            unit: Unit::Share,
            rows: labels,
            columns: vec!["reference".into(), "current".into()],
            values: found
                .iter()
                .flat_map(|(c, k)| [value(0, c, k), value(1, c, k)])
                .collect(),
        }));
    } else if !found.is_empty() {
        let all: Vec<&Problem> = problems
            .iter()
            .flat_map(|p| p.iter())
            .filter(|p| p.measure.is_none())
            .collect();
        blocks.push(Block::Intervals(crate::report::Intervals {
            title: "Share of rows with each problem".into(),
            unit: Unit::Share,
            threshold: None,
            rows: all
                .iter()
                .map(|p| crate::report::IntervalRow {
                    label: label(p.check, &p.key),
                    value: p.share.value(),
                    interval: wilson(p.share, super::problem::CONFIDENCE).map(|i| {
                        crate::report::Interval {
                            low: i.lower,
                            high: i.upper,
                            level: super::problem::CONFIDENCE,
                        }
                    }),
                    marked: p.severity == crate::report::Severity::Matters,
                    ..Default::default()
                })
                .collect(),
            ..Default::default()
        }));
    }
    Section {
        id: format!("quality/column/{name}"),
        analysis: super::META.id.into(),
        title: format!("Quality of {name}"),
        column: Some(name.into()),
        blocks,
    }
}

fn label(check: &str, key: &str) -> String {
    let words = check.replace('-', " ");
    if key.is_empty() {
        words
    } else {
        format!("{words}: {key}")
    }
}

fn unit(place: usize, here: &[(&str, &Facts)]) -> Unit {
    match place {
        1..=3 => Unit::Count,
        4.. if here.iter().any(|(_, f)| !f.times().is_empty()) => Unit::TimeMs,
        _ => Unit::Number,
    }
}

fn holds(side: &str, facts: &Facts) -> Vec<Cell> {
    let ends = match &facts.seen {
        Seen::Times(sorted) => [sorted.first(), sorted.last()].map(|v| v.map(|v| *v as f64)),
        _ => [facts.finite().first(), facts.finite().last()].map(|v| v.copied()),
    };
    let cell = |value: Option<f64>| value.map_or(Cell::Empty(()), Cell::Number);
    vec![
        Cell::Text(side.into()),
        Cell::Number(facts.rows as f64),
        Cell::Number(facts.present as f64),
        Cell::Number(facts.distinct as f64),
        cell(ends[0]),
        cell(ends[1]),
    ]
}
