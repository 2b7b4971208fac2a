//! Findings and a section from verified slices.

use super::META;
use super::held_out::{CONFIDENCE, Change, Distance};
use super::verify::Verified;
use crate::analysis::Outcome;
use crate::report::{
    Block, Cell, Counts, Effect, Finding, Interval, IntervalRow, Intervals, Numbers, Rule, Section,
    Severity, TableBlock, TableColumn, Test, TextBlock, Unit, decide, numbers,
};
use crate::slicing::coding::Coded;
use crate::slicing::score::Measure;
use crate::slicing::search::Extent;
use crate::slicing::{chosen, words};
use crate::stats::interval;
use crate::stats::order::ordered;

/// All that is shown.
pub(super) struct Shown<'a> {
    pub coded: &'a [Coded],
    pub found: &'a [Verified],
    pub extent: Extent,
    /// Columns that make no slices because they moved.
    pub moved: Vec<String>,
    /// Columns that there was no time for.
    pub left_out: usize,
    /// Rows used of each file.
    pub rows: [usize; 2],
    /// Rows of each file in which slices were looked for.
    pub seen: usize,
    /// False discovery rate.
    pub level: f64,
    pub threshold: &'a dyn Fn(&Verified) -> f64,
}

/// The three ways in which a column can change, each with its own unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Numbers,
    Levels,
    Missing,
}

impl Form {
    const ALL: [Form; 3] = [Form::Numbers, Form::Levels, Form::Missing];

    fn of(shown: &Shown, verified: &Verified) -> Form {
        match verified.proposal.measure {
            Measure::Missing => Form::Missing,
            Measure::Values if shown.coded[verified.proposal.target].as_levels => Form::Levels,
            Measure::Values => Form::Numbers,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Form::Numbers => "slices.numbers",
            Form::Levels => "slices.levels",
            Form::Missing => "slices.missing",
        }
    }

    fn effect(self) -> &'static str {
        match self {
            Form::Numbers => "slice-wasserstein-distance",
            Form::Levels => "slice-total-variation",
            Form::Missing => "slice-missing-rate-difference",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Form::Numbers => "Numbers in slices: distance, in deviations of the whole column",
            Form::Levels => "Categories in slices: share of rows that moved to other levels",
            Form::Missing => "Missing values in slices: change of the missing rate",
        }
    }

    fn unit(self) -> Unit {
        match self {
            Form::Numbers => Unit::Number,
            Form::Levels | Form::Missing => Unit::SharePoints,
        }
    }
}

pub(super) fn outcome(shown: &Shown) -> Outcome {
    let discovered: Vec<&Verified> = shown
        .found
        .iter()
        .filter(|v| v.q.is_some_and(|q| q <= shown.level))
        .collect();
    let relative = |v: &Verified| v.inside.value / (shown.threshold)(v);
    let discovered = ordered(discovered, &|a, b| relative(b).total_cmp(&relative(a)));
    let mut blocks = vec![text(
        "slices.searched",
        numbers([
            ("columns", count(shown.extent.columns)),
            ("together", count(shown.extent.together)),
            ("single", count(shown.extent.single)),
            ("double", count(shown.extent.double)),
            ("rows_reference", count(shown.rows[0])),
            ("rows_current", count(shown.rows[1])),
            ("tested", count(shown.found.len())),
            ("found", count(discovered.len())),
        ]),
    )];
    for form in Form::ALL {
        let of_form: Vec<&Verified> = discovered
            .iter()
            .copied()
            .filter(|v| Form::of(shown, v) == form)
            .collect();
        if let Some(first) = of_form.first() {
            blocks.push(ranking(shown, form, &of_form, (shown.threshold)(first)));
            blocks.push(table(shown, form, &of_form));
            blocks.push(contributions(shown, form, &of_form));
        }
    }
    if !shown.moved.is_empty() {
        let names = &shown.moved[..shown.moved.len().min(5)];
        blocks.push(text(
            "slices.moved",
            numbers([
                ("moved", count(shown.moved.len())),
                ("names", Cell::Text(names.join(", "))),
                (
                    "more",
                    Cell::Text(if shown.moved.len() > 5 { ", …" } else { "" }.into()),
                ),
            ]),
        ));
    }
    if shown.left_out + (shown.extent.columns - shown.extent.together) > 0 {
        blocks.push(text(
            "slices.left-out",
            numbers([
                ("left_out", count(shown.left_out)),
                ("alone", count(shown.extent.columns - shown.extent.together)),
                ("seen", count(shown.seen)),
            ]),
        ));
    }
    Outcome {
        findings: discovered
            .iter()
            .filter(|v| severity(shown, v).0 != Severity::RealButSmall)
            .map(|v| finding(shown, v))
            .collect(),
        sections: vec![Section {
            id: META.id.into(),
            analysis: META.id.into(),
            title: META.title.into(),
            column: None,
            blocks,
        }],
        warnings: Vec::new(),
        ..Outcome::default()
    }
}

