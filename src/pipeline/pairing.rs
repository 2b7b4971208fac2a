//! Which columns stand in both files, and what each is for.

use super::matching;
use super::role_guess::DEFAULT;
use super::roles::roles;
use crate::analysis::{ColumnRole, Pair};
use crate::config::{Config, Role, unknown_key};
use crate::error::{Code, Error, Result};
use crate::report::{Counts, Finding, Numbers, Rule, Severity};
use crate::table::{Column, Kind, Table};

/// What pairing two tables gives.
pub(super) struct Pairing {
    /// Columns in both, in the order of the reference file.
    pub pairs: Vec<Pair>,
    /// One finding for each column that stands in one file only.
    pub findings: Vec<Finding>,
    /// What the reader must know.
    pub warnings: Vec<Error>,
}

/// Below this many rows in a file nothing can be decided.
const FEW_ROWS: usize = 2;

/// Pairs columns by their exact names; there are no pairs where one file stands alone.
///
/// # Errors
/// `pair.no-common-columns`; `config.unknown-key` where a role is given to a column that neither file has.
pub(super) fn pair(config: &Config, reference: &Table, current: &Table) -> Result<Pairing> {
    let names = |table: &Table| {
        table
            .columns
            .iter()
            .map(|c| c.name.clone())
            .collect::<Vec<_>>()
    };
    let (reference_names, current_names) = (names(reference), names(current));
    if let Some(name) = config
        .roles
        .keys()
        .find(|n| !reference_names.contains(n) && !current_names.contains(n))
    {
        let known = reference_names
            .iter()
            .chain(&current_names)
            .map(String::as_str);
        return Err(unknown_key(&format!("roles.{name}"), name, known));
    }
    if reference.is_absent() {
        return Ok(Pairing {
            pairs: Vec::new(),
            findings: Vec::new(),
            warnings: warnings(reference, current),
        });
    }
    let (before, now) = (roles(config, reference), roles(config, current));
    let positions = matching::positions(config, reference, current)?;
    let mut gone = Vec::new();
    let mut new = Vec::new();
    let mut pairs = Vec::new();
    let mut findings = Vec::new();
    for (position, column) in reference.columns.iter().enumerate() {
        match positions.get(column.name.as_str()) {
            Some(&other) => {
                let (role, reason) = match splits(reference, column) {
                    true if !config.roles.contains_key(&column.name) => {
                        (Role::Ignore, "splits the file".into())
                    }
                    _ => agreed(&before[position], &now[other]),
                };
                pairs.push(Pair {
                    name: column.name.clone(),
                    reference: position,
                    current: other,
                    role,
                    reason,
                });
            }
            None => {
                gone.push(position);
                findings.push(one_file_only(&column.name, "pair.only-reference"));
            }
        }
    }
    if pairs.is_empty() {
        return Err(no_common_columns(reference, current));
    }
    let retyped: Vec<Error> = pairs
        .iter()
        .filter(|p| p.role != Role::Ignore)
        .filter_map(|p| type_differs(reference, current, p))
        .collect();
    let mut paired = vec![false; current.columns.len()];
    for pair in &pairs {
        paired[pair.current] = true;
    }
    for (position, column) in current.columns.iter().enumerate() {
        if !paired[position] {
            new.push(position);
            findings.push(one_file_only(&column.name, "pair.only-current"));
        }
    }
    Ok(Pairing {
        pairs,
        findings,
        warnings: warnings(reference, current)
            .into_iter()
            .chain(retyped)
            .chain(matching::perhaps_renamed(reference, current, &gone, &new))
            .collect(),
    })
}

/// True for the column that split one file into these two tables: it differs because it was made to. Times are not
/// compared anyway and still order the rows.
fn splits(reference: &Table, column: &Column) -> bool {
    let part = reference.part.as_ref();
    column.kind != Kind::Time && part.is_some_and(|part| part.column == column.name)
}

/// The person's role, or the guess where both files lead to the same: one that is made for one file alone would hide
/// a change.
fn agreed(before: &ColumnRole, now: &ColumnRole) -> (Role, String) {
    if before.role == now.role {
        return (before.role, before.reason.clone());
    }
    (Role::Feature, DEFAULT.into())
}

/// The warning for a column whose types cannot be compared, with the first cell that made the difference.
fn type_differs(reference: &Table, current: &Table, pair: &Pair) -> Option<Error> {
    let (before, now) = (
        &reference.columns[pair.reference],
        &current.columns[pair.current],
    );
    let levels = |kind: Kind| matches!(kind, Kind::Category | Kind::Boolean);
    let textual = |kind: Kind| matches!(kind, Kind::Category | Kind::Text);
    let comparable = before.kind == now.kind
        || levels(before.kind) && levels(now.kind)
        || textual(before.kind) && textual(now.kind);
    if comparable || before.evidence.present == 0 || now.evidence.present == 0 {
        return None;
    }
    let error = Error::new(
        Code::PairTypeDiffers,
        format!(
            "{} in {}, {} in {}",
            before.kind.as_str(),
            reference.name,
            now.kind.as_str(),
            current.name
        ),
        "one type in both files",
        "Correct the cells that do not fit and export the file again.",
    )
    .in_column(&pair.name);
    let odd = [(reference, before), (current, now)]
        .into_iter()
        .find_map(|(table, column)| Some((table, column.evidence.counter_examples.first()?)));
    Some(match odd {
        Some((table, example)) => error
            .in_file(&table.name)
            .at_line(example.line)
            .with_value(&example.value),
        None => error,
    })
}

fn one_file_only(column: &str, code: &str) -> Finding {
    Finding {
        id: format!("{}/{column}", code.replace('.', "/")),
        analysis: "pair".into(),
        code: code.into(),
        column: Some(column.into()),
        section: None,
        severity: Severity::NotCompared,
        word: None,
        rule: Rule::NotJudged,
        effect: None,
        test: None,
        n: Counts::default(),
        numbers: Numbers::new(),
        sentence: String::new(),
        next: String::new(),
    }
}

fn no_common_columns(reference: &Table, current: &Table) -> Error {
    let some = |table: &Table| {
        let mut names: Vec<&str> = table
            .columns
            .iter()
            .take(5)
            .map(|c| c.name.as_str())
            .collect();
        if table.columns.len() > 5 {
            names.push("…");
        }
        names.join(", ")
    };
    Error::new(
        Code::PairNoCommonColumns,
        format!(
            "{} has {}; {} has {}",
            reference.name,
            some(reference),
            current.name,
            some(current)
        ),
        "two files with the same column names",
        "Check that both files are exports of the same data and that the first row of each holds the column names.",
    )
}

fn warnings(reference: &Table, current: &Table) -> Vec<Error> {
    let mut out = Vec::new();
    for table in [reference, current] {
        if !table.is_absent() && table.rows < FEW_ROWS {
            out.push(
                Error::new(
                    Code::PairTooFewRows,
                    format!("{} data row", table.rows),
                    "enough rows to compare, at least some dozens",
                    "Compare again with more rows; nothing is decided from so few.",
                )
                .in_file(&table.name),
            );
        }
    }
    out
}

/// The warning about two files that hold the same table.
pub(super) fn identical(reference: &Table, current: &Table) -> Error {
    Error::new(
        Code::PairIdentical,
        format!(
            "{} and {} hold the same table",
            reference.name, current.name
        ),
        "two different files",
        "Check that you did not drop the same file twice.",
    )
}
