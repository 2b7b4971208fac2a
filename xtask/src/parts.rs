//! Parts of the page that come after the start: the scripts that an entry needs beyond the start's, and style sheets, as one
//! text. The page's network is closed by then, so a module cannot be imported; the text arrives by the loader and runs as
//! an inline module because the policy names its hash. What it imports of the start is there already and is not fetched.

use crate::settings::{Part, Settings};
use crate::{comments, files, imports};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The module that takes what a part hands over; the start has it.
const ARRIVAL: &str = "shared/later.js";

/// Where a part is written, below the root's parent.
pub fn address(settings: &Settings, part: &Part) -> String {
    format!("{}/{}-part.js", settings.build.out_dir, part.name)
}

/// Writes every part whose text has changed.
pub fn write(settings: &Settings) -> Result<()> {
    for part in &settings.page.parts {
        files::write(
            &settings.path(&address(settings, part)),
            text(settings, part)?,
        )?;
    }
    Ok(())
}

/// A part as one module's text.
pub fn text(settings: &Settings, part: &Part) -> Result<String> {
    let root = settings.path(&settings.build.root);
    let start = imports::closure(&root, &[below_root(settings, &settings.page.script)?])?;
    if !start.contains(ARRIVAL) {
        bail!("{ARRIVAL} is not among the scripts of the start");
    }
    let entry = below_root(settings, &part.entry)?;
    let mut own = Vec::new();
    order(&root, &entry, &start, &mut own)?;
    let mut given: Vec<String> = vec![ARRIVAL.to_owned()];
    let mut body = String::new();
    for (at, name) in own.iter().enumerate() {
        let script = files::read_text(&root.join(name))?;
        let module =
            module(&script, name, &own[..at], &mut given).with_context(|| format!("in {name}"))?;
        write!(body, "const own{at} = (() => {{\n{module}}})();\n")?;
    }
    let mut styles = String::new();
    for sheet in &part.styles {
        styles += &files::read_text(&settings.path(sheet))?;
    }
    let mut text = String::new();
    for (at, name) in given.iter().enumerate() {
        writeln!(text, "import * as given{at} from \"./{name}\";")?;
    }
    let last = own.len() - 1;
    writeln!(
        text,
        "{body}given0.arrive({:?}, own{last}, {});",
        part.name,
        serde_json::to_string(&styles)?
    )?;
    Ok(text)
}

fn below_root(settings: &Settings, path: &str) -> Result<String> {
    let name = path.strip_prefix(&format!("{}/", settings.build.root));
    Ok(name
        .with_context(|| format!("{path} is not below {}", settings.build.root))?
        .to_owned())
}

/// The modules of a part, each after those it imports, as a browser would run them.
fn order(
    root: &std::path::Path,
    name: &str,
    start: &BTreeSet<String>,
    done: &mut Vec<String>,
) -> Result<()> {
    if start.contains(name) || done.iter().any(|one| one == name) {
        return Ok(());
    }
    for target in imports::of_script(&files::read_text(&root.join(name))?) {
        let target = imports::resolve(name, &target);
        if target == name {
            bail!("{name} imports itself");
        }
        order(root, &target, start, done)?;
    }
    done.push(name.to_owned());
    Ok(())
}

