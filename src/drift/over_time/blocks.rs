//! The drawings: a map of columns and windows, a summary, and a column's line with its interval.

use super::alarm::Alarm;
use super::story::{Frame, Story, WindowResult};
use super::windows::Slot;
use crate::report::{
    Block, Cell, Fan, FanBand, Interval, Series, SeriesLine, Severity, Strip, StripRow, TableBlock,
    TableColumn, Unit, decide, show,
};

fn number(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty(()), Cell::Number)
}

fn column(label: &str, unit: Unit) -> TableColumn {
    TableColumn {
        label: label.into(),
        unit,
    }
}

/// All columns over all windows.
pub(super) fn map(frame: &Frame, stories: &[Story]) -> Block {
    let name = |partial: bool, label: &str| match partial {
        true => format!("{label} (partial)"),
        false => label.into(),
    };
    Block::Strip(Strip {
        title: "Distance of each window from the reference, 1 is where it starts to matter".into(),
        unit: Unit::Number,
        x_label: "Window".into(),
        x_unit: Unit::Count,
        edges: (0..=frame.slots.len()).map(|at| at as f64).collect(),
        names: frame
            .slots
            .iter()
            .map(|slot| name(slot.partial, &slot.label))
            .collect(),
        middle: None,
        threshold: Some(1.0),
        rows: stories
            .iter()
            .map(|story| {
                let relative = |w: &WindowResult| Some(w.distance.value? / story.measure.threshold);
                StripRow {
                    label: story.name.clone(),
                    values: story.windows.iter().map(relative).collect(),
                }
            })
            .collect(),
    })
}

/// Quantiles of a column's values from window to window, beside those of the reference; of numbers only.
fn fan(frame: &Frame, story: &Story, x_unit: Unit, x: &[f64]) -> Option<Block> {
    let reference = story.spread.as_ref()?;
    let of = |window: &WindowResult, at: usize| window.spread.map(|quantiles| quantiles[at]);
    let line = |at: usize| story.windows.iter().map(|w| of(w, at)).collect::<Vec<_>>();
    let band = |label: &str, low: usize, high: usize| FanBand {
        label: label.into(),
        low: line(low),
        high: line(high),
        reference: Some([reference[low], reference[high]]),
    };
    (frame.slots.len() > 1).then(|| {
        Block::Fan(Fan {
            title: format!("{} in each window, beside the reference", story.name),
            unit: Unit::Number,
            x_unit,
            x: x.to_vec(),
            middle: line(2),
            reference: Some(reference[2]),
            bands: vec![
                band("9 of 10 values", 0, 4),
                band("half of the values", 1, 3),
            ],
            n: story.windows.iter().map(|w| w.present).collect(),
        })
    })
}

/// One line a column: since when, and how sure.
pub(super) fn summary(frame: &Frame, stories: &[Story], alarms: &[Option<Alarm>]) -> Block {
    let rows = stories.iter().zip(alarms).map(|(story, alarm)| {
        let changes = story.changes.as_ref();
        let dates: Vec<String> = changes
            .filter(|changes| changes.q.is_some_and(|q| q <= frame.level))
            .into_iter()
            .flat_map(|changes| &changes.windows)
            .filter_map(|&window| frame.window(window).map(when))
            .collect();
        let since = alarm
            .and_then(|alarm| frame.slots.get(alarm.window?))
            .map(|slot| slot.label.clone());
        let judged = |severity| {
            let of = |window: &&WindowResult| verdict(frame, story, window) == Some(severity);
            story.windows.iter().filter(of).count() as f64
        };
        vec![
            Cell::Text(story.name.clone()),
            Cell::Number(judged(Severity::Matters)),
            Cell::Text(if dates.is_empty() {
                "no change found".into()
            } else {
                dates.join(", ")
            }),
            number(changes.and_then(|changes| changes.q)),
            Cell::Text(since.unwrap_or_else(|| "no alarm".into())),
            number(alarm.map(|alarm| alarm.q)),
        ]
    });
    Block::Table(TableBlock {
        title: "Since when".into(),
        columns: vec![
            column("Column", Unit::Number),
            column("Windows that matter", Unit::Count),
            column("Changed on", Unit::Number),
            column("q of the change", Unit::Probability),
            column("Alarm after window", Unit::Number),
            column("Always-valid q", Unit::Probability),
        ],
        rows: rows.collect(),
    })
}

