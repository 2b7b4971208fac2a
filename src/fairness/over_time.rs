//! Has a gap opened: from the reference to the current file, and over windows of time within the current one.
//!
//! A gap is a group's rate less that of the reference group. What is tested is whether it differs from the gap in the
//! reference file, by a test that may be looked at after every window and stopped at any time: the chance that it ever
//! says so where nothing changed is at most the level (mixture sequential probability ratio test: Robbins H (1970),
//! Annals of Mathematical Statistics 41, 1397; Johari R et al. (2022), Operations Research 70, 1806).

use super::META;
use super::attributes::{self, Grouping, NOWHERE};
use super::audit::{self, Counted};
use super::cells::{optional, table};
use super::judge::CONFIDENCE;
use super::metric::{self, Tally, tally};
use super::parameters::Parameters;
use super::said::finding;
use super::task::{Classes, Parts, Task, task};
use crate::analysis::{Inputs, Outcome};
use crate::report::{
    Block, Cell, Counts, Effect, Finding, Interval, Section, Series, SeriesLine, Severity, Test,
    Unit, civil_date, decide, numbers,
};
use crate::stats::correction::holm;
use crate::stats::groups::confusion::Rate;
use crate::stats::rate::difference::{Factor, score};
use crate::stats::sequential::mixture::{Look, Sequence};
use crate::table::{Column, ColumnData, Table};

/// Windows, at most: beyond that neighbours are put together.
const WINDOWS: usize = 60;
const DAY_MS: f64 = 86_400_000.0;

/// One table's outcomes, and its groups by name.
struct Side {
    classes: Classes,
    groupings: Vec<Counted>,
}

fn side(table: &Table, parts: &Parts, parameters: &Parameters) -> Option<Side> {
    let Ok(Task::Classes(classes)) = task(table, parts, parameters) else {
        return None;
    };
    let single = Parameters {
        crossed: 1,
        ..parameters.clone()
    };
    let groupings = audit::Groupings::of(table, parts, &single).groupings;
    let outcomes = (classes.decisions.as_slice(), classes.labels.as_slice());
    let groupings = audit::count(groupings, outcomes, None, parameters);
    Some(Side { classes, groupings })
}

/// The windows of the current rows, in order: a code a row, and where each window starts.
struct Windows {
    codes: Vec<u32>,
    starts: Vec<f64>,
    unit: Unit,
}

/// By the month, quarter or year of a time; by the distinct values of a number, where these are few; else all rows in
/// one window.
fn windows(column: Option<&Column>, rows: usize) -> Windows {
    let one = || Windows {
        codes: vec![0; rows],
        starts: vec![0.0],
        unit: Unit::Number,
    };
    let Some(column) = column else { return one() };
    let values = attributes::numbers(column);
    let is_time = matches!(column.data, ColumnData::Time(_));
    let by = |months: i64| -> Vec<f64> {
        values
            .iter()
            .map(|v| if is_time { start_of(*v, months) } else { *v })
            .collect()
    };
    for months in [1, 3, 12] {
        let keys = by(months);
        let mut starts: Vec<f64> = Vec::new();
        for key in keys.iter().filter(|k| k.is_finite()) {
            if let Err(place) = starts.binary_search_by(|s| s.total_cmp(key)) {
                starts.insert(place, *key);
                if starts.len() > WINDOWS {
                    break;
                }
            }
        }
        if !starts.is_empty() && starts.len() <= WINDOWS {
            let codes = keys
                .iter()
                .map(|k| match starts.binary_search_by(|s| s.total_cmp(k)) {
                    Ok(place) if k.is_finite() => place as u32,
                    _ => NOWHERE,
                })
                .collect();
            let unit = if is_time { Unit::TimeMs } else { Unit::Number };
            return Windows {
                codes,
                starts,
                unit,
            };
        }
        if !is_time {
            break;
        }
    }
    one()
}

/// The first instant of the calendar part of so many months.
fn start_of(ms: f64, months: i64) -> f64 {
    if !ms.is_finite() {
        return f64::NAN;
    }
    let days = libm::floor(ms / DAY_MS) as i64;
    let (_, month, day) = civil_date(days);
    // Back to the first of the month, then month by month to the first of the part.
    let mut first = days - i64::from(day) + 1;
    for _ in 0..(i64::from(month) - 1) % months {
        let (_, _, last) = civil_date(first - 1);
        first -= i64::from(last);
    }
    first as f64 * DAY_MS
}

