//! The quality analysis: a part for each column, for each foreign key, and for each file as a whole.

use super::expected::hold;
use super::facts::{Facts, File};
use super::parameters::Parameters;
use super::problem::Problem;
use super::said::{Scene, findings};
use super::{
    answer, column, copies, dates, duplicates, label_noise, leakage, overlap, overview, row_order,
};
use crate::analysis::{Analysis, Columns, Context, Inputs, Meta, Outcome};
use crate::config::{Role, invalid};
use crate::error::Result;
use crate::report::{Finding, Verdict};
use crate::table::Table;

/// Is the data sound.
pub struct Quality;

/// Parts of columns at most: with more columns a part looks at several.
const MOST_COLUMN_PARTS: usize = 64;

/// What the parts look at.
struct Layout {
    /// Each column by its places in the reference and in the current file.
    columns: Vec<[Option<usize>; 2]>,
    /// How many of them one part looks at.
    block: usize,
    /// Foreign keys by their place among the expectations, with the column of the reference and of the current file.
    keys: Vec<(usize, [usize; 2])>,
}

enum Part<'a> {
    Columns(&'a [[Option<usize>; 2]]),
    Key(usize, [usize; 2]),
    /// Both files as a whole.
    Files,
}

impl Layout {
    fn of(inputs: &Inputs, parameters: &Parameters) -> Layout {
        let mut columns: Vec<[Option<usize>; 2]> = (0..inputs.reference.columns.len())
            .map(|place| [Some(place), None])
            .collect();
        let mut paired = vec![false; inputs.current.columns.len()];
        for pair in inputs.pairs {
            columns[pair.reference][1] = Some(pair.current);
            paired[pair.current] = true;
        }
        columns.extend(
            paired
                .iter()
                .enumerate()
                .filter(|(_, paired)| !**paired)
                .map(|(place, _)| [None, Some(place)]),
        );
        let there = |table: &Table, name: &str| table.columns.iter().position(|c| c.name == name);
        let foreign = parameters
            .expectations
            .iter()
            .enumerate()
            .filter(|(_, r)| r.rule == "foreign-key");
        Layout {
            block: columns.len().div_ceil(MOST_COLUMN_PARTS).max(1),
            columns,
            keys: foreign
                .filter_map(|(place, rule)| {
                    let to = there(inputs.reference, rule.of.as_deref().unwrap_or(&rule.column))?;
                    Some((place, [to, there(inputs.current, &rule.column)?]))
                })
                .collect(),
        }
    }

    fn parts(&self) -> usize {
        self.columns.len().div_ceil(self.block) + self.keys.len() + 1
    }

    fn part(&self, part: usize) -> Part<'_> {
        let blocks = self.columns.len().div_ceil(self.block);
        match part.checked_sub(blocks) {
            None => Part::Columns(
                self.columns
                    .chunks(self.block)
                    .nth(part)
                    .unwrap_or_default(),
            ),
            Some(key) => self
                .keys
                .get(key)
                .map_or(Part::Files, |(place, columns)| Part::Key(*place, *columns)),
        }
    }
}

impl Analysis for Quality {
    type Parameters = Parameters;

    const META: Meta = super::META;

    fn check(parameters: &Parameters) -> Result<()> {
        for (key, value) in parameters.shares() {
            if !(value > 0.0 && value < 1.0) {
                return Err(invalid(
                    &format!("analyses.quality.{key}"),
                    "a number between 0 and 1 is needed",
                ));
            }
        }
        if parameters
            .as_of
            .as_deref()
            .is_some_and(|text| dates::day(text).is_none())
        {
            return Err(invalid(
                "analyses.quality.as_of",
                "a day such as 2026-06-30 is needed",
            ));
        }
        if parameters.expectations.len() > 10_000 {
            return Err(invalid(
                "analyses.quality.expectations",
                "at most 10000 expectations can be given",
            ));
        }
        for (place, rule) in parameters.expectations.iter().enumerate() {
            rule.check(&format!("analyses.quality.expectations[{place}]"))?;
        }
        Ok(())
    }

    fn parts(inputs: &Inputs, parameters: &Parameters) -> usize {
        Layout::of(inputs, parameters).parts()
    }

    fn columns(inputs: &Inputs, parameters: &Parameters, part: usize) -> Columns {
        let all = |table: &Table| (0..table.columns.len() as u32).collect();
        let of = |columns: &[[Option<usize>; 2]], side: usize| {
            columns
                .iter()
                .filter_map(|c| c[side].map(|p| p as u32))
                .collect()
        };
        match Layout::of(inputs, parameters).part(part) {
            Part::Columns(columns) => [of(columns, 0), of(columns, 1)],
            Part::Key(_, [to, from]) => [vec![to as u32], vec![from as u32]],
            Part::Files => [all(inputs.reference), all(inputs.current)],
        }
    }

    fn answer(inputs: &Inputs, found: &[&Finding]) -> Option<Verdict> {
        Some(answer::answer(inputs, found))
    }

