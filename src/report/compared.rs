//! Two reports of the same kind, the older one first: what is new, gone, worse and better.

use serde::{Deserialize, Serialize};

use super::{Finding, Interval, Report, Severity, Unit};

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub enum Became {
    /// More serious, or as serious with an effect whose whole interval lies above the earlier one.
    Worse,
    /// In the later report only, and something is the matter with it.
    New,
    /// Could be judged before and no longer.
    NoLongerJudged,
    /// Less serious, or as serious with an effect whose whole interval lies below the earlier one.
    Better,
    /// In the earlier report only, where something was the matter with it.
    Gone,
    /// Could not be judged before and now is, with nothing the matter.
    NowJudged,
    /// None of these.
    Same,
}

/// One report's side of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Side {
    /// How serious it was.
    pub severity: Severity,
    /// The effect.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Unit of both.
    pub unit: Unit,
    /// The sentence.
    pub sentence: String,
}

/// One finding in both reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Change {
    /// Id of the finding.
    pub id: String,
    /// The column it is about; `None` for the whole data set.
    pub column: Option<String>,
    /// What became of it.
    pub became: Became,
    /// The earlier report's side.
    pub before: Option<Side>,
    /// The later report's side.
    pub after: Option<Side>,
}

/// What differs between two reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema, ts_rs::TS))]
pub struct Compared {
    /// Whether both were made with equal settings; where not, a difference may come from them.
    pub same_settings: bool,
    /// Whether both were made by the same version of Driftglass.
    pub same_version: bool,
    /// Every finding of either report, the worst change first; equals keep the order of the later report.
    pub changes: Vec<Change>,
}

/// Compares two reports finding by finding, by id.
pub fn compare(before: &Report, after: &Report) -> Compared {
    let mut changes: Vec<Change> = after
        .findings
        .iter()
        .map(|now| {
            let then = before.findings.iter().find(|f| f.id == now.id);
            change(then, Some(now), now)
        })
        .collect();
    let gone = before
        .findings
        .iter()
        .filter(|then| !after.findings.iter().any(|f| f.id == then.id));
    changes.extend(gone.map(|then| change(Some(then), None, then)));
    changes.sort_by_key(|change| change.became);
    Compared {
        same_settings: before.provenance.config == after.provenance.config,
        same_version: before.provenance.version == after.provenance.version,
        changes,
    }
}

fn change(before: Option<&Finding>, after: Option<&Finding>, named: &Finding) -> Change {
    Change {
        id: named.id.clone(),
        column: named.column.clone(),
        became: became(before, after),
        before: before.map(side),
        after: after.map(side),
    }
}

fn side(finding: &Finding) -> Side {
    let effect = finding.effect.as_ref();
    Side {
        severity: finding.severity,
        value: effect.and_then(|e| e.value),
        interval: effect.and_then(|e| e.interval),
        unit: effect.map_or(Unit::Number, |e| e.unit),
        sentence: finding.sentence.clone(),
    }
}

/// Something is the matter, as far as is known.
fn serious(severity: Severity) -> bool {
    severity >= Severity::RealButSmall
}

fn judged(severity: Severity) -> bool {
    !matches!(severity, Severity::NotCompared | Severity::NotEnoughData)
}

fn became(before: Option<&Finding>, after: Option<&Finding>) -> Became {
    let (then, now) = match (before, after) {
        (None, Some(now)) if serious(now.severity) => return Became::New,
        (Some(then), None) if serious(then.severity) => return Became::Gone,
        (Some(then), Some(now)) => (then, now),
        _ => return Became::Same,
    };
    match (judged(then.severity), judged(now.severity)) {
        (false, false) => return Became::Same,
        (true, false) => return Became::NoLongerJudged,
        (false, true) if !serious(now.severity) => return Became::NowJudged,
        _ => {}
    }
    match now.severity.cmp(&then.severity) {
        std::cmp::Ordering::Greater => Became::Worse,
        std::cmp::Ordering::Less => Became::Better,
        std::cmp::Ordering::Equal => by_size(then, now),
    }
}

/// By the intervals of an effect of the same name: only where they are apart is one larger.
fn by_size(then: &Finding, now: &Finding) -> Became {
    let (Some(then), Some(now)) = (&then.effect, &now.effect) else {
        return Became::Same;
    };
    match (then.interval, now.interval) {
        (Some(a), Some(b)) if then.name == now.name => {
            if b.low > a.high {
                Became::Worse
            } else if b.high < a.low {
                Became::Better
            } else {
                Became::Same
            }
        }
        _ => Became::Same,
    }
}
