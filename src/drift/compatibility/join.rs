//! The columns' sections of a tool become one, with its verdict on the data set and our own word beside each of its.

use super::META;
use super::said::{DEFAULTS, DRIFT};
use crate::report::{Block, Cell, Section, TableBlock, TextBlock, numbers};

/// Joins the sections of each tool and fills in our own word for each column, by `ours(column)`. Others stay.
pub fn join(sections: &mut Vec<Section>, ours: &dyn Fn(&str) -> Option<&'static str>) {
    let mut joined: Vec<Section> = Vec::new();
    for section in std::mem::take(sections) {
        let first = joined.iter_mut().find(|first| {
            section.analysis == META.id && first.analysis == META.id && first.id == section.id
        });
        match first {
            Some(first) => append(first, section),
            None => joined.push(section),
        }
    }
    for section in joined.iter_mut().filter(|s| s.analysis == META.id) {
        section
            .blocks
            .retain(|block| !matches!(block, Block::Table(table) if table.rows.is_empty()));
        let (mut drifted, mut columns) = (0, 0);
        for table in section.blocks.iter_mut().filter_map(defaults) {
            columns += table.rows.len();
            for row in &mut table.rows {
                drifted += usize::from(row.iter().any(|c| *c == Cell::Text(DRIFT.into())));
                let word = match row.first() {
                    Some(Cell::Text(column)) => ours(column),
                    _ => None,
                };
                if let (Some(word), Some(last)) = (word, row.last_mut()) {
                    *last = Cell::Text(word.into());
                }
            }
        }
        let verdict = TextBlock {
            code: verdict(&section.id, drifted, columns).into(),
            numbers: numbers([
                ("drifted", Cell::Number(drifted as f64)),
                ("columns", Cell::Number(columns as f64)),
            ]),
            sentence: String::new(),
        };
        section.blocks.insert(0, Block::Text(verdict));
    }
    *sections = joined;
}

fn defaults(block: &mut Block) -> Option<&mut TableBlock> {
    match block {
        Block::Table(table) if table.title == DEFAULTS => Some(table),
        _ => None,
    }
}

fn append(first: &mut Section, later: Section) {
    for block in later.blocks {
        let Block::Table(later) = block else { continue };
        for block in &mut first.blocks {
            if let Block::Table(table) = block
                && table.title == later.title
            {
                table.rows.extend(later.rows.iter().cloned());
            }
        }
    }
}

/// Code of the tool's verdict on the data set.
fn verdict(id: &str, drifted: usize, columns: usize) -> &'static str {
    match id.rsplit('/').next().unwrap_or(id) {
        "evidently" if 2 * drifted >= columns => "text.evidently-drift",
        "evidently" => "text.evidently",
        "nannyml" => "text.nannyml",
        "deepchecks" if drifted > 0 => "text.deepchecks-drift",
        "deepchecks" => "text.deepchecks",
        _ => "text.tfdv",
    }
}
