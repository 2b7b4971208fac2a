//! A table as markup: numbers are cells that CSS sets right, texts say that they are; tables wider than paper are divided.

use std::collections::HashSet;

use super::escape::markup;
use crate::report::{Cell, TableBlock, TableColumn, Unit, show};

/// Columns of a table that A4 has room for.
const ACROSS: usize = 9;
/// Rows that may stand as columns instead, where a table is wide and short.
const FEW: usize = 3;

/// Writes `table`. End tags that HTML can do without are left out: a report holds thousands of cells.
pub(super) fn write(out: &mut String, table: &TableBlock) {
    if table.columns.len() > ACROSS && table.rows.len() <= FEW {
        turned(out, table);
        return;
    }
    for columns in parts(&table.columns, leading(table)) {
        part(out, table, &columns);
    }
}

/// Columns that are needed to tell the rows apart may be so many.
const LEADING: usize = 3;

/// How many columns lead every part: so many that no two rows begin alike, or one where that takes too many.
fn leading(table: &TableBlock) -> usize {
    let tell_apart = |count: &usize| {
        let mut seen = HashSet::new();
        let starts = table.rows.iter().map(|row| {
            let columns = row.iter().zip(&table.columns).take(*count);
            columns
                .map(|(cell, column)| written(cell, column.unit))
                .collect::<Vec<_>>()
        });
        starts.into_iter().all(|start| seen.insert(start))
    };
    (1..=LEADING).find(tell_apart).unwrap_or(1)
}

/// The columns of each part: the first `lead` ones begin every part, and a column whose name begins in lower case (`low`,
/// `high`, `n`) stays with the one before it.
fn parts(columns: &[TableColumn], lead: usize) -> Vec<Vec<usize>> {
    let joins = |at: usize| {
        let first = columns[at].label.chars().next();
        first.is_some_and(|c| c.is_lowercase())
    };
    let mut out = Vec::new();
    let mut from = lead;
    loop {
        let mut to = columns.len();
        if to > from + ACROSS - lead {
            to = from + ACROSS - lead;
            let back = (from + 1..=to).rev().find(|at| !joins(*at));
            to = back.unwrap_or(to);
        }
        out.push((0..lead).chain(from..to).collect());
        from = to;
        if from >= columns.len() {
            return out;
        }
    }
}

fn part(out: &mut String, table: &TableBlock, columns: &[usize]) {
    let text: Vec<bool> = columns
        .iter()
        .map(|at| {
            let cells = || table.rows.iter().filter_map(|row| row.get(*at));
            !cells().any(|cell| matches!(cell, Cell::Number(_)))
                && cells().any(|cell| matches!(cell, Cell::Text(_)))
        })
        .collect();
    out.push_str("<div class=\"scroll\"><table class=\"data\"><thead><tr>");
    for (at, text) in columns.iter().zip(&text) {
        if let Some(column) = table.columns.get(*at) {
            heading(out, &column.label, *text);
        }
    }
    out.push_str("<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for at in columns {
            if let (Some(cell), Some(column)) = (row.get(*at), table.columns.get(*at)) {
                write_cell(out, cell, column.unit, *at == 0);
            }
        }
        out.push('\n');
    }
    out.push_str("</table></div>\n");
}

/// Columns as rows.
fn turned(out: &mut String, table: &TableBlock) {
    out.push_str("<div class=\"scroll\"><table class=\"data turned\"><thead><tr>");
    let mut columns = table.columns.iter().enumerate();
    if let Some((_, first)) = columns.next() {
        heading(out, &first.label, true);
        for cell in table.rows.iter().filter_map(|row| row.first()) {
            heading(out, &written(cell, first.unit), false);
        }
    }
    out.push_str("<tbody>\n");
    for (at, column) in columns {
        out.push_str(&format!("<tr><th scope=\"row\">{}", markup(&column.label)));
        for row in &table.rows {
            write_cell(
                out,
                row.get(at).unwrap_or(&Cell::Empty(())),
                column.unit,
                false,
            );
        }
        out.push('\n');
    }
    out.push_str("</table></div>\n");
}

fn heading(out: &mut String, label: &str, text: bool) {
    let class = if text { " class=\"text\"" } else { "" };
    out.push_str(&format!("<th scope=\"col\"{class}>{}", markup(label)));
}

fn write_cell(out: &mut String, cell: &Cell, unit: Unit, first: bool) {
    out.push_str(match (cell, first) {
        (Cell::Text(_), true) => "<th scope=\"row\">",
        (Cell::Text(_), false) => "<td class=\"text\">",
        _ => "<td>",
    });
    out.push_str(&markup(&written(cell, unit)));
}

fn written(cell: &Cell, unit: Unit) -> String {
    match cell {
        Cell::Number(value) => show(*value, unit),
        Cell::Text(text) => text.clone(),
        Cell::Empty(()) => show(f64::NAN, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(labels: &[&str], rows: usize) -> TableBlock {
        let mut cells = vec![Cell::Number(1.0); labels.len()];
        cells[0] = Cell::Text("<a>".into());
        TableBlock {
            title: "Wide".into(),
            columns: labels
                .iter()
                .map(|label| TableColumn {
                    label: (*label).into(),
                    unit: Unit::Number,
                })
                .collect(),
            rows: vec![cells; rows],
        }
    }

    #[test]
    fn a_wide_table_is_divided_before_a_name_in_capitals_and_each_part_has_the_first_column() {
        let labels = [
            "Group", "Rows", "A", "low", "high", "n", "B", "low", "high", "n", "C",
        ];
        let mut out = String::new();
        write(&mut out, &wide(&labels, 4));
        assert_eq!(out.matches("<table").count(), 2);
        assert_eq!(out.matches(">Group").count(), 2);
        let second = out.rsplit("<thead>").next().expect("a part");
        assert!(
            second.starts_with("<tr><th scope=\"col\" class=\"text\">Group<th scope=\"col\">B<"),
            "{second}"
        );
        assert_eq!(out.matches("<th scope=\"row\">&lt;a&gt;").count(), 8);
    }

    #[test]
    fn as_many_columns_lead_a_part_as_tell_the_rows_apart() {
        let labels = [
            "Attribute",
            "Criterion",
            "A",
            "B",
            "C",
            "D",
            "E",
            "F",
            "G",
            "H",
            "I",
        ];
        let mut table = wide(&labels, 4);
        for (row, criterion) in table.rows.iter_mut().zip(["a", "b", "c", "d"]) {
            row[1] = Cell::Text(criterion.into());
        }
        let mut out = String::new();
        write(&mut out, &table);
        assert_eq!(out.matches("<table").count(), 2);
        assert_eq!(out.matches(">Criterion").count(), 2);
        assert_eq!(out.matches(">H").count(), 1);
    }

    #[test]
    fn names_in_lower_case_alone_are_divided_all_the_same() {
        let labels: Vec<String> = (0..40).map(|at| format!("column {at}")).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let mut out = String::new();
        write(&mut out, &wide(&labels, 4));
        assert_eq!(out.matches("<table").count(), 5);
        assert!(
            labels
                .iter()
                .all(|label| out.contains(&format!(">{label}<")))
        );
    }

    #[test]
    fn a_wide_and_short_table_is_turned() {
        let labels = ["Group", "A", "B", "C", "D", "E", "F", "G", "H", "I"];
        let mut out = String::new();
        write(&mut out, &wide(&labels, 1));
        assert_eq!(out.matches("<table").count(), 1);
        assert_eq!(out.matches("<th scope=\"row\">").count(), 9);
    }
}
