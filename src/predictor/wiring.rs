//! Which inputs stand behind which wire of a stage.

use std::collections::BTreeMap;

use super::{Stage, Step};

/// What stands behind a wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Behind {
    /// The same in every row.
    Nothing,
    /// One input, or whoever it stands for.
    One(usize),
    /// Several of them.
    Several,
}

impl Behind {
    fn with(self, other: Behind) -> Behind {
        match (self, other) {
            (Behind::Nothing, other) => other,
            (one, Behind::Nothing) => one,
            (Behind::One(a), Behind::One(b)) if a == b => self,
            _ => Behind::Several,
        }
    }
}

impl Stage {
    /// What stands behind each wire, where these stand behind the inputs.
    pub(crate) fn behind(&self, inputs: impl Iterator<Item = usize>) -> Vec<Behind> {
        let mut behind: Vec<Behind> = inputs.map(Behind::One).collect();
        for step in &self.steps {
            if let Step::Polynomial { wires, products } = step {
                // Each product has its own factors.
                for factors in products {
                    let read = factors.iter().map(|place| behind[wires[*place as usize]]);
                    let all = read.fold(Behind::Nothing, Behind::with);
                    behind.push(all);
                }
            } else {
                let read = step.reads().iter().map(|wire| behind[*wire]);
                let all = read.fold(Behind::Nothing, Behind::with);
                behind.resize(behind.len() + step.outputs(), all);
            }
        }
        behind
    }
}

/// The wires of a stage and what they are made of.
pub(super) struct Wiring {
    /// For each wire.
    behind: Vec<Behind>,
    /// The first wire that each step makes.
    starts: Vec<usize>,
    /// The steps that make wires of each input alone, in order; of nothing, at the end.
    steps: Vec<Vec<usize>>,
}

impl Wiring {
    pub(super) fn of(stage: &Stage) -> Wiring {
        let behind = stage.behind(0..stage.inputs);
        let mut starts = Vec::with_capacity(stage.steps.len());
        let mut steps = vec![Vec::new(); stage.inputs + 1];
        let mut end = stage.inputs;
        for (place, step) in stage.steps.iter().enumerate() {
            let start = end;
            starts.push(start);
            end += step.outputs();
            for made in &behind[start..end] {
                let list = match made {
                    Behind::One(input) => *input,
                    Behind::Nothing => stage.inputs,
                    Behind::Several => continue,
                };
                if steps[list].last() != Some(&place) {
                    steps[list].push(place);
                }
            }
        }
        Wiring {
            behind,
            starts,
            steps,
        }
    }

    /// The one input behind a wire; `None` where there are several or none.
    pub(super) fn source(&self, wire: usize) -> Option<usize> {
        match self.behind[wire] {
            Behind::One(input) => Some(input),
            Behind::Nothing | Behind::Several => None,
        }
    }

    /// Whether a wire is the same in every row.
    pub(super) fn is_constant(&self, wire: usize) -> bool {
        self.behind[wire] == Behind::Nothing
    }

    /// Features that mix several inputs, ascending.
    pub(super) fn mixed(&self, stage: &Stage) -> Vec<usize> {
        let mixes = |feature: &usize| self.behind[stage.features[*feature]] == Behind::Several;
        (0..stage.features.len()).filter(mixes).collect()
    }

    /// The step that makes a wire, and its first wire; `None` for an input.
    pub(super) fn step_of<'a>(&self, stage: &'a Stage, wire: usize) -> Option<(&'a Step, usize)> {
        let step = self.starts.partition_point(|start| *start <= wire);
        let step = (wire >= stage.inputs).then(|| step - 1)?;
        Some((&stage.steps[step], self.starts[step]))
    }

    /// The wires that are made of one input alone, or of nothing, where it has these values.
    pub(super) fn along(&self, stage: &Stage, input: Option<usize>, values: &[f64]) -> Along {
        let rows = values.len();
        let other = vec![0.0; rows];
        let mut wires = BTreeMap::new();
        if let Some(input) = input {
            wires.insert(input, values.to_vec());
        }
        // What a wire of the input is made of besides is constant.
        let constant = &self.steps[stage.inputs];
        let own: &[usize] = input.map_or(&[], |input| &self.steps[input]);
        let mut places: Vec<usize> = constant.iter().chain(own).copied().collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            let made = stage.steps[place].apply(|wire| wires.get(&wire).unwrap_or(&other), rows);
            wires.extend((self.starts[place]..).zip(made));
        }
        Along { wires }
    }
}

/// Wires by their place, a value for each of those asked.
pub(super) struct Along {
    wires: BTreeMap<usize, Vec<f64>>,
}

impl Along {
    /// Empty for a wire that is made of something else.
    pub(super) fn wire(&self, wire: usize) -> &[f64] {
        self.wires.get(&wire).map_or(&[], Vec::as_slice)
    }
}