/// One module as the inside of a function: imports are taken from what came before, exports are returned.
fn module(script: &str, name: &str, before: &[String], given: &mut Vec<String>) -> Result<String> {
    let mut inside = String::new();
    let mut exported = Vec::new();
    for line in comments::without_comment_lines(script).lines() {
        if let Some(rest) = line.strip_prefix("import ") {
            let (names, target) =
                import(rest).with_context(|| format!("cannot take apart `{line}`"))?;
            let target = imports::resolve(name, target);
            let source = match before.iter().position(|one| *one == target) {
                Some(at) => format!("own{at}"),
                None => {
                    let at = given
                        .iter()
                        .position(|one| *one == target)
                        .unwrap_or_else(|| {
                            given.push(target);
                            given.len() - 1
                        });
                    format!("given{at}")
                }
            };
            if !names.is_empty() {
                writeln!(inside, "const {names} = {source};")?;
            }
        } else if let Some(rest) = line.strip_prefix("export {") {
            let list = rest
                .trim_end()
                .strip_suffix("};")
                .with_context(|| format!("cannot take apart `{line}`"))?;
            exported.extend(list.split(',').map(|one| match one.split_once(" as ") {
                Some((here, outside)) => format!("{}: {}", outside.trim(), here.trim()),
                None => one.trim().to_owned(),
            }));
        } else if let Some(rest) = line.strip_prefix("export ") {
            let words = rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
            let declared = words
                .filter(|word| !word.is_empty())
                .find(|word| !["async", "function", "class", "const"].contains(word));
            let known = ["async function ", "function ", "class ", "const "]
                .iter()
                .any(|kind| rest.starts_with(kind));
            match declared {
                Some(declared) if known => exported.push(declared.to_owned()),
                _ => bail!("cannot take apart `{line}`"),
            }
            writeln!(inside, "{rest}")?;
        } else {
            writeln!(inside, "{line}")?;
        }
    }
    writeln!(inside, "return {{ {} }};", exported.join(", "))?;
    Ok(inside)
}

/// What stands behind `import`: the names as a pattern (empty when it is only run), and the address.
fn import(rest: &str) -> Option<(String, &str)> {
    let (names, target) = match rest.split_once(" from ") {
        Some((names, target)) => (names.trim(), target),
        None => ("", rest),
    };
    let target = target
        .trim()
        .strip_suffix(';')?
        .strip_prefix('"')?
        .strip_suffix('"')?;
    if names.is_empty() {
        return Some((String::new(), target));
    }
    if let Some(whole) = names.strip_prefix("* as ") {
        return Some((whole.to_owned(), target));
    }
    let (standard, listed) = match names.split_once('{') {
        Some((standard, listed)) => (
            standard.trim().trim_end_matches(',').trim(),
            listed.strip_suffix('}')?,
        ),
        None => (names, ""),
    };
    let mut fields = Vec::new();
    if !standard.is_empty() {
        fields.push(format!("default: {standard}"));
    }
    for one in listed
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
    {
        fields.push(one.replace(" as ", ": "));
    }
    Some((format!("{{ {} }}", fields.join(", ")), target))
}

#[cfg(test)]
mod tests {
    use super::{import, module};

    #[test]
    fn imports_become_patterns() {
        let taken = |rest| import(rest).unwrap();
        assert_eq!(taken("\"./a.js\";"), (String::new(), "./a.js"));
        assert_eq!(taken("* as a from \"./a.js\";"), ("a".into(), "./a.js"));
        assert_eq!(
            taken("a, { b, c as d } from \"./a.js\";"),
            ("{ default: a, b, c: d }".into(), "./a.js")
        );
        assert_eq!(import("a from \"./a.json\" with { type: \"json\" };"), None);
    }

    #[test]
    fn a_module_becomes_a_function_body() {
        let script = "/** words */\nimport { a } from \"../shared/a.js\";\nimport { b } from \"./b.js\";\nexport const c = a + b;\nexport async function d() {}\nexport { c as e };\n";
        let mut given = vec!["shared/later.js".to_owned()];
        let body = module(
            script,
            "sections/c.js",
            &["sections/b.js".to_owned()],
            &mut given,
        )
        .unwrap();
        assert_eq!(
            body,
            "const { a } = given1;\nconst { b } = own0;\nconst c = a + b;\nasync function d() {}\nreturn { c, d, e: c };\n"
        );
        assert_eq!(given, ["shared/later.js", "shared/a.js"]);
        assert!(module("export let x = 1;", "x.js", &[], &mut given).is_err());
    }
}
