//! Size ceilings over what is served, after gzip.

use crate::settings::Settings;
use crate::{comments, files, imports};
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
    let document = files::relative(&root, &settings.path(&settings.seal.document));
    let mut at_start = imports::of_document(&root, &document)?;
    at_start.extend(settings.sizes.at_start.iter().cloned());
    for path in served(settings)? {
        let name = files::relative(&root, &path);
        let content = content(settings, &path)?;
        let packed = files::gzip_bytes(&content);
        if at_start.contains(&name) {
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

/// What a host sends of a served file: the page's own scripts without the comments that have lines to themselves.
pub fn content(settings: &Settings, path: &Path) -> Result<Vec<u8>> {
    let ours = !path.starts_with(settings.path(&settings.build.out_dir))
        && path != settings.path(&settings.seal.bootstrap);
    if ours && path.extension().is_some_and(|extension| extension == "js") {
        return Ok(comments::without_comment_lines(&files::read_text(path)?).into_bytes());
    }
    files::read(path)
}

#[cfg(test)]
mod tests {
    use super::{content, served};
    use crate::lint::without_comments;
    use crate::settings::Settings;

    /// Says the same but for blanks and comments: nothing else may be lost.
    #[test]
    fn what_is_served_is_what_was_written() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let settings = Settings::read(&folder).unwrap();
        let plain = |text: &str| -> Vec<String> {
            without_comments(text)
                .lines()
                .map(|line| line.trim_end().to_owned())
                .filter(|line| !line.is_empty())
                .collect()
        };
        for path in served(&settings).unwrap() {
            if path.extension().is_some_and(|extension| extension == "js") {
                let written = std::fs::read_to_string(&path).unwrap();
                let sent = String::from_utf8(content(&settings, &path).unwrap()).unwrap();
                assert!(plain(&sent) == plain(&written), "{}", path.display());
            }
        }
    }
}
