//! What is said of the windows: findings where a column changed, one map of all columns, details of those that changed.

use super::META;
use super::alarm::{Alarm, alarms};
use super::blocks::{self, when};
use super::effects::{Distance, Measure};
use super::parameters::Window;
use super::story::{Changes, Frame, Story};
use super::windows::{Cut, MOST, Slot};
use crate::analysis::Outcome;
use crate::report::{
    Block, Cell, Counts, Effect, Finding, Numbers, Rule, Section, Severity, Test, TextBlock, Unit,
    numbers, show,
};

/// What the reader must know of the windows.
pub(super) struct Facts {
    /// Column that orders the rows.
    pub(super) column: Option<String>,
    pub(super) cut: Cut,
    pub(super) without_time: u64,
    pub(super) sampled: bool,
}

/// The whole outcome.
pub(super) fn outcome(frame: &Frame, stories: &[Story], facts: &Facts) -> Outcome {
    let alarms = alarms(frame, stories);
    let mut findings = Vec::new();
    let mut details = Vec::new();
    for (story, alarm) in stories.iter().zip(&alarms) {
        let Some(finding) = finding(frame, story, alarm.as_ref()) else {
            continue;
        };
        details.push(Section {
            id: section_of(story),
            analysis: META.id.into(),
            title: format!("{} over time", story.name),
            column: Some(story.name.clone()),
            blocks: blocks::of_column(frame, story),
        });
        findings.push(finding);
    }
    let mut blocks = vec![text("text.over-time-windows", window_facts(frame, facts))];
    blocks.extend(notes(frame, stories, facts));
    if !stories.is_empty() {
        blocks.push(blocks::map(frame, stories));
        blocks.push(blocks::summary(frame, stories, &alarms));
    }
    let mut sections = vec![Section {
        id: META.id.into(),
        analysis: META.id.into(),
        title: META.title.into(),
        column: None,
        blocks,
    }];
    sections.append(&mut details);
    Outcome {
        findings,
        sections,
        warnings: Vec::new(),
        ..Outcome::default()
    }
}

fn section_of(story: &Story) -> String {
    format!("{}/{}", META.id, story.name)
}

/// The change that is worth a line: one within the windows, not at the join of the two files, which the comparison of
/// the two files says already.
fn told<'a>(frame: &Frame, story: &'a Story) -> Option<&'a Changes> {
    story.changes.as_ref().filter(|changes| {
        changes.q.is_some_and(|q| q <= frame.level)
            && !changes.windows.is_empty()
            && changes.windows != [frame.before.len()]
    })
}

fn finding(frame: &Frame, story: &Story, alarm: Option<&Alarm>) -> Option<Finding> {
    let alarm = alarm.filter(|alarm| alarm.window.is_some());
    let base = |kind: &str, code: &str, n: Counts, distance: &Distance| Finding {
        id: format!("{}/{}/{kind}", META.id, story.name),
        analysis: META.id.into(),
        code: code.into(),
        column: Some(story.name.clone()),
        section: Some(section_of(story)),
        severity: Severity::NotCompared,
        word: None,
        rule: Rule::NotJudged,
        effect: Some(Effect {
            name: story.measure.effect.into(),
            value: distance.value,
            interval: distance.interval,
            threshold: story.measure.threshold,
            noise_floor: None,
            detectable: None,
            unit: story.measure.unit,
        }),
        test: None,
        n,
        numbers: sizes(&story.measure, distance),
        sentence: String::new(),
        next: String::new(),
    };
    if let Some(changes) = told(frame, story) {
        let mut finding = base(
            "change",
            "over-time.change",
            changes.rows,
            &changes.distance,
        );
        finding.test = Some(Test {
            name: "largest-cut".into(),
            method: "simulation".into(),
            statistic: Some(changes.main.statistic),
            p: changes.p,
            q: changes.q,
            degrees: Some(changes.main.degrees),
        });
        let say = |window: usize| frame.window(window).map(when).unwrap_or_default();
        let others: Vec<String> = changes
            .windows
            .iter()
            .filter(|&&window| window != changes.main.window)
            .map(|&window| say(window))
            .collect();
        let others = match others.len() {
            0 => String::new(),
            _ => format!(" It also changed on {}.", others.join(", ")),
        };
        let text = Cell::Text;
        finding
            .numbers
            .insert("when".into(), text(say(changes.main.window)));
        finding.numbers.insert("others".into(), text(others));
        return Some(finding);
    }
    let alarm = alarm?;
    let window = alarm.window.and_then(|window| frame.slots.get(window))?;
    let n = Counts {
        reference: story.reference,
        current: story.windows.iter().map(|w| w.present).sum(),
    };
    let mut finding = base("alarm", "over-time.alarm", n, &story.overall);
    let p = story.looks.as_ref().and_then(|looks| looks.last().copied());
    finding.test = Some(Test {
        name: "rank-bet".into(),
        method: "always-valid".into(),
        statistic: p.map(|p| 1.0 / p).filter(|wealth| wealth.is_finite()),
        p,
        q: Some(alarm.q),
        degrees: None,
    });
    finding
        .numbers
        .insert("window".into(), Cell::Text(window.label.clone()));
    Some(finding)
}

