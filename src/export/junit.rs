//! JUnit XML, as GitLab, Jenkins, Azure and GitHub's reporters read it: a suite a report, a case a finding.
//!
//! What matters is a failure. What could not be settled is skipped with its reason, never a pass.

use super::escape::markup;
use super::named::{effect, files, word};
use crate::report::{Finding, Report, Severity};

/// Writes the suite; times are zero, since a report has no clock.
pub(super) fn write(report: &Report) -> String {
    let failures = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Matters)
        .count();
    let skipped = report.findings.iter().filter(|f| unsettled(f)).count();
    let all = report.findings.len();
    let counts =
        format!("tests=\"{all}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"driftglass\" {counts} time=\"0\">\n<testsuite name=\"{}\" {counts} time=\"0\">\n<properties>\n",
        attribute(&files(report))
    );
    let p = &report.provenance;
    for (name, value) in [
        ("driftglass.version", p.version.clone()),
        ("verdict", report.verdict.code.clone()),
        ("verdict.sentence", report.verdict.sentence.clone()),
        ("seed", p.seed.to_string()),
        ("correction", p.config.correction.method.clone()),
        ("level", p.config.correction.level.to_string()),
    ] {
        property(&mut out, name, &value);
    }
    out.push_str("</properties>\n");
    for finding in &report.findings {
        case(&mut out, finding);
    }
    out.push_str("</testsuite>\n</testsuites>\n");
    out
}

fn unsettled(finding: &Finding) -> bool {
    matches!(
        finding.severity,
        Severity::RealSizeUnclear | Severity::NotEnoughData | Severity::NotCompared
    )
}

fn case(out: &mut String, finding: &Finding) {
    out.push_str(&format!(
        "<testcase classname=\"{}\" name=\"{}\" time=\"0\">\n<properties>\n",
        attribute(&finding.analysis),
        attribute(&finding.id)
    ));
    property(out, "severity", &word(finding));
    let shown = effect(finding);
    if !shown.is_empty() {
        property(out, "effect", &shown);
    }
    if let Some(effect) = &finding.effect {
        property(out, "threshold", &effect.threshold.to_string());
    }
    if let Some(q) = finding.test.as_ref().and_then(|t| t.q) {
        property(out, "q", &q.to_string());
    }
    property(out, "n.reference", &finding.n.reference.to_string());
    property(out, "n.current", &finding.n.current.to_string());
    out.push_str("</properties>\n");
    let sentence = attribute(&finding.sentence);
    if finding.severity == Severity::Matters {
        out.push_str(&format!(
            "<failure type=\"{}\" message=\"{sentence}\">{}</failure>\n",
            attribute(&finding.code),
            markup(&finding.next)
        ));
    } else if unsettled(finding) {
        out.push_str(&format!("<skipped message=\"{sentence}\"/>\n"));
    }
    out.push_str("</testcase>\n");
}

fn property(out: &mut String, name: &str, value: &str) {
    out.push_str(&format!(
        "<property name=\"{name}\" value=\"{}\"/>\n",
        attribute(value)
    ));
}

/// Text as an attribute value: a line end in it would be read as a space.
fn attribute(text: &str) -> String {
    markup(&text.replace(['\n', '\r', '\t'], " "))
}
