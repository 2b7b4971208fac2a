//! Build and test settings, read from `wasm-pack.toml`. No setting has a second copy or a default here.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// File name of the one place for settings.
pub const FILE: &str = "wasm-pack.toml";

/// Everything `wasm-pack.toml` says, and the folder it stands in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    #[serde(skip)]
    pub folder: PathBuf,
    pub build: Build,
    pub modules: Vec<Module>,
    pub optimize: Optimize,
    pub seal: Seal,
    pub samples: Samples,
    pub tools: Tools,
    pub tests: Tests,
    pub serve: Serve,
    pub sizes: Sizes,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Build {
    pub target: String,
    pub profile: String,
    pub rustflags: Vec<String>,
    pub root: String,
    pub out_dir: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    pub name: String,
    pub features: Vec<String>,
    /// Worker text that follows the glue in `<name>-cell.js`.
    pub worker: String,
    /// Whether the page and Node use it too, by the `web` glue.
    pub page: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Optimize {
    pub program: String,
    pub flags: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    pub bootstrap: String,
    pub document: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    pub directory: String,
    pub files: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tools {
    pub wasm_bindgen: String,
    pub binaryen: String,
    pub typescript: String,
    pub node_minimum: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    pub wasm: Vec<String>,
    pub webdriver: String,
    pub end_to_end: String,
    pub node: String,
    pub browser_flags: Vec<String>,
    pub fuzz_seconds: u32,
    pub browsers: Vec<Browser>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Browser {
    pub name: String,
    /// Names it may have on PATH, best first.
    pub programs: Vec<String>,
    /// Debian package that brings it.
    pub package: String,
    /// Environment variable that tells the suites its path.
    pub variable: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serve {
    pub port: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    pub start: u64,
    pub start_extensions: Vec<String>,
    pub not_at_start: Vec<String>,
    pub files: BTreeMap<String, u64>,
}

impl Settings {
    /// Reads the settings of the project in `folder`.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}", path.display()))?;
        let mut settings: Settings = toml::from_str(&text).with_context(|| format!("in {FILE}"))?;
        settings.folder = folder.to_owned();
        Ok(settings)
    }

    /// A path of the settings as a path on this machine.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.join(relative)
    }

    /// Where cargo puts what it makes; `CARGO_TARGET_DIR` is respected.
    pub fn target_directory(&self) -> PathBuf {
        match std::env::var_os("CARGO_TARGET_DIR") {
            Some(directory) => self.folder.join(directory),
            None => self.folder.join("target"),
        }
    }

    /// Where xtask keeps what it remembers between runs.
    pub fn state_directory(&self) -> PathBuf {
        self.target_directory().join("xtask")
    }
}
