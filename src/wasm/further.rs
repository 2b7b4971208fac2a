//! What asks the model itself, and what is asked for seldom, beside [`super::explain`].

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::Explanation;
use super::convert::to_js;

#[wasm_bindgen]
impl Explanation {
    /// Partial dependence, single rows, accumulated local effects.
    pub fn profile(&self, side: usize, input: usize, output: usize) -> Result<JsValue, JsValue> {
        self.known_input(input)?;
        to_js(&self.session.profile(self.side(side)?, input, output))
    }

    /// What [`Explanation::row`] of the module that knows only trees leaves to this one.
    #[wasm_bindgen(js_name = askedOfRow)]
    pub fn asked_of_row(&self, side: usize, row: u32, output: usize) -> Result<JsValue, JsValue> {
        let own = self.side(side)?;
        let asked = |at| self.session.asked_of_row(own, at, output);
        to_js(&own.place_of(row).map(asked))
    }

    /// Permutation importance.
    pub fn shuffled(&self, side: usize) -> Result<JsValue, JsValue> {
        to_js(&self.session.shuffled(self.side(side)?))
    }

    /// Which columns carry the gap between two groups: 0 the first, 1 the second, anything else neither, by row of the file.
    pub fn gap(&self, side: usize, output: usize, groups: &Uint8Array) -> Result<JsValue, JsValue> {
        let groups: Vec<Option<bool>> = groups
            .to_vec()
            .iter()
            .map(|group| match group {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            })
            .collect();
        to_js(&self.session.gap(self.side(side)?, output, &groups))
    }
}
