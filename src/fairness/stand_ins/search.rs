//! Every column against every protected attribute.

use super::{META, Parameters};
use crate::analysis::{Analysis, Context, Inputs, Meta, Outcome, parameters};
use crate::config::Role;
use crate::error::Result;
use crate::fairness::attributes::{self, Grouping, NOWHERE};
use crate::fairness::cells::{optional, table};
use crate::fairness::task::Parts;
use crate::fairness::{self, Fairness};
use crate::model::progressive::{self, Dealt};
use crate::model::{Dataset, Part};
use crate::report::{
    Block, Cell, Counts, Effect, Finding, Interval, IntervalRow, Intervals, Numbers, Rule, Section,
    Severity, Test, Unit, decide, numbers,
};
use crate::stats::association::{Association, cramers_v, eta_squared, mutual_information};
use crate::stats::auc::Pooled;
use crate::stats::correction::holm;
use crate::table::{Column, ColumnData, Kind, Table, row_key};
use kernels::sort::sort_numbers;

/// Coverage of every interval.
const CONFIDENCE: f64 = 0.95;
/// Folds, and those at the front that are only learned from.
const FOLDS: usize = 6;
const FIRST_FOLDS: usize = 2;
/// Rows of a group below which a model does not try to tell it.
const LEAST_ROWS: usize = 60;
/// Groups of one attribute that a model tries to tell from the rest: the largest ones.
const TOLD: usize = 3;
/// Levels of a column counted one by one; the rest are counted together.
const LEVELS: usize = 50;
/// Values that models look at, at most.
const VALUES: usize = 4_000_000;

/// The search.
pub struct StandIns;

impl Analysis for StandIns {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        parameters.check()
    }

    fn parts(inputs: &Inputs, _: &Parameters) -> usize {
        let roles = &inputs.roles.current;
        let has = |wanted: &dyn Fn(Role) -> bool| roles.iter().any(|r| wanted(r.role));
        usize::from(has(&|r| r == Role::Protected) && has(&is_feature))
    }

    fn run(
        inputs: &Inputs,
        given: &Parameters,
        context: &Context,
        _part: usize,
    ) -> Result<Outcome> {
        let fair = parameters::<Fairness>(context.config.analyses.get(fairness::META.id))?;
        let table = inputs.current;
        let roles = &inputs.roles.current;
        let parts = Parts::of(table, roles, &fair);
        let features: Vec<usize> = (0..table.columns.len())
            .filter(|at| roles.get(*at).is_some_and(|r| is_feature(r.role)))
            .filter(|at| table.columns[*at].kind != Kind::Text)
            .take(given.columns as usize)
            .collect();
        let told: Vec<Told> = parts
            .protected
            .iter()
            .filter_map(|at| table.columns.get(*at))
            .filter_map(|column| attributes::grouping(column, &fair).ok())
            .map(|grouping| tell(table, &features, grouping, context.config.seed))
            .collect();
        Ok(said(
            table,
            &features,
            &told,
            given,
            context.config.correction.level,
        ))
    }
}

fn is_feature(role: Role) -> bool {
    matches!(role, Role::Feature | Role::Segment)
}

/// What tells one attribute.
struct Told {
    grouping: Grouping,
    /// For each feature: Cramér's V, eta squared of numbers, mutual information.
    associations: Vec<[Option<Association>; 3]>,
    /// The group told best, with the areas of all features together and of each alone.
    best: Option<Best>,
}

struct Best {
    group: usize,
    all: Pooled,
    alone: Vec<Option<Pooled>>,
    rows: [u64; 2],
}

fn tell(table: &Table, features: &[usize], grouping: Grouping, seed: u32) -> Told {
    let associations = features
        .iter()
        .map(|at| associations(&table.columns[*at], &grouping))
        .collect();
    let mut sizes = vec![0usize; grouping.groups.len()];
    for &code in &grouping.codes {
        if let Some(size) = sizes.get_mut(code as usize) {
            *size += 1;
        }
    }
    let all: usize = sizes.iter().sum();
    let mut groups: Vec<usize> = (0..sizes.len())
        .filter(|g| sizes[*g] >= LEAST_ROWS && all - sizes[*g] >= LEAST_ROWS)
        .collect();
    groups.sort_by_key(|g| (std::cmp::Reverse(sizes[*g]), *g));
    // One of two groups tells the other as well.
    groups.truncate(if sizes.iter().filter(|s| **s > 0).count() == 2 {
        1
    } else {
        TOLD
    });
    let mut best: Option<Best> = None;
    if !features.is_empty() {
        let sample = Sample::of(table, features, &grouping, seed);
        for group in groups {
            if let Some(found) = sample.tell(group, seed)
                && best.as_ref().is_none_or(|b| found.all.value > b.all.value)
            {
                best = Some(found);
            }
        }
    }
    Told {
        grouping,
        associations,
        best,
    }
}

/// Rows that models learn from, dealt into folds by what stands in their features.
struct Sample {
    data: Dataset,
    keys: Vec<u64>,
    codes: Vec<u32>,
    folds: Vec<Vec<u32>>,
}

