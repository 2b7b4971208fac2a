//! What the page's own scripts and documents must not say: read a person's file outside the sealed worker, run or parse
//! text, carry an inline script, style or handler.

use crate::files;
use crate::settings::{Lint, Settings};
use anyhow::{Result, bail};

/// Fails with one line for each thing found, and for each allowance that nothing needs.
pub fn check(settings: &Settings) -> Result<()> {
    let mut found = Vec::new();
    let mut needed = Vec::new();
    for path in files::walk(&settings.path(&settings.build.root))? {
        let name = files::relative(&settings.folder, &path);
        let extension = path.extension().unwrap_or_default();
        if extension == "js" || extension == "html" {
            let text = files::read_text(&path)?;
            for finding in findings(&settings.lint, &name, &text) {
                let allowed = settings
                    .lint
                    .allowed
                    .get(&name)
                    .is_some_and(|words| words.contains(&finding.word));
                if allowed {
                    needed.push((name.clone(), finding.word));
                } else {
                    found.push(format!(
                        "{name}:{}: `{}` {}",
                        finding.line, finding.word, finding.why
                    ));
                }
            }
        }
    }
    for (name, words) in &settings.lint.allowed {
        let unused = |word: &&String| !needed.contains(&(name.clone(), (*word).clone()));
        for word in words.iter().filter(unused) {
            found.push(format!(
                "{}: `{word}` is allowed in {name} but not there",
                crate::settings::FILE
            ));
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        bail!("the page says what it must not:\n  {}", found.join("\n  "))
    }
}

#[derive(Debug, PartialEq)]
struct Finding {
    line: usize,
    word: String,
    why: &'static str,
}

fn findings(lint: &Lint, name: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let in_worker_or_generated = lint
        .not_in
        .iter()
        .any(|folder| name.starts_with(&format!("{folder}/")));
    if in_worker_or_generated {
        return found;
    }
    let is_document = name.ends_with(".html");
    let plain = if is_document {
        text.to_owned()
    } else {
        without_comments(text)
    };
    for (at, line) in plain.lines().enumerate() {
        let lower = line.to_lowercase();
        let mut look = |words: &[String], why: &'static str| {
            for word in words
                .iter()
                .filter(|word| lower.contains(&word.to_lowercase()))
            {
                found.push(Finding {
                    line: at + 1,
                    word: word.clone(),
                    why,
                });
            }
        };
        look(&lint.running, "runs or parses text as code or markup");
        if is_document {
            look(&lint.inline, "is inline: the policy refuses it");
        } else {
            look(
                &lint.reading,
                "reads a File or Blob outside the sealed worker",
            );
        }
        if is_document && has_inline_script(&lower) {
            found.push(Finding {
                line: at + 1,
                word: "<script".to_owned(),
                why: "has no src",
            });
        }
        if is_document && has_handler(&lower) {
            found.push(Finding {
                line: at + 1,
                word: "on…=".to_owned(),
                why: "is an inline handler",
            });
        }
    }
    found
}

fn has_inline_script(line: &str) -> bool {
    line.split("<script")
        .skip(1)
        .any(|rest| !rest.split('>').next().unwrap_or_default().contains(" src="))
}

/// An attribute such as `onclick=` inside a tag.
fn has_handler(line: &str) -> bool {
    line.split_whitespace().any(|word| {
        let name = word.split('=').next().unwrap_or_default();
        word.contains('=')
            && name.len() > 4
            && name.starts_with("on")
            && name.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

/// Blanks out `//` and `/* */` comments; line numbers stay. Strings are kept, and `//` inside one (an address) is kept too.
pub fn without_comments(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(character) = characters.next() {
        match (quote, character, characters.peek()) {
            (Some(_), '\\', _) => {
                plain.push(character);
                plain.extend(characters.next());
                continue;
            }
            (Some(open), _, _) if open == character || (character == '\n' && open != '`') => {
                quote = None
            }
            (None, '"' | '\'' | '`', _) => quote = Some(character),
            (None, '/', Some('/')) => {
                while characters.peek().is_some_and(|next| *next != '\n') {
                    characters.next();
                }
                continue;
            }
            (None, '/', Some('*')) => {
                characters.next();
                let mut last = ' ';
                for next in characters.by_ref() {
                    if next == '\n' {
                        plain.push('\n');
                    }
                    if last == '*' && next == '/' {
                        break;
                    }
                    last = next;
                }
                continue;
            }
            _ => {}
        }
        plain.push(character);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{findings, without_comments};
    use crate::settings::Settings;

    fn words(name: &str, text: &str) -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let lint = Settings::read(&folder).unwrap().lint;
        findings(&lint, name, text)
            .into_iter()
            .map(|finding| finding.word)
            .collect()
    }

    #[test]
    fn a_file_is_read_in_the_worker_only() {
        assert_eq!(
            words("www/main.js", "const t = await file.text();"),
            [".text("]
        );
        assert_eq!(
            words("www/main.js", "reader = dropped.stream().getReader()"),
            [".stream("]
        );
        assert_eq!(
            words("www/main.js", "this.file.slice(0, 4)"),
            ["file.slice("]
        );
        assert_eq!(words("www/main.js", "name.slice(0, 4)"), [""; 0]);
        assert_eq!(
            words("www/worker/cell.js", "const t = await file.text();"),
            [""; 0]
        );
    }

    #[test]
    fn nothing_is_inline() {
        assert_eq!(
            words("www/index.html", "<script>let a;</script>"),
            ["<script"]
        );
        assert_eq!(
            words(
                "www/index.html",
                "<script type=\"module\" src=\"main.js\"></script>"
            ),
            [""; 0]
        );
        assert_eq!(
            words("www/index.html", "<p onclick=\"go()\" style=\"color:red\">"),
            [" style=", "on…="]
        );
        assert_eq!(words("www/main.js", "node.innerHTML = text"), ["innerHTML"]);
        assert_eq!(words("www/worker.js", "eval(text)"), ["eval("]);
    }

    #[test]
    fn comments_say_what_they_like() {
        assert_eq!(
            words(
                "www/main.js",
                "// never innerHTML\n/* nor\n eval( */ let a = 1;"
            ),
            [""; 0]
        );
        assert_eq!(without_comments("a // b\nc /* d\n */ e"), "a \nc \n e");
        assert_eq!(
            without_comments("u = \"http://a\" // b"),
            "u = \"http://a\" "
        );
        assert_eq!(without_comments("'it\\'s // kept'"), "'it\\'s // kept'");
    }
}
