//! Dates and instants: the period that each file covers, its gaps, steps and row order, said and not judged, since time
//! is expected to move on; and the one test, whether rows fall on the same hours of the day or days of the week.

use super::Parameters;
use super::comparison::{CONFIDENCE, Comparison, reported};
use super::count::Count;
use super::levels::{Mix, Shares};
use super::spacing::{Order, Spacing, duration};
use crate::report::{Block, Cell, TableBlock, TableColumn, Test, TextBlock, Unit, numbers, show};
use crate::stats::effect::total_variation_interval_of_rounds;
use crate::stats::order::order;
use crate::stats::rhythm::{self, Rhythm, Rounds};
use crate::table::Column;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The instant that every row of both files has.
pub(super) fn constant(reference: &[i64], current: &[i64]) -> Option<Cell> {
    let first = *reference.first()?;
    let ends = [reference.last()?, current.first()?, current.last()?];
    ends.iter()
        .all(|end| **end == first)
        .then(|| Cell::Text(show(first as f64, Unit::TimeMs)))
}

/// A cycle in which rows are placed.
struct Cycle {
    place_ms: i64,
    places: usize,
    /// Place of 1970-01-01T00:00Z, a Thursday.
    start: i64,
    code: &'static str,
    title: &'static str,
}

const DAY: Cycle = Cycle {
    place_ms: HOUR_MS,
    places: 24,
    start: 0,
    code: "drift.hours",
    title: "Share of rows in each hour of the day (UTC or as written)",
};
const WEEK: Cycle = Cycle {
    place_ms: DAY_MS,
    places: 7,
    start: 3,
    code: "drift.weekdays",
    title: "Share of rows on each day of the week",
};

impl Cycle {
    /// Counts of every whole round from the first row on; what is left over of the last round is left out, so that a
    /// file does not seem to prefer the places that its period happens to hold once more.
    fn rounds(&self, instants: &[i64]) -> Vec<u64> {
        let place = |instant: i64| instant.div_euclid(self.place_ms);
        let (Some(first), Some(last)) = (instants.first(), instants.last()) else {
            return Vec::new();
        };
        let (first, last) = (place(*first), place(*last));
        let rounds = (last - first + 1) / self.places as i64;
        if rounds > MOST_ROUNDS {
            return Vec::new();
        }
        let mut counts = vec![0; rounds as usize * self.places];
        for &instant in instants {
            let at = place(instant);
            let round = (at - first) as usize / self.places;
            let within = (at + self.start).rem_euclid(self.places as i64) as usize;
            if let Some(count) = counts.get_mut(round * self.places + within) {
                *count += 1;
            }
        }
        counts
    }

    fn compare(&self, reference: &[i64], current: &[i64]) -> Option<Rhythm> {
        let (before, now) = (self.rounds(reference), self.rounds(current));
        let rounds = |counts| Rounds {
            counts,
            places: self.places,
        };
        rhythm::compare(rounds(&before), rounds(&now))
    }

    fn name(&self, place: usize) -> String {
        match DAYS.get(place) {
            Some(day) if self.places == DAYS.len() => (*day).into(),
            _ => format!("{place:02}:00"),
        }
    }
}

/// Rounds that are counted: 137 years of days.
const MOST_ROUNDS: i64 = 50_000;

pub(super) fn compare(
    column: &mut Comparison,
    reference: (&[i64], &Column),
    current: (&[i64], &Column),
    parameters: &Parameters,
) {
    // Hours where any row has one, and days where all rows share one hour.
    let hours = |instants: &[i64]| instants.iter().any(|i| i.rem_euclid(DAY_MS) != 0);
    let with_hours = hours(reference.0) || hours(current.0);
    let found = [&DAY, &WEEK]
        .into_iter()
        .skip(usize::from(!with_hours))
        .find_map(|cycle| Some((cycle, cycle.compare(reference.0, current.0)?)));
    match found {
        Some((cycle, rhythm)) => test(column, cycle, &rhythm, parameters),
        None => {
            let finding = column.finding("values", "drift.time-short", column.present());
            column.findings.push(finding);
        }
    }
    let before = Spacing::of(reference.0);
    let now = Spacing::of(current.0);
    let orders = (Order::of(reference.1), Order::of(current.1));
    period(column, reference.0, current.0);
    irregular(column, &before, &now, orders);
    column.blocks.push(Block::Table(table([
        ("Reference", reference.0, &before, orders.0),
        ("Current", current.0, &now, orders.1),
    ])));
}

