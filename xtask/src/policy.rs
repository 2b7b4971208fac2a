//! The hash of the sealed frame's bootstrap in the document's Content-Security-Policy.

use crate::files;
use crate::run::say;
use crate::settings::Settings;
use anyhow::{Result, bail};

/// Writes the bootstrap's hash into the document's policy when it is stale.
pub fn refresh(settings: &Settings) -> Result<()> {
    if let Some(fresh) = stale(settings)? {
        files::write(&settings.path(&settings.seal.document), fresh)?;
        say(format!(
            "wrote the hash of {} into {}",
            settings.seal.bootstrap, settings.seal.document
        ));
    }
    Ok(())
}

/// The document with the right hash, if the one it has is wrong; `None` when fresh or when a file is not there.
pub fn stale(settings: &Settings) -> Result<Option<String>> {
    let (bootstrap, document) = (
        settings.path(&settings.seal.bootstrap),
        settings.path(&settings.seal.document),
    );
    if !bootstrap.is_file() || !document.is_file() {
        return Ok(None);
    }
    let script = files::read(&bootstrap)?;
    if script.contains(&b'\r') || String::from_utf8_lossy(&script).contains("</script") {
        bail!(
            "{}: the hashed text must have LF line ends and no closing script tag",
            settings.seal.bootstrap
        );
    }
    let text = files::read_text(&document)?;
    let fresh = with_hash(&text, &files::policy_hash(&script)).ok_or_else(|| {
        anyhow::anyhow!(
            "{}: the policy needs script-src 'self' with one 'sha256-…' source at most",
            settings.seal.document
        )
    })?;
    Ok((fresh != text).then_some(fresh))
}

/// Replaces the one `'sha256-…'` source of the policy, or adds it behind `script-src 'self'`. `None` when there are
/// several or there is no such policy.
fn with_hash(document: &str, hash: &str) -> Option<String> {
    const START: &str = "script-src 'self'";
    let Some((before, rest)) = document.split_once("'sha256-") else {
        let (before, after) = document.split_once(START)?;
        return Some(format!("{before}{START} '{hash}'{after}"));
    };
    let (_, after) = rest.split_once('\'')?;
    (!after.contains("'sha256-")).then(|| format!("{before}'{hash}'{after}"))
}

#[cfg(test)]
mod tests {
    use super::with_hash;

    #[test]
    fn exactly_one_hash_is_replaced() {
        let old = "script-src 'self' 'sha256-old=' 'wasm-unsafe-eval'; img-src 'self'";
        let new = "script-src 'self' 'sha256-new=' 'wasm-unsafe-eval'; img-src 'self'";
        assert_eq!(with_hash(old, "sha256-new=").as_deref(), Some(new));
        let without = "script-src 'self' 'wasm-unsafe-eval'; img-src 'self'";
        assert_eq!(with_hash(without, "sha256-new=").as_deref(), Some(new));
        assert_eq!(with_hash("default-src 'none'", "sha256-new="), None);
        assert_eq!(with_hash("'sha256-a' 'sha256-b'", "sha256-new="), None);
    }
}
