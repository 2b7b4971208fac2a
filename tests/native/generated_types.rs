//! `www/types` is made from the Rust structs: TypeScript declarations and JSON Schemas, never by hand.
//!
//! The page's own copy, `www/shared/schemas.json`, is one line without the prose.
//! `cargo xtask types` writes them (this test with `DRIFTGLASS_UPDATE=1`).

use std::path::Path;

use driftglass::charts::{Description, DrawOptions, Scene};
use driftglass::config::Config;
use driftglass::drift;
use driftglass::error::Error;
use driftglass::export::Format;
use driftglass::fairness;
use driftglass::report::{Attachments, Compared, Report};
use driftglass::table::{Evidence, Kind, Ledger};
use schemars::{Schema, schema_for};
use serde_json::{Map, Value};
use ts_rs::TS;

/// The published schemas by name.
fn schemas() -> [(&'static str, Schema); 6] {
    [
        ("report", schema_for!(Report)),
        ("config", schema_for!(Config)),
        ("error", schema_for!(Error)),
        ("attachments", schema_for!(Attachments)),
        ("evidence", schema_for!(Evidence)),
        ("ledger", schema_for!(Ledger)),
    ]
}

/// What only readers need: the page loads the schemas before the first file can be dropped.
fn without_prose(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_prose).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, value)| {
                let prose = ["description", "title", "format"].contains(&key.as_str());
                // A property may have such a name; its value is then a schema, not a text.
                !(prose && value.is_string())
            });
            let shorter = kept.map(|(key, value)| match key.as_str() {
                "const" | "enum" | "default" => (key.clone(), value.clone()),
                _ => (key.clone(), without_prose(value)),
            });
            Value::Object(shorter.collect())
        }
        other => other.clone(),
    }
}

/// All schemas in one short text, for the page.
fn schemas_of_the_page() -> String {
    let all: Map<String, Value> = schemas()
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), without_prose(schema.as_value())))
        .collect();
    serde_json::to_string(&all).expect("a schema is JSON") + "\n"
}

/// What the settings on the page are made from, with the prose: it is loaded when they are opened.
fn schemas_of_the_settings() -> String {
    let analyses = serde_json::json!({
        "drift": schema_for!(drift::Parameters),
        "quality": schema_for!(driftglass::quality::Parameters),
        "self-check": schema_for!(drift::self_check::Parameters),
        "over-time": schema_for!(drift::over_time::Parameters),
        "slices": schema_for!(drift::slices::Parameters),
        "compatibility": schema_for!(drift::compatibility::Parameters),
        "separability": schema_for!(drift::separability::Parameters),
        "fairness": schema_for!(fairness::Parameters),
        "fairness-slices": schema_for!(fairness::slices::Parameters),
        "consistency": schema_for!(fairness::consistency::Parameters),
        "stand-ins": schema_for!(fairness::stand_ins::Parameters),
        "weighted": schema_for!(drift::weighted::Parameters),
    });
    let named: Vec<&String> = analyses.as_object().expect("an object").keys().collect();
    let ids = driftglass::catalog::CATALOG.iter().map(|e| e.meta.id);
    assert!(
        ids.clone().all(|id| named.iter().any(|n| *n == id)) && ids.count() == named.len(),
        "every analysis of the catalog shows its parameters"
    );
    serde_json::json!({ "config": schema_for!(Config), "analyses": analyses }).to_string() + "\n"
}

/// Declarations of `T` and of everything it is made of, each once, by name.
fn declare<T: TS + 'static>(
    config: &ts_rs::Config,
    out: &mut std::collections::BTreeMap<String, String>,
) {
    struct Walk<'a>(
        &'a ts_rs::Config,
        &'a mut std::collections::BTreeMap<String, String>,
    );
    impl ts_rs::TypeVisitor for Walk<'_> {
        fn visit<U: TS + 'static + ?Sized>(&mut self) {
            add::<U>(self.0, self.1);
        }
    }
    fn add<U: TS + 'static + ?Sized>(
        config: &ts_rs::Config,
        out: &mut std::collections::BTreeMap<String, String>,
    ) {
        if U::output_path().is_none() {
            U::visit_dependencies(&mut Walk(config, out));
            return;
        }
        if out.contains_key(&U::ident(config)) {
            return;
        }
        let docs = U::docs().unwrap_or_default();
        out.insert(
            U::ident(config),
            format!("{docs}export {}\n", U::decl(config)),
        );
        U::visit_dependencies(&mut Walk(config, out));
        U::visit_generics(&mut Walk(config, out));
    }
    add::<T>(config, out);
}

fn declarations() -> String {
    let config = ts_rs::Config::default();
    let mut all = std::collections::BTreeMap::new();
    declare::<Report>(&config, &mut all);
    declare::<Config>(&config, &mut all);
    declare::<drift::Parameters>(&config, &mut all);
    declare::<driftglass::quality::Parameters>(&config, &mut all);
    declare::<driftglass::quality::Expectation>(&config, &mut all);
    declare::<drift::self_check::Parameters>(&config, &mut all);
    declare::<drift::compatibility::Parameters>(&config, &mut all);
    declare::<drift::over_time::Parameters>(&config, &mut all);
    declare::<drift::slices::Parameters>(&config, &mut all);
    declare::<drift::separability::Parameters>(&config, &mut all);
    declare::<fairness::Parameters>(&config, &mut all);
    declare::<fairness::slices::Parameters>(&config, &mut all);
    declare::<fairness::consistency::Parameters>(&config, &mut all);
    declare::<fairness::stand_ins::Parameters>(&config, &mut all);
    declare::<drift::weighted::Parameters>(&config, &mut all);
    declare::<Attachments>(&config, &mut all);
    declare::<Compared>(&config, &mut all);
    declare::<Error>(&config, &mut all);
    declare::<Format>(&config, &mut all);
    declare::<Kind>(&config, &mut all);
    declare::<Evidence>(&config, &mut all);
    declare::<Ledger>(&config, &mut all);
    declare::<DrawOptions>(&config, &mut all);
    declare::<Scene>(&config, &mut all);
    declare::<Description>(&config, &mut all);
    let mut out =
        String::from("// Generated from the Rust structs by `cargo xtask types`. Do not edit.\n\n");
    for text in all.values() {
        out.push_str(text);
        out.push('\n');
    }
    out
}

#[test]
fn types_on_the_page_are_those_of_the_core() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www");
    let mut files = vec![
        ("types/driftglass.d.ts".to_owned(), declarations()),
        ("shared/schemas.json".to_owned(), schemas_of_the_page()),
        ("shared/settings.json".to_owned(), schemas_of_the_settings()),
    ];
    for (name, schema) in schemas() {
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        files.push((format!("types/{name}.schema.json"), text + "\n"));
    }
    let update = std::env::var_os("DRIFTGLASS_UPDATE").is_some();
    if update {
        std::fs::create_dir_all(folder.join("types")).expect("www/types can be made");
    }
    for (name, text) in files {
        let path = folder.join(name);
        if update {
            std::fs::write(&path, text).expect("www/types is writable");
        } else {
            let stored = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                stored == text,
                "{} is stale: run `cargo xtask types`",
                path.display()
            );
        }
    }
}