/// One group's gap followed over the windows.
struct Followed {
    attribute: String,
    group: String,
    versus: String,
    /// The two as sentences name them.
    told: [String; 2],
    rate: Rate,
    /// Gap in the reference file and in all current rows.
    gaps: [Option<f64>; 2],
    /// Gap of each window with its interval.
    each: Vec<Option<(f64, Interval)>>,
    /// Change of the gap so far, its always-valid interval and p-value after the last window.
    change: Option<f64>,
    interval: Option<Interval>,
    p: Option<f64>,
    /// The first window after which it could be said.
    since: Option<usize>,
    rows: [u64; 2],
}

/// The part of the audit that looks at both files.
pub fn outcome(inputs: &Inputs, parameters: &Parameters, level: f64) -> Outcome {
    let parts = [
        Parts::of(inputs.reference, &inputs.roles.reference, parameters),
        Parts::of(inputs.current, &inputs.roles.current, parameters),
    ];
    let (Some(before), Some(now)) = (
        side(inputs.reference, &parts[0], parameters),
        side(inputs.current, &parts[1], parameters),
    ) else {
        return Outcome::default();
    };
    let time = parts[1].time.and_then(|at| inputs.current.columns.get(at));
    let windows = windows(time, inputs.current.rows);
    let has_labels = !before.classes.labels.is_empty() && !now.classes.labels.is_empty();
    let rates: &[Rate] = if has_labels {
        &[Rate::Selection, Rate::TruePositive, Rate::FalsePositive]
    } else {
        &[Rate::Selection]
    };
    let mut followed = Vec::new();
    for old in &before.groupings {
        let Some(new) = now
            .groupings
            .iter()
            .find(|n| n.grouping.name() == old.grouping.name())
        else {
            continue;
        };
        let cells = cells(&new.grouping, &windows, &now.classes);
        for &rate in rates {
            followed.extend(follow(old, new, &cells, rate, parameters, level));
        }
    }
    said(&followed, &windows, parameters, level)
}

/// Counts of every group in every window: window after window.
fn cells(grouping: &Grouping, windows: &Windows, classes: &Classes) -> Vec<Vec<Tally>> {
    let groups = grouping.groups.len();
    let codes: Vec<u32> = grouping
        .codes
        .iter()
        .zip(&windows.codes)
        .map(|(&group, &window)| {
            if (group as usize) < groups && window != NOWHERE {
                window * groups as u32 + group
            } else {
                NOWHERE
            }
        })
        .collect();
    let all = tally(
        &codes,
        groups * windows.starts.len(),
        &classes.decisions,
        &classes.labels,
        None,
    );
    all.chunks(groups.max(1)).map(<[Tally]>::to_vec).collect()
}

/// Difference of two rates and its variance, with half a hit and half a miss added so that no variance is zero.
fn gap(one: &Tally, other: &Tally, rate: Rate) -> Option<(f64, f64)> {
    let of = |tally: &Tally| {
        let share = tally.share(rate);
        let n = share.rows as f64;
        let soft = (share.count as f64 + 0.5) / (n + 1.0);
        Some((share.value()?, soft * (1.0 - soft) / n))
    };
    let ((p, vp), (q, vq)) = (of(one)?, of(other)?);
    Some((p - q, vp + vq))
}

