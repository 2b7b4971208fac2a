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
    pub page: Page,
    pub samples: Samples,
    /// What the page may load later besides modules and samples: path by role.
    pub listed: BTreeMap<String, String>,
    pub tools: Tools,
    pub tests: Tests,
    pub benches: Vec<Beside>,
    pub serve: Serve,
    pub release: Release,
    pub lint: Lint,
    pub sizes: Sizes,
}

/// A benchmark beside others.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    pub name: String,
    /// What is built before.
    pub modules: Vec<String>,
    pub rows: usize,
    /// Run by Node: the folder of the modules, that of the data, the case.
    pub ours: String,
    /// Run by Python: `make` and the folder and rows, or `run` and the folder and case.
    pub theirs: String,
    /// Which ratios are demanded.
    pub limits: String,
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
    /// Cargo profile of this module, where it is not the build's.
    pub profile: Option<String>,
    /// Worker texts that follow the glue in `<name>-cell.js`.
    pub worker: Vec<String>,
    /// Whether the page and Node use it too, by the `web` glue.
    pub page: bool,
}

impl Module {
    /// The Cargo profile that builds it.
    pub fn profile<'a>(&'a self, settings: &'a Settings) -> &'a str {
        self.profile.as_deref().unwrap_or(&settings.build.profile)
    }
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
pub struct Page {
    /// The script of the start.
    pub script: String,
    pub parts: Vec<Part>,
}

/// Scripts and styles that the start does not need.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub name: String,
    /// The module whose exports the part hands over.
    pub entry: String,
    pub styles: Vec<String>,
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
    /// Name of the browser in which the page and worker suites run.
    pub wasm_browser: String,
    pub webdriver: String,
    pub end_to_end: String,
    /// The script that takes the pictures of the README.
    pub screenshots: String,
    pub node: String,
    pub node_flags: Vec<String>,
    /// Files of browser tests that run beside each other.
    pub together: u32,
    /// Those that time what they see: they run alone.
    pub timed: Vec<String>,
    /// Projects that the TypeScript compiler checks.
    pub type_projects: Vec<String>,
    pub browser_flags: Vec<String>,
    /// Cargo profile of the long native tests.
    pub long_profile: String,
    pub fuzz_seconds: u32,
    /// Comparisons of the soak test in the long run.
    pub soak_rounds: u32,
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
pub struct Release {
    /// Kinds of files that a host serves.
    pub extensions: Vec<String>,
    /// Under the root, but not for a host.
    pub leave_out: Vec<String>,
}

/// What the page's scripts and documents must not say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lint {
    /// Where the person's files may be read, and what is generated.
    pub not_in: Vec<String>,
    /// Ways to read a File or Blob.
    pub reading: Vec<String>,
    /// Ways to run or parse text.
    pub running: Vec<String>,
    /// Ways to write a script, style or handler into a document.
    pub inline: Vec<String>,
    /// By file: what it may say although it reads something, because it is not a person's file.
    pub allowed: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    pub start: u64,
    /// What the start loads beside what the document names and its scripts import.
    pub at_start: Vec<String>,
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

    /// Where the sample files are written.
    pub fn sample_paths(&self) -> Vec<PathBuf> {
        let directory = self.path(&self.samples.directory);
        self.samples
            .files
            .iter()
            .map(|file| directory.join(file))
            .collect()
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

/// A named part of a command, run over the settings.
pub type Step = (&'static str, fn(&Settings) -> Result<()>);
