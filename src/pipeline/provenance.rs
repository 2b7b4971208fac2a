//! Where the report comes from.

use crate::config::Config;
use crate::report::{FileRecord, PartRecord, Provenance, TypeCount};
use crate::table::{Kind, Table};

/// The record of a run.
pub(super) fn provenance(
    config: &Config,
    reference: &Table,
    current: &Table,
    tests_corrected: u32,
) -> Provenance {
    Provenance {
        tool: "driftglass".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed: config.seed,
        files: [("reference", reference), ("current", current)]
            .into_iter()
            .filter(|(_, table)| !table.is_absent())
            .map(|(slot, table)| FileRecord {
                rows_in_cohort: (!config.cohort.is_empty()).then_some(table.rows as u64),
                ..file(slot, table)
            })
            .collect(),
        tests_corrected,
        config: config.clone(),
    }
}

/// Rows of the file, or of the sample of it, before `config.cohort` chose among them.
#[cfg(feature = "full")]
pub(super) fn rows_before(table: &Table) -> u64 {
    match table.sample() {
        Some(_) => table.sample_rows(),
        None => table.ledger.used + table.ledger.repaired,
    }
}

fn file(slot: &str, table: &Table) -> FileRecord {
    let types = [
        Kind::Number,
        Kind::Category,
        Kind::Boolean,
        Kind::Time,
        Kind::Text,
    ]
    .into_iter()
    .map(|kind| TypeCount {
        kind: kind.as_str().into(),
        columns: table.columns.iter().filter(|c| c.kind == kind).count() as u32,
    })
    .filter(|t| t.columns > 0)
    .collect();
    FileRecord {
        slot: slot.into(),
        name: table.name.clone(),
        bytes: table.bytes,
        delimiter: table.dialect.delimiter.unwrap_or(','),
        rows_read: table.ledger.read(),
        rows_used: table.ledger.used,
        rows_repaired: table.ledger.repaired,
        rows_skipped: table.ledger.skipped,
        rows_sampled: table.sample().map(|_| table.sample_rows()),
        rows_in_cohort: None,
        encoding: table.encoding().map(str::to_owned),
        types,
        part: table.part.as_ref().map(|part| PartRecord {
            file: part.file.clone(),
            rule: part.rule.clone(),
            rows_left_out: part.left_out,
            file_rows_repaired: part.ledger.repaired,
            file_rows_skipped: part.ledger.skipped,
        }),
    }
}
