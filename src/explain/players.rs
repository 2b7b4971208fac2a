//! Among whom a prediction is divided: the columns of the person's file.

use crate::predictor::{Behind, Model, Stage};

/// Columns, or groups of them, and the inputs of the model that read them. A column that the model reads several times, as
/// a number and as a category, is one player; so are columns that the person put together.
#[derive(Clone, Debug, PartialEq)]
pub struct Players {
    names: Vec<String>,
    of_input: Vec<u32>,
}

impl Players {
    /// One for each input of a model.
    pub fn inputs(model: &Model) -> Players {
        let names: Vec<&str> = model.inputs.iter().map(|i| i.name.as_str()).collect();
        Players::columns(&names, &[])
    }

    /// One for each different column, in the order of the inputs that read them; `columns` names the column of each input.
    /// A group is a name with the columns in it; a column of several groups belongs to the first.
    pub fn columns(columns: &[&str], groups: &[(String, Vec<String>)]) -> Players {
        let mut out = Players {
            names: Vec::new(),
            of_input: Vec::with_capacity(columns.len()),
        };
        for column in columns {
            let group = groups
                .iter()
                .find(|(_, members)| members.iter().any(|m| m == column));
            let name = group.map_or(*column, |(name, _)| name.as_str());
            let place = out.names.iter().position(|n| n == name);
            let place = place.unwrap_or_else(|| {
                out.names.push(name.to_owned());
                out.names.len() - 1
            });
            out.of_input.push(place as u32);
        }
        out
    }

    /// Their names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// The player of each input.
    pub fn of_input(&self) -> &[u32] {
        &self.of_input
    }

    /// The inputs of a player.
    pub fn inputs_of(&self, player: usize) -> impl Iterator<Item = usize> {
        let own = self.of_input.iter().enumerate();
        own.filter(move |(_, p)| **p as usize == player)
            .map(|(input, _)| input)
    }

    /// The player of each feature of a stage's body; `None` where a feature mixes several players (principal components,
    /// norms). A feature that is the same in every row has no effect and goes to the first player.
    pub fn of_features(&self, stage: &Stage) -> Option<Vec<u32>> {
        let behind = stage.behind(self.of_input.iter().map(|player| *player as usize));
        let player = |wire: &usize| match behind[*wire] {
            Behind::Nothing => Some(0),
            Behind::One(player) => Some(player as u32),
            Behind::Several => None,
        };
        stage.features.iter().map(player).collect()
    }
}
