//! The bindings as the page, the worker and Node call them: the same tests run in every host.

use driftglass::wasm::{Session, about, check_config, default_config, describe, draw_svg};
use driftglass::wasm::{export_report, natural_height, open_report};
use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

const PAIR: [(&str, &str, &str); 2] = [
    (
        "reference",
        "reference.csv",
        include_str!("../golden/pipeline/reference.csv"),
    ),
    (
        "current",
        "current.csv",
        include_str!("../golden/pipeline/current.csv"),
    ),
];
const EXPECTED: &str = include_str!("../golden/pipeline/expected.json");
const NATIVE_REPORT: &str = include_str!("../golden/pipeline/report.json");
/// SHA-256 of the report's JSON text as every host must write it.
#[cfg(feature = "digest")]
const REPORT_SHA256: &str = include_str!("../golden/pipeline/report.sha256");

/// Reads one text into a slot, twice where the session asks for it; answers the summary.
fn read(session: &mut Session, slot: &str, name: &str, text: &str) -> JsValue {
    for _ in 0..2 {
        session.begin(slot, name, text.len() as f64).expect("begin");
        for chunk in text.as_bytes().chunks(1000) {
            session.push(slot, &Uint8Array::from(chunk)).expect("push");
        }
        let summary = session.finish(slot).expect("finish");
        if !summary.is_null() {
            return summary;
        }
    }
    panic!("{name}: a second reading asked for a third");
}

fn session() -> Session {
    let mut session = Session::new(&JsValue::UNDEFINED).expect("a session");
    for (slot, name, text) in PAIR {
        read(&mut session, slot, name, text);
    }
    session
}

/// The report of the golden pair, in one go.
pub fn report() -> JsValue {
    session()
        .analyse(&JsValue::UNDEFINED)
        .expect("a comparison")
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).expect("an object")
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string())
        .expect("plain data")
}

/// A JS value as the tests look into it.
pub fn plain(value: &JsValue) -> Value {
    serde_json::from_str(&text(value)).expect("plain data")
}

/// The same way back.
pub fn js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).expect("plain data")
}

/// The blocks of a report's sections.
pub fn blocks(report: &Value) -> Vec<Value> {
    let sections = report["sections"].as_array().expect("sections").iter();
    let blocks = sections.flat_map(|section| section["blocks"].as_array().expect("blocks").clone());
    blocks.collect()
}

/// What was thrown, once it is known to be a plain object with all of a coded error's members.
fn thrown<T>(outcome: Result<T, JsValue>) -> Value {
    let error = outcome.err().expect("an error");
    let prototype = Object::get_prototype_of(&error);
    let plain_prototype = Object::get_prototype_of(&Object::new());
    assert!(
        Object::is(&prototype, &plain_prototype),
        "not a plain object: {error:?}"
    );
    let error = plain(&error);
    for key in ["found", "expected", "action"] {
        assert!(
            error[key].as_str().is_some_and(|words| !words.is_empty()),
            "{key} of {error}"
        );
    }
    error
}

fn close(ours: f64, theirs: f64, relative: f64) -> bool {
    (ours - theirs).abs() <= relative * theirs.abs().max(ours.abs())
}

