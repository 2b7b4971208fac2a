//! Protected attributes in a file of their own, put beside the rows that they belong to.

use wasm_bindgen::prelude::*;

use super::Session;
use super::convert::{json_to_js, throw};
use super::session::{order, settings};
use crate::table::join;

#[wasm_bindgen]
impl Session {
    /// Puts the columns of the file in the slot `attributes` beside the rows of the other files that have the same key, and
    /// forgets that file; answers what became of the rows, for each file that was given. A file of two in which no key is
    /// found stays as it is and says so in its report.
    #[wasm_bindgen(js_name = joinAttributes)]
    pub fn join_attributes(&mut self, config: &JsValue) -> Result<JsValue, JsValue> {
        let key = settings(config)?.attributes;
        let attributes = self.attributes.table.take();
        let attributes = attributes
            .ok_or_else(|| throw(&order("joinAttributes", "a read of the attributes")))?;
        self.start_over();
        let tables = [&mut self.reference.table, &mut self.current.table];
        let mut joined = Vec::new();
        let mut refused = Vec::new();
        for table in tables.into_iter().flatten() {
            match join(table, &attributes, &key) {
                Ok(found) => joined.push(found),
                Err(error) => refused.push((table, error)),
            }
        }
        if joined.is_empty() {
            let (_, error) = refused
                .pop()
                .ok_or_else(|| throw(&order("joinAttributes", "a read of a file")))?;
            return Err(throw(&error));
        }
        for (table, error) in refused {
            table.warnings.push(error);
        }
        json_to_js(&serde_json::to_string(&joined).unwrap_or_default())
    }
}