/// The distance in words: numbers in spreads of the reference, levels in percentage points.
fn sizes(measure: &Measure, distance: &Distance) -> Numbers {
    let say = |value: Option<f64>| {
        Cell::Text(value.map_or_else(|| "not estimable".into(), |value| show(value, measure.unit)))
    };
    let of = match measure.unit {
        Unit::Number => " times the spread of the reference",
        _ => " of the rows",
    };
    let size = distance.value.map_or_else(
        || "an amount that is not estimable".into(),
        |value| format!("{}{of}", show(value, measure.unit)),
    );
    numbers([
        ("size", Cell::Text(size)),
        ("size_low", say(distance.interval.map(|i| i.low))),
        ("size_high", say(distance.interval.map(|i| i.high))),
        ("size_threshold", say(Some(measure.threshold))),
    ])
}

fn text(code: &str, numbers: Numbers) -> Block {
    Block::Text(TextBlock {
        code: code.into(),
        numbers,
        sentence: String::new(),
    })
}

fn window_facts(frame: &Frame, facts: &Facts) -> Numbers {
    let unit = match facts.cut.unit {
        _ if facts.cut.files => "files",
        Window::Hour => "hours",
        Window::Day | Window::Auto => "days",
        Window::Week => "weeks",
        Window::Month => "months",
        Window::Quarter => "quarters",
        Window::Year => "years",
        Window::Rows => "windows of equally many rows",
    };
    let label = |slot: Option<&Slot>| Cell::Text(slot.map(|s| s.label.clone()).unwrap_or_default());
    let by = match &facts.column {
        Some(column) => format!("in the order of {column}"),
        None if facts.cut.files => "in the order in which they were given".into(),
        None => "in the order of the file, since no column of times orders them".into(),
    };
    numbers([
        ("windows", Cell::Number(frame.slots.len() as f64)),
        ("unit", Cell::Text(unit.into())),
        ("by", Cell::Text(by)),
        ("first", label(frame.slots.first())),
        ("last", label(frame.slots.last())),
    ])
}

fn notes(frame: &Frame, stories: &[Story], facts: &Facts) -> Vec<Block> {
    let count = |n: u64| Cell::Number(n as f64);
    let mut blocks = Vec::new();
    let partial: Vec<String> = frame
        .slots
        .iter()
        .filter(|slot| slot.partial)
        .map(|slot| slot.label.clone())
        .collect();
    if !partial.is_empty() {
        let numbers = numbers([("windows", Cell::Text(partial.join(" and ")))]);
        blocks.push(text("text.over-time-partial", numbers));
    }
    if facts.cut.coarsened {
        let numbers = numbers([("most", count(MOST as u64))]);
        blocks.push(text("text.over-time-coarsened", numbers));
    }
    if facts.without_time > 0 {
        let numbers = numbers([("rows", count(facts.without_time))]);
        blocks.push(text("text.over-time-without-time", numbers));
    }
    if facts.sampled {
        let rows = u64::from(frame.config.budgets.background_rows);
        blocks.push(text(
            "text.over-time-sampled",
            numbers([("rows", count(rows))]),
        ));
    }
    let tested = |of: fn(&Story) -> bool| stories.iter().filter(|story| of(story)).count() as u64;
    let windows: usize = stories
        .iter()
        .flat_map(|story| &story.windows)
        .filter(|window| window.q.is_some())
        .count();
    blocks.push(text(
        "text.over-time-families",
        numbers([
            ("windows", count(windows as u64)),
            (
                "changes",
                count(tested(|s| {
                    s.changes.as_ref().is_some_and(|c| c.p.is_some())
                })),
            ),
            ("bets", count(tested(|s| s.looks.is_some()))),
        ]),
    ));
    blocks
}
