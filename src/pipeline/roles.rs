//! What each column of a file is for.

use crate::analysis::ColumnRole;
use crate::config::{Config, Role};
use crate::table::{Column, Kind, Table};

/// The reason of a role that nothing speaks for or against.
pub(super) const DEFAULT: &str = "default";

/// What every column of a table is for.
pub(super) fn roles(config: &Config, table: &Table) -> Vec<ColumnRole> {
    table.columns.iter().map(|c| role(config, c)).collect()
}

/// The person's role for a column, or a guess.
pub(super) fn role(config: &Config, column: &Column) -> ColumnRole {
    let (role, reason, confidence) = if let Some(role) = config.roles.get(&column.name) {
        (*role, "config", 1.0)
    } else if column.key {
        let reason = "named like a key and distinct in every row";
        (Role::Id, reason, 0.95)
    } else if column.kind == Kind::Time {
        (Role::Timestamp, "holds dates or instants", 0.8)
    } else {
        (Role::Feature, DEFAULT, 0.5)
    };
    ColumnRole {
        role,
        reason: reason.into(),
        confidence,
    }
}
