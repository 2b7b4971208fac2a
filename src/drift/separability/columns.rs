//! Which columns a model may look at.

use crate::analysis::{Inputs, Pair};
use crate::config::Role;
use crate::table::{Column, Kind};

/// Columns by what becomes of them.
#[derive(Debug, Default)]
pub(super) struct Chosen<'a> {
    /// Columns that a model looks at.
    pub(super) compared: Vec<&'a Pair>,
    /// Columns left out for their role.
    pub(super) by_role: Vec<&'a str>,
    /// Columns left out as free text.
    pub(super) texts: Vec<&'a str>,
    /// Columns left out because they are of different types in the two files.
    pub(super) retyped: Vec<&'a str>,
}

/// Chooses by role and type.
pub(super) fn choose<'a>(inputs: &Inputs<'a>) -> Chosen<'a> {
    let mut out = Chosen::default();
    for pair in inputs.pairs {
        let (Some(before), Some(now)) = (
            inputs.reference.columns.get(pair.reference),
            inputs.current.columns.get(pair.current),
        ) else {
            continue;
        };
        match pair.role {
            Role::Id | Role::Timestamp | Role::Ignore | Role::Weight => {
                out.by_role.push(&pair.name)
            }
            _ if is_text(before) || is_text(now) => out.texts.push(&pair.name),
            _ if !comparable(before, now) => out.retyped.push(&pair.name),
            _ => out.compared.push(pair),
        }
    }
    out
}

fn is_empty(column: &Column) -> bool {
    column.evidence.present <= column.evidence.unread
}

fn is_text(column: &Column) -> bool {
    column.kind == Kind::Text && !is_empty(column)
}

fn comparable(before: &Column, now: &Column) -> bool {
    let levels = |kind: Kind| matches!(kind, Kind::Category | Kind::Boolean);
    before.kind == now.kind
        || levels(before.kind) && levels(now.kind)
        || is_empty(before)
        || is_empty(now)
}
