//! Verdict, findings and provenance as Markdown (GitHub's tables), for tickets and pull requests.

use super::named::{counted, effect, files, word};
use crate::report::{Attachments, Finding, Report, Unit, show};

/// Writes the report without its details.
pub(super) fn write(report: &Report, attachments: &Attachments) -> String {
    let mut out = format!(
        "# {}\n\n{}\n\n",
        plain(&report.verdict.sentence),
        plain(&report.verdict.next)
    );
    for answer in &report.answers {
        if answer.verdict.code != report.verdict.code {
            out.push_str(&format!(
                "- {} {}\n",
                plain(&answer.verdict.sentence),
                plain(&answer.verdict.next)
            ));
        }
    }
    if !report.answers.is_empty() {
        out.push('\n');
    }
    out.push_str("## Findings\n\n| Severity | Column | Finding | Effect (interval) | q | n |\n|---|---|---|---:|---:|---:|\n");
    for finding in &report.findings {
        out.push_str(&row(finding));
    }
    if !report.warnings.is_empty() {
        out.push_str("\n## What to know about these files\n\n");
        for warning in &report.warnings {
            out.push_str(&format!("- {}\n", plain(&warning.to_string())));
        }
    }
    provenance(&mut out, report, attachments);
    out
}

fn row(finding: &Finding) -> String {
    let q = finding
        .test
        .as_ref()
        .and_then(|t| t.q)
        .map_or_else(String::new, |q| show(q, Unit::Probability));
    let n = if counted(finding) {
        format!(
            "{} / {}",
            show(finding.n.reference as f64, Unit::Count),
            show(finding.n.current as f64, Unit::Count)
        )
    } else {
        String::new()
    };
    format!(
        "| {} | {} | {} | {} | {} | {n} |\n",
        plain(word(finding)),
        plain(finding.column.as_deref().unwrap_or("whole data set")),
        plain(&finding.sentence),
        plain(&effect(finding)),
        plain(&q)
    )
}

fn provenance(out: &mut String, report: &Report, attachments: &Attachments) {
    let p = &report.provenance;
    out.push_str("\n## Provenance\n\n| File | Role | Rows used | SHA-256 |\n|---|---|---:|---|\n");
    for file in &p.files {
        let hash = attachments
            .sha256
            .get(&file.slot)
            .map_or("not attached", String::as_str);
        out.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            plain(&file.name),
            plain(&file.slot),
            show(file.rows_used as f64, Unit::Count),
            plain(hash)
        ));
    }
    out.push_str(&format!(
        "\nDriftglass {} on {}, seed {}, {} tests corrected together ({}, level {}).{}\n",
        plain(&p.version),
        plain(&files(report)),
        p.seed,
        p.tests_corrected,
        plain(&p.config.correction.method),
        p.config.correction.level,
        attachments
            .generated_at
            .as_ref()
            .map_or_else(String::new, |at| format!(" Made {}.", plain(at)))
    ));
}

/// Text that Markdown shows as it is: one line, every sign with a meaning written with a backslash.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