fn text(code: &str, numbers: Numbers) -> Block {
    Block::Text(TextBlock {
        code: code.into(),
        numbers,
        sentence: String::new(),
    })
}

fn count(n: usize) -> Cell {
    Cell::Number(n as f64)
}

fn number(value: f64) -> Cell {
    if value.is_finite() {
        Cell::Number(value)
    } else {
        Cell::Empty(())
    }
}

fn optional(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty(()), number)
}

fn reported(interval: interval::Interval) -> Interval {
    Interval {
        low: interval.lower,
        high: interval.upper,
        level: CONFIDENCE,
    }
}

fn severity(shown: &Shown, verified: &Verified) -> (Severity, Rule) {
    let interval = Some(reported(verified.inside.interval));
    decide(
        verified.q,
        interval,
        (shown.threshold)(verified),
        shown.level,
    )
}

fn finding(shown: &Shown, verified: &Verified) -> Finding {
    let form = Form::of(shown, verified);
    let column = &shown.coded[verified.proposal.target].name;
    let slice = words(shown.coded, &verified.proposal.conditions);
    let (severity, rule) = severity(shown, verified);
    let outside = verified.outside.as_ref();
    let mut numbers = numbers([
        ("slice", Cell::Text(slice.clone())),
        ("outside", optional(outside.map(|d| d.value))),
        ("outside_low", optional(outside.map(|d| d.interval.lower))),
        ("outside_high", optional(outside.map(|d| d.interval.upper))),
        ("whole", number(verified.whole.value)),
        ("share_reference", number(verified.shares[0])),
        ("share_current", number(verified.shares[1])),
    ]);
    numbers.extend(chosen(shown.coded, &verified.proposal.conditions));
    let mut add = |name: &str, cell: Cell| {
        numbers.insert(name.into(), cell);
    };
    match &verified.change {
        Some(Change::Numbers { higher, medians }) => {
            let direction = match higher {
                Some(true) => "runs higher",
                Some(false) => "runs lower",
                None => "has another spread or shape",
            };
            add("direction", Cell::Text(direction.into()));
            add("median_reference", optional(medians[0]));
            add("median_current", optional(medians[1]));
        }
        Some(Change::Levels { level, shares }) => {
            add("level", Cell::Text(level.clone()));
            add("level_reference", number(shares[0]));
            add("level_current", number(shares[1]));
        }
        Some(Change::Missing { rates }) => {
            let more = if rates[1] > rates[0] { "more" } else { "less" };
            add("direction", Cell::Text(more.into()));
            add("rate_reference", number(rates[0]));
            add("rate_current", number(rates[1]));
        }
        None => {}
    }
    Finding {
        id: format!(
            "slices/{column}/{}/{slice}",
            form.code().trim_start_matches("slices.")
        ),
        analysis: META.id.into(),
        code: form.code().into(),
        column: Some(column.clone()),
        section: Some(META.id.into()),
        severity,
        word: None,
        rule,
        effect: Some(Effect {
            name: form.effect().into(),
            value: Some(verified.inside.value),
            interval: Some(reported(verified.inside.interval)),
            threshold: (shown.threshold)(verified),
            noise_floor: verified.inside.noise_floor,
            detectable: None,
            unit: form.unit(),
        }),
        test: Some(Test {
            name: verified.test.name.into(),
            method: verified.test.method.into(),
            statistic: verified.test.statistic,
            p: verified.test.p,
            q: verified.q,
            degrees: verified.test.degrees,
        }),
        n: verified.inside.n,
        numbers,
        sentence: String::new(),
        next: String::new(),
    }
}

