//! Columns whose values are not tested, each with the reason in the list: nothing is left out in silence.

use super::comparison::Comparison;
use crate::config::Role;
use crate::report::{Cell, numbers};

fn say<const N: usize>(column: &mut Comparison, code: &str, pairs: [(&str, Cell); N]) {
    let mut finding = column.finding("values", code, column.present());
    finding.numbers = numbers(pairs);
    column.findings.push(finding);
}

pub(super) fn role(column: &mut Comparison, role: Role) {
    let word = if role == Role::Id { "id" } else { "ignore" };
    say(column, "drift.role", [("role", Cell::Text(word.into()))]);
}

pub(super) fn empty(column: &mut Comparison) {
    say(column, "drift.empty", []);
}

pub(super) fn one_side_empty(column: &mut Comparison, side: &str) {
    say(
        column,
        "drift.one-side-empty",
        [("side", Cell::Text(side.into()))],
    );
}

pub(super) fn constant(column: &mut Comparison, value: Cell) {
    say(column, "drift.constant", [("value", value)]);
}

pub(super) fn text(column: &mut Comparison, reference: u64, current: u64) {
    let count = |n: u64| Cell::Number(n as f64);
    say(
        column,
        "drift.text-alike",
        [
            ("distinct_reference", count(reference)),
            ("distinct_current", count(current)),
        ],
    );
}

pub(super) fn type_changed(column: &mut Comparison) {
    let kind = |text: &str| Cell::Text(text.into());
    let (reference, current) = (column.reference.kind.as_str(), column.current.kind.as_str());
    say(
        column,
        "drift.type-changed",
        [
            ("kind_reference", kind(reference)),
            ("kind_current", kind(current)),
        ],
    );
}