fn follow(
    old: &Counted,
    new: &Counted,
    cells: &[Vec<Tally>],
    rate: Rate,
    parameters: &Parameters,
    level: f64,
) -> Vec<Followed> {
    let versus = &old.grouping.groups[old.reference];
    let Some(versus_now) = new.grouping.groups.iter().position(|g| g == versus) else {
        return Vec::new();
    };
    let least = u64::from(parameters.least_rows);
    let mut out = Vec::new();
    for (at, group) in old.grouping.groups.iter().enumerate() {
        let Some(now) = new.grouping.groups.iter().position(|g| g == group) else {
            continue;
        };
        let enough = |tallies: &[Tally], one: usize, other: usize| {
            tallies[one].of(rate) >= least && tallies[other].of(rate) >= least
        };
        if at == old.reference
            || !enough(&old.tallies, at, old.reference)
            || !enough(&new.tallies, now, versus_now)
        {
            continue;
        }
        let before = gap(&old.tallies[at], &old.tallies[old.reference], rate);
        // Changes of the size of the limit are looked for; nothing of this depends on the current rows.
        let mut sequence = Sequence::new(0.5 * parameters.difference, level);
        let mut sums = [Tally::default(), Tally::default()];
        let mut since = None;
        let mut change = None;
        let mut each = Vec::new();
        for (window, tallies) in cells.iter().enumerate() {
            let pair = [&tallies[now], &tallies[versus_now]];
            each.push(if pair.iter().all(|t| t.of(rate) >= least) {
                window_gap(pair, rate)
            } else {
                None
            });
            sums = [sums[0].and(pair[0]), sums[1].and(pair[1])];
            let enough = sums.iter().all(|t| t.of(rate) >= least);
            let so_far = gap(&sums[0], &sums[1], rate).filter(|_| enough);
            if let (Some((d0, v0)), Some((d1, v1)), Some(sequence)) =
                (before, so_far, &mut sequence)
            {
                change = Some(d1 - d0);
                sequence.look(Look {
                    difference: d1 - d0,
                    variance: v0 + v1,
                });
                if since.is_none() && sequence.p() <= level {
                    since = Some(window);
                }
            }
        }
        let sequence = sequence.filter(|_| change.is_some());
        out.push(Followed {
            attribute: old.grouping.name(),
            group: group.clone(),
            versus: versus.clone(),
            told: [old.grouping.told(at), old.grouping.told(old.reference)],
            rate,
            gaps: [
                before.map(|g| g.0),
                gap(&sums[0], &sums[1], rate).map(|g| g.0),
            ],
            each,
            change,
            interval: sequence
                .as_ref()
                .and_then(Sequence::interval)
                .map(|i| Interval {
                    low: i.lower,
                    high: i.upper,
                    level: 1.0 - level,
                }),
            p: sequence.map(|s| s.p()),
            since,
            rows: [old.tallies[at].of(rate), sums[0].of(rate)],
        });
    }
    out
}

fn window_gap([one, other]: [&Tally; 2], rate: Rate) -> Option<(f64, Interval)> {
    let (a, b) = (one.trials(rate)?, other.trials(rate)?);
    let interval = score(a, b, CONFIDENCE, Factor::MiettinenNurminen)?;
    Some((
        a.rate()? - b.rate()?,
        Interval {
            low: interval.lower,
            high: interval.upper,
            level: CONFIDENCE,
        },
    ))
}

fn said(followed: &[Followed], windows: &Windows, parameters: &Parameters, level: f64) -> Outcome {
    if followed.is_empty() {
        return Outcome::default();
    }
    let q = holm(&followed.iter().map(|f| f.p).collect::<Vec<_>>());
    let findings = followed
        .iter()
        .zip(&q)
        .filter(|(_, q)| q.is_some_and(|q| q <= level))
        .map(|(f, q)| changed(f, *q, windows, parameters, level))
        .collect();
    let window = |at: Option<usize>| {
        at.and_then(|at| windows.starts.get(at))
            .map_or(Cell::Empty(()), |start| {
                Cell::Text(crate::report::show(*start, windows.unit))
            })
    };
    let rows = followed
        .iter()
        .zip(&q)
        .map(|(f, q)| {
            vec![
                Cell::Text(f.attribute.clone()),
                Cell::Text(f.group.clone()),
                Cell::Text(f.versus.clone()),
                Cell::Text(metric::title(f.rate).into()),
                optional(f.gaps[0]),
                optional(f.gaps[1]),
                optional(f.change),
                optional(f.interval.map(|i| i.low)),
                optional(f.interval.map(|i| i.high)),
                optional(f.p),
                optional(*q),
                window(f.since),
                Cell::Number(f.rows[0] as f64),
                Cell::Number(f.rows[1] as f64),
            ]
        })
        .collect();
    let mut blocks = vec![table(
        "Gaps in the reference and in the current file",
        &[
            ("Attribute", Unit::Number),
            ("Group", Unit::Number),
            ("Compared with", Unit::Number),
            ("Rate", Unit::Number),
            ("Gap before", Unit::SharePoints),
            ("Gap now", Unit::SharePoints),
            ("Change", Unit::SharePoints),
            ("low, at any look", Unit::SharePoints),
            ("high, at any look", Unit::SharePoints),
            ("Always-valid p", Unit::Probability),
            ("Corrected p", Unit::Probability),
            ("Could be said after", Unit::Number),
            ("n before", Unit::Count),
            ("n now", Unit::Count),
        ],
        rows,
    )];
    if windows.starts.len() > 1 {
        blocks.extend(series(followed, windows));
    }
    Outcome {
        findings,
        sections: vec![Section {
            id: format!("{}/over-time", META.id),
            analysis: META.id.into(),
            title: "Fairness: has a gap opened?".into(),
            column: None,
            blocks,
        }],
        ..Outcome::default()
    }
}

