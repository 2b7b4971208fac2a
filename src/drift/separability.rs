//! Can a model tell the two files apart, by which columns, and in which rows does it show?
//!
//! The rows are dealt into folds by their content. Each of the later folds is scored by a model that has learned from
//! the folds before it and from nothing else. So, whatever the model did, the groups in a fold are in random order
//! given all that was learned from if both files come from one distribution: the areas are a sequence of martingale
//! differences, their errors add up like those of independent ones, and the interval holds. That is progressive
//! validation (Dawid AP (1984), JRSS A 147, 278; Blum A, Kalai A, Langford J (1999), COLT, 203; for the inference
//! Luedtke AR, van der Laan MJ (2016), Annals of Statistics 44, 713). Ordinary cross-validation has no such interval:
//! each fold is tested and learned from, its areas are correlated at the null (Bengio Y, Grandvalet Y (2004), JMLR 5,
//! 1089), and the interval that takes them as independent covers too rarely.

#[cfg(feature = "full")]
mod alone;
#[cfg(feature = "full")]
mod columns;
#[cfg(feature = "full")]
mod forward;
#[cfg(feature = "full")]
mod parameters;
#[cfg(feature = "full")]
mod rows;
#[cfg(feature = "full")]
mod said;
#[cfg(feature = "full")]
mod telling;

#[cfg(feature = "full")]
pub use parameters::Parameters;

use crate::analysis::{Meta, Need, Stage};
#[cfg(feature = "full")]
use crate::{
    analysis::{Analysis, Context, Inputs, Outcome},
    error::Result,
};

/// Static facts about this analysis.
pub const META: Meta = Meta {
    id: "separability",
    title: "Telling the files apart",
    question: "Can a model tell the two files apart, and what gives it away?",
    needs: &[Need::TwoTables],
    stage: Stage::Background,
};

/// Rows of a file below which nothing is estimated.
#[cfg(feature = "full")]
const FEWEST_ROWS: usize = 40;

/// The analysis.
#[cfg(feature = "full")]
pub struct Separability;

#[cfg(feature = "full")]
impl Analysis for Separability {
    type Parameters = Parameters;

    const META: Meta = META;

    fn check(parameters: &Parameters) -> Result<()> {
        parameters.check()
    }

    fn parts(_inputs: &Inputs, _: &Self::Parameters) -> usize {
        1
    }

    fn run(
        inputs: &Inputs,
        parameters: &Parameters,
        context: &Context,
        _part: usize,
    ) -> Result<Outcome> {
        let chosen = columns::choose(inputs);
        let counts = [inputs.reference.rows, inputs.current.rows];
        if chosen.compared.is_empty() || counts.iter().any(|rows| *rows < FEWEST_ROWS) {
            return Ok(said::too_little(inputs, parameters, &chosen));
        }
        let rows = rows::Rows::draw(inputs, &chosen.compared, context);
        let kept = alone::strongest(inputs, &chosen.compared, &rows, parameters.columns as usize);
        let data = rows.data(inputs, &kept);
        let alone = alone::areas(&data, &rows);
        let leaks: Vec<usize> = (0..kept.len())
            .filter(|&at| {
                alone[at]
                    .as_ref()
                    .is_some_and(|a| a.value >= parameters.alone)
            })
            .collect();
        let rest: Vec<usize> = (0..kept.len()).filter(|at| !leaks.contains(at)).collect();
        let data = data.select(&rest);
        let fit = (!rest.is_empty())
            .then(|| forward::fit(&data, &rows, context.config.seed))
            .flatten();
        let telling = fit
            .as_ref()
            .map(|fit| telling::columns(&data, &rows, fit, context.config.seed));
        Ok(said::outcome(&said::Found {
            inputs,
            parameters,
            context,
            chosen: &chosen,
            kept: &kept,
            rows: &rows,
            alone: &alone,
            leaks: &leaks,
            rest: &rest,
            data: &data,
            fit: fit.as_ref(),
            telling: telling.as_deref().unwrap_or_default(),
        }))
    }
}
