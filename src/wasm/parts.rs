//! Other ways to two sides than two files: one file's rows divided, several files put together.

use wasm_bindgen::prelude::*;

use super::Session;
use super::convert::{json_to_js, throw};
use super::session::{order, settings};
use crate::config::Config;
use crate::pipeline;
use crate::table::Table;

#[wasm_bindgen]
impl Session {
    /// Splits the file that was read into `reference` as `config.split` says; the two sides stand in both slots then.
    /// May be called again with other settings: the whole file is kept. Answers the heads of both sides.
    pub fn split(&mut self, config: &JsValue) -> Result<Vec<JsValue>, JsValue> {
        let config = settings(config)?;
        self.start_over();
        let read = || throw(&order("split", "a read of the reference"));
        let whole = match self.whole.take() {
            Some(whole) => whole,
            None => self.reference.table.take().ok_or_else(read)?,
        };
        let parts = pipeline::split(&config, &whole);
        match parts {
            Ok((reference, current)) => {
                let head = |table: &Table| {
                    json_to_js(&serde_json::to_string(&table.head()).unwrap_or_default())
                };
                let heads = vec![head(&reference)?, head(&current)?];
                self.reference.table = Some(reference);
                self.current.table = Some(current);
                self.whole = Some(whole);
                Ok(heads)
            }
            Err(error) => {
                // As it was before the first split: the file stands in its slot.
                self.reference.table = Some(whole);
                self.current.table = None;
                Err(throw(&error))
            }
        }
    }

    /// Puts the rows that the settings name into the slots, until [`Session::start_over`].
    pub(super) fn choose_rows(&mut self, config: &Config) -> crate::error::Result<()> {
        let (reference, current) = self.tables()?;
        let Some((reference, current)) = pipeline::cohort(config, reference, current)? else {
            return Ok(());
        };
        // One file alone is the current one, whichever slot it was read into.
        let reference = Some(reference).filter(|table| !table.is_absent());
        let all = [self.reference.table.take(), self.current.table.take()];
        self.all_rows = Some(all);
        self.reference.table = reference;
        self.current.table = Some(current);
        Ok(())
    }

    /// Puts aside the file that was read into `current`, as the next one of several.
    #[wasm_bindgen(js_name = keepPeriod)]
    pub fn keep_period(&mut self) -> Result<(), JsValue> {
        self.start_over();
        let read = || throw(&order("keepPeriod", "a read of the current file"));
        self.periods
            .push(self.current.table.take().ok_or_else(read)?);
        Ok(())
    }

    /// Makes one current table of the files that were put aside, in their order. They are gone from there then.
    #[wasm_bindgen(js_name = joinPeriods)]
    pub fn join_periods(&mut self) -> Result<(), JsValue> {
        self.start_over();
        let mut files = std::mem::take(&mut self.periods);
        let read = || throw(&order("joinPeriods", "a read of the reference"));
        files.insert(0, self.reference.table.take().ok_or_else(read)?);
        let (reference, current) = pipeline::periods(files, 0).map_err(|e| throw(&e))?;
        self.reference.table = Some(reference);
        self.current.table = Some(current);
        Ok(())
    }
}
