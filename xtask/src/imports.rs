//! What a served file names must be served too: a page that works here and lacks a module on its host is worse than none.

use crate::settings::Settings;
use crate::{files, lint, parts, sizes};
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Fails for every static import, `src` and `href` of a served file that leads to no served file.
pub fn check(settings: &Settings) -> Result<()> {
    let root = settings.path(&settings.build.root);
    let served: BTreeSet<String> = sizes::served(settings)?
        .iter()
        .map(|path| files::relative(&root, path))
        .collect();
    let parts: BTreeSet<String> = settings
        .page
        .parts
        .iter()
        .map(|part| files::relative(&root, &settings.path(&parts::address(settings, part))))
        .collect();
    let mut missing = Vec::new();
    for name in &served {
        let opening: &[&str] = match Path::new(name).extension().and_then(|end| end.to_str()) {
            Some("js") => &["from \"", "import \"", "import(\""],
            Some("html") => &["src=\"", "href=\""],
            _ => continue,
        };
        // A part runs inside the document, and imports from there.
        let from = if parts.contains(name) { "" } else { name };
        let text = files::read_text(&root.join(name))?;
        for target in targets(&lint::without_comments(&text), opening) {
            let wanted = resolve(from, &target);
            if !served.contains(&wanted) {
                missing.push(format!("{name} names {target}, and {wanted} is not served"));
            }
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        bail!("imports:\n  {}", missing.join("\n  "))
    }
}

/// The addresses that a script imports.
pub fn of_script(script: &str) -> Vec<String> {
    let lines: Vec<&str> = script
        .lines()
        .filter(|line| line.starts_with("import ") || line.starts_with("export "))
        .collect();
    targets(&lines.join("\n"), &["from \"", "import \""])
}

/// All scripts that some scripts import, near and far, with themselves.
pub fn closure(root: &Path, scripts: &[String]) -> Result<BTreeSet<String>> {
    let mut waiting = scripts.to_vec();
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        let script = root.join(&name);
        // A script that is generated may not be there yet; `check` says of every other.
        if found.insert(name.clone()) && name.ends_with(".js") && script.is_file() {
            let script = files::read_text(&script)?;
            waiting.extend(
                of_script(&script)
                    .iter()
                    .map(|target| resolve(&name, target)),
            );
        }
    }
    Ok(found)
}

/// Everything that a document loads by itself: what it names, and what its scripts import.
pub fn of_document(root: &Path, name: &str) -> Result<BTreeSet<String>> {
    let text = files::read_text(&root.join(name))?;
    let named: Vec<String> = targets(&text, &["src=\"", "href=\""])
        .iter()
        .map(|target| resolve(name, target))
        .collect();
    let mut found = closure(root, &named)?;
    found.insert(name.to_owned());
    Ok(found)
}

/// The relative addresses after each opening, up to the next quote.
fn targets(text: &str, opening: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for open in opening {
        for (at, _) in text.match_indices(open) {
            let rest = &text[at + open.len()..];
            let target = &rest[..rest.find('"').unwrap_or(0)];
            // `./` is the document itself.
            let own = !target.contains(':') && !target.starts_with('#');
            if own
                && !["", "./"].contains(&target)
                && (target.starts_with('.') || open.ends_with("=\""))
            {
                found.push(target.to_owned());
            }
        }
    }
    found
}

/// A relative address seen from a file, as a name below the root.
pub fn resolve(from: &str, target: &str) -> String {
    let mut parts = PathBuf::from(from);
    parts.pop();
    for component in Path::new(target).components() {
        match component {
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(part) => parts.push(part),
            _ => {}
        }
    }
    parts
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect::<Vec<String>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::{resolve, targets};

    #[test]
    fn relative_addresses_are_found_and_resolved() {
        let script = "import a from \"./a.js\";\nimport \"node:fs\";\nexport { b } from \"../b.json\" with {};";
        let found = targets(script, &["from \"", "import \""]);
        assert_eq!(found, ["./a.js", "../b.json"]);
        assert_eq!(resolve("shared/seal.js", "../types/b.json"), "types/b.json");
        assert_eq!(resolve("main.js", "./a.js"), "a.js");
        let page = targets("<link href=\"styles/a.css\"><a href=\"#b\">", &["href=\""]);
        assert_eq!(page, ["styles/a.css"]);
    }
}
