//! What asks the model itself, beside [`super::explain`].

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

    /// Permutation importance.
    pub fn shuffled(&self, side: usize) -> Result<JsValue, JsValue> {
        to_js(&self.session.shuffled(self.side(side)?))
    }
}