/// How a window is judged; `None` for a partial one.
fn verdict(frame: &Frame, story: &Story, window: &WindowResult) -> Option<Severity> {
    window.q?;
    let distance = &window.distance;
    let measure = &story.measure;
    Some(decide(window.q, distance.interval, measure.threshold, frame.level).0)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Matters => "matters",
        Severity::RealSizeUnclear => "real, size unclear",
        Severity::RealButSmall => "real but small",
        Severity::NoEvidence => "no evidence of a change that matters",
        Severity::NotEnoughData | Severity::NotCompared => "not enough data",
    }
}

/// A column's distance from window to window, its mean so far, and the numbers.
pub(super) fn of_column(frame: &Frame, story: &Story) -> Vec<Block> {
    let timed = frame.slots.iter().any(|slot| slot.first_ms.is_some());
    let (x_unit, x): (Unit, Vec<f64>) = match timed {
        true => (Unit::TimeMs, frame.slots.iter().map(|s| s.at).collect()),
        false => (Unit::Count, frame.slots.iter().map(|s| s.at).collect()),
    };
    let mut blocks = vec![Block::Series(Series {
        title: "Distance of each window from the reference".into(),
        x_unit,
        y_unit: story.measure.unit,
        x: x.clone(),
        lines: distances(frame, story),
    })];
    blocks.extend(fan(frame, story, x_unit, &x));
    if let Some(means) = &story.means {
        let y: Vec<Option<f64>> = means.iter().map(|m| m.map(|m| m.difference)).collect();
        let level = super::story::CONFIDENCE;
        let band = |interval: crate::stats::interval::Interval| Interval {
            low: interval.lower,
            high: interval.upper,
            level,
        };
        let bands = means.iter().map(|m| m.map(|m| band(m.interval))).collect();
        if y.iter().any(Option::is_some) {
            blocks.push(Block::Series(Series {
                title: "Mean of all rows so far, current less reference, with a band that holds at every look"
                    .into(),
                x_unit,
                y_unit: Unit::Number,
                x,
                lines: vec![SeriesLine {
                    label: "Mean so far".into(),
                    y,
                    band: Some(bands),
                }],
            }));
        }
    }
    blocks.push(windows(frame, story));
    blocks
}

fn distances(frame: &Frame, story: &Story) -> Vec<SeriesLine> {
    let line = |label: &str, partial: bool| {
        let shown = || {
            let windows = story.windows.iter().zip(frame.slots);
            windows.map(|(window, slot)| (slot.partial == partial).then_some(window.distance))
        };
        SeriesLine {
            label: label.into(),
            y: shown().map(|distance| distance?.value).collect(),
            band: Some(shown().map(|distance| distance?.interval).collect()),
        }
    };
    let mut lines = vec![line("Distance", false)];
    if frame.slots.iter().any(|slot| slot.partial) {
        lines.push(line("Partial window", true));
    }
    lines.push(SeriesLine {
        label: "Starts to matter".into(),
        y: vec![Some(story.measure.threshold); frame.slots.len()],
        band: None,
    });
    lines
}

fn windows(frame: &Frame, story: &Story) -> Block {
    let rows = story.windows.iter().zip(frame.slots).enumerate();
    let rows = rows.map(|(at, (window, slot))| {
        let distance = &window.distance;
        let word = match verdict(frame, story, window) {
            _ if slot.partial => "partial, not judged",
            Some(severity) => word(severity),
            None => "not enough data",
        };
        let look = story
            .looks
            .as_ref()
            .and_then(|looks| looks.get(at).copied());
        vec![
            Cell::Text(slot.label.clone()),
            Cell::Number(window.present as f64),
            number(distance.value),
            number(distance.interval.map(|i| i.low)),
            number(distance.interval.map(|i| i.high)),
            number(distance.p),
            number(window.q),
            Cell::Text(word.into()),
            number(look),
        ]
    });
    let unit = story.measure.unit;
    Block::Table(TableBlock {
        title: "Windows".into(),
        columns: vec![
            column("Window", Unit::Number),
            column("Values", Unit::Count),
            column("Distance", unit),
            column("Lower end", unit),
            column("Upper end", unit),
            column("p", Unit::Probability),
            column("q", Unit::Probability),
            column("Verdict", Unit::Number),
            column("Always-valid p so far", Unit::Probability),
        ],
        rows: rows.collect(),
    })
}

/// The first instant of a window's rows, or its name.
pub(super) fn when(slot: &Slot) -> String {
    match slot.first_ms {
        Some(first) => show(first as f64, Unit::TimeMs),
        None => slot.label.clone(),
    }
}