fn test(column: &mut Comparison, cycle: &Cycle, rhythm: &Rhythm, parameters: &Parameters) {
    let mut finding = column.finding("values", cycle.code, column.present());
    finding.test = Some(Test {
        name: "rao-scott".into(),
        method: "asymptotic".into(),
        statistic: Some(rhythm.statistic),
        p: Some(rhythm.p),
        q: None,
        degrees: Some(rhythm.degrees),
    });
    let names: Vec<String> = (0..cycle.places).map(|place| cycle.name(place)).collect();
    let counts: Vec<Count> = names
        .iter()
        .zip(rhythm.reference.iter().zip(&rhythm.current))
        .map(|(level, (&reference, &current))| Count {
            level,
            reference,
            current,
        })
        .collect();
    // Rows count as many as there would be if they were independent.
    let effective = |sums: &[u64]| -> Vec<u64> {
        sums.iter()
            .map(|&rows| (rows as f64 / rhythm.design_effect).round() as u64)
            .collect()
    };
    let (before, now) = (effective(&rhythm.reference), effective(&rhythm.current));
    let mut mix = Mix::of(&before, &now, parameters);
    mix.effect.interval =
        total_variation_interval_of_rounds(&before, &now, CONFIDENCE).map(reported);
    mix.effect.value = crate::stats::variation::total_variation(&rhythm.reference, &rhythm.current);
    mix.effect.name = "time-variation".into();
    finding.effect = Some(mix.effect.clone());
    let shares = Shares {
        counts: &counts,
        reference: rhythm.reference.iter().sum::<u64>() as f64,
        current: rhythm.current.iter().sum::<u64>() as f64,
    };
    let largest_first = order(counts.len(), &|a, b| {
        shares.moved(b).total_cmp(&shares.moved(a))
    });
    if let Some(most) = largest_first.first().map(|&at| shares.level(at)) {
        finding.numbers = numbers([
            ("level", Cell::Text(most.name)),
            ("level_reference", Cell::Number(most.reference)),
            ("level_current", Cell::Number(most.current)),
        ]);
    }
    column.findings.push(finding);
    let places: Vec<usize> = (0..cycle.places).collect();
    column.blocks.push(Block::LevelPair(shares.pair(
        cycle.title,
        &places,
        cycle.places,
    )));
    column.blocks.push(Block::Metric(mix.metric(
        "Total variation distance",
        "Half the sum of the absolute differences of the shares, over whole rounds of the cycle. Rows of one round come \
         together, so the interval counts rows over their design effect (Rao and Scott 1981, JASA 76:221).",
    )));
    if rhythm.design_effect > 1.0 {
        column.blocks.push(Block::Text(TextBlock {
            code: "text.design-effect".into(),
            numbers: numbers([("design", Cell::Number(rhythm.design_effect))]),
            sentence: String::new(),
        }));
    }
}

/// Which period each file covers.
fn period(column: &mut Comparison, reference: &[i64], current: &[i64]) {
    let ends = |of: &[i64]| Some((*of.first()?, *of.last()?));
    let (Some(before), Some(now)) = (ends(reference), ends(current)) else {
        return;
    };
    let code = if now.0 > before.1 {
        "drift.time"
    } else if now.1 < before.0 {
        "drift.time-before"
    } else {
        "drift.time-overlap"
    };
    let cell = |instant: i64| Cell::Number(instant as f64);
    let mut finding = column.finding("period", code, column.present());
    finding.numbers = numbers([
        ("reference_first", cell(before.0)),
        ("reference_last", cell(before.1)),
        ("current_first", cell(now.0)),
        ("current_last", cell(now.1)),
        ("common_first", cell(before.0.max(now.0))),
        ("common_last", cell(before.1.min(now.1))),
    ]);
    column.findings.push(finding);
}

/// What the current file does otherwise than the reference: a longer gap, another step, another row order.
fn irregular(column: &mut Comparison, before: &Spacing, now: &Spacing, orders: (Order, Order)) {
    let mut say = |kind: &str, code: &str, pairs: [(&str, Cell); 3]| {
        let mut finding = column.finding(kind, code, column.present());
        finding.numbers = numbers(pairs);
        column.findings.push(finding);
    };
    if now.longest > 2 * before.longest && now.longest > 3 * now.step && before.longest > 0 {
        say(
            "gap",
            "drift.time-gap",
            [
                ("gap", Cell::Text(duration(now.longest))),
                ("gap_reference", Cell::Text(duration(before.longest))),
                ("gap_start", Cell::Number(now.longest_start as f64)),
            ],
        );
    }
    let regular = before.regular >= 0.5 && now.regular >= 0.5;
    if regular && (2 * before.step > 3 * now.step || 2 * now.step > 3 * before.step) {
        say(
            "cadence",
            "drift.time-cadence",
            [
                ("step", Cell::Text(duration(now.step))),
                ("step_reference", Cell::Text(duration(before.step))),
                ("regular", Cell::Number(now.regular)),
            ],
        );
    }
    if orders.0 != orders.1 && orders.0 != Order::Mixed {
        say(
            "order",
            "drift.time-order",
            [
                ("order", Cell::Text(orders.1.word().into())),
                ("order_reference", Cell::Text(orders.0.word().into())),
                ("rows", Cell::Empty(())),
            ],
        );
    }
}

fn table(files: [(&str, &[i64], &Spacing, Order); 2]) -> TableBlock {
    let heading = |label: &str, unit: Unit| TableColumn {
        label: label.into(),
        unit,
    };
    let instant = |at: Option<&i64>| at.map_or(Cell::Empty(()), |at| Cell::Number(*at as f64));
    TableBlock {
        title: "Period, steps and gaps".into(),
        columns: vec![
            heading("File", Unit::Number),
            heading("First", Unit::TimeMs),
            heading("Last", Unit::TimeMs),
            heading("Distinct", Unit::Count),
            heading("Usual step", Unit::Number),
            heading("Steps within a tenth of it", Unit::Share),
            heading("Longest gap", Unit::Number),
            heading("It begins", Unit::TimeMs),
            heading("Rows stand", Unit::Number),
        ],
        rows: files
            .into_iter()
            .map(|(file, instants, spacing, order)| {
                let steps = spacing.distinct > 1;
                let some = |cell: Cell| if steps { cell } else { Cell::Empty(()) };
                vec![
                    Cell::Text(file.into()),
                    instant(instants.first()),
                    instant(instants.last()),
                    Cell::Number(spacing.distinct as f64),
                    some(Cell::Text(duration(spacing.step))),
                    some(Cell::Number(spacing.regular)),
                    some(Cell::Text(duration(spacing.longest))),
                    some(Cell::Number(spacing.longest_start as f64)),
                    Cell::Text(order.word().into()),
                ]
            })
            .collect(),
    }
}
