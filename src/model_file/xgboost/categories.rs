//! The levels of categorical features.

use crate::error::{Code, Error, Result};
use crate::predictor::{Input, InputKind, Level, Test, Trees, Unknown, unreadable};

use super::Value;

/// Since 3.1 the file says the levels: texts as bytes with offsets, or numbers.
pub(super) fn levels(booster: &Value, inputs: &mut [Input]) -> Result<()> {
    let Some(encodings) = booster
        .get("model")
        .and_then(|model| model.get("cats"))
        .and_then(|cats| cats.get("enc"))
    else {
        return Ok(());
    };
    for (input, encoding) in inputs.iter_mut().zip(encodings.list()) {
        let Some(values) = encoding.get("values") else {
            continue;
        };
        let values = values.numbers()?;
        if values.is_empty() {
            continue;
        }
        let levels = match encoding.get("offsets") {
            Some(offsets) => texts(&offsets.numbers()?, &values)?,
            None => values.iter().map(|value| Level::Number(*value)).collect(),
        };
        input.kind = InputKind::Category {
            levels,
            unknown: Unknown::Refused,
        };
    }
    Ok(())
}

/// Offsets count bytes, or characters where XGBoost 3.1 and 3.2 wrote texts beyond ASCII: then as many bytes are missing
/// at the end as there are bytes more than characters.
fn texts(offsets: &[f64], values: &[f64]) -> Result<Vec<Level>> {
    let bytes: Vec<u8> = values.iter().map(|value| *value as i32 as u8).collect();
    if bytes.is_ascii() {
        let level = |pair: &[f64]| {
            let text = bytes.get(pair[0] as usize..pair[1] as usize)?;
            Some(Level::Text(String::from_utf8_lossy(text).into_owned()))
        };
        let levels: Option<Vec<Level>> = offsets.windows(2).map(level).collect();
        return levels.ok_or_else(|| {
            unreadable(
                "offsets of category texts that do not fit",
                "offsets within the texts",
            )
        });
    }
    let whole = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    let mut rest = whole;
    let level = |pair: &[f64]| {
        let characters = (pair[1] - pair[0]).max(0.0) as usize;
        match rest.char_indices().nth(characters) {
            Some((end, _)) => {
                let (text, behind) = rest.split_at(end);
                rest = behind;
                Level::Text(text.to_owned())
            }
            None if rest.chars().count() == characters => {
                Level::Text(std::mem::take(&mut rest).to_owned())
            }
            None => Level::Start(std::mem::take(&mut rest).to_owned()),
        }
    };
    Ok(offsets.windows(2).map(level).collect())
}

/// Features that are split by codes without a word in the file about them.
pub(super) fn note(trees: &Trees, inputs: &mut [Input], warnings: &mut Vec<Error>) {
    for node in trees.nodes.iter().filter(|node| !node.is_leaf()) {
        if node.test == Test::InSet
            && let Some(input) = inputs.get_mut(node.feature as usize)
            && input.kind == InputKind::Number
        {
            input.kind = InputKind::Codes;
        }
    }
    for input in inputs.iter().filter(|input| input.kind == InputKind::Codes) {
        warnings.push(
            Error::new(
                Code::ModelWriterLost,
                format!("the levels behind the codes of \"{}\" are not in the file", input.name),
                "the levels of every categorical input",
                "Check the codes that are shown: texts are coded in the order of their bytes, as pandas does. Save the model \
                 with XGBoost 3.1 or newer to have the levels in the file.",
            )
            .in_column(&input.name),
        );
    }
}
