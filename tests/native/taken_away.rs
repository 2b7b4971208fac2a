//! What is taken away in the other formats: CSV, Markdown, JUnit, the short HTML, HTML opened again, small cells.

use driftglass::error::Code;
use driftglass::export::{Format, export, suppress};
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Attachments, Became, Block, Report, Saved, Severity, compare, sha256};

use crate::exports::read;

/// Two columns that move, one that does not, and a level of three rows in the current file.
fn report(shift: usize) -> Report {
    let file = |current: bool| {
        let mut text = String::from("amount,\"=plan, | <b>\",steady\n");
        for i in 0..600 {
            let amount = if current { i % 50 + shift } else { i % 50 };
            let plan = match (current, i) {
                (true, 0..3) => "rare-person",
                (true, i) if i % 5 == 0 => "b",
                (_, i) if i % 2 == 0 => "a",
                _ => "b",
            };
            text.push_str(&format!("{amount},{plan},{}\n", i * 7 % 97));
        }
        text
    };
    let (reference, current) = (
        read("before.csv", &file(false)),
        read("after.csv", &file(true)),
    );
    run(&default_config(), &reference, &current).expect("comparable")
}

fn write(report: &Report, format: Format) -> String {
    export(report, &Attachments::default(), format).expect("writes")
}

/// A strict reader of RFC 4180.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quoted, c) {
            (true, '"') if chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            (true, '"') => quoted = false,
            (true, c) => cell.push(c),
            (false, '"') => quoted = true,
            (false, ',') => record.push(std::mem::take(&mut cell)),
            (false, '\r') => assert_eq!(chars.peek(), Some(&'\n')),
            (false, '\n') => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            (false, c) => cell.push(c),
        }
    }
    assert!(cell.is_empty() && record.is_empty(), "the last line ends");
    records
}

#[test]
fn csv_has_every_finding_and_no_formula() {
    let report = report(20);
    let found = records(&write(&report, Format::Csv));
    assert_eq!(found.len(), report.findings.len() + 1);
    assert!(found.iter().all(|record| record.len() == found[0].len()));
    let place = |name: &str| found[0].iter().position(|head| head == name).expect(name);
    for (record, finding) in found[1..].iter().zip(&report.findings) {
        assert_eq!(record[place("id")], finding.id);
        let q = finding.test.as_ref().and_then(|test| test.q);
        let read: Option<f64> = record[place("q")].parse().ok();
        assert_eq!(read, q, "every digit");
        let column = &record[place("column")];
        assert!(!column.starts_with('='), "a spreadsheet would compute it");
    }
    assert!(
        found
            .iter()
            .any(|record| record[place("column")] == "'=plan, | <b>")
    );
}

#[test]
fn markdown_shows_text_as_it_is() {
    let report = report(20);
    let text = write(&report, Format::Markdown);
    let first = text.lines().next().expect("a heading");
    assert!(first.starts_with("# The data has drifted"), "{first}");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert!(rows.len() > report.findings.len());
    assert!(text.contains("=plan, \\| \\<b\\>"), "{text}");
    for row in rows.iter().filter(|row| row.contains("=plan")) {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 7, "{row}");
    }
}

#[test]
fn junit_counts_what_is_in_it() {
    let report = report(20);
    let xml = write(&report, Format::Junit);
    let of = |severity: &[Severity]| {
        let found = report
            .findings
            .iter()
            .filter(|f| severity.contains(&f.severity));
        found.count()
    };
    let failures = of(&[Severity::Matters]);
    let skipped = of(&[
        Severity::RealSizeUnclear,
        Severity::NotEnoughData,
        Severity::NotCompared,
    ]);
    assert!(failures > 0);
    assert_eq!(xml.matches("<failure ").count(), failures);
    assert_eq!(xml.matches("<skipped ").count(), skipped);
    assert_eq!(xml.matches("<testcase ").count(), report.findings.len());
    let head = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"",
        report.findings.len()
    );
    assert_eq!(xml.matches(&head).count(), 2, "{xml}");
    assert!(!xml.contains("<b>") && xml.contains("=plan, | &lt;b&gt;"));
    assert_eq!(
        xml.matches("<testcase").count(),
        xml.matches("</testcase>").count()
    );
}

