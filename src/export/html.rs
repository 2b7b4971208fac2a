//! One HTML file: no network, no script, every string from data escaped, its own policy in a meta tag.

use super::escape::{markup, prose};
use super::json::json;
use super::named::{counted, effect, files, made, warned, word};
use super::table;
use crate::charts::{self, DrawOptions, Theme};
use crate::error::{Error, Result};
use crate::report::{Attachments, Block, Finding, Report, Section, Unit, inside, say, show, tag};
use crate::wording;

const STYLE: &str = include_str!("report.css");
/// SHA-256 of `report.css` in base64; a test says what it must be when the style changes.
pub(super) const STYLE_HASH: &str = include_str!("report.css.sha256");
/// Width of a chart in css pixels; the SVG scales with the page.
const CHART_WIDTH: f64 = 680.0;

/// Writes the report as one HTML file, with its JSON inside: byte for byte what [`json`] gives.
///
/// # Errors
/// `report.unreadable` if a number is not finite, which is a defect.
pub fn html(report: &Report, attachments: &Attachments) -> Result<String> {
    let saved = json(report, attachments)?;
    let mut out = String::with_capacity(saved.len() * 2 + 64 * 1024);
    out.push_str("<!doctype html>\n<html lang=\"");
    out.push_str(&markup(&tag()));
    out.push_str("\"><head><meta charset=\"utf-8\">\n");
    out.push_str(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'\">\n",
        STYLE_HASH.trim()
    ));
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\">\n");
    out.push_str(&format!(
        "<title>{}</title>\n<style>{STYLE}</style></head>\n<body>\n",
        markup(&title(report))
    ));
    head(&mut out, report);
    findings(&mut out, report);
    for section in &report.sections {
        section_html(&mut out, report, section);
    }
    warnings(&mut out, &report.warnings);
    provenance(&mut out, report, attachments, &saved);
    out.push_str(&inside::element(&saved));
    out.push_str("\n</body></html>\n");
    Ok(out)
}

fn title(report: &Report) -> String {
    say(&format!("Driftglass report: {}", files(report)))
}

fn head(out: &mut String, report: &Report) {
    out.push_str(&format!(
        "<header><p class=\"brand\">Driftglass</p><h1>{}</h1><p class=\"next\">{}</p>\n",
        prose(&report.verdict.sentence),
        prose(&report.verdict.next)
    ));
    for answer in &report.answers {
        if answer.verdict.code != report.verdict.code {
            out.push_str(&format!(
                "<p>{} {}</p>\n",
                prose(&answer.verdict.sentence),
                prose(&answer.verdict.next)
            ));
        }
    }
    out.push_str("</header>\n<main>\n");
}

fn findings(out: &mut String, report: &Report) {
    out.push_str(&format!(
        "<section><h2>{}</h2>\n<div class=\"scroll\"><table class=\"findings\"><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\" class=\"number\">{}</th><th scope=\"col\" class=\"number\">q</th><th scope=\"col\" class=\"number\">n</th></tr></thead><tbody>\n",
        say("Findings"),
        say("Finding"),
        say("Severity"),
        say("Effect (95% interval)")
    ));
    for finding in &report.findings {
        out.push_str(&finding_row(finding));
    }
    out.push_str("</tbody></table></div></section>\n");
}

fn finding_row(finding: &Finding) -> String {
    let q = finding
        .test
        .as_ref()
        .and_then(|t| t.q)
        .map_or_else(String::new, |q| show(q, Unit::Probability));
    let plain = wording::severity(finding.severity);
    let class = plain.split([' ', ',']).next().unwrap_or_default();
    let severity = markup(&word(finding));
    let n = if counted(finding) {
        let (reference, current) = (finding.n.reference as f64, finding.n.current as f64);
        format!(
            "{} / {}",
            show(reference, Unit::Count),
            show(current, Unit::Count)
        )
    } else {
        String::new()
    };
    format!(
        "<tr><td>{}</td><td class=\"severity {class}\">{severity}</td><td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{n}</td></tr>\n",
        prose(&finding.sentence),
        markup(&effect(finding)),
        markup(&q),
    )
}

fn section_html(out: &mut String, report: &Report, section: &Section) {
    out.push_str(&format!(
        "<section class=\"detail\"><h2>{}</h2>\n",
        markup(&section.title)
    ));
    for finding in report
        .findings
        .iter()
        .filter(|f| f.section.as_deref() == Some(section.id.as_str()))
    {
        out.push_str(&format!("<p>{}</p>\n", prose(&finding.sentence)));
    }
    for block in &section.blocks {
        block_html(out, block);
    }
    out.push_str("</section>\n");
}

