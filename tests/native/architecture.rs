//! The storeys hold: each room uses only rooms above it. Every path is read: `use`, inline and inside macros.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// Rooms by storey, the top one first. A room may use the storeys before its own, and nothing else.
const STOREYS: &[&[&str]] = &[
    &["kernels"],
    &["error"],
    &["config"],
    &["table", "stats", "report"],
    &["model", "predictor", "slicing", "analysis"],
    &["model_file"],
    &[
        "drift",
        "quality",
        "fairness",
        "explain",
        "performance",
        "latency",
        "privacy",
        "federated",
    ],
    &["governance"],
    &["catalog", "charts", "wording"],
    &["export"],
    &["pipeline"],
    &["wasm"],
];

/// Crates that belong to one room.
const CRATES: &[(&str, &[&str])] = &[
    ("wasm_bindgen", &["wasm"]),
    ("web_sys", &["wasm"]),
    ("js_sys", &["wasm"]),
    ("serde_wasm_bindgen", &["wasm"]),
    ("plotters_canvas", &["wasm"]),
    ("plotters", &["charts"]),
    ("plotters_backend", &["charts"]),
    ("statrs", &["stats"]),
];

/// The room that is a package of its own.
const KERNELS: &str = "kernels";

fn storey(room: &str) -> Option<usize> {
    STOREYS.iter().position(|rooms| rooms.contains(&room))
}

/// One path used in a file: its segments and the line.
struct Used {
    segments: Vec<String>,
    line: usize,
}

#[derive(Default)]
struct Collector {
    used: Vec<Used>,
}

impl Collector {
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for tree in tokens {
            match tree {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.flush(&mut path, line);
                    }
                    line = ident.span().start().line;
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.flush(&mut path, line);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.flush(&mut path, line);
    }

    fn flush(&mut self, path: &mut Vec<String>, line: usize) {
        if path.len() > 1 {
            self.used.push(Used {
                segments: std::mem::take(path),
                line,
            });
        }
        path.clear();
    }

    fn use_tree(&mut self, tree: &syn::UseTree, mut prefix: Vec<String>) {
        match tree {
            syn::UseTree::Path(p) => {
                prefix.push(p.ident.to_string());
                self.use_tree(&p.tree, prefix);
            }
            syn::UseTree::Name(n) => self.leaf(prefix, &n.ident),
            syn::UseTree::Rename(r) => self.leaf(prefix, &r.ident),
            syn::UseTree::Glob(g) => {
                self.used.push(Used {
                    segments: prefix,
                    line: g.star_token.spans[0].start().line,
                });
            }
            syn::UseTree::Group(g) => g
                .items
                .iter()
                .for_each(|item| self.use_tree(item, prefix.clone())),
        }
    }

    fn leaf(&mut self, mut prefix: Vec<String>, ident: &syn::Ident) {
        prefix.push(ident.to_string());
        self.used.push(Used {
            segments: prefix,
            line: ident.span().start().line,
        });
    }
}

impl<'ast> Visit<'ast> for Collector {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            let segments = path.segments.iter().map(|s| s.ident.to_string()).collect();
            self.used.push(Used {
                segments,
                line: first.ident.span().start().line,
            });
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.tokens(mac.tokens.clone());
        syn::visit::visit_macro(self, mac);
    }
}

/// The module path of a source file, such as `["report", "block"]`.
fn module_of(file: &Path, src: &Path) -> Vec<String> {
    let relative = file
        .strip_prefix(src)
        .expect("inside src")
        .with_extension("");
    let mut parts: Vec<String> = relative
        .iter()
        .map(|p| p.to_string_lossy().into_owned())
        .collect();
    if parts.last().is_some_and(|p| p == "mod" || p == "lib") {
        parts.pop();
    }
    parts
}

/// The room that a path leads to, if it leads to one of ours.
fn room_of(segments: &[String], module: &[String]) -> Option<String> {
    let mut at: Vec<String> = match segments.first()?.as_str() {
        // A package of its own: its paths begin there.
        "crate" if module.first().is_some_and(|room| room == KERNELS) => {
            vec![KERNELS.to_string()]
        }
        "crate" => Vec::new(),
        KERNELS => Vec::new(),
        "self" | "super" => module.to_vec(),
        _ => return None,
    };
    for segment in segments {
        match segment.as_str() {
            "crate" | "self" => {}
            "super" => {
                at.pop();
            }
            name => at.push(name.to_string()),
        }
    }
    at.first().cloned()
}

/// Every forbidden edge in one file's text.
fn forbidden(text: &str, module: &[String]) -> Vec<String> {
    let mut collector = Collector::default();
    collector.visit_file(&syn::parse_file(text).expect("valid Rust"));
    let Some(own) = module.first() else {
        return Vec::new();
    };
    let own_storey = storey(own);
    let mut out = BTreeSet::new();
    for used in &collector.used {
        if let Some(target) = room_of(&used.segments, module)
            && target != *own
            && let Some(target_storey) = storey(&target)
            && own_storey.is_none_or(|s| target_storey >= s)
        {
            out.insert(format!("line {}: {own} uses {target}", used.line));
        }
        if let Some((name, rooms)) = CRATES
            .iter()
            .find(|(name, _)| used.segments.first().is_some_and(|s| s == name))
            && !rooms.contains(&own.as_str())
        {
            out.insert(format!("line {}: {own} names the crate {name}", used.line));
        }
    }
    out.into_iter().collect()
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable folder") {
        let path = entry.expect("readable entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

fn all_sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    files.sort();
    files
}

#[test]
fn no_room_uses_a_room_below_or_beside_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = all_sources();
    assert!(files.len() > 20, "found only {} source files", files.len());
    let mut wrong = Vec::new();
    for file in &files {
        let module = module_of(file, &src);
        if let Some(room) = module.first() {
            assert!(
                storey(room).is_some(),
                "{} is in no storey: add the room to STOREYS",
                file.display()
            );
        }
        let text = std::fs::read_to_string(file).expect("readable source");
        wrong.extend(
            forbidden(&text, &module)
                .into_iter()
                .map(|w| format!("{}: {w}", file.display())),
        );
    }
    assert!(wrong.is_empty(), "forbidden edges:\n{}", wrong.join("\n"));
}

#[test]
fn the_check_sees_every_kind_of_path() {
    let module = vec!["stats".to_string(), "ks".to_string()];
    for text in [
        "use crate::drift::Drift;",
        "use crate::{error::Error, pipeline::run};",
        "use super::super::table::Table;",
        "fn f() { crate::wasm::start(); }",
        "fn f() -> crate::export::Format { loop {} }",
        "fn f() { println!(\"{}\", crate::catalog::CATALOG.len()); }",
        "use wasm_bindgen::JsValue;",
        "use crate::report::Interval;",
    ] {
        assert_eq!(forbidden(text, &module).len(), 1, "not seen: {text}");
    }
    assert!(
        forbidden(
            "use crate::error::Result; use super::normal; fn f() { statrs::f(); }",
            &module
        )
        .is_empty()
    );
}

#[test]
fn files_stay_readable() {
    for file in all_sources() {
        let lines = std::fs::read_to_string(&file)
            .expect("readable source")
            .lines()
            .count();
        assert!(
            lines <= 600,
            "{} has {lines} lines: which two ideas live in it?",
            file.display()
        );
    }
}
