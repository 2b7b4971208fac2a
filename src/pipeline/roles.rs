//! What each column of a file is for.

use super::role_guess::guess;
use crate::analysis::ColumnRole;
use crate::config::{Config, Role};
use crate::table::Table;

/// What every column of a table is for: the person's roles, and guesses with reason and confidence.
pub fn roles(config: &Config, table: &Table) -> Vec<ColumnRole> {
    let columns = table.columns.iter().zip(guess(&table.columns));
    columns
        .map(|(column, guess)| match config.roles.get(&column.name) {
            Some(&role) => ColumnRole {
                role,
                reason: "config".into(),
                confidence: 1.0,
            },
            // Nobody puts a column into a file of attributes for anything else.
            None if column.joined => ColumnRole {
                role: Role::Protected,
                reason: "attributes".into(),
                confidence: 1.0,
            },
            None => ColumnRole {
                role: guess.role,
                reason: guess.reason.into(),
                confidence: guess.confidence,
            },
        })
        .collect()
}
