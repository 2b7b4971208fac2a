//! The JSON of a report inside an exported page: deflated, because it is as long as all that the page shows.
//!
//! Sources: RFC 1950 (zlib), RFC 4648 (base64).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{sha256, unreadable};
use crate::error::Result;

/// How an exported page says which JSON is in it; the hash follows.
const SAID: &str = "SHA-256 of the report inside this file: ";
const PACKED: &str = "<script type=\"application/zlib\" id=\"driftglass-report\">";
/// Pages of earlier builds hold the JSON as it is, between these.
const PLAIN: &str = "<script type=\"application/json\" id=\"driftglass-report\">";
const END: &str = "</script>";
/// More than that is not unpacked.
const MOST_BYTES: usize = 512 << 20;
/// The library's own default, between fast and small.
const LEVEL: u8 = 6;

/// The sentence that says what is in the page, as markup.
pub fn said(json: &str) -> String {
    format!(
        "{SAID}<code>{}</code> (JSON, deflated by zlib, in base64, at the end of this file)",
        sha256(json)
    )
}

/// The element that holds `json`.
pub fn element(json: &str) -> String {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(json.as_bytes(), LEVEL);
    format!("{PACKED}{}{END}", STANDARD.encode(packed))
}

/// The JSON in an exported page.
///
/// # Errors
/// `report.unreadable` where there is none, or where it is not what the page says of it.
pub(super) fn find(page: &str) -> Result<String> {
    let json = match (between(page, PACKED, END), between(page, PLAIN, END)) {
        (Some(packed), _) => unpack(packed)?,
        (None, Some(json)) => json.to_string(),
        (None, None) => return Err(unreadable("the page holds no Driftglass report")),
    };
    // The earliest pages name no hash.
    match between(page, &format!("{SAID}<code>"), "</code>") {
        Some(said) if said != sha256(&json) => Err(altered()),
        _ => Ok(json),
    }
}

fn between<'a>(page: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(start)?;
    Some(rest.split_once(end)?.0)
}

fn unpack(packed: &str) -> Result<String> {
    let bytes = STANDARD.decode(packed.trim()).map_err(|_| altered())?;
    let json = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(&bytes, MOST_BYTES)
        .map_err(|_| altered())?;
    String::from_utf8(json).map_err(|_| altered())
}

fn altered() -> crate::error::Error {
    unreadable(
        "the report inside the page was altered after it was written: its SHA-256 is another",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `base64.b64encode(zlib.compress(b'{"a": 1}'))` gives in Python.
    const PYTHON: &str = "eJyrVkpUslIwrAUACeUCKQ==";

    #[test]
    fn what_python_packs_is_unpacked() {
        assert_eq!(unpack(PYTHON).expect("well formed"), "{\"a\": 1}");
    }

    #[test]
    fn what_is_packed_is_found_again() {
        let json = "{\"text\":\"</script><script>\"}".repeat(300);
        let page = format!("<p>{}</p>{}", said(&json), element(&json));
        assert_eq!(page.matches(END).count(), 1);
        assert!(page.len() < json.len() / 10);
        assert_eq!(find(&page).expect("whole"), json);
    }

    #[test]
    fn a_page_of_an_earlier_build_opens_still() {
        let json = "{\"a\":1}";
        let page = |hash: &str| format!("<p>{SAID}<code>{hash}</code></p>{PLAIN}{json}{END}");
        assert_eq!(find(&page(&sha256(json))).expect("whole"), json);
        assert!(find(&page(&sha256("{}"))).is_err());
    }

    #[test]
    fn what_is_cut_or_altered_is_refused() {
        let json = "{\"a\":1}";
        let page = format!("<p>{}</p>{}", said(json), element(json));
        let at = page.find(PACKED).expect("there") + PACKED.len();
        for place in at..page.len() - END.len() {
            for other in ["A", "", "*", "ä"] {
                let mut changed = page.clone();
                changed.replace_range(place..=place, other);
                assert!(
                    changed == page || find(&changed).is_err(),
                    "{place} {other}"
                );
            }
        }
    }
}
