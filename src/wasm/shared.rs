//! A comparison spread over workers: each holds some columns of both files and knows of the others.

use js_sys::{Array, ArrayBuffer, BigUint64Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::Session;
use super::convert::{json_to_js, throw};
use super::session::{order, settings};
use super::transfer;
use crate::error::{Code, Error, Result};
use crate::pipeline;
use crate::table::{Table, row_key};

/// `pipeline::Share` as the worker text reads it.
#[derive(Serialize)]
struct Moves<'a> {
    give: &'a [Vec<u32>; 2],
    take: &'a [Vec<u32>; 2],
}

#[wasm_bindgen]
impl Session {
    /// What is known of the file in `slot` but its values, for [`Session::take_head`].
    pub fn head(&mut self, slot: &str) -> std::result::Result<String, JsValue> {
        let table = self.table(slot).map_err(|e| throw(&e))?;
        Ok(serde_json::to_string(&table.head()).unwrap_or_default())
    }

    /// A file whose values are in another worker takes the place of the one in `slot`.
    #[wasm_bindgen(js_name = takeHead)]
    pub fn take_head(&mut self, slot: &str, head: &str) -> std::result::Result<(), JsValue> {
        let head = serde_json::from_str(head).map_err(|e| throw(&misfit(&e.to_string())))?;
        self.start_over();
        self.slot(slot).map_err(|e| throw(&e))?.table = Some(Table::of_head(head));
        Ok(())
    }

    /// Which columns must change hands before the files can be compared here and in the worker that holds the rest:
    /// `{give, take}`, each a list of columns of the reference and one of columns of the current file.
    pub fn share(&mut self, config: &JsValue) -> std::result::Result<JsValue, JsValue> {
        let config = settings(config)?;
        let (reference, current) = self.tables().map_err(|e| throw(&e))?;
        let share = pipeline::share(&config, reference, current).map_err(|e| throw(&e))?;
        let moves = Moves {
            give: &share.give,
            take: &share.take,
        };
        json_to_js(&serde_json::to_string(&moves).unwrap_or_default())
    }

    /// True while the values of a column are here.
    #[wasm_bindgen(js_name = holdsColumn)]
    pub fn holds_column(
        &mut self,
        slot: &str,
        column: usize,
    ) -> std::result::Result<bool, JsValue> {
        let table = self.table(slot).map_err(|e| throw(&e))?;
        Ok(table.columns.get(column).is_some_and(|c| !c.is_away()))
    }

    /// Takes the values of a column out; `spare` is memory that they may be put into.
    #[wasm_bindgen(js_name = giveColumn)]
    pub fn give_column(
        &mut self,
        slot: &str,
        column: usize,
        spare: Option<ArrayBuffer>,
    ) -> std::result::Result<Array, JsValue> {
        let values = self.copy_column(slot, column, spare)?;
        self.drop_column(slot, column)?;
        Ok(values)
    }

    /// Forgets the values of a column.
    #[wasm_bindgen(js_name = dropColumn)]
    pub fn drop_column(&mut self, slot: &str, column: usize) -> std::result::Result<(), JsValue> {
        let table = self.table(slot).map_err(|e| throw(&e))?;
        if table.drop_values(column) {
            Ok(())
        } else {
            Err(throw(&away()))
        }
    }

    /// The values of a column, which stay here as well; `spare` is memory that they may be put into.
    #[wasm_bindgen(js_name = copyColumn)]
    pub fn copy_column(
        &mut self,
        slot: &str,
        column: usize,
        spare: Option<ArrayBuffer>,
    ) -> std::result::Result<Array, JsValue> {
        let table = self.table(slot).map_err(|e| throw(&e))?;
        let column = table.columns.get(column).filter(|c| !c.is_away());
        let column = column.ok_or_else(|| throw(&away()))?;
        Ok(transfer::give(&column.data, &column.missing, spare))
    }

    /// Puts the values of a column in.
    #[wasm_bindgen(js_name = takeColumn)]
    pub fn take_column(
        &mut self,
        slot: &str,
        column: usize,
        values: &Array,
    ) -> std::result::Result<(), JsValue> {
        let held = transfer::take(values).map_err(|e| throw(&e))?;
        let table = self.table(slot).map_err(|e| throw(&e))?;
        if table.take(column, held) {
            Ok(())
        } else {
            Err(throw(&misfit("a column that does not fit its table")))
        }
    }

    /// Puts a column that was not in the file behind the others.
    #[wasm_bindgen(js_name = addColumn)]
    pub fn add_column(
        &mut self,
        slot: &str,
        name: &str,
        values: &Array,
    ) -> std::result::Result<(), JsValue> {
        let held = transfer::take(values).map_err(|e| throw(&e))?;
        let table = self.table(slot).map_err(|e| throw(&e))?;
        if table.add_column(name, held) {
            Ok(())
        } else {
            Err(throw(&misfit(
                "scores that do not fit the file, or whose name is taken",
            )))
        }
    }

    /// What the comparison has found so far here, for [`Session::absorb`].
    pub fn found(&mut self) -> std::result::Result<String, JsValue> {
        let run = self.under_way("found")?;
        let found = run.found().map_err(|e| throw(&e));
        self.run = Some(run);
        found
    }

    /// Takes in what another worker has found.
    pub fn absorb(&mut self, found: &str) -> std::result::Result<(), JsValue> {
        let mut run = self.under_way("absorb")?;
        run.absorb(found).map_err(|e| throw(&e))?;
        self.run = Some(run);
        Ok(())
    }

    /// The columns that are here as parts of each row's key; the parts of all workers are added up.
    #[wasm_bindgen(js_name = rowKeys)]
    pub fn row_keys(&mut self, slot: &str) -> std::result::Result<BigUint64Array, JsValue> {
        let table = self.table(slot).map_err(|e| throw(&e))?;
        let mut keys = vec![0; table.rows];
        for column in table.columns.iter().filter(|c| !c.is_away()) {
            row_key::add_column(&mut keys, column);
        }
        Ok(BigUint64Array::from(keys.as_slice()))
    }

    /// These rows of the columns that are here: a list of `[column, values]`.
    #[wasm_bindgen(js_name = giveRows)]
    pub fn give_rows(
        &mut self,
        slot: &str,
        rows: &Uint32Array,
    ) -> std::result::Result<Array, JsValue> {
        let rows = rows.to_vec();
        let table = self.table(slot).map_err(|e| throw(&e))?;
        let out = Array::new();
        for (i, column) in table.columns.iter().enumerate() {
            if !column.is_away() {
                let held = column.held_rows(&rows);
                let values = transfer::give(&held.data, &held.missing, None);
                out.push(&Array::of2(&JsValue::from(i as u32), &values));
            }
        }
        Ok(out)
    }
}

impl Session {
    pub(super) fn table(&mut self, slot: &str) -> Result<&mut Table> {
        let table = self.slot(slot)?.table.as_mut();
        table.ok_or_else(|| order("a table", "a read of the file"))
    }
}

fn away() -> Error {
    misfit("a column that another worker holds")
}

pub(super) fn misfit(found: &str) -> Error {
    Error::new(
        Code::InternalMessage,
        found,
        "what a worker of the same build sends",
        "Reload the page.",
    )
}
