//! The project's tasks: `cargo xtask NAME`.

mod sample;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match std::env::args().nth(1).as_deref() {
        Some("sample") => sample::write(&root.join("www/samples")),
        _ => {
            eprintln!("usage: cargo xtask sample");
            std::process::exit(2)
        }
    }
}
