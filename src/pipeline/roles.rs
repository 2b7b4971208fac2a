//! What each column of a file is for.

use super::role_guess::{DEFAULT, guess};
use crate::analysis::ColumnRole;
use crate::config::{Config, Role};
use crate::table::Table;

/// Roles that one column of a file has.
const SINGLE: &[Role] = &[Role::Label, Role::Prediction, Role::Score, Role::Weight];

/// What every column of a table is for: the person's roles, and guesses with reason and confidence. Where the person said
/// which column is the label (the decision, the score, the weight), no other one is guessed to be it.
pub fn roles(config: &Config, table: &Table) -> Vec<ColumnRole> {
    let is_said = |role: &Role| {
        let mut said = table
            .columns
            .iter()
            .filter_map(|c| config.roles.get(&c.name));
        SINGLE.contains(role) && said.any(|one| one == role)
    };
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
            None if is_said(&guess.role) => ColumnRole {
                role: Role::Feature,
                reason: DEFAULT.into(),
                confidence: guess.confidence.min(0.5),
            },
            None => ColumnRole {
                role: guess.role,
                reason: guess.reason.into(),
                confidence: guess.confidence,
            },
        })
        .collect()
}
