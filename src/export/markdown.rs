//! Verdict, findings and provenance as Markdown (GitHub's tables), for tickets and pull requests.

use super::named::{counted, effect, files, made, warned, word};
use crate::report::{Attachments, Finding, Report, Unit, say, show};

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
    let headings = ["Severity", "Column", "Finding", "Effect (interval)"].map(say);
    out.push_str(&format!(
        "## {}\n\n| {} | q | n |\n|---|---|---|---:|---:|---:|\n",
        say("Findings"),
        headings.join(" | ")
    ));
    for finding in &report.findings {
        out.push_str(&row(finding));
    }
    if !report.warnings.is_empty() {
        out.push_str(&format!(
            "\n## {}\n\n",
            say("What to know about these files")
        ));
        for warning in &report.warnings {
            out.push_str(&format!("- {}\n", plain(&warned(warning))));
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
        plain(&word(finding)),
        plain(
            &finding
                .column
                .clone()
                .unwrap_or_else(|| say("whole data set"))
        ),
        plain(&finding.sentence),
        plain(&effect(finding)),
        plain(&q)
    )
}

fn provenance(out: &mut String, report: &Report, attachments: &Attachments) {
    let p = &report.provenance;
    let headings = ["File", "Slot", "Rows used", "SHA-256"].map(say);
    out.push_str(&format!(
        "\n## {}\n\n| {} |\n|---|---|---:|---|\n",
        say("Provenance"),
        headings.join(" | ")
    ));
    for file in &p.files {
        let hash = attachments
            .sha256
            .get(&file.slot)
            .cloned()
            .unwrap_or_else(|| say("not attached"));
        out.push_str(&format!(
            "| {} | {} | {} | {} |\n",
            plain(&file.name),
            plain(&say(&file.slot)),
            show(file.rows_used as f64, Unit::Count),
            plain(&hash)
        ));
    }
    out.push_str(&format!(
        "\n{}: {}\n",
        plain(&files(report)),
        plain(&made(report, attachments))
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
