//! What is found, as findings: one for each criterion and attribute, and one for each thing that stands in the way.

use super::META;
use super::attributes::Grouping;
use super::audit::{Comparison, Counted, Versus, What};
use super::cells::{count, number, optional};
use super::criterion::Criterion;
use super::judge::{CONFIDENCE, Scale, Verdict};
use super::parameters::Parameters;
use crate::report::{
    Cell, Counts, Effect, Finding, Interval, Numbers, Rule, Severity, Test, Unit, numbers,
};

/// A finding without numbers.
pub fn finding(id: &str, code: &str, severity: Severity) -> Finding {
    Finding {
        id: format!("{}/{id}", META.id),
        analysis: META.id.into(),
        code: code.into(),
        column: None,
        section: Some(META.id.into()),
        severity,
        word: None,
        rule: Rule::OwnRule,
        effect: None,
        test: None,
        n: Counts::default(),
        numbers: Numbers::new(),
        sentence: String::new(),
        next: String::new(),
    }
}

/// What one criterion says of one grouping.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said<'a> {
    /// The criterion.
    pub criterion: Criterion,
    /// Position of the grouping.
    pub grouping: usize,
    /// The comparison that decides, the worst one.
    pub worst: &'a Comparison,
    /// The verdict over all groups that can be judged.
    pub verdict: Verdict,
    /// Comparisons with each verdict: outside, cannot tell, within.
    pub tallied: [usize; 3],
    /// Groups too small to be judged.
    pub small: usize,
    /// Groups with an empty denominator.
    pub not_estimable: usize,
}

/// Every criterion of every grouping that has comparisons.
pub fn criteria<'a>(
    comparisons: &'a [Comparison],
    groupings: usize,
    least_rows: u64,
) -> Vec<Said<'a>> {
    let mut out = Vec::new();
    for grouping in 0..groupings {
        for criterion in Criterion::ALL {
            let of: Vec<&Comparison> = comparisons
                .iter()
                .filter(|c| c.grouping == grouping && c.what.decides(criterion))
                .collect();
            out.extend(say(criterion, grouping, &of, least_rows));
        }
    }
    out
}

/// A group that is too small, or not estimable, never decides while another one can be judged.
fn say<'a>(
    criterion: Criterion,
    grouping: usize,
    of: &[&'a Comparison],
    least_rows: u64,
) -> Option<Said<'a>> {
    let is_small = |c: &Comparison| c.rows[0].min(c.rows[1]) < least_rows;
    let class = |c: &Comparison| match c.judged.verdict {
        Verdict::Outside => 4,
        Verdict::CannotTell(_) if !is_small(c) => 3,
        Verdict::Within => 2,
        Verdict::CannotTell(_) => 1,
        Verdict::NotEstimable => 0,
    };
    let mut worst: Option<&Comparison> = None;
    for &one in of {
        let further = |other: &Comparison| {
            (class(one), gap(one).unwrap_or(2.0)) > (class(other), gap(other).unwrap_or(2.0))
        };
        if worst.is_none_or(further) {
            worst = Some(one);
        }
    }
    let worst = worst?;
    let with = |wanted: u8| of.iter().filter(|c| class(c) == wanted).count();
    Some(Said {
        criterion,
        grouping,
        worst,
        verdict: worst.judged.verdict,
        tallied: [with(4), with(3), with(2)],
        small: with(1),
        not_estimable: with(0),
    })
}

/// How far a comparison is from equality: 1 less the smaller of ratio and inverse, or the difference without its sign.
pub fn gap(comparison: &Comparison) -> Option<f64> {
    comparison
        .compared
        .estimate
        .map(|e| fold(e, comparison.limit.scale))
}

fn fold(value: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Difference => libm::fabs(value),
        Scale::Ratio if value > 1.0 => 1.0 - 1.0 / value,
        Scale::Ratio => 1.0 - value,
    }
}

fn effect(comparison: &Comparison) -> Effect {
    let scale = comparison.limit.scale;
    let neutral = if scale == Scale::Ratio { 1.0 } else { 0.0 };
    let interval = comparison.compared.interval.map(|i| {
        let ends = [fold(i.lower, scale), fold(i.upper, scale)];
        Interval {
            low: if i.contains(neutral) {
                0.0
            } else {
                ends[0].min(ends[1])
            },
            high: ends[0].max(ends[1]),
            level: CONFIDENCE,
        }
    });
    // A limit may have one end only.
    let limit = [comparison.limit.low, comparison.limit.high].map(|end| fold(end, scale));
    let nearest = limit.into_iter().filter(|end| end.is_finite());
    Effect {
        name: match scale {
            Scale::Ratio => "relative-gap",
            Scale::Difference => "absolute-gap",
        }
        .into(),
        value: gap(comparison),
        interval,
        threshold: nearest.fold(f64::MAX, f64::min),
        noise_floor: None,
        detectable: None,
        unit: match (scale, comparison.what) {
            (Scale::Ratio, _) => Unit::Share,
            (_, What::Rate(_)) => Unit::SharePoints,
            _ => Unit::Number,
        },
    }
}