impl Sample {
    fn of(table: &Table, features: &[usize], grouping: &Grouping, seed: u32) -> Sample {
        let mut keys = vec![0u64; table.rows];
        for at in features {
            row_key::add_column(&mut keys, &table.columns[*at]);
        }
        row_key::finish(&mut keys, seed.into());
        let most = (VALUES / features.len().max(1)).max(2_000);
        let mut rows: Vec<u32> = (0..table.rows as u32)
            .filter(|row| grouping.codes[*row as usize] != NOWHERE)
            .collect();
        rows.sort_unstable_by_key(|row| (keys[*row as usize], *row));
        rows.truncate(most);
        let data = Dataset::from_tables(&[Part {
            table,
            columns: features,
            rows: &rows,
        }]);
        let of = |row: &u32| *row as usize;
        let keys: Vec<u64> = rows.iter().map(|row| keys[of(row)]).collect();
        let codes = rows.iter().map(|row| grouping.codes[of(row)]).collect();
        let mut folds = vec![Vec::new(); FOLDS];
        // The keys' high bits order the rows; other bits deal them.
        for (at, key) in keys.iter().enumerate() {
            folds[(*key as u32) as usize % FOLDS].push(at as u32);
        }
        Sample {
            data,
            keys,
            codes,
            folds,
        }
    }

    fn tell(&self, group: usize, seed: u32) -> Option<Best> {
        let target: Vec<f64> = self
            .codes
            .iter()
            .map(|code| f64::from(u8::from(*code as usize == group)))
            .collect();
        let dealt = Dealt {
            target: &target,
            keys: &self.keys,
            folds: &self.folds,
            first: FIRST_FOLDS,
        };
        let fit = progressive::fit(&self.data, &dealt, seed)?;
        let inside = target.iter().filter(|t| **t > 0.5).count() as u64;
        Some(Best {
            group,
            all: fit.pooled,
            alone: progressive::areas(&self.data, &dealt),
            rows: [target.len() as u64 - inside, inside],
        })
    }
}

fn associations(column: &Column, grouping: &Grouping) -> [Option<Association>; 3] {
    let groups = grouping.groups.len();
    let (codes, width) = levels(column);
    let mut counts = vec![vec![0u64; width]; groups];
    for (&group, &level) in grouping.codes.iter().zip(&codes) {
        if let Some(cell) = counts
            .get_mut(group as usize)
            .and_then(|row| row.get_mut(level as usize))
        {
            *cell += 1;
        }
    }
    let eta = match column.data {
        ColumnData::Number(_) => {
            let values = attributes::numbers(column);
            eta_squared(&grouping.codes, groups, |row| values[row], CONFIDENCE)
        }
        _ => None,
    };
    [
        cramers_v(&counts, CONFIDENCE),
        eta,
        mutual_information(&counts, CONFIDENCE),
    ]
}

/// A code for each row: the most frequent levels and one for the rest, or tenths of the numbers; missing is a level.
fn levels(column: &Column) -> (Vec<u32>, usize) {
    match &column.data {
        ColumnData::Category(categories) | ColumnData::Text(categories) => {
            let mut counts = vec![0u64; categories.levels.len()];
            for code in categories.codes.iter().flatten() {
                if let Some(count) = counts.get_mut(*code as usize) {
                    *count += 1;
                }
            }
            let mut order: Vec<usize> = (0..counts.len()).collect();
            let name = |at: usize| categories.levels.get(at).unwrap_or_default();
            order.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then(name(a).cmp(name(b))));
            let mut place = vec![LEVELS as u32; counts.len()];
            for (new, old) in order.into_iter().take(LEVELS).enumerate() {
                place[old] = new as u32;
            }
            let missing = LEVELS as u32 + 1;
            let codes = categories.codes.iter().flatten();
            let codes = codes
                .map(|c| place.get(*c as usize).copied().unwrap_or(missing))
                .collect();
            (codes, LEVELS + 2)
        }
        _ => {
            let values = attributes::numbers(column);
            let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
            sort_numbers(&mut sorted);
            let mut edges: Vec<f64> = (1..10)
                .filter_map(|k| sorted.get(k * sorted.len() / 10).copied())
                .collect();
            edges.dedup();
            let missing = edges.len() as u32 + 1;
            let code = |v: &f64| {
                if v.is_nan() {
                    missing
                } else {
                    edges.partition_point(|edge| edge <= v) as u32
                }
            };
            (values.iter().map(code).collect(), edges.len() + 2)
        }
    }
}

fn shown(pooled: &Pooled) -> Interval {
    Interval {
        low: pooled.interval.lower,
        high: pooled.interval.upper,
        level: CONFIDENCE,
    }
}