#[test]
fn a_page_opens_again_and_an_altered_one_does_not() {
    let (report, other) = (report(20), report(30));
    for format in [Format::Html, Format::HtmlSummary] {
        let html = write(&report, format);
        let opened = Saved::from_json(&html).expect("opens").report;
        assert_eq!(opened.findings, report.findings);
        assert_eq!(opened.verdict, report.verdict);
        if format == Format::Html {
            assert!(opened == report);
        }
        // In place of the report, another one that is packed as well.
        let element = "<script type=\"application/zlib\"";
        let start = html.find(element).expect("a report inside");
        let another = write(&other, format);
        let altered =
            html[..start].to_string() + &another[another.find(element).expect("another")..];
        let refused = Saved::from_json(&altered).expect_err("altered");
        assert_eq!(refused.code, Code::ReportUnreadable);
        let empty = Saved::from_json("<!DOCTYPE html><p>hello").expect_err("no report");
        assert_eq!(empty.code, Code::ReportUnreadable);
    }
    // The hash of a text that others computed: FIPS 180-4, "abc".
    assert_eq!(
        sha256("abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn twenty_columns_stay_small() {
    let file = |shift: usize| {
        let names: Vec<String> = (0..20).map(|c| format!("column {c}")).collect();
        let mut text = names.join(",") + "\n";
        for row in 0..2_000usize {
            let cell = |c: usize| {
                let value = (row * (31 + 2 * c) + 7 * c) % 997 + shift * (c % 3);
                if c % 4 == 3 {
                    format!("level {}", value % 23)
                } else {
                    format!("{value}.{}", row * 13 % 89)
                }
            };
            text.push_str(&(0..20).map(cell).collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        text
    };
    let report = run(
        &default_config(),
        &read("a.csv", &file(0)),
        &read("b.csv", &file(150)),
    )
    .expect("comparable");
    let matters = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Matters);
    assert!(matters.count() >= 10, "details to write");
    let (full, short) = (
        write(&report, Format::Html),
        write(&report, Format::HtmlSummary),
    );
    assert!(full.len() <= 1_200_000, "{} bytes", full.len());
    assert!(short.len() <= 300_000, "{} bytes", short.len());
    assert!(short.len() < full.len() / 2);
}

#[test]
fn small_cells_leave_with_no_export() {
    let mut report = report(20);
    let has = |report: &Report, text: &str| report.to_json().expect("finite").contains(text);
    assert!(has(&report, "rare-person"), "it is there to be taken out");
    let every = [
        Format::Json,
        Format::Html,
        Format::HtmlSummary,
        Format::Csv,
        Format::Markdown,
        Format::Junit,
    ];
    let told = every.map(|format| write(&report, format).contains("rare-person"));
    assert!(told.iter().any(|told| *told));
    report.provenance.config.exports.small_cells = 5;
    for format in every {
        let text = write(&report, format);
        assert!(!text.contains("rare-person"), "{format:?}");
        if matches!(
            format,
            Format::Json | Format::Html | Format::HtmlSummary | Format::Markdown
        ) {
            assert!(text.contains("fewer than 5 rows"), "{format:?} says so");
        }
    }
    // Shares still sum to one: what was taken out is in the rest.
    let kept = suppress(&report, 5);
    let mut pairs = 0;
    for section in &kept.sections {
        for block in &section.blocks {
            if let Block::LevelPair(pair) = block {
                let levels = pair.levels.iter().chain(&pair.rest);
                let sum: f64 = levels.map(|level| level.current).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{sum}");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 0);
    assert!(suppress(&report, 0).findings == report.findings);
}

#[test]
fn two_reports_are_compared_finding_by_finding() {
    let (calm, moved, far) = (report(0), report(20), report(60));
    let of = |before: &Report, after: &Report, id: &str| {
        let found = compare(before, after);
        assert!(found.same_settings && found.same_version);
        found.changes.iter().find(|c| c.id == id).expect(id).became
    };
    let id = moved
        .findings
        .iter()
        .find(|f| f.column.as_deref() == Some("amount") && f.severity == Severity::Matters)
        .map(|f| f.id.clone())
        .expect("amount moved");
    assert_eq!(of(&calm, &moved, &id), Became::Worse);
    assert_eq!(of(&moved, &calm, &id), Became::Better);
    assert_eq!(of(&moved, &moved, &id), Became::Same);
    assert_eq!(
        of(&moved, &far, &id),
        Became::Worse,
        "as serious, and farther"
    );
    let mut without = moved.clone();
    without.findings.retain(|f| f.id != id);
    assert_eq!(of(&without, &moved, &id), Became::New);
    assert_eq!(of(&moved, &without, &id), Became::Gone);
    let mut unknown = moved.clone();
    let other = unknown
        .findings
        .iter_mut()
        .find(|f| f.id == id)
        .expect("there");
    other.severity = Severity::NotEnoughData;
    assert_eq!(of(&moved, &unknown, &id), Became::NoLongerJudged);
    assert_eq!(of(&unknown, &calm, &id), Became::NowJudged);
    assert_eq!(
        of(&unknown, &moved, &id),
        Became::Worse,
        "from unknown to the matter"
    );
    let changes = compare(&calm, &far).changes;
    assert!(changes.windows(2).all(|two| two[0].became <= two[1].became));
    let mut settings = moved.clone();
    settings.provenance.config.seed += 1;
    assert!(!compare(&moved, &settings).same_settings);
}
