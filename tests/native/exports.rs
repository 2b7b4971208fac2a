//! What is taken away: the HTML carries its own policy, escapes every string from data, and holds its JSON.

use driftglass::config::Dialect;
use driftglass::export::{Format, export};
use driftglass::pipeline::{default_config, run};
use driftglass::report::{Attachments, Report, Saved, sha256};
use driftglass::table::{Finished, ReadOptions, Reader, Table};
use sha2::{Digest, Sha256};

pub fn read(name: &str, text: &str) -> Table {
    let mut options = ReadOptions {
        dialect: Dialect::default(),
        memory_bytes: 100_000_000,
        seed: 1,
        storage: None,
        sample: None,
    };
    loop {
        let mut reader = Reader::new(name, None, options);
        reader.push(text.as_bytes()).expect("readable");
        match reader.finish().expect("readable") {
            Finished::Table(table) => return *table,
            Finished::Reread(again) => options = again,
        }
    }
}

const HOSTILE: &str = "<script>alert(1)</script>";

fn hostile() -> Report {
    let header = format!("\"{HOSTILE}\",\"a\"\"onload='x'\"\n");
    let file = |level: &str| {
        let rows: String = (0..60)
            .map(|i| format!("{level}{},{}\n", i % 3, i))
            .collect();
        format!("{header}{rows}")
    };
    let reference = read("</title><script>x</script>.csv", &file("</script><!--"));
    let current = read("c.csv", &file("]]>&\u{1}"));
    run(&default_config(), &reference, &current).expect("comparable")
}

fn attachments() -> Attachments {
    Attachments {
        sha256: [("reference".to_string(), "ab".repeat(32))].into(),
        generated_at: Some("2026-01-01T00:00:00Z".into()),
    }
}

#[test]
fn no_string_from_data_becomes_markup() {
    let html = export(&hostile(), &attachments(), Format::Html).expect("writes");
    let lower = html.to_lowercase();
    assert_eq!(
        lower.matches("<script").count(),
        1,
        "the only script element is the JSON"
    );
    assert!(lower.contains("<script type=\"application/zlib\""));
    assert_eq!(lower.matches("</script").count(), 1);
    assert_eq!(
        lower.matches("<title").count(),
        lower.matches("</title>").count()
    );
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!html.contains('\u{1}'));
    for forbidden in ["javascript:", " src=", " href=", "@import", "url("] {
        assert!(!lower.contains(forbidden), "{forbidden}");
    }
    assert!(
        !lower.contains(" style="),
        "an inline style would be refused by the policy"
    );
}

#[test]
fn the_policy_names_the_one_style() {
    let html = export(&hostile(), &attachments(), Format::Html).expect("writes");
    let style = html
        .split("<style>")
        .nth(1)
        .and_then(|s| s.split("</style>").next())
        .expect("one style");
    let hash: Vec<u8> = Sha256::digest(style.as_bytes()).to_vec();
    let policy = format!("default-src 'none'; style-src 'sha256-{}'", base64(&hash));
    assert!(
        html.contains(&policy),
        "src/export/report.css.sha256 must hold {}",
        base64(&hash)
    );
    assert_eq!(html.matches("<style").count(), 1);
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    bytes
        .chunks(3)
        .flat_map(|three| {
            let bits = three.iter().fold(0u32, |all, b| all << 8 | u32::from(*b))
                << (8 * (3 - three.len()));
            (0..4).map(move |i| {
                if i <= three.len() {
                    char::from(DIGITS[(bits >> (18 - 6 * i) & 63) as usize])
                } else {
                    '='
                }
            })
        })
        .collect()
}

#[test]
fn the_json_inside_and_outside_opens_again() {
    let report = hostile();
    let json = export(&report, &attachments(), Format::Json).expect("writes");
    assert!(
        json.contains(&report.to_json().expect("finite")),
        "the report's own bytes, verbatim"
    );
    let saved = Saved::from_json(&json).expect("opens");
    assert!(saved.report == report && saved.attachments == attachments());
    let html = export(&report, &attachments(), Format::Html).expect("writes");
    assert!(Saved::from_json(&html).expect("opens") == saved);
    let said = format!(
        "of the report inside this file: <code>{}</code>",
        sha256(&json)
    );
    assert!(html.contains(&said), "byte for byte what is saved as JSON");
    assert!(
        Saved::from_json(&report.to_json().expect("finite"))
            .expect("a bare report opens")
            .report
            == report
    );
}

#[test]
fn damaged_files_are_refused() {
    let json = export(&hostile(), &attachments(), Format::Json).expect("writes");
    for text in [
        "",
        "[]",
        "3",
        "{\"report\":{}}",
        "{\"report\":3}",
        &json[..json.len() / 2],
        &json.replacen("driftglass.report", "other.report", 1),
        &json.replacen("\"version\":1", "\"version\":2", 1),
        &json.replacen("\"kind\":\"level-pair\"", "\"kind\":\"unheard-of\"", 1),
    ] {
        let error = Saved::from_json(text).expect_err("refused");
        assert_eq!(error.code, driftglass::error::Code::ReportUnreadable);
    }
}

#[test]
fn the_local_law_summary_has_blanks_tables_and_no_formulas() {
    let mut text = String::from("sex,decision\n");
    for row in 0..200 {
        let sex = ["=cmd()", "<b>f</b>"][row % 2];
        text += &format!("{sex},{}\n", u8::from(row % 3 == 0));
    }
    let table = read("decisions.csv", &text);
    let mut config = driftglass::pipeline::check_config(
        serde_json::json!({"analyses": {"fairness": {"favourable": "1"}}}),
    )
    .expect("valid");
    config
        .roles
        .insert("sex".into(), driftglass::config::Role::Protected);
    config
        .roles
        .insert("decision".into(), driftglass::config::Role::Prediction);
    let report = run(&config, &Table::absent(), &table).expect("can be looked at");
    let attachments = Attachments::default();
    let html = export(&report, &attachments, Format::LocalLaw).expect("written");
    assert_eq!(html.matches("[to be filled in").count(), 9);
    assert!(html.contains("&lt;b&gt;f&lt;/b&gt;") && !html.contains("<b>f"));
    assert!(html.contains("Impact ratio"));
    let csv = export(&report, &attachments, Format::LocalLawCsv).expect("written");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(
        lines[0].starts_with(
            "Table,Category,Number of applicants,Selected,Selection rate,Impact ratio"
        )
    );
    assert!(
        lines.iter().any(|l| l.contains(",'=cmd(),100,34,0.34,")),
        "{csv}"
    );
    let weights = export(&report, &attachments, Format::WeightsCsv).expect("written");
    assert_eq!(weights.lines().count(), 3);
    let drift = hostile();
    for format in [Format::LocalLaw, Format::LocalLawCsv, Format::WeightsCsv] {
        let error = export(&drift, &attachments, format).expect_err("nothing to export");
        assert_eq!(error.code, driftglass::error::Code::CallInvalid);
    }
}
