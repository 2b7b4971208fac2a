//! `www/types` is made from the Rust structs: TypeScript declarations and JSON Schemas, never by hand.
//!
//! `cargo xtask types` writes them (this test with `DRIFTGLASS_UPDATE=1`).

use std::path::Path;

use driftglass::charts::{Description, DrawOptions, Scene};
use driftglass::config::Config;
use driftglass::drift;
use driftglass::error::Error;
use driftglass::export::Format;
use driftglass::report::{Attachments, Report};
use driftglass::table::{Evidence, Kind, Ledger};
use schemars::{JsonSchema, schema_for};
use ts_rs::TS;

fn schema<T: JsonSchema>() -> String {
    serde_json::to_string_pretty(&schema_for!(T)).expect("a schema is JSON") + "\n"
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
    declare::<Attachments>(&config, &mut all);
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/types");
    let files = [
        ("driftglass.d.ts", declarations()),
        ("report.schema.json", schema::<Report>()),
        ("config.schema.json", schema::<Config>()),
        ("error.schema.json", schema::<Error>()),
        ("attachments.schema.json", schema::<Attachments>()),
        ("evidence.schema.json", schema::<Evidence>()),
        ("ledger.schema.json", schema::<Ledger>()),
    ];
    let update = std::env::var_os("DRIFTGLASS_UPDATE").is_some();
    if update {
        std::fs::create_dir_all(&folder).expect("www/types can be made");
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
