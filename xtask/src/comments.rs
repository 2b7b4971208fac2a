//! Comments in generated texts: they explain the sources, and weigh at every start of the page.

/// The text of a script without empty lines and without comments that have whole lines to themselves. Nothing within a
/// line is touched, so strings, templates and regular expressions stay as they are.
pub fn without_comment_lines(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines() {
        let trimmed = line.trim();
        if inside {
            inside = !trimmed.ends_with("*/");
            continue;
        }
        let opens = trimmed.starts_with("/*");
        if opens && !trimmed.contains("*/") {
            inside = true;
            continue;
        }
        let whole = opens && trimmed.find("*/").is_some_and(|at| at + 2 == trimmed.len());
        if whole || trimmed.starts_with("//") || trimmed.is_empty() {
            continue;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::without_comment_lines;

    #[test]
    fn only_whole_lines_go() {
        let script =
            "// a\nlet b = 'c'; // d\n\n/* e */\n  /**\n   * f\n   */\n/* g */ let h = `//`;\n";
        assert_eq!(
            without_comment_lines(script),
            "let b = 'c'; // d\n/* g */ let h = `//`;\n"
        );
    }
}
