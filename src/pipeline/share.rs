//! Which worker compares which columns, when two of them have read one file each.

use super::{pairing, settings};
use crate::config::Config;
use crate::error::Result;
use crate::table::{Column, Kind, Table};

/// Columns that change hands so that each pair of columns is together in one worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Columns of the reference and of the current file that this worker gives away.
    pub give: [Vec<u32>; 2],
    /// Columns of the reference and of the current file that it gets.
    pub take: [Vec<u32>; 2],
}

/// Divides the pairs of columns between this worker and the one that holds what is away here, so that both have
/// about the same work. A pair that is together stays where it is.
///
/// # Errors
/// As [`super::Run::start`].
pub fn share(config: &Config, reference: &Table, current: &Table) -> Result<Share> {
    let config = settings::complete(config.clone())?;
    settings::check_module(&config)?;
    let mut out = Share::default();
    let mut apart = Vec::new();
    let (mut here, mut there) = (0, 0);
    for pair in pairing::pair(&config, reference, current)?.pairs {
        let before = &reference.columns[pair.reference];
        let now = &current.columns[pair.current];
        let work = work(before) + work(now);
        match (before.is_away(), now.is_away()) {
            (false, false) => here += work,
            (true, true) => there += work,
            _ => apart.push((work, pair.reference, pair.current)),
        }
    }
    // The largest first, each to the worker that has less to do.
    apart.sort_unstable_by(|a, b| b.cmp(a));
    for (work, before, now) in apart {
        let stays = here <= there;
        *(if stays { &mut here } else { &mut there }) += work;
        let tables = [(reference, before), (current, now)];
        for (file, (table, column)) in tables.into_iter().enumerate() {
            let away = table.columns[column].is_away();
            if stays && away {
                out.take[file].push(column as u32);
            } else if !stays && !away {
                out.give[file].push(column as u32);
            }
        }
    }
    Ok(out)
}

/// How long comparing a column takes, in steps of a counted category's row.
fn work(column: &Column) -> u64 {
    let rows = column.evidence.present + column.evidence.missing;
    match column.kind {
        Kind::Number | Kind::Time => 8 * rows,
        Kind::Category | Kind::Boolean | Kind::Text => rows,
    }
}
