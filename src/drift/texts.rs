//! Free text: the length decides, or the characters where every text is equally long; repetition is shown beside it.

use super::comparison::Comparison;
use super::count::Count;
use super::levels::{self, Mix, Shares};
use super::{Parameters, number, uncompared};
use crate::analysis::Context;
use crate::report::{Block, Cell, TableBlock, TableColumn, Unit, numbers};
use crate::stats::homogeneity;
use crate::stats::hypergeometric::Hypergeometric;
use crate::stats::order::order;
use crate::table::{CHARACTER_KINDS, LevelCount, Texts, Values};

/// The texts of a column, also of one that has few enough in this file to be a category.
pub(super) fn of(values: &Values) -> Option<Texts> {
    match values {
        Values::Texts(texts) => Some((**texts).clone()),
        Values::Levels(levels) => Some(of_levels(levels)),
        _ => None,
    }
}

fn of_levels(levels: &[LevelCount]) -> Texts {
    Texts::of(levels.iter().map(|l| (l.level.as_str(), l.count)))
}

pub(super) fn compare(
    column: &mut Comparison,
    reference: &Texts,
    current: &Texts,
    parameters: &Parameters,
    context: &Context,
) {
    let lengths = (reference.row_lengths(), current.row_lengths());
    let one_length = number::constant(&lengths.0, &lengths.1).is_some();
    if !one_length {
        number::compare(column, &lengths.0, &lengths.1, parameters);
        for finding in &mut column.findings {
            if finding.code == "drift.numbers" {
                finding.code = "drift.text".into();
            }
        }
        for block in &mut column.blocks {
            if let Block::EcdfPair(curves) = block {
                curves.title = "Share of rows whose text has at most so many characters".into();
            }
        }
    }
    characters(column, reference, current, one_length, parameters, context);
    column.blocks.push(Block::Table(table([
        ("Reference", reference),
        ("Current", current),
    ])));
}

/// Which kinds of characters texts are made of: tested where the length has nothing to say.
fn characters(
    column: &mut Comparison,
    reference: &Texts,
    current: &Texts,
    tested: bool,
    parameters: &Parameters,
    context: &Context,
) {
    let names: Vec<String> = (0..reference.masks.len()).map(name).collect();
    let counts: Vec<Count> = names
        .iter()
        .zip(reference.masks.iter().zip(&current.masks))
        .filter(|(_, (x, y))| **x + **y > 0)
        .map(|(level, (&reference, &current))| Count {
            level,
            reference,
            current,
        })
        .collect();
    let n = column.present();
    if counts.len() > 1 {
        let shares = Shares {
            counts: &counts,
            reference: n.reference as f64,
            current: n.current as f64,
        };
        let largest_first = order(counts.len(), &|a, b| {
            shares.moved(b).total_cmp(&shares.moved(a))
        });
        if tested {
            let side = |of: fn(&Count) -> u64| counts.iter().map(of).collect::<Vec<u64>>();
            let (before, now) = (side(|c| c.reference), side(|c| c.current));
            let mut finding = column.finding("values", "drift.characters", n);
            let test = homogeneity::test(&before, &now, column.seed, column.draw_budget);
            finding.test = test.as_ref().map(levels::reported_test);
            finding.effect = Some(Mix::of(&before, &now, parameters).effect);
            if let Some(most) = largest_first.first().map(|&at| shares.level(at)) {
                finding.numbers = numbers([
                    ("level", Cell::Text(most.name)),
                    ("level_reference", Cell::Number(most.reference)),
                    ("level_current", Cell::Number(most.current)),
                ]);
            }
            column.findings.push(finding);
            column.blocks.extend(test.and_then(levels::note));
        }
        column.blocks.push(Block::LevelPair(shares.pair(
            "Share of rows by the kinds of characters in the text",
            &largest_first,
            context.config.budgets.listed_levels as usize,
        )));
    } else if tested {
        uncompared::text(column, reference.distinct, current.distinct);
    }
}

/// The kinds of characters of a mask, in words.
fn name(mask: usize) -> String {
    let mut out = String::new();
    for (place, kind) in CHARACTER_KINDS.iter().enumerate() {
        if mask >> place & 1 == 1 {
            if !out.is_empty() {
                out.push_str(", ");
            }
            out.push_str(kind);
        }
    }
    if out.is_empty() {
        out.push_str("no character");
    }
    out
}

/// Repetition and characters of both files. Distinct texts grow with the rows, so both are brought to the rows of the
/// smaller file.
fn table(files: [(&str, &Texts); 2]) -> TableBlock {
    let rows = |texts: &Texts| texts.lengths.iter().map(|(_, rows)| rows).sum::<u64>();
    let fewest = rows(files[0].1).min(rows(files[1].1));
    let heading = |label: &str, unit: Unit| TableColumn {
        label: label.into(),
        unit,
    };
    let mut columns = vec![
        heading("File", Unit::Number),
        heading("Texts", Unit::Count),
        heading("Distinct", Unit::Count),
        heading("Distinct in equally many rows", Unit::Share),
    ];
    columns.extend(
        CHARACTER_KINDS
            .iter()
            .map(|kind| heading(kind, Unit::Share)),
    );
    let line = |(file, texts): (&str, &Texts)| {
        let all = texts.characters.iter().sum::<u64>() as f64;
        let share = |part: f64, whole: f64| {
            if whole > 0.0 {
                Cell::Number(part / whole)
            } else {
                Cell::Empty(())
            }
        };
        let mut cells = vec![
            Cell::Text(file.into()),
            Cell::Number(rows(texts) as f64),
            Cell::Number(texts.distinct as f64),
            share(distinct_of(texts, rows(texts), fewest), fewest as f64),
        ];
        cells.extend(texts.characters.iter().map(|&part| share(part as f64, all)));
        cells
    };
    TableBlock {
        title: "Repetition, and characters by kind".into(),
        columns,
        rows: files.into_iter().map(line).collect(),
    }
}

/// Distinct texts expected among `drawn` of `rows` rows (rarefaction: Hurlbert SH 1971, Ecology 52, 577).
fn distinct_of(texts: &Texts, rows: u64, drawn: u64) -> f64 {
    let seen = |&(repeats, count): &(u64, u64)| {
        let unseen = Hypergeometric::new(rows, repeats, drawn).map_or(0.0, |law| law.mass(0));
        count as f64 * (1.0 - unseen)
    };
    texts.repeats.iter().map(seen).sum()
}
