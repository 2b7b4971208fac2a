//! Why a decision went against a person, in words that the lender or the officer can edit.

use std::fmt::Write as _;

use serde::Serialize;

use super::explainer::Explainer;
use super::importance::by_size;
use super::tree_shap::Attributions;
use crate::predictor::{InputKind, Model};

/// Reasons that are named at the most: Regulation B's commentary (12 CFR 1002.9(b)(2)) holds that more than four are not
/// likely to help.
pub const MAXIMUM_REASONS: usize = 4;

/// Sentences for reasons: `{column}`, `{value}` and `{output}` are filled in. What is not said has the plain sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReasonWording {
    /// Columns with the sentence when their value lowered the output.
    pub lowers: Vec<(String, String)>,
    /// Columns with the sentence when their value raised the output.
    pub raises: Vec<(String, String)>,
}

impl ReasonWording {
    const LOWERS: &'static str = "{column} of {value} lowered {output}.";
    const RAISES: &'static str = "{column} of {value} raised {output}.";

    /// The sentence for a column.
    pub fn sentence(&self, column: &str, value: &str, output: &str, raised: bool) -> String {
        let (own, plain) = match raised {
            true => (&self.raises, Self::RAISES),
            false => (&self.lowers, Self::LOWERS),
        };
        let own = own.iter().find(|(of, _)| of == column);
        let text = own.map_or(plain, |(_, sentence)| sentence);
        // One pass, so that a value that looks like a place to fill in stays as it is.
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let places = [("column}", column), ("value}", value), ("output}", output)];
            let mut places = places.iter();
            let found =
                places.find_map(|(place, filled)| Some((*filled, behind.strip_prefix(place)?)));
            let (filled, left) = found.unwrap_or(("{", behind));
            out.push_str(filled);
            rest = left;
        }
        out + rest
    }
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The column.
    pub column: String,
    /// Its value in the row, as a person reads it.
    pub value: String,
    /// How far it moved the output, in the output's unit.
    pub contribution: f64,
    /// The sentence.
    pub sentence: String,
}

/// Which outputs are bad for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Low ones: what lowered the output is a reason.
    Low,
    /// High ones.
    High,
}

/// Rows with their values.
#[derive(Clone, Copy, Debug)]
pub struct ExplainedRows<'a> {
    /// Their values.
    pub attributions: &'a Attributions,
    /// Which output.
    pub output: usize,
    /// That output of each row.
    pub said: &'a [f64],
    /// One column an input.
    pub inputs: &'a [&'a [f64]],
    /// Their places in the file.
    pub rows: &'a [u32],
}

/// The value of an input as a person reads it.
pub fn shown(model: &Model, input: usize, x: f64) -> String {
    match &model.inputs[input].kind {
        _ if x.is_nan() => "missing".to_owned(),
        InputKind::Category { levels, .. } => match levels.get(x as usize) {
            Some(level) if x >= 0.0 => level.shown(),
            _ => "a value the model does not know".to_owned(),
        },
        InputKind::Number | InputKind::Codes => six_digits(x).to_string(),
    }
}

/// The number with six digits that tell; whole parts are never cut.
fn six_digits(x: f64) -> f64 {
    if !x.is_finite() || x == 0.0 || x == x.trunc() {
        return x;
    }
    let digits = 5 - x.abs().log10().floor() as i32;
    match digits {
        ..=0 => x.round(),
        // A power of ten that is one: both divisions round to the nearest number, which is what a person writes.
        1..=22 => {
            let scale = 10f64.powi(digits);
            (x * scale).round() / scale
        }
        _ => x,
    }
}

impl Explainer {
    /// The reasons of one row, the strongest first: the players whose values moved the output against the person, at most
    /// `most`. `values` are the row's, one a player; `inputs` its inputs.
    pub fn reasons(
        &self,
        values: &[f64],
        inputs: &[f64],
        against: Against,
        output: &str,
        wording: &ReasonWording,
        most: usize,
    ) -> Vec<Reason> {
        let hurts = |value: f64| match against {
            Against::Low => -value,
            Against::High => value,
        };
        let mut chosen = by_size(values);
        chosen.retain(|player| hurts(values[*player]) > 0.0);
        chosen.truncate(most);
        let reason = |player: usize| {
            let column = &self.players.names()[player];
            let own = self.players.inputs_of(player).next();
            let value = own.map_or_else(String::new, |i| shown(&self.model, i, inputs[i]));
            Reason {
                sentence: wording.sentence(column, &value, output, values[player] > 0.0),
                column: column.clone(),
                value,
                contribution: values[player],
            }
        };
        chosen.into_iter().map(reason).collect()
    }

    /// The reasons of many rows as CSV: the row's number in the file from 1 on, its output, then for each reason its column,
    /// value, contribution and sentence. `name` is what the output is called.
    pub fn reasons_csv(
        &self,
        of: &ExplainedRows,
        name: &str,
        against: Against,
        wording: &ReasonWording,
    ) -> String {
        let ExplainedRows {
            attributions,
            output,
            said,
            inputs,
            rows,
        } = *of;
        let mut out = String::from("row,output");
        for at in 1..=MAXIMUM_REASONS {
            let _ = write!(
                out,
                ",reason_{at}_column,reason_{at}_value,reason_{at}_contribution,reason_{at}"
            );
        }
        out.push_str("\r\n");
        let Some(players) = attributions.values.get(output) else {
            return out;
        };
        for (at, row) in rows.iter().enumerate() {
            let values: Vec<f64> = players.iter().map(|v| f64::from(v[at])).collect();
            let own: Vec<f64> = inputs.iter().map(|column| column[at]).collect();
            let _ = write!(out, "{},{}", row + 1, said[at]);
            let found = self.reasons(&values, &own, against, name, wording, MAXIMUM_REASONS);
            for at in 0..MAXIMUM_REASONS {
                match found.get(at) {
                    Some(reason) => {
                        out.push(',');
                        cell(&mut out, &reason.column);
                        out.push(',');
                        cell(&mut out, &reason.value);
                        let _ = write!(out, ",{},", six_digits(reason.contribution));
                        cell(&mut out, &reason.sentence);
                    }
                    None => out.push_str(",,,,"),
                }
            }
            out.push_str("\r\n");
        }
        out
    }
}

/// One cell: quoted where it must be, and never taken for a formula by a spreadsheet.
fn cell(out: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text);
    if formula || text.contains([',', '"', '\n', '\r']) {
        out.push('"');
        if formula {
            out.push('\'');
        }
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

/// Whether a text is a number as Rust writes them: digits with one point at most, or an infinite one. The parser itself would
/// be a tenth of the module.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mut seen, mut points) = (false, 0);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => seen = true,
            b'.' => points += 1,
            _ => return digits == "inf",
        }
    }
    seen && points <= 1
}
