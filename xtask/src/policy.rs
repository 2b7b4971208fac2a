//! The hashes of the sealed frame's bootstrap and of the page's parts in the document's Content-Security-Policy.

use crate::files;
use crate::parts;
use crate::run::say;
use crate::settings::Settings;
use anyhow::{Result, bail};

/// Writes the hashes into the document's policy when they are stale.
pub fn refresh(settings: &Settings) -> Result<()> {
    if let Some(fresh) = stale(settings)? {
        files::write(&settings.path(&settings.seal.document), fresh)?;
        say(format!(
            "wrote hashes into the policy of {}",
            settings.seal.document
        ));
    }
    Ok(())
}

/// The document with the right hashes, if those it has are wrong; `None` when fresh or when a file is not there.
pub fn stale(settings: &Settings) -> Result<Option<String>> {
    let (bootstrap, document) = (
        settings.path(&settings.seal.bootstrap),
        settings.path(&settings.seal.document),
    );
    if !bootstrap.is_file() || !document.is_file() {
        return Ok(None);
    }
    let mut hashes = vec![hash(
        &settings.seal.bootstrap,
        &files::read_text(&bootstrap)?,
    )?];
    for part in &settings.page.parts {
        hashes.push(hash(
            &parts::address(settings, part),
            &parts::text(settings, part)?,
        )?);
    }
    let text = files::read_text(&document)?;
    let fresh = with_hashes(&text, &hashes).ok_or_else(|| {
        anyhow::anyhow!(
            "{}: the policy needs script-src 'self', and 'sha256-…' sources right behind it only",
            settings.seal.document
        )
    })?;
    Ok((fresh != text).then_some(fresh))
}

/// The source that lets a text run.
fn hash(name: &str, script: &str) -> Result<String> {
    if script.contains('\r') || script.contains("</script") {
        bail!("{name}: the hashed text must have LF line ends and no closing script tag");
    }
    Ok(files::policy_hash(script.as_bytes()))
}

/// Puts these sources, in this order, in the place of those behind `script-src 'self'`. `None` where there are some
/// elsewhere, or no such policy.
fn with_hashes(document: &str, hashes: &[String]) -> Option<String> {
    const START: &str = "script-src 'self'";
    const SOURCE: &str = " 'sha256-";
    let (before, mut after) = document.split_once(START)?;
    while let Some(rest) = after.strip_prefix(SOURCE) {
        after = rest.split_once('\'')?.1;
    }
    let sources: String = hashes.iter().map(|hash| format!(" '{hash}'")).collect();
    (!before.contains(SOURCE) && !after.contains(SOURCE))
        .then(|| format!("{before}{START}{sources}{after}"))
}

#[cfg(test)]
mod tests {
    use super::with_hashes;

    #[test]
    fn the_hashes_are_replaced() {
        let new = ["sha256-new=".to_owned(), "sha256-part=".to_owned()];
        let put = |document: &str| with_hashes(document, &new);
        let wanted =
            "script-src 'self' 'sha256-new=' 'sha256-part=' 'wasm-unsafe-eval'; img-src 'self'";
        for old in [" 'sha256-old='", " 'sha256-a=' 'sha256-b=' 'sha256-c='", ""] {
            let document = format!("script-src 'self'{old} 'wasm-unsafe-eval'; img-src 'self'");
            assert_eq!(put(&document).as_deref(), Some(wanted));
        }
        assert_eq!(put("default-src 'none'"), None);
        assert_eq!(put("script-src 'self' blob: 'sha256-b='"), None);
    }
}
