//! Reading, writing and hashing files.

use anyhow::{Context, Result};
use base64::Engine;
use sha2::{Digest, Sha256, Sha384};
use std::path::{Path, PathBuf};

/// Reads a file; the error names it.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("reading {}", path.display()))
}

/// Reads a text file; the error names it.
pub fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// Writes a file and its folders, unless it already says the same. Tells whether it wrote.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<bool> {
    let bytes = bytes.as_ref();
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).with_context(|| format!("making {}", parent.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    Ok(true)
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A source of a Content-Security-Policy: `sha256-…`.
pub fn policy_hash(bytes: &[u8]) -> String {
    format!(
        "sha256-{}",
        base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes))
    )
}

/// Subresource integrity: `sha384-…`.
pub fn integrity(bytes: &[u8]) -> String {
    format!(
        "sha384-{}",
        base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes))
    )
}

/// Size after gzip at the level static hosts use.
pub fn gzip_bytes(bytes: &[u8]) -> u64 {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    match encoder.write_all(bytes).and_then(|()| encoder.finish()) {
        Ok(packed) => packed.len() as u64,
        Err(_) => unreachable!("writing to memory cannot fail"),
    }
}

/// Every file under a folder, sorted; nothing when there is no such folder.
pub fn walk(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if directory.is_dir() {
        walk_into(directory, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn walk_into(directory: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        std::fs::read_dir(directory).with_context(|| format!("listing {}", directory.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            walk_into(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// A path under `root` with `/` between its parts.
pub fn relative(root: &Path, path: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    parts.join("/")
}

/// One hash over names and contents of files; a missing file counts as such.
pub fn fingerprint(root: &Path, paths: &[PathBuf], more: &[String]) -> String {
    let mut hash = Sha256::new();
    for text in more {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    for path in paths {
        let name = relative(root, path);
        let content = std::fs::read(path).ok();
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(&name);
        hash.update(
            content
                .as_ref()
                .map_or(u64::MAX, |bytes| bytes.len() as u64)
                .to_le_bytes(),
        );
        hash.update(content.unwrap_or_default());
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
