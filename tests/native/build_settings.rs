//! `wasm-pack.toml` is the single place for build and test settings.

use std::path::{Path, PathBuf};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    std::fs::read_to_string(project().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every value of the settings that could be copied elsewhere, with the key it stands under.
fn leaves(key: &str, value: &toml::Value, found: &mut Vec<(String, String)>) {
    match value {
        toml::Value::String(text) => found.push((key.to_owned(), text.clone())),
        toml::Value::Integer(number) => found.push((key.to_owned(), number.to_string())),
        toml::Value::Array(values) => values.iter().for_each(|value| leaves(key, value, found)),
        toml::Value::Table(table) => {
            for (name, value) in table {
                leaves(&format!("{key}.{name}"), value, found);
            }
        }
        _ => {}
    }
}

/// A file without its unit tests, which may quote what they assert.
fn production(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("a source file");
    text.split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Whether a source says the value: a flag, path or version anywhere, a plain word or number only as a literal.
fn says(source: &str, value: &str) -> bool {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        let words = source.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        return words
            .map(|word| word.replace('_', ""))
            .any(|word| word == value);
    }
    let distinctive = value.contains(['-', '/', '+', '=']) || value.matches('.').count() >= 2;
    if distinctive && value.len() > 3 {
        source.contains(value)
    } else {
        source.contains(&format!("\"{value}\""))
    }
}

#[test]
fn the_first_line_says_what_reads_it() {
    let text = read("wasm-pack.toml");
    let first = text.lines().next().unwrap_or_default();
    assert!(
        first.starts_with('#') && first.contains("one place") && first.contains("cargo xtask"),
        "{first}"
    );
}

#[test]
fn xtask_has_no_second_copy_of_a_setting() {
    let settings: toml::Table = read("wasm-pack.toml")
        .parse()
        .expect("wasm-pack.toml is TOML");
    let mut values = Vec::new();
    for section in [
        "build", "modules", "optimize", "seal", "samples", "tools", "tests", "serve", "release",
        "sizes",
    ] {
        leaves(
            section,
            settings
                .get(section)
                .unwrap_or_else(|| panic!("no [{section}]")),
            &mut values,
        );
    }
    // Words that are not settings where xtask says them: names of its commands, suites and media types.
    let own_words = [
        "build.profile",
        "build.root",
        "tests.wasm",
        "release.extensions",
        "release.leave_out",
        "sizes.at_start",
    ];
    values.retain(|(key, value)| {
        !own_words.contains(&key.as_str()) && value != "-C" && value.len() > 1
    });
    assert!(
        values.len() > 60,
        "only {} settings were found",
        values.len()
    );

    let mut sources = Vec::new();
    rust_files(&project().join("xtask/src"), &mut sources);
    // The generator of the samples is a program of its own with numbers of its own.
    sources.retain(|path| !path.starts_with(project().join("xtask/src/sample")));
    assert!(
        sources.len() > 10,
        "only {} sources were found",
        sources.len()
    );
    let mut copies = Vec::new();
    for path in &sources {
        let source = production(path);
        for (key, value) in &values {
            if says(&source, value) {
                copies.push(format!("{} says {value:?} of {key}", path.display()));
            }
        }
    }
    assert!(
        copies.is_empty(),
        "second copies of settings:\n{}",
        copies.join("\n")
    );
}

#[test]
fn a_second_copy_would_be_found() {
    assert!(says(
        "args([\"--target\", \"wasm32-unknown-unknown\"])",
        "wasm32-unknown-unknown"
    ));
    assert!(says(
        "flags.push(\"-Ctarget-feature=+simd128\")",
        "target-feature=+simd128"
    ));
    assert!(says("const START: u64 = 460_800;", "460800"));
    assert!(says("find(\"chromium\")", "chromium"));
    assert!(!says("// chromium and others", "chromium"));
}

#[test]
fn cargo_and_the_continuous_integration_add_no_settings() {
    let cargo: toml::Table = read(".cargo/config.toml")
        .parse()
        .expect(".cargo/config.toml is TOML");
    assert_eq!(
        cargo.keys().collect::<Vec<_>>(),
        ["alias"],
        "only the alias stands in .cargo/config.toml"
    );
    let ci = read(".ci/run");
    for word in [
        "RUSTFLAGS",
        "wasm32",
        "--headless",
        "chromium",
        "simd128",
        "wasm-opt",
    ] {
        assert!(!ci.contains(word), ".ci/run says {word}");
    }
}

#[test]
fn the_tools_are_locked_at_the_versions_of_the_settings() {
    let settings: toml::Table = read("wasm-pack.toml")
        .parse()
        .expect("wasm-pack.toml is TOML");
    let tool = |name: &str| {
        settings["tools"][name]
            .as_str()
            .expect("a version")
            .to_owned()
    };
    let npm: serde_json::Value = serde_json::from_str(&read("package-lock.json")).expect("JSON");
    for name in ["binaryen", "typescript"] {
        let locked = npm["packages"][format!("node_modules/{name}")]["version"].as_str();
        assert_eq!(locked, Some(tool(name).as_str()), "{name}");
    }
    let cargo: toml::Table = read("Cargo.lock").parse().expect("Cargo.lock is TOML");
    let packages = cargo["package"].as_array().expect("packages");
    for name in [
        "wasm-bindgen",
        "wasm-bindgen-cli",
        "wasm-bindgen-cli-support",
    ] {
        let package = packages
            .iter()
            .find(|package| package["name"].as_str() == Some(name));
        assert_eq!(
            package.and_then(|package| package["version"].as_str()),
            Some(tool("wasm_bindgen").as_str()),
            "{name}"
        );
    }
}

#[test]
fn the_driver_capabilities_repeat_the_settings_exactly() {
    let settings: toml::Table = read("wasm-pack.toml")
        .parse()
        .expect("wasm-pack.toml is TOML");
    let capabilities: serde_json::Value =
        serde_json::from_str(&read("webdriver.json")).expect("JSON");
    let flags = &settings["tests"]["browser_flags"];
    let flags: Vec<&str> = flags
        .as_array()
        .expect("flags")
        .iter()
        .filter_map(|flag| flag.as_str())
        .collect();
    assert_eq!(
        capabilities,
        serde_json::json!({ "goog:chromeOptions": { "args": flags } })
    );
}