/// Which test is behind a comparison.
fn test_name(comparison: &Comparison) -> &'static str {
    match (comparison.what, comparison.versus, comparison.limit.scale) {
        (_, Versus::MostFavoured(_), _) => "score-against-highest",
        (What::Rate(_), _, Scale::Ratio) => "koopman-score",
        (What::Rate(_), _, Scale::Difference) => "miettinen-nurminen-score",
        (What::Conditional, ..) => "mantel-haenszel",
        (What::Auc, ..) => "delong",
        (What::Scores, ..) => "massart",
        _ => "wald",
    }
}

/// The words of a table for what a group is compared with.
pub fn versus(comparison: &Comparison, counted: &[Counted]) -> String {
    compared_with(comparison, counted, &|grouping, at| {
        grouping.groups.get(at).cloned().unwrap_or_default()
    })
}

/// The same as sentences say it.
fn versus_told(comparison: &Comparison, counted: &[Counted]) -> String {
    compared_with(comparison, counted, &Grouping::told)
}

fn compared_with(
    comparison: &Comparison,
    counted: &[Counted],
    name: &dyn Fn(&Grouping, usize) -> String,
) -> String {
    match comparison.versus {
        Versus::Group(at) | Versus::MostFavoured(at) => counted
            .get(comparison.grouping)
            .map_or_else(String::new, |c| name(&c.grouping, at)),
        Versus::Fixed => "equality".into(),
    }
}

/// The finding of one criterion about one grouping.
pub fn criterion_finding(said: &Said, counted: &[Counted], favourable: &str) -> Finding {
    let worst = said.worst;
    let grouping = &counted[said.grouping].grouping;
    let card = said.criterion.card();
    let is_rate = matches!(
        worst.what,
        What::Rate(_) | What::MostFavoured | What::Conditional
    );
    let code = match (is_rate, worst.limit.scale) {
        _ if worst.what == What::Scores => "fairness.distributions",
        (true, Scale::Ratio) => "fairness.rate-ratio",
        (true, Scale::Difference) => "fairness.rate-difference",
        (false, Scale::Ratio) => "fairness.value-ratio",
        (false, Scale::Difference) => "fairness.value-difference",
    };
    let interval = worst.compared.interval;
    let rows = match said.verdict {
        Verdict::CannotTell(Some(rows)) => Cell::Text(format!(
            "about {} more rows of this group would settle it",
            crate::report::show(rows, Unit::Count)
        )),
        _ => Cell::Text(
            "the value stands so near the limit that no number of rows can be named".into(),
        ),
    };
    let mut unjudged = Vec::new();
    if said.small > 0 {
        unjudged.push(format!("{} with too few rows", said.small));
    }
    if said.not_estimable > 0 {
        unjudged.push(format!("{} with an empty denominator", said.not_estimable));
    }
    let unjudged = if unjudged.is_empty() {
        String::new()
    } else {
        format!(" Not judged: {}.", unjudged.join(", "))
    };
    let mut found = finding(
        &format!("{}/{}", grouping.name(), card.id),
        code,
        said.verdict.severity(),
    );
    found.column = Some(grouping.name());
    found.section = Some(format!("{}/{}", META.id, grouping.name()));
    found.effect = Some(effect(worst));
    found.test = worst.judged.p.map(|p| Test {
        name: test_name(worst).into(),
        method: "asymptotic".into(),
        statistic: None,
        p: Some(p),
        q: worst.judged.q,
        degrees: None,
    });
    found.n = Counts {
        reference: worst.rows[1],
        current: worst.rows[0],
    };
    found.numbers = numbers([
        ("criterion", Cell::Text(card.title.into())),
        ("metric", Cell::Text(worst.what.title().to_lowercase())),
        ("group", Cell::Text(grouping.told(worst.group))),
        ("versus", Cell::Text(versus_told(worst, counted))),
        ("value", optional(worst.values[0])),
        ("versus_value", optional(worst.values[1])),
        ("gap", optional(worst.compared.estimate)),
        ("gap_low", optional(interval.map(|i| i.lower))),
        ("gap_high", optional(interval.map(|i| i.upper))),
        ("limit", Cell::Text(limit_words(worst))),
        ("outside", count(said.tallied[0])),
        ("open", count(said.tallied[1])),
        ("within", count(said.tallied[2])),
        ("judged", count(said.tallied.iter().sum())),
        ("rows_needed", rows),
        ("unjudged", Cell::Text(unjudged)),
        ("differ", Cell::Text(differ_words(worst))),
        ("favourable", Cell::Text(favourable.into())),
    ]);
    found
}

/// Why a comparison cannot be told yet: of the two, or of how many are looked at with it.
fn differ_words(comparison: &Comparison) -> String {
    let neutral = match comparison.limit.scale {
        Scale::Ratio => 1.0,
        Scale::Difference => 0.0,
    };
    match (comparison.compared.interval, comparison.judged.q) {
        (Some(i), Some(q)) if comparison.limit.excludes(i) => beyond_alone(q),
        (Some(i), _) if i.contains(neutral) => {
            "whether the two differ at all is open as well".into()
        }
        _ => "the two do differ, but whether by more than the limit allows is open".into(),
    }
}