fn said(
    table: &Table,
    features: &[usize],
    told: &[Told],
    given: &Parameters,
    level: f64,
) -> Outcome {
    let q = holm(
        &told
            .iter()
            .map(|t| t.best.as_ref().map(|b| b.all.p))
            .collect::<Vec<_>>(),
    );
    let name = |feature: usize| table.columns[features[feature]].name.clone();
    let mut out = Outcome::default();
    for (told, q) in told.iter().zip(q) {
        let attribute = told.grouping.name();
        let section = format!("{}/{attribute}", META.id);
        let mut blocks = Vec::new();
        if let Some(best) = &told.best {
            out.findings
                .push(finding(told, best, q, given, level, &name, &section));
            blocks.push(areas(told, best, given, &name));
        }
        blocks.push(associations_table(told, &name));
        out.sections.push(Section {
            id: section,
            analysis: META.id.into(),
            title: format!("What tells {attribute}"),
            column: Some(attribute),
            blocks,
        });
    }
    out
}

/// Positions of features by their areas alone, the largest first.
fn strongest(best: &Best) -> Vec<usize> {
    let area = |at: usize| best.alone[at].as_ref().map_or(0.0, |p| p.value);
    let mut order: Vec<usize> = (0..best.alone.len()).collect();
    order.sort_by(|&a, &b| area(b).total_cmp(&area(a)).then(a.cmp(&b)));
    order
}

fn finding(
    told: &Told,
    best: &Best,
    q: Option<f64>,
    given: &Parameters,
    level: f64,
    name: &dyn Fn(usize) -> String,
    section: &str,
) -> Finding {
    let attribute = told.grouping.name();
    let interval = Some(shown(&best.all));
    let (severity, _) = decide(q, interval, given.auc, level);
    let first: Vec<String> = strongest(best).into_iter().take(3).map(name).collect();
    let values: Numbers = numbers([
        (
            "group",
            Cell::Text(told.grouping.groups[best.group].clone()),
        ),
        ("features", Cell::Number(best.alone.len() as f64)),
        ("first", Cell::Text(first.join(", "))),
    ]);
    Finding {
        id: format!("{}/{attribute}", META.id),
        analysis: META.id.into(),
        code: "stand-ins.all".into(),
        column: Some(attribute),
        section: Some(section.into()),
        severity: match severity {
            // That an attribute can be told at all matters little by itself.
            Severity::RealButSmall => Severity::NoEvidence,
            other => other,
        },
        word: None,
        rule: Rule::OwnRule,
        effect: Some(Effect {
            name: "stand-in".into(),
            value: Some(best.all.value),
            interval,
            threshold: given.auc,
            noise_floor: None,
            detectable: None,
            unit: Unit::Number,
        }),
        test: Some(Test {
            name: "stratified-mann-whitney".into(),
            method: "asymptotic".into(),
            statistic: Some(best.all.value),
            p: Some(best.all.p),
            q,
            degrees: None,
        }),
        n: Counts {
            reference: best.rows[0],
            current: best.rows[1],
        },
        numbers: values,
        sentence: String::new(),
        next: String::new(),
    }
}

fn areas(told: &Told, best: &Best, given: &Parameters, name: &dyn Fn(usize) -> String) -> Block {
    let row = |label: String, pooled: Option<&Pooled>| IntervalRow {
        label,
        value: pooled.map(|p| p.value),
        interval: pooled.map(shown),
        marked: pooled.is_some_and(|p| p.interval.lower >= given.auc),
        ..IntervalRow::default()
    };
    let mut rows = vec![row("All columns together".into(), Some(&best.all))];
    rows.extend(
        strongest(best)
            .into_iter()
            .map(|at| row(name(at), best.alone[at].as_ref())),
    );
    Block::Intervals(Intervals {
        title: format!(
            "How well {} {} is told from the rest (area under the ROC curve on rows not learned from; 0.5 is guessing)",
            told.grouping.name(),
            told.grouping.groups[best.group]
        ),
        unit: Unit::Number,
        threshold: Some(given.auc),
        rows,
        ..Intervals::default()
    })
}

fn associations_table(told: &Told, name: &dyn Fn(usize) -> String) -> Block {
    let mut order: Vec<usize> = (0..told.associations.len()).collect();
    let v = |at: usize| {
        told.associations[at][0]
            .as_ref()
            .map_or(0.0, |a| a.corrected)
    };
    order.sort_by(|&a, &b| v(b).total_cmp(&v(a)).then(a.cmp(&b)));
    let rows = order
        .into_iter()
        .map(|at| {
            let mut row = vec![Cell::Text(name(at))];
            for found in &told.associations[at] {
                row.push(optional(found.as_ref().map(|f| f.corrected)));
                row.push(optional(found.as_ref().map(|f| f.interval.lower)));
                row.push(optional(found.as_ref().map(|f| f.interval.upper)));
            }
            row.push(optional(
                told.associations[at][0].as_ref().map(|f| f.rows as f64),
            ));
            row
        })
        .collect();
    table(
        format!(
            "Association of each column with {}, less what chance gives",
            told.grouping.name()
        ),
        &[
            ("Column", Unit::Number),
            ("Cramér's V", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Eta squared", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("Mutual information, nats", Unit::Number),
            ("low", Unit::Number),
            ("high", Unit::Number),
            ("n", Unit::Count),
        ],
        rows,
    )
}
