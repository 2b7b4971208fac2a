//! Which format a file has, from its first bytes.

/// What a file's content says about its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recognised {
    /// A JSON document.
    Json,
    /// Universal Binary JSON.
    Ubjson,
    /// LightGBM's text.
    LightgbmText,
    /// A known format that is not read: what it is and the way out.
    Refused(&'static str, &'static str),
    /// None that is known.
    Unknown,
}

/// Formats that are known and not read: first bytes, name and way out.
const REFUSED: &[(&[u8], &str, &str)] = &[
    (
        b"binf",
        "XGBoost's old binary format",
        "Load it in XGBoost and save it again: `booster.save_model(\"model.json\")`.",
    ),
    (
        b"CBM1",
        "CatBoost's binary format (.cbm)",
        "Save it as JSON: `model.save_model(\"model.json\", format=\"json\", pool=train_pool)`.",
    ),
    (
        b"\x89HDF\r\n\x1a\n",
        "a Keras or HDF5 file",
        "Export the network as ONNX and choose that file.",
    ),
    (
        b"<PMML",
        "PMML",
        "Export the model as ONNX, or save it in the library's own format.",
    ),
    (
        b"<?xml",
        "an XML file, perhaps PMML",
        "Export the model as ONNX, or save it in the library's own format.",
    ),
    (
        b"RDX",
        "an R data file",
        "Save the model in its library's own format or as ONNX.",
    ),
];

/// Looks at the content alone.
pub(super) fn recognise(bytes: &[u8]) -> Recognised {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    for (start, what, way_out) in REFUSED {
        if text.starts_with(start) {
            return Recognised::Refused(what, way_out);
        }
    }
    match text {
        [b'{', b'i' | b'U' | b'I' | b'l' | b'L' | b'#' | b'$', ..] => Recognised::Ubjson,
        [b'{', ..] => Recognised::Json,
        _ if text.starts_with(b"tree\n") || text.starts_with(b"tree\r\n") => {
            Recognised::LightgbmText
        }
        _ => Recognised::Unknown,
    }
}