fn block_html(out: &mut String, block: &Block) {
    match block {
        Block::Text(text) => out.push_str(&format!("<p>{}</p>\n", prose(&text.sentence))),
        Block::Table(table) => {
            out.push_str(&format!("<h3>{}</h3>\n", markup(&table.title)));
            table::write(out, table);
        }
        Block::Metric(metric) => {
            let value = metric
                .value
                .map_or_else(|| show(f64::NAN, metric.unit), |v| show(v, metric.unit));
            let interval = metric.interval.map_or_else(String::new, |i| {
                say(&format!(
                    ", 95% interval {} to {}",
                    show(i.low, metric.unit),
                    show(i.high, metric.unit)
                ))
            });
            let threshold = metric.threshold.map_or_else(String::new, |t| {
                say(&format!("; matters from {}", show(t, metric.unit)))
            });
            out.push_str(&format!(
                "<p class=\"metric\"><strong>{}</strong> {}<small>{}</small></p>\n",
                markup(&metric.title),
                prose(&format!("{value}{interval}{threshold}")),
                markup(&metric.definition)
            ));
        }
        drawn => chart_html(out, drawn),
    }
}

fn chart_html(out: &mut String, block: &Block) {
    let words = charts::describe(block);
    // The heading says what was found; what is drawn stands under it.
    out.push_str(&format!(
        "<figure><figcaption><h3>{}</h3>{}</figcaption>",
        prose(&words.sentence),
        markup(&words.table.title)
    ));
    let options = DrawOptions {
        width: CHART_WIDTH,
        height: 0.0,
        pixel_ratio: 1.0,
        theme: Theme::Print,
    };
    if let Ok(drawing) = charts::svg(block, &options) {
        out.push_str(&drawing.text);
    }
    out.push_str(&format!("<details><summary>{}</summary>", say("Data")));
    table::write(out, &words.table);
    out.push_str("</details></figure>\n");
}

fn warnings(out: &mut String, warnings: &[Error]) {
    if warnings.is_empty() {
        return;
    }
    out.push_str(&format!(
        "<section><h2>{}</h2><ul>\n",
        say("What to know about these files")
    ));
    for warning in warnings {
        out.push_str(&format!("<li>{}</li>\n", markup(&warned(warning))));
    }
    out.push_str("</ul></section>\n");
}

fn provenance(out: &mut String, report: &Report, attachments: &Attachments, saved: &str) {
    let p = &report.provenance;
    out.push_str(&format!(
        "</main>\n<footer><h2>{}</h2>\n<div class=\"scroll\"><table><thead><tr>",
        say("Provenance")
    ));
    for (heading, class) in [
        ("File", ""),
        ("Slot", ""),
        ("Bytes", " class=\"number\""),
        ("Rows", " class=\"number\""),
        ("Used", " class=\"number\""),
        ("Repaired", " class=\"number\""),
        ("Skipped", " class=\"number\""),
        ("SHA-256", " class=\"hash\""),
    ] {
        out.push_str(&format!("<th scope=\"col\"{class}>{}</th>", say(heading)));
    }
    out.push_str("</tr></thead><tbody>\n");
    for file in &p.files {
        out.push_str(&format!(
            "<tr><td>{}</td><td>{}</td>",
            markup(&file.name),
            markup(&say(&file.slot))
        ));
        for count in [
            file.bytes,
            file.rows_read,
            file.rows_used,
            file.rows_repaired,
            file.rows_skipped,
        ] {
            out.push_str(&format!(
                "<td class=\"number\">{}</td>",
                show(count as f64, Unit::Count)
            ));
        }
        let hash = attachments
            .sha256
            .get(&file.slot)
            .cloned()
            .unwrap_or_else(|| say("not attached"));
        out.push_str(&format!("<td class=\"hash\">{}</td></tr>\n", markup(&hash)));
    }
    out.push_str("</tbody></table></div>\n");
    let config = serde_json::to_string(&p.config).unwrap_or_default();
    out.push_str(&format!(
        "<p>{}</p>\n<p lang=\"en\">{}</p>\n<details><summary>{}</summary><pre>{}</pre></details></footer>\n",
        markup(&made(report, attachments)),
        inside::said(saved),
        say("Settings"),
        markup(&config)
    ));
}
