//! `cargo xtask build`: everything the page needs that is not checked in.

use crate::files;
use crate::run::say;
use crate::settings::{Module, Settings};
use crate::{bindgen, comments, compile, manifest, optimize, parts, policy, samples, setup, tests};
use anyhow::{Result, anyhow};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// Builds what is not up to date.
pub fn build(settings: &Settings) -> Result<()> {
    setup::packages(settings)?;
    setup::target(settings)?;
    build_modules(settings, &settings.modules.iter().collect::<Vec<_>>())?;
    declare_classic(settings)?;
    samples::refresh(settings)?;
    let webdriver = settings.path(&settings.tests.webdriver);
    files::write(&webdriver, tests::webdriver(settings, None)?)?;
    page(settings)
}

/// Builds the named modules where they are not up to date, and nothing else.
pub fn modules(settings: &Settings, names: &[impl AsRef<str>]) -> Result<()> {
    setup::packages(settings)?;
    setup::target(settings)?;
    let wanted = |module: &&Module| names.iter().any(|name| name.as_ref() == module.name);
    let wanted: Vec<&Module> = settings.modules.iter().filter(wanted).collect();
    build_modules(settings, &wanted)
}

/// Modules of one profile one after the other, profiles side by side: linking keeps one core busy, and each profile
/// has an output folder and a lock of its own.
fn build_modules(settings: &Settings, modules: &[&Module]) -> Result<()> {
    let inputs = inputs(settings)?;
    let mut lanes: BTreeMap<&str, Vec<&Module>> = BTreeMap::new();
    for module in modules {
        lanes
            .entry(module.profile(settings))
            .or_default()
            .push(module);
    }
    std::thread::scope(|scope| {
        let lanes: Vec<_> = lanes
            .into_values()
            .map(|lane| {
                let inputs = &inputs;
                scope.spawn(move || {
                    lane.into_iter()
                        .try_for_each(|module| build_module(settings, module, inputs))
                })
            })
            .collect();
        // Every lane is waited for, so that none goes on compiling behind an error.
        let ended: Vec<Result<()>> = lanes
            .into_iter()
            .map(|lane| {
                lane.join()
                    .unwrap_or_else(|_| Err(anyhow!("a module's build broke off")))
            })
            .collect();
        ended.into_iter().collect()
    })
}

/// Writes what follows from the page's scripts alone, over modules that were built before.
pub fn page(settings: &Settings) -> Result<()> {
    parts::write(settings)?;
    policy::refresh(settings)?;
    manifest::write(settings)
}

/// A hash over all that decides what the compiled modules are.
fn inputs(settings: &Settings) -> Result<String> {
    let mut paths = files::walk(&settings.path("src"))?;
    paths.extend(["Cargo.toml", "Cargo.lock"].map(|name| settings.path(name)));
    // xtask itself decides too: how glue is made, which flags are added.
    paths.extend(
        files::walk(&settings.path("xtask/src"))?
            .into_iter()
            .filter(|path| {
                let name = files::relative(&settings.path("xtask/src"), path);
                [
                    "compile.rs",
                    "bindgen.rs",
                    "comments.rs",
                    "optimize.rs",
                    "build.rs",
                ]
                .contains(&name.as_str())
            }),
    );
    let mut rustc = Command::new("rustc");
    let version = crate::run::capture(rustc.current_dir(&settings.folder).arg("-vV"))?;
    Ok(files::fingerprint(
        &settings.folder,
        &paths,
        &[
            version,
            settings.folder.display().to_string(),
            // Only the sections that decide: a new size ceiling compiles nothing.
            format!(
                "{:?}",
                (
                    &settings.build,
                    &settings.modules,
                    &settings.optimize,
                    &settings.tools
                )
            ),
        ],
    ))
}

/// One module's files before the worker text is added, in the state folder.
struct Parts {
    wasm: PathBuf,
    web: PathBuf,
    declarations: PathBuf,
    classic: PathBuf,
    stamp: PathBuf,
}

fn parts(settings: &Settings, module: &Module) -> Parts {
    let folder = settings.state_directory().join("modules");
    let file = |end: &str| folder.join(format!("{}{end}", module.name));
    Parts {
        wasm: file(".wasm"),
        web: file(".js"),
        declarations: file(".d.ts"),
        classic: file("-classic.js"),
        stamp: file(".stamp"),
    }
}

fn build_module(settings: &Settings, module: &Module, inputs: &str) -> Result<()> {
    let parts = parts(settings, module);
    if !std::fs::read_to_string(&parts.stamp).is_ok_and(|stamp| stamp == inputs) {
        let _ = std::fs::remove_file(&parts.stamp);
        let bound = bindgen::bind(module, &compile::compile(settings, module)?)?;
        files::write(
            &parts.wasm,
            optimize::optimize(settings, &module.name, &bound.wasm)?,
        )?;
        files::write(&parts.web, bound.web)?;
        files::write(&parts.declarations, bound.declarations)?;
        files::write(&parts.classic, bound.classic)?;
        files::write(&parts.stamp, inputs)?;
    }
    let out = settings.path(&settings.build.out_dir);
    let mut written = files::write(
        &out.join(format!("{}.wasm", module.name)),
        files::read(&parts.wasm)?,
    )?;
    if module.page {
        written |= files::write(
            &out.join(format!("{}.js", module.name)),
            files::read(&parts.web)?,
        )?;
    }
    written |= files::write(
        &out.join(format!("{}.d.ts", module.name)),
        files::read(&parts.declarations)?,
    )?;
    let mut cell = files::read_text(&parts.classic)?;
    for text in &module.worker {
        let text = files::read_text(&settings.path(text))?;
        cell += &format!("\n;{}", comments::without_comment_lines(&text));
    }
    written |= files::write(&out.join(format!("{}-cell.js", module.name)), cell)?;
    if written {
        say(format!(
            "wrote {}/{}.wasm and its glue",
            settings.build.out_dir, module.name
        ));
    }
    Ok(())
}

/// What the worker texts find before them, for the type checker only.
fn declare_classic(settings: &Settings) -> Result<()> {
    // The largest first: where modules share a class, its declaration counts.
    let modules = settings.modules.iter().rev();
    let kinds: Vec<String> = modules
        .map(|module| format!("typeof import(\"./{}.js\")", module.name))
        .collect();
    let text = format!("declare const wasm_bindgen: {};\n", kinds.join(" & "));
    files::write(
        &settings.path(&settings.build.out_dir).join("cell.d.ts"),
        text,
    )?;
    Ok(())
}