/// Where two values differ by more than a relative distance between their numbers.
fn differences(ours: &Value, theirs: &Value, relative: f64, path: &str, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            if !a.keys().eq(b.keys()) {
                found.push(format!("{path}: other members"));
                return;
            }
            for (key, value) in a {
                differences(value, &b[key], relative, &format!("{path}.{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (one, other)) in a.iter().zip(b).enumerate() {
                differences(one, other, relative, &format!("{path}[{at}]"), found);
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (one, other) = (a.as_f64(), b.as_f64());
            if !one
                .zip(other)
                .is_some_and(|(one, other)| close(one, other, relative))
            {
                found.push(format!("{path}: {a} and {b}"));
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{path}: {a} and {b}")),
    }
}

#[wasm_bindgen_test]
fn the_engine_says_what_it_is() {
    let about = plain(&about().expect("about answers"));
    assert_eq!(about["name"], "driftglass");
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    let catalog = about["catalog"].as_array().expect("a catalog");
    assert!(
        catalog
            .iter()
            .any(|one| one["id"] == "drift" && one["runs_here"] == true)
    );
}

/// FIPS 180-4's example "abc", fed in two chunks, and the empty text.
#[cfg(feature = "digest")]
#[wasm_bindgen_test]
fn a_digest_is_the_published_one() {
    let mut digest = driftglass::wasm::digest::Digest::new();
    digest.update(b"a");
    digest.update(b"bc");
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(digest.finish(), abc);
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(digest.finish(), empty);
}

#[wasm_bindgen_test]
fn a_summary_says_what_was_read() {
    let mut session = Session::new(&JsValue::NULL).expect("a session");
    let (slot, name, csv) = PAIR[0];
    let summary = plain(&read(&mut session, slot, name, csv));
    assert_eq!(summary["name"], name);
    assert_eq!(summary["bytes"].as_u64(), Some(csv.len() as u64));
    assert_eq!(
        summary["rows"].as_u64(),
        Some(csv.lines().count() as u64 - 1)
    );
    let header: Vec<&str> = csv.lines().next().expect("a header").split(',').collect();
    let columns = summary["columns"].as_array().expect("columns").iter();
    let names: Vec<&str> = columns
        .filter_map(|column| column["name"].as_str())
        .collect();
    assert_eq!(names, header);
}

#[wasm_bindgen_test]
fn two_files_give_a_verdict_with_the_numbers_of_scipy() {
    let report = plain(&report());
    assert_eq!(report["verdict"]["severity"], "matters");
    let expected: Value = serde_json::from_str(EXPECTED).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let mut compared = 0;
    for (name, numbers) in expected["numbers"].as_object().expect("an object") {
        let id = format!("drift/{name}/values");
        let finding = findings.iter().find(|one| one["id"] == id.as_str());
        let test = &finding.unwrap_or_else(|| panic!("no finding {id}"))["test"];
        for (ours, theirs) in [("p", "p"), ("statistic", "d")] {
            let (ours, theirs) = (test[ours].as_f64(), numbers[theirs].as_f64());
            let both = ours.zip(theirs).expect("numbers");
            assert!(close(both.0, both.1, 1e-10), "{id}: {both:?}");
        }
        compared += 1;
    }
    assert_eq!(compared, 4);
}

#[wasm_bindgen_test]
fn steps_lead_to_the_same_bytes_as_one_go() {
    let mut session = session();
    let steps = session
        .begin_analysis(&JsValue::UNDEFINED)
        .expect("a beginning");
    assert!(steps > 1, "{steps} steps");
    let early = thrown(session.finish_analysis());
    assert_eq!(early["code"], "call.invalid");
    assert_eq!(
        session.begin_analysis(&JsValue::UNDEFINED).expect("again"),
        steps
    );
    let mut taken = 1;
    while !session.step_analysis().expect("a step") {
        taken += 1;
    }
    assert_eq!(taken, steps);
    let verdict = session.finish_analysis().expect("a report");
    assert_eq!(plain(&verdict)["verdict"], plain(&report())["verdict"]);
    let whole = plain(&session.begin_whole().expect("what follows over all rows"));
    assert!(whole.as_array().is_some_and(|steps| !steps.is_empty()));
    while !session.step_analysis().expect("a step") {}
    assert!(session.begin_background().expect("what follows") > 0);
    while !session.step_analysis().expect("a step") {}
    let stepwise = session.finish_analysis().expect("a report");
    assert!(text(&stepwise) == text(&report()), "other bytes");
}

#[cfg(feature = "digest")]
#[wasm_bindgen_test]
fn the_report_has_the_same_bytes_in_every_host() {
    let json = text(&report());
    let mut digest = driftglass::wasm::digest::Digest::new();
    digest.update(json.as_bytes());
    let hash = digest.finish();
    console_log!("report: {} bytes, SHA-256 {hash}", json.len());
    assert_eq!(
        hash,
        REPORT_SHA256.trim(),
        "if report.json was renewed on purpose: DRIFTGLASS_UPDATE=1 cargo xtask test node"
    );
}

#[wasm_bindgen_test]
fn the_native_report_is_the_same_value_by_value() {
    let native: Value = serde_json::from_str(NATIVE_REPORT).expect("JSON");
    let mut found = Vec::new();
    differences(&plain(&report()), &native, 1e-12, "report", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The comparison itself can fail: one number moved by more than it allows, one word changed.
    let mut other = native.clone();
    let moved = other["verdict"]["numbers"]["matters"].as_f64().expect("n") * (1.0 + 1e-11);
    other["verdict"]["numbers"]["matters"] = json!(moved);
    other["verdict"]["severity"] = json!("no-evidence");
    differences(&native, &other, 1e-12, "report", &mut found);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[wasm_bindgen_test]
fn errors_are_thrown_as_plain_coded_objects() {
    let mut session = Session::new(&JsValue::UNDEFINED).expect("a session");
    session.begin("reference", "empty.csv", 0.0).expect("begin");
    let empty = thrown(session.finish("reference"));
    assert_eq!(empty["code"], "table.empty");
    assert_eq!(empty["place"]["file"], "empty.csv");
    for early in [
        thrown(session.finish("current")),
        thrown(session.push("current", &Uint8Array::from(&b"a\n1\n"[..]))),
        thrown(session.analyse(&JsValue::UNDEFINED)),
        thrown(session.step_analysis()),
        thrown(session.forget("third")),
    ] {
        assert_eq!(early["code"], "call.invalid", "{early}");
    }
    for (config, suggestion) in [
        (json!({"sed": 1}), "`seed`"),
        (
            json!({"analyses": {"drift": {"distanc": 0.2}}}),
            "`distance`",
        ),
    ] {
        for error in [
            thrown(check_config(&js(&config))),
            thrown(Session::new(&js(&config))),
        ] {
            assert_eq!(error["code"], "config.unknown-key");
            let action = error["action"].as_str().expect("an action");
            assert!(action.contains(suggestion), "{action}");
        }
    }
    let broken = thrown(open_report("{\"format\":"));
    assert_eq!(broken["code"], "report.unreadable");
}

#[wasm_bindgen_test]
fn settings_are_completed_with_the_defaults() {
    let defaults = plain(&default_config().expect("defaults"));
    assert_eq!(
        plain(&check_config(&js(&json!({}))).expect("valid")),
        defaults
    );
    let seeded = plain(&check_config(&js(&json!({"seed": 7}))).expect("valid"));
    assert_eq!(seeded["seed"], 7);
    assert_eq!(seeded["analyses"], defaults["analyses"]);
}

#[wasm_bindgen_test]
fn a_report_is_written_and_opened_again_as_it_was() {
    let report = report();
    let attachments = js(&json!({"sha256": {"reference": "ab".repeat(32)}}));
    let written =
        export_report(&report, &attachments, &"json".into(), &JsValue::UNDEFINED).expect("JSON");
    let opened = open_report(&written).expect("opened");
    assert_eq!(text(&get(&opened, "report")), text(&report));
    assert_eq!(
        plain(&get(&opened, "attachments"))["sha256"]["reference"],
        "ab".repeat(32)
    );
    let html =
        export_report(&report, &attachments, &"html".into(), &JsValue::UNDEFINED).expect("HTML");
    assert!(html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"));
    let sentence = plain(&report)["verdict"]["sentence"].clone();
    assert!(html.contains(sentence.as_str().expect("a sentence")));
}

#[wasm_bindgen_test]
fn blocks_are_drawn_as_svg_and_described_in_words() {
    let options = json!({"width": 480.0, "height": 0.0, "pixelRatio": 1.0, "theme": "light"});
    let mut drawn = Vec::new();
    for block in blocks(&plain(&report())) {
        let kind = block["kind"].as_str().expect("a kind").to_owned();
        if ["metric", "table", "text"].contains(&kind.as_str()) {
            continue;
        }
        let svg = draw_svg(&js(&block), &js(&options), &JsValue::UNDEFINED).expect("drawn");
        assert!(
            svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"),
            "{kind}"
        );
        assert!(natural_height(&js(&block), 480.0).expect("a height") > 0.0);
        let words = describe(&js(&block)).expect("described");
        let sentence = get(&words, "sentence").as_string().expect("a sentence");
        assert!(!sentence.is_empty(), "{kind}");
        assert!(
            Array::from(&get(&get(&words, "table"), "rows")).length() > 0,
            "{kind}"
        );
        drawn.push(kind);
    }
    drawn.sort();
    drawn.dedup();
    assert!(drawn.len() >= 3, "only {drawn:?}");
}

#[wasm_bindgen_test]
fn several_files_become_the_current_one() {
    let mut session = Session::new(&JsValue::UNDEFINED).expect("a session");
    let file = |shift: usize| {
        let rows: Vec<String> = (0..200).map(|row| (row % 7 + shift).to_string()).collect();
        format!("x\n{}\n", rows.join("\n"))
    };
    assert_eq!(thrown(session.roles())["code"], "call.invalid");
    read(&mut session, "reference", "base.csv", &file(0));
    for (month, shift) in [("january.csv", 0), ("february.csv", 9)] {
        read(&mut session, "current", month, &file(shift));
        session.keep_period().expect("put aside");
    }
    session.join_periods().expect("one table");
    let report = plain(&session.analyse(&JsValue::UNDEFINED).expect("a report"));
    assert_eq!(report["provenance"]["files"][1]["rows_used"], 400);
    let roles = plain(&session.roles().expect("roles"));
    assert_eq!(roles["current"][0]["role"], "feature");
    session.keep_period().expect("the joined one is there");
    assert_eq!(
        thrown(session.keep_period().map(|()| JsValue::NULL))["code"],
        "call.invalid",
        "there is no current file any more"
    );
}

#[wasm_bindgen_test]
fn one_file_is_split_into_two_sides() {
    let mut session = Session::new(&JsValue::UNDEFINED).expect("a session");
    let rows: Vec<String> = (0..100)
        .map(|row| format!("2024-01-{:02},{}", 1 + row / 10, row % 7))
        .collect();
    let file = format!("day,x\n{}\n", rows.join("\n"));
    read(&mut session, "reference", "days.csv", &file);
    assert_eq!(
        thrown(session.split(&js(&json!({ "split": { "column": "y" } }))))["code"],
        "split.no-column"
    );
    let heads = session.split(&JsValue::UNDEFINED).expect("two sides");
    assert_eq!(
        get(&heads[0], "name").as_string().expect("a name"),
        "days.csv, day before 2024-01-06"
    );
    let other = js(&json!({ "split": { "at": "2024-01-03" } }));
    let heads = session.split(&other).expect("the whole file is kept");
    assert_eq!(plain(&get(&heads[1], "rows")), json!(80));
    let report = plain(&session.analyse(&other).expect("a report"));
    assert_eq!(report["provenance"]["files"][0]["part"]["file"], "days.csv");
}
