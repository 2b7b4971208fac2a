//! What was counted, as blocks.

use super::META;
use super::counted::{Counted, Power, Tally};
use crate::analysis::Context;
use crate::report::{
    Block, Cell, Interval, Metric, Section, TableBlock, TableColumn, TextBlock, Unit, numbers, show,
};
use crate::stats::binomial;
use crate::stats::proportion::Share;

/// Coverage of the intervals of counted shares.
const CONFIDENCE: f64 = 0.95;

/// A counted share with its exact interval.
fn counted(count: u64, rows: u64) -> (Option<f64>, Option<Interval>) {
    let share = Share { count, rows };
    let interval = binomial::exact(share, CONFIDENCE).map(|interval| Interval {
        low: interval.lower,
        high: interval.upper,
        level: CONFIDENCE,
    });
    (share.value(), interval)
}

fn text(code: &str, values: [(&str, Cell); 6]) -> Block {
    Block::Text(TextBlock {
        code: code.into(),
        numbers: numbers(values),
        sentence: String::new(),
    })
}

pub(super) fn section(found: &Counted, context: &Context) -> Section {
    let level = context.config.correction.level;
    let mut blocks = Vec::new();
    let empty = Tally::default();
    let (part, other, repeats) = found
        .plan
        .map_or((0, 0, 0), |plan| (plan.rows.0, plan.rows.1, plan.repeats));
    let any = found.any;
    let (share, interval) = counted(any.matters, any.tested);
    let high = interval.map_or(Cell::Empty(()), |i| Cell::Number(i.high));
    let tested = found
        .columns
        .iter()
        .any(|c| c.values != empty || c.missing != empty);
    let evidence = counted(any.found, any.tested);
    let code = if found.plan.is_none() || !tested {
        "text.self-check-none"
    } else if evidence.1.is_some_and(|i| i.low > level) {
        "text.self-check-exceeds"
    } else {
        "text.self-check-keeps"
    };
    blocks.push(text(
        code,
        [
            ("repeats", Cell::Number(f64::from(repeats))),
            ("matters", Cell::Number(any.matters as f64)),
            ("found", Cell::Number(any.found as f64)),
            ("high", high),
            ("level", Cell::Number(level)),
            ("rows", Cell::Number(found.reference_rows as f64)),
        ],
    ));
    if code != "text.self-check-none" {
        blocks.push(Block::Metric(Metric {
            title: "False alarms: splits with a change that is said to matter".into(),
            value: share,
            unit: Unit::Share,
            interval,
            threshold: None,
            definition: "Share of the random splits of the reference in which any column is called changed enough to \
                         matter, with Clopper and Pearson's exact interval (1934, Biometrika 26:404)."
                .into(),
        }));
        blocks.push(Block::Metric(Metric {
            title: "Splits with evidence for any change".into(),
            value: evidence.0,
            unit: Unit::Share,
            interval: evidence.1,
            threshold: Some(level),
            definition: "Share of the random splits in which any test is significant after correction. Nothing has \
                         changed in any of them, so the false discovery rate set for the run bounds it."
                .into(),
        }));
        let most = context.config.budgets.detailed_columns as usize;
        blocks.push(Block::Table(alarms(found, most)));
        if !found.power.is_empty() {
            blocks.push(Block::Table(power(&found.power, most)));
        }
        blocks.push(text(
            "text.self-check-rows",
            [
                ("rows", Cell::Number((part + other) as f64)),
                ("part", Cell::Number(part as f64)),
                ("other", Cell::Number(other as f64)),
                ("reference", Cell::Number(found.reference_rows as f64)),
                ("current", Cell::Number(found.current_rows as f64)),
                (
                    "changed",
                    Cell::Number(found.plan.map_or(0.0, |p| f64::from(p.power_repeats))),
                ),
            ],
        ));
        if found.selected + found.not_selected > 0 {
            blocks.push(Block::Text(TextBlock {
                code: "text.self-check-tests".into(),
                numbers: numbers([
                    ("selected", Cell::Number(found.selected as f64)),
                    ("default", Cell::Number(found.not_selected as f64)),
                ]),
                sentence: String::new(),
            }));
        }
    }
    Section {
        id: META.id.into(),
        analysis: META.id.into(),
        title: META.title.into(),
        column: None,
        blocks,
    }
}

fn heading(labels: &[(&str, Unit)]) -> Vec<TableColumn> {
    let column = |&(label, unit): &(&str, Unit)| TableColumn {
        label: label.into(),
        unit,
    };
    labels.iter().map(column).collect()
}

/// A share with the ends of its interval.
fn cells(count: u64, rows: u64) -> [Cell; 3] {
    let (share, interval) = counted(count, rows);
    let cell = |value: Option<f64>| value.map_or(Cell::Empty(()), Cell::Number);
    [
        cell(share),
        cell(interval.map(|i| i.low)),
        cell(interval.map(|i| i.high)),
    ]
}

fn alarms(found: &Counted, most: usize) -> TableBlock {
    let mut rows = Vec::new();
    for column in found.columns.iter().take(most) {
        for (test, tally) in [
            ("values", column.values),
            ("missing values", column.missing),
        ] {
            if tally.tested == 0 {
                continue;
            }
            let [share, low, high] = cells(tally.rejected, tally.tested);
            rows.push(vec![
                Cell::Text(column.name.clone()),
                Cell::Text(test.into()),
                Cell::Number(tally.tested as f64),
                share,
                low,
                high,
                cells(tally.found, tally.tested)[0].clone(),
                cells(tally.matters, tally.tested)[0].clone(),
            ]);
        }
    }
    TableBlock {
        title: "False alarms of each test, where nothing has changed".into(),
        columns: heading(&[
            ("Column", Unit::Number),
            ("Test of", Unit::Number),
            ("Splits", Unit::Count),
            ("p ≤ 5%", Unit::Share),
            ("at least", Unit::Share),
            ("at most", Unit::Share),
            ("After correction", Unit::Share),
            ("Said to matter", Unit::Share),
        ]),
        rows,
    }
}

fn power(changes: &[Power], most: usize) -> TableBlock {
    let rows = changes.iter().take(most).map(|change| {
        let (size, what) = match change.kind {
            "rise" => (show(change.size, Unit::Number), "deviations higher"),
            "level" => (show(change.size, Unit::Share), "of rows to another level"),
            _ => (
                show(change.size, Unit::Share),
                "of rows more without a value",
            ),
        };
        let tally = change.tally.unwrap_or_default();
        let mut row = vec![
            Cell::Text(change.column.clone()),
            Cell::Text([&size, what].join(" ")),
            Cell::Number(tally.tested as f64),
        ];
        row.extend(cells(tally.found, tally.tested));
        row.extend(cells(tally.matters, tally.tested));
        row
    });
    TableBlock {
        title: "Which changes would be found".into(),
        columns: heading(&[
            ("Column", Unit::Number),
            ("Change", Unit::Number),
            ("Splits", Unit::Count),
            ("Found", Unit::Share),
            ("at least", Unit::Share),
            ("at most", Unit::Share),
            ("Said to matter", Unit::Share),
            ("at least", Unit::Share),
            ("at most", Unit::Share),
        ]),
        rows: rows.collect(),
    }
}