/// For an interval wholly outside the limit that is not called so.
pub fn beyond_alone(q: f64) -> String {
    format!(
        "because its interval alone would be outside the limit, but among all comparisons of this run chance can do that (corrected p = {})",
        crate::report::show(q, Unit::Probability)
    )
}

/// `0.8 to 1.25`, `at least 0.8`, `at most 10 points`.
fn limit_words(comparison: &Comparison) -> String {
    let limit = comparison.limit;
    let show = |value: f64, unit: Unit| crate::report::show(value, unit);
    match (limit.scale, comparison.what) {
        (Scale::Ratio, _) if limit.high.is_finite() => {
            format!(
                "{} to {}",
                show(limit.low, Unit::Number),
                show(limit.high, Unit::Number)
            )
        }
        (Scale::Ratio, _) => format!("at least {}", show(limit.low, Unit::Number)),
        (_, What::Rate(_) | What::Conditional | What::Scores) => {
            format!("at most {}", show(limit.high, Unit::SharePoints))
        }
        _ => format!("at most {}", show(limit.high, Unit::Number)),
    }
}

/// What a person reads first.
pub fn answer(
    said: &[Said],
    counted: &[Counted],
    favourable: &str,
    parameters: &Parameters,
) -> crate::report::Verdict {
    let of = |severity: Severity| {
        said.iter()
            .filter(move |s| s.verdict.severity() == severity)
    };
    let names = |severity: Severity| {
        let mut names: Vec<String> = Vec::new();
        for said in of(severity) {
            let name = counted[said.grouping].grouping.name();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let more = names.len().saturating_sub(3);
        names.truncate(3);
        let listed = names.join(", ");
        if more > 0 {
            format!("{listed} and {more} more")
        } else {
            listed
        }
    };
    let severity = said
        .iter()
        .map(|s| s.verdict.severity())
        .max()
        .unwrap_or(Severity::NotCompared);
    let mut worst: Option<&Said> = None;
    for one in of(severity) {
        let value = |s: &Said| gap(s.worst).unwrap_or(0.0) / effect(s.worst).threshold;
        if worst.is_none_or(|w| value(one) > value(w)) {
            worst = Some(one);
        }
    }
    let text = |of: &dyn Fn(&Said) -> String| Cell::Text(worst.map(of).unwrap_or_default());
    // Nothing is said of none.
    let mut rest = String::new();
    for (other, what) in [
        (Severity::NotEnoughData, "cannot be told yet"),
        (Severity::NoEvidence, "within it"),
        (Severity::NotCompared, "not estimable"),
    ] {
        let many = of(other).count();
        if other != severity && many > 0 {
            let verb = match (other, many) {
                (Severity::NotEnoughData, _) => "",
                (_, 1) => "is ",
                _ => "are ",
            };
            rest += &format!("; {many} {verb}{what}");
        }
    }
    let code = match severity {
        Severity::Matters => "fairness.answer-outside",
        Severity::NotEnoughData => "fairness.answer-open",
        Severity::NoEvidence => "fairness.answer-within",
        _ => "fairness.answer-none",
    };
    crate::report::Verdict {
        code: code.into(),
        severity,
        numbers: numbers([
            ("guess", Cell::Text(String::new())),
            ("favourable", Cell::Text(favourable.into())),
            ("criteria", count(said.len())),
            ("outside", count(of(Severity::Matters).count())),
            ("open", count(of(Severity::NotEnoughData).count())),
            ("rest", Cell::Text(rest)),
            ("within", count(of(Severity::NoEvidence).count())),
            ("none", count(of(Severity::NotCompared).count())),
            ("attributes", Cell::Text(names(severity))),
            (
                "worst_attribute",
                text(&|s| counted[s.grouping].grouping.name()),
            ),
            (
                "worst_criterion",
                text(&|s| s.criterion.card().title.to_lowercase()),
            ),
            (
                "worst_metric",
                text(&|s| s.worst.what.title().to_lowercase()),
            ),
            (
                "worst_group",
                text(&|s| counted[s.grouping].grouping.told(s.worst.group)),
            ),
            ("worst_versus", text(&|s| versus_told(s.worst, counted))),
            ("worst_gap", text(&|s| gap_words(s.worst))),
            ("ratio", number(parameters.ratio)),
        ]),
        sentence: String::new(),
        next: String::new(),
    }
}

/// `a ratio of 0.63 (0.52 to 0.76)`.
pub fn gap_words(comparison: &Comparison) -> String {
    let show = |value: f64| crate::report::show(value, Unit::Number);
    let kind = match comparison.limit.scale {
        Scale::Ratio => "a ratio of",
        Scale::Difference => "a difference of",
    };
    match (comparison.compared.estimate, comparison.compared.interval) {
        (Some(estimate), Some(i)) => format!(
            "{kind} {} (95% interval {} to {})",
            show(estimate),
            show(i.lower),
            show(i.upper)
        ),
        (None, Some(i)) => format!("{kind} at least {}", show(i.lower)),
        _ => "not estimable".into(),
    }
}