    fn run(
        inputs: &Inputs,
        parameters: &Parameters,
        context: &Context,
        part: usize,
    ) -> Result<Outcome> {
        let level = context.config.correction.level;
        let seed = u64::from(context.config.seed);
        let scene = Scene {
            reference: inputs.has_reference().then_some(inputs.reference),
            current: inputs.current,
            level,
            tests: inputs.current.columns.len(),
        };
        let reference = File {
            table: inputs.reference,
            roles: &inputs.roles.reference,
        };
        let current = File {
            table: inputs.current,
            roles: &inputs.roles.current,
        };
        Ok(match Layout::of(inputs, parameters).part(part) {
            Part::Columns(columns) => {
                let mut out = Outcome::default();
                for places in columns {
                    let one = one_column(scene, [reference, current], *places, parameters);
                    out.findings.extend(one.findings);
                    out.sections.extend(one.sections);
                }
                out
            }
            Part::Key(place, [to, from]) => {
                let rule = &parameters.expectations[place];
                let held = Facts::of(current, from)
                    .map(|facts| hold(rule, &facts, Facts::of(reference, to).as_ref(), parameters));
                let problem = held.and_then(|h| h.problem(format!("{}-{}", rule.rule, place + 1)));
                Outcome {
                    findings: findings(
                        scene,
                        Some(&rule.column),
                        None,
                        Vec::new(),
                        problem.into_iter().collect(),
                    ),
                    ..Outcome::default()
                }
            }
            Part::Files => files(scene, [reference, current], parameters, seed),
        })
    }
}

fn one_column(
    scene: Scene,
    files: [File; 2],
    places: [Option<usize>; 2],
    parameters: &Parameters,
) -> Outcome {
    let facts = |side: usize| places[side].and_then(|place| Facts::of(files[side], place));
    let (before, now) = (facts(0), facts(1));
    let Some(name) = now
        .as_ref()
        .or(before.as_ref())
        .map(|f| f.column.name.clone())
    else {
        return Outcome::default();
    };
    let of = |facts: &Option<Facts>| {
        facts
            .as_ref()
            .map(|f| column::alone(f, parameters))
            .unwrap_or_default()
    };
    let reference = of(&before);
    let mut current = of(&now);
    if let Some(now) = &now {
        if let Some(before) = before.as_ref().filter(|_| now.role != Role::Ignore) {
            current.extend(column::beside(
                before,
                now,
                parameters,
                scene.level,
                scene.tests,
            ));
        }
        current.extend(column::expectations(now, parameters).1);
    }
    if reference.is_empty() && current.is_empty() {
        return Outcome::default();
    }
    let section = overview::column(&name, before.as_ref(), now.as_ref(), [&reference, &current]);
    Outcome {
        findings: findings(
            scene,
            Some(&name),
            Some(&section.id.clone()),
            reference,
            current,
        ),
        sections: vec![section],
        ..Outcome::default()
    }
}

/// Problems of whole rows, and problems that tie a column to others, by its name.
type Whole = Vec<(Option<String>, Problem)>;

fn whole(file: File, parameters: &Parameters, level: f64, seed: u64) -> Whole {
    let mut of_rows: Vec<Problem> = Vec::new();
    let mut of_columns: Vec<(usize, Problem)> = Vec::new();
    duplicates::find(file, parameters, &mut of_rows);
    label_noise::find(file, parameters, &mut of_rows);
    row_order::find(file, parameters, level, seed, &mut of_rows);
    copies::find(file, parameters, seed, &mut of_columns);
    leakage::find(file, parameters, seed, &mut of_columns);
    let name = |place: usize| Some(file.table.columns[place].name.clone());
    of_rows
        .into_iter()
        .map(|problem| (None, problem))
        .chain(
            of_columns
                .into_iter()
                .map(|(place, problem)| (name(place), problem)),
        )
        .collect()
}

fn files(scene: Scene, files: [File; 2], parameters: &Parameters, seed: u64) -> Outcome {
    let mut out = Outcome::default();
    let mut before = Vec::new();
    if scene.reference.is_some() {
        out.sections.push(overview::file(files[0], "reference"));
        before = whole(files[0], parameters, scene.level, seed);
    }
    let mut of_current = overview::file(files[1], "current");
    if scene.reference.is_some() {
        let at = of_current.blocks.len().min(1);
        let strip = overview::missing_strip(files[0], files[1]);
        of_current.blocks.splice(at..at, strip);
    }
    out.sections.push(of_current);
    let mut now = whole(files[1], parameters, scene.level, seed);
    now.extend(column::file_expectations(files[1], parameters));
    if scene.reference.is_some() {
        let mut both = Vec::new();
        overlap::find(files[0], files[1], parameters, &mut both);
        now.extend(both.into_iter().map(|problem| (None, problem)));
    }
    // Columns in the order in which either file names them first.
    let mut columns: Vec<Option<String>> = Vec::new();
    for (column, _) in now.iter().chain(&before) {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    for column in columns {
        let of = |all: &Whole| -> Vec<Problem> {
            let its = all.iter().filter(|(name, _)| *name == column);
            its.map(|(_, problem)| problem.clone()).collect()
        };
        let found = findings(
            scene,
            column.as_deref(),
            Some("quality/current"),
            of(&before),
            of(&now),
        );
        out.findings.extend(found);
    }
    out
}
