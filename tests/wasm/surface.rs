//! What is asserted alike in every host.

use js_sys::Reflect;

/// Name and version, as plain values of an object.
pub fn assert_about() {
    let about = driftglass::wasm::about().expect("about answers");
    let text = |key: &str| {
        Reflect::get(&about, &key.into())
            .ok()
            .and_then(|value| value.as_string())
    };
    assert_eq!(text("name").as_deref(), Some("driftglass"));
    assert_eq!(text("version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
}

/// FIPS 180-4's example "abc", fed in two chunks, and the empty text.
#[cfg(feature = "digest")]
pub fn assert_digest() {
    let mut digest = driftglass::wasm::digest::Digest::new();
    digest.update(b"a");
    digest.update(b"bc");
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(digest.finish(), abc);
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(digest.finish(), empty);
}
