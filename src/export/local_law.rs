//! The summary that New York City's Local Law 144 asks to publish, as one HTML file or as CSV: 6 RCNY 5-300 to 5-304.
//! What only a person can fill in is a marked blank.

use super::escape::markup;
use super::html::STYLE_HASH;
use crate::error::{Code, Error, Result};
use crate::report::{Block, Cell, Report, Section, TableBlock, Unit, show};

/// The section that the tables stand in.
const SECTION: &str = "fairness/local-law-144";
const STYLE: &str = include_str!("report.css");

/// What the law asks for besides the tables, and what the report knows of it.
const BLANKS: [(&str, &str); 9] = [
    (
        "Automated employment decision tool: name, vendor, version",
        "5-304",
    ),
    (
        "Distribution date: when the tool was first used",
        "5-304(a)(2)",
    ),
    ("Date of the most recent bias audit", "5-304(a)(1)"),
    ("Independent auditor, and why independent", "5-300"),
    ("Source and explanation of the data", "5-304(a)(1)"),
    ("Period of the data", "5-302"),
    (
        "Historical or test data; if test data, why, and how it was made",
        "5-302",
    ),
    ("Other employers whose data are pooled", "5-302(b)"),
    (
        "Why categories below 2 % are left out of the calculations, if they are",
        "5-301(d)",
    ),
];

fn section(report: &Report) -> Result<&Section> {
    let found = report.sections.iter().find(|s| s.id == SECTION);
    found.ok_or_else(|| {
        Error::new(
            Code::CallInvalid,
            "a report without the tables of Local Law 144",
            "a report with a fairness audit of decisions or scores",
            "Give columns the roles protected, and prediction or score, and run again.",
        )
    })
}

/// The summary as one HTML file: no network, no script.
///
/// # Errors
/// `call.invalid` where the report has no such tables.
pub fn html(report: &Report) -> Result<String> {
    let section = section(report)?;
    let mut out =
        String::from("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
    out.push_str(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'\">\n",
        STYLE_HASH.trim()
    ));
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.push_str(&format!(
        "<title>Bias audit summary</title>\n<style>{STYLE}</style></head>\n<body>\n<header><h1>Summary of the bias audit (New York City Local Law 144)</h1></header>\n<main>\n"
    ));
    out.push_str("<section><h2>To be filled in</h2>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Rule (6 RCNY)</th><th scope=\"col\">Entry</th></tr></thead><tbody>\n");
    for (what, rule) in BLANKS {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>[to be filled in: ____________________]</td></tr>\n",
            markup(what),
            markup(rule)
        ));
    }
    out.push_str("</tbody></table></div></section>\n");
    let files: Vec<String> = report
        .provenance
        .files
        .iter()
        .map(|f| {
            format!(
                "{} ({} rows)",
                f.name,
                show(f.rows_read as f64, Unit::Count)
            )
        })
        .collect();
    out.push_str(&format!(
        "<p>Computed from {}.</p>\n",
        markup(&files.join(" and "))
    ));
    for block in &section.blocks {
        match block {
            Block::Table(table) => out.push_str(&table_html(table)),
            Block::Text(text) => out.push_str(&format!("<p>{}</p>\n", markup(&text.sentence))),
            _ => {}
        }
    }
    out.push_str(&format!(
        "</main>\n<footer><p>{} {}</p></footer>\n</body></html>\n",
        markup(&report.provenance.tool),
        markup(&report.provenance.version)
    ));
    Ok(out)
}

fn table_html(table: &TableBlock) -> String {
    let mut out = format!(
        "<section><h2>{}</h2>\n<div class=\"scroll\"><table><thead><tr>",
        markup(&table.title)
    );
    for column in &table.columns {
        out.push_str(&format!("<th scope=\"col\">{}</th>", markup(&column.label)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (cell, column) in row.iter().zip(&table.columns) {
            let text = match cell {
                Cell::Number(value) => show(*value, column.unit),
                Cell::Text(text) => text.clone(),
                Cell::Empty(()) => "not calculated".into(),
            };
            out.push_str(&format!("<td>{}</td>", markup(&text)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div></section>\n");
    out
}

/// The tables as CSV: one line a category, the table's name first.
///
/// # Errors
/// `call.invalid` where the report has no such tables.
pub fn csv(report: &Report) -> Result<String> {
    let tables = section(report)?.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    Ok(tables_csv(tables))
}

/// The weights that even out groups and outcomes, as CSV.
///
/// # Errors
/// `call.invalid` where the report has none.
pub fn weights_csv(report: &Report) -> Result<String> {
    let tables: Vec<&TableBlock> = report
        .sections
        .iter()
        .filter(|s| s.analysis == "fairness")
        .flat_map(|s| &s.blocks)
        .filter_map(|b| match b {
            Block::Table(table) if table.title.starts_with("Reweighing") => Some(table),
            _ => None,
        })
        .collect();
    if tables.is_empty() {
        return Err(Error::new(
            Code::CallInvalid,
            "a report without weights",
            "a report with a fairness audit of two or more groups",
            "Give columns the roles protected, and label or prediction, and run again.",
        ));
    }
    Ok(tables_csv(tables.into_iter()))
}

fn tables_csv<'a>(tables: impl Iterator<Item = &'a TableBlock>) -> String {
    let mut out = String::new();
    let mut heading: Option<Vec<&str>> = None;
    for table in tables {
        let labels: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
        if heading.as_ref() != Some(&labels) {
            let line: Vec<String> = std::iter::once("Table")
                .chain(labels.iter().copied())
                .map(cell)
                .collect();
            out.push_str(&line.join(","));
            out.push_str("\r\n");
            heading = Some(labels);
        }
        for row in &table.rows {
            let mut line = vec![cell(&table.title)];
            line.extend(row.iter().map(|value| match value {
                Cell::Number(value) => format!("{value}"),
                Cell::Text(text) => cell(text),
                Cell::Empty(()) => String::new(),
            }));
            out.push_str(&line.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

/// A text as a CSV cell (RFC 4180); one that a spreadsheet would take for a formula is kept a text.
fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_string()
    };
    if guarded.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}