/// `amount, segment = S3`.
fn label(shown: &Shown, verified: &Verified) -> String {
    format!(
        "{}, {}",
        shown.coded[verified.proposal.target].name,
        words(shown.coded, &verified.proposal.conditions)
    )
}

fn ranking(shown: &Shown, form: Form, found: &[&Verified], threshold: f64) -> Block {
    Block::Intervals(Intervals {
        title: form.title().into(),
        unit: form.unit(),
        threshold: Some(threshold),
        rows: found
            .iter()
            .map(|verified| IntervalRow {
                label: label(shown, verified),
                value: Some(verified.inside.value),
                interval: Some(reported(verified.inside.interval)),
                marked: severity(shown, verified).0 == Severity::Matters,
                ..IntervalRow::default()
            })
            .collect(),
        ..Intervals::default()
    })
}

fn table(shown: &Shown, form: Form, found: &[&Verified]) -> Block {
    let unit = form.unit();
    let columns = [
        ("Column", Unit::Number),
        ("Rows where", Unit::Number),
        ("Where it was found", unit),
        ("On the other half", unit),
        ("low", unit),
        ("high", unit),
        ("All other rows", unit),
        ("low", unit),
        ("high", unit),
        ("Whole column", unit),
        ("p", Unit::Probability),
        ("q", Unit::Probability),
        ("n reference", Unit::Count),
        ("n current", Unit::Count),
        ("Share of reference rows", Unit::Share),
        ("Share of current rows", Unit::Share),
        ("Change of share", Unit::SharePoints),
        ("low", Unit::SharePoints),
        ("high", Unit::SharePoints),
    ];
    let rows = found
        .iter()
        .map(|v| {
            let Counts { reference, current } = v.inside.n;
            let of = |d: Option<&Distance>| match d {
                Some(d) => [
                    number(d.value),
                    number(d.interval.lower),
                    number(d.interval.upper),
                ],
                None => [Cell::Empty(()), Cell::Empty(()), Cell::Empty(())],
            };
            let [inside, low, high] = of(Some(&v.inside));
            let [outside, outside_low, outside_high] = of(v.outside.as_ref());
            vec![
                Cell::Text(shown.coded[v.proposal.target].name.clone()),
                Cell::Text(words(shown.coded, &v.proposal.conditions)),
                number(v.proposal.distance),
                inside,
                low,
                high,
                outside,
                outside_low,
                outside_high,
                number(v.whole.value),
                optional(v.test.p),
                optional(v.q),
                Cell::Number(reference as f64),
                Cell::Number(current as f64),
                number(v.shares[0]),
                number(v.shares[1]),
                number(v.shares[1] - v.shares[0]),
                optional(v.share_change.map(|i| i.lower)),
                optional(v.share_change.map(|i| i.upper)),
            ]
        })
        .collect();
    Block::Table(TableBlock {
        title: format!("{}: what the other half says", form.title()),
        columns: columns
            .into_iter()
            .map(|(label, unit)| TableColumn {
                label: label.into(),
                unit,
            })
            .collect(),
        rows,
    })
}

/// What each slice adds to its column's distance, with the other rows to the whole.
fn contributions(shown: &Shown, form: Form, found: &[&Verified]) -> Block {
    let unit = form.unit();
    let columns = [
        ("Column", Unit::Number),
        ("Rows where", Unit::Number),
        ("Adds by change among them", unit),
        ("Adds by change of their share", unit),
        ("All other rows add", unit),
        ("Whole column", unit),
    ];
    let rows = found
        .iter()
        .filter_map(|v| {
            let [inside, outside] = v.parts?;
            let others = outside.within + outside.mix;
            Some(vec![
                Cell::Text(shown.coded[v.proposal.target].name.clone()),
                Cell::Text(words(shown.coded, &v.proposal.conditions)),
                number(inside.within),
                number(inside.mix),
                number(others),
                number(inside.within + inside.mix + others),
            ])
        })
        .collect();
    Block::Table(TableBlock {
        title: format!(
            "{}: what each slice adds to the distance of the whole column",
            form.title()
        ),
        columns: columns
            .into_iter()
            .map(|(label, unit)| TableColumn {
                label: label.into(),
                unit,
            })
            .collect(),
        rows,
    })
}
