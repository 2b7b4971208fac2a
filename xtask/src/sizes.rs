//! Size ceilings over what is served, after gzip.

use crate::files;
use crate::settings::Settings;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Every file that a host must serve: no declarations, no notes.
pub fn served(settings: &Settings) -> Result<Vec<PathBuf>> {
    let root = settings.path(&settings.build.root);
    let mut found = files::walk(&root)?;
    found.retain(|path| {
        let name = files::relative(&root, path);
        let inside = |folder: &String| name.starts_with(&format!("{folder}/")) || name == *folder;
        let extension = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        !settings.release.leave_out.iter().any(inside)
            && settings.release.extensions.contains(&extension)
            && !name.ends_with(".d.ts")
    });
    Ok(found)
}

/// One line for each served file and the sum of what is loaded at the start; fails over a ceiling.
pub fn check(settings: &Settings) -> Result<Vec<String>> {
    let root = settings.path(&settings.build.root);
    let (mut lines, mut over, mut start) = (Vec::new(), Vec::new(), 0);
    let mut seen = Vec::new();
    for path in served(settings)? {
        let name = files::relative(&root, &path);
        let content = files::read(&path)?;
        let packed = files::gzip_bytes(&content);
        if is_at_start(settings, &name) {
            start += packed;
        }
        let ceiling = settings.sizes.files.get(&name);
        let shown = ceiling.map_or(String::new(), |ceiling| format!(" of {ceiling}"));
        lines.push(format!(
            "{name}: {} bytes, {packed}{shown} after gzip",
            content.len()
        ));
        if ceiling.is_some_and(|ceiling| packed > *ceiling) {
            over.push(format!(
                "{name} is {packed} bytes after gzip, over its ceiling{shown}"
            ));
        }
        seen.push(name);
    }
    let ceiling = settings.sizes.start;
    lines.push(format!(
        "start files together: {start} of {ceiling} after gzip"
    ));
    if start > ceiling {
        over.push(format!(
            "the start files are {start} bytes after gzip, over {ceiling}"
        ));
    }
    for name in settings
        .sizes
        .files
        .keys()
        .filter(|name| !seen.contains(name))
    {
        over.push(format!("{name} has a ceiling but is not served"));
    }
    if over.is_empty() {
        Ok(lines)
    } else {
        bail!("sizes:\n  {}", over.join("\n  "))
    }
}

/// Whether the page loads the file before the first file can be dropped.
fn is_at_start(settings: &Settings, name: &str) -> bool {
    let later = |entry: &String| Path::new(name).starts_with(entry);
    !settings.sizes.not_at_start.iter().any(later)
}