/// One plot for each attribute and rate.
fn series(followed: &[Followed], windows: &Windows) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut done: Vec<(&str, Rate)> = Vec::new();
    for one in followed {
        let key = (one.attribute.as_str(), one.rate);
        if done.contains(&key) {
            continue;
        }
        done.push(key);
        let lines = followed
            .iter()
            .filter(|f| f.attribute == one.attribute && f.rate == one.rate)
            .map(|f| SeriesLine {
                label: f.group.clone(),
                y: f.each.iter().map(|e| e.map(|e| e.0)).collect(),
                band: Some(f.each.iter().map(|e| e.map(|e| e.1)).collect()),
            })
            .collect();
        out.push(Block::Series(Series {
            title: format!(
                "{} of {} less that of {}",
                metric::title(one.rate),
                one.attribute,
                one.versus
            ),
            x_unit: windows.unit,
            y_unit: Unit::SharePoints,
            x: windows.starts.clone(),
            lines,
        }));
    }
    out
}

fn changed(
    f: &Followed,
    q: Option<f64>,
    windows: &Windows,
    parameters: &Parameters,
    level: f64,
) -> Finding {
    let absolute = f.interval.map(|i| Interval {
        low: if i.low <= 0.0 && i.high >= 0.0 {
            0.0
        } else {
            libm::fabs(i.low).min(libm::fabs(i.high))
        },
        high: libm::fabs(i.low).max(libm::fabs(i.high)),
        level: i.level,
    });
    let id = format!(
        "{}/{}/{}/opened",
        f.attribute,
        f.group,
        metric::title(f.rate)
    );
    let mut found = finding(&id, "fairness.gap-changed", Severity::NotEnoughData);
    (found.severity, _) = decide(q, absolute, parameters.difference, level);
    let wider = match (f.gaps[0], f.gaps[1]) {
        (Some(before), Some(now)) if libm::fabs(now) > libm::fabs(before) => "wider",
        _ => "narrower",
    };
    let since = f.since.and_then(|at| windows.starts.get(at));
    let since = match since {
        Some(start) if windows.starts.len() > 1 => format!(
            " It could be said after the window that starts at {}, however often one looked.",
            crate::report::show(*start, windows.unit)
        ),
        _ => String::new(),
    };
    found.column = Some(f.attribute.clone());
    found.section = Some(format!("{}/over-time", META.id));
    found.effect = Some(Effect {
        name: "gap-change".into(),
        value: f.change.map(libm::fabs),
        interval: absolute,
        threshold: parameters.difference,
        noise_floor: None,
        detectable: None,
        unit: Unit::SharePoints,
    });
    found.test = Some(Test {
        name: "mixture-sequential".into(),
        method: "always-valid".into(),
        statistic: None,
        p: f.p,
        q,
        degrees: None,
    });
    found.n = Counts {
        reference: f.rows[0],
        current: f.rows[1],
    };
    found.numbers = numbers([
        ("group", Cell::Text(f.told[0].clone())),
        ("versus", Cell::Text(f.told[1].clone())),
        ("metric", Cell::Text(metric::title(f.rate).to_lowercase())),
        ("before", optional(f.gaps[0])),
        ("now", optional(f.gaps[1])),
        ("wider", Cell::Text(wider.into())),
        ("since", Cell::Text(since)),
    ]);
    found
}
